// SPDX-License-Identifier: MIT
// pinn-solve solve CONFIG
#include <iostream>
#include <map>

#include "command_line.hpp"
#include "commands.hpp"
#include "pinn/app/solve.hpp"
#include "pinn/app/torch_loader.hpp"
#include "pinn/report/run_record.hpp"
#include "pinn/util/error.hpp"
#include "pinn/util/file.hpp"
#include "progress.hpp"
#include "signals.hpp"

namespace pinn::cli {

namespace {

struct SolveOptions {
  std::string config;
  std::vector<std::string> assignments;
  std::string out;
  bool overwrite = false;
  bool json = false;
  bool accept_anyway = false;
  bool live = false;
  std::string progress = "auto";

  bool csv_on_stdout() const { return out == "-"; }
};

void set_up(CLI::App& app, SolveOptions& options) {
  app.add_option("CONFIG", options.config, "the problem: a JSON file, or - for standard input");
  add_set_option(app, options.assignments);
  app.add_option("-o,--out", options.out, "run folder; - prints solution.csv and writes nothing")
      ->type_name("PATH");
  app.add_flag("--overwrite", options.overwrite, "replace the files of an earlier run");
  app.add_flag("--json", options.json, "print run.json instead of the folder's name");
  app.add_flag(
      "--live", options.live, "draw solution and loss in the terminal while a network trains");
  app.add_flag("--accept-anyway",
               options.accept_anyway,
               "end with code 0 where the solution is not accepted; the verdict stays");
  app.add_option("--progress", options.progress, "auto, line (rewritten), log (whole lines), none")
      ->type_name("MODE");
}

ProgressMode progress_mode(const std::string& name) {
  static const std::map<std::string, ProgressMode> kModes{{"auto", ProgressMode::Auto},
                                                          {"line", ProgressMode::Line},
                                                          {"log", ProgressMode::Log},
                                                          {"none", ProgressMode::None}};
  const auto found = kModes.find(name);
  if (found != kModes.end()) return found->second;
  throw UsageError("--progress is \"" + name + "\", expected auto, line, log or none");
}

void require_sense(const SolveOptions& options) {
  if (options.config.empty()) {
    throw UsageError("no config given; try pinn-solve --help, or pinn-solve init for a start");
  }
  if (options.config == "-" && options.out.empty()) {
    throw UsageError("a config from standard input needs -o FOLDER (or -o - for CSV)");
  }
  if (options.csv_on_stdout() && options.json) {
    throw UsageError("--json and -o - both print to standard output; choose one");
  }
}

SolveRequest to_request(const SolveOptions& options, const Arguments& arguments) {
  SolveRequest request;
  request.overrides = to_overrides(options.assignments);
  request.source = read_config_text(options.config, std::cin);
  if (!options.csv_on_stdout()) {
    request.out = options.out.empty() ? request.source.stem + ".run" : options.out;
  }
  request.overwrite = options.overwrite;
  request.argv = arguments;
  request.argv.insert(request.argv.begin(), {"pinn-solve", "solve"});
  return request;
}

}  // namespace

int run_solve(const Arguments& arguments) {
  CLI::App app("Checks, solves and judges a problem, and writes the run folder.", "solve");
  SolveOptions options;
  set_up(app, options);
  if (!parse(app, arguments)) return 0;
  require_sense(options);
  Progress progress(progress_mode(options.progress), options.live);
  const SolveRequest request = to_request(options, arguments);

  watch_signals();
  const Outcome outcome = solve(request, progress, make_engine);

  if (request.out && outcome.record.config.output.report && !outcome.solution.rows.empty()) {
    write_file(*request.out / "report.html", page_of(*request.out));
  }
  for (const std::string& line : outcome.verdict_lines) print_message(line + "\n");
  if (options.csv_on_stdout()) {
    print(to_csv(outcome.solution));
  } else {
    print(options.json ? to_json(outcome.record) : request.out->string() + "\n");
  }
  if (outcome.signal != 0) end_by(outcome.signal);
  const int code = outcome.record.exit_code;
  const bool is_refused = code == static_cast<int>(ExitCode::NotAccepted);
  return is_refused && options.accept_anyway ? 0 : code;
}

}  // namespace pinn::cli
