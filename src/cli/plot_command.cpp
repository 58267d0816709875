// SPDX-License-Identifier: MIT
// pinn-solve plot RUN...
#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <csignal>
#include <cstdio>
#include <cstdlib>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <sstream>

#include "command_line.hpp"
#include "pinn/plot/gnuplot.hpp"
#include "pinn/plot/run_panels.hpp"
#include "pinn/plot/svg.hpp"
#include "pinn/plot/terminal.hpp"
#include "pinn/util/error.hpp"
#include "pinn/util/file.hpp"
#include "run_tables.hpp"
#include "terminal_style.hpp"

namespace pinn::cli {

namespace {

constexpr int kUsualRows = 24;
constexpr int kFewestRows = 7;
constexpr int kMostRows = 18;

struct PlotOptions {
  std::vector<std::string> runs;
  std::string svg;
  std::string png;
  std::string panels;
  std::string color = "auto";
  bool ascii = false;
  bool dark = false;
  bool light = false;
};

void set_up(CLI::App& app, PlotOptions& options) {
  app.add_option("RUN", options.runs, "run folders; several are drawn over each other");
  app.add_option(
         "--panels",
         options.panels,
         "what to draw: solution, error, residual, loss, parts, phase, or all; a comma between")
      ->type_name("LIST");
  app.add_option("--svg", options.svg, "write a picture instead")->type_name("FILE");
  app.add_option("--png", options.png, "the same by gnuplot")->type_name("FILE");
  app.add_flag("--light", options.light, "a picture for light ground only");
  app.add_flag("--dark", options.dark, "a picture for dark ground only");
  app.add_flag("--ascii", options.ascii, "no braille, where the terminal's font has none");
  app.add_option("--color", options.color, "auto, always, never")->type_name("WHEN");
}

TerminalStyle terminal_style(const PlotOptions& options, std::size_t n_panels) {
  TerminalStyle style = style_of(STDOUT_FILENO);
  int rows = kUsualRows;
  winsize size{};
  if (::isatty(STDOUT_FILENO) == 1 && ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 &&
      size.ws_col > 20) {
    style.columns = size.ws_col;
    rows = std::max<int>(size.ws_row, kUsualRows);
  }
  const int share = (rows - 1) / std::max(1, static_cast<int>(n_panels));
  style.rows = std::clamp(share, kFewestRows, kMostRows);
  style.braille = style.braille && !options.ascii;
  style.color = options.color == "always" || (options.color == "auto" && style.color);
  return style;
}

/// The panels asked for; without a wish the solution, its error and the loss.
std::vector<Panel> chosen(std::vector<Panel> panels, const std::string& wish) {
  std::vector<std::string> names;
  std::istringstream list(wish.empty() ? "solution,error,loss" : wish);
  for (std::string name; std::getline(list, name, ',');) names.push_back(name);
  for (const std::string& name : names) {
    static const std::vector<std::string> kKnown{
        "solution", "error", "residual", "loss", "parts", "phase", "all"};
    if (std::find(kKnown.begin(), kKnown.end(), name) != kKnown.end()) continue;
    throw UsageError("--panels has \"" + name +
                     "\", expected solution, error, residual, loss, parts, phase or all");
  }
  if (std::find(names.begin(), names.end(), "all") != names.end()) return panels;
  const auto is_wanted = [&](const Panel& panel) {
    return std::any_of(names.begin(), names.end(), [&](const std::string& name) {
      return panel.title.rfind(name, 0) == 0;
    });
  };
  panels.erase(
      std::remove_if(panels.begin(), panels.end(), [&](const Panel& p) { return !is_wanted(p); }),
      panels.end());
  return panels;
}

void write_png(const std::vector<Panel>& panels, const SvgStyle& style, const std::string& file) {
  const std::string unfinished = file + ".partial-" + std::to_string(::getpid());
  // without gnuplot the shell has gone before the script is written: an error, not our end
  const auto before = std::signal(SIGPIPE, SIG_IGN);
  std::FILE* gnuplot = ::popen("gnuplot 2>&1 >/dev/null", "w");
  const std::string script = png_script(panels, style, unfinished);
  const bool is_written =
      gnuplot != nullptr && std::fwrite(script.data(), 1, script.size(), gnuplot) == script.size();
  const int status = gnuplot != nullptr ? ::pclose(gnuplot) : -1;
  std::signal(SIGPIPE, before);
  std::error_code failure;
  if (!is_written || status != 0 || !std::filesystem::exists(unfinished, failure)) {
    std::filesystem::remove(unfinished, failure);
    throw FileError("pinn-solve: error: --png needs gnuplot, and it did not write " + file +
                    "; --svg needs nothing else");
  }
  std::filesystem::rename(unfinished, file, failure);
  if (failure) throw FileError("pinn-solve: error: cannot write " + file);
}

}  // namespace

int run_plot(const Arguments& arguments) {
  CLI::App app("Draws solution, error and loss of solved runs in the terminal, or as a picture.",
               "plot");
  PlotOptions options;
  set_up(app, options);
  if (!parse(app, arguments)) return 0;
  if (options.runs.empty()) throw UsageError("no run given; try pinn-solve plot --help");
  if (options.color != "auto" && options.color != "always" && options.color != "never") {
    throw UsageError("--color is \"" + options.color + "\", expected auto, always or never");
  }
  std::vector<RunTables> runs;
  for (const std::string& run : options.runs) runs.push_back(read_run_tables(run));
  const bool is_picture = !options.svg.empty() || !options.png.empty();
  const std::string wish = options.panels.empty() && is_picture ? "all" : options.panels;
  const std::vector<Panel> panels = chosen(run_panels(runs), wish);
  if (panels.empty()) throw UsageError("there is nothing of that to draw in " + options.runs[0]);
  SvgStyle style;
  style.title = runs.front().name;
  if (options.light) style.ground = Ground::Light;
  if (options.dark) style.ground = Ground::Dark;
  if (panels.size() == 1) style.panel_width = 560;
  if (!options.svg.empty()) write_file(options.svg, draw_svg(panels, style));
  if (!options.png.empty()) write_png(panels, style, options.png);
  if (is_picture) return 0;
  const TerminalStyle terminal = terminal_style(options, panels.size());
  std::string text;
  for (const Panel& panel : panels) text += draw_in_terminal(panel, terminal);
  print(text);
  return 0;
}

}  // namespace pinn::cli
