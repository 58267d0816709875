// SPDX-License-Identifier: MIT
// pinn-solve verify RUN
#include <cmath>
#include <filesystem>
#include <map>

#include "command_line.hpp"
#include "pinn/app/evaluate_run.hpp"
#include "pinn/app/judge_again.hpp"
#include "pinn/util/error.hpp"
#include "pinn/util/file.hpp"
#include "pinn/util/number_text.hpp"
#include "pinn/util/table.hpp"
#include "progress.hpp"
#include "signals.hpp"

namespace pinn::cli {

namespace {

constexpr std::size_t kMostBytes = std::size_t{1} << 30;

struct VerifyOptions {
  std::string run;
  std::string rtol;
  std::string atol;
  std::string against;
};

double to_tolerance(const std::string& option, const std::string& text) {
  const auto value = parse_number(text);
  if (!value || !std::isfinite(*value) || *value < 0.0) {
    throw UsageError(option + ": \"" + text + "\" is not a number from 0 on");
  }
  return *value;
}

/// The largest differences between a model and the columns of a file.
struct Comparison {
  std::string state;
  double error = 0.0;
  double ratio = 0.0;
  double at = 0.0;
};

std::vector<Comparison> compare(const LoadedRun& run,
                                const VerifyOptions& options,
                                const AcceptConfig& accept) {
  const CsvText csv = parse_csv(read_file(options.against, kMostBytes), options.against);
  const std::vector<double> points = read_points(options.against, run.model.variable);
  const double rtol = options.rtol.empty() ? accept.rtol : to_tolerance("--rtol", options.rtol);
  std::vector<Comparison> all;
  for (std::size_t column = 0; column < csv.header.size(); ++column) {
    const std::string& name = csv.header[column].text;
    const int state = run.problem ? run.problem->find_state(name) : -1;
    if (state < 0) continue;
    const double atol =
        options.atol.empty() ? atol_of(accept, name) : to_tolerance("--atol", options.atol);
    Comparison worst{name, 0.0, 0.0, 0.0};
    for (std::size_t i = 0; i < points.size() && i < csv.rows.size(); ++i) {
      if (column >= csv.rows[i].size()) continue;
      const auto value = parse_number(csv.rows[i][column].text);
      if (!value) continue;
      const double error = std::abs(run.model.evaluate(points[i], 0)(state, 0) - *value);
      const double ratio = error / (atol + rtol * std::abs(*value));
      if (!(ratio <= worst.ratio)) worst = {name, error, ratio, points[i]};
    }
    all.push_back(worst);
  }
  if (all.empty()) {
    throw ConfigError(options.against + ": error: no column has the name of a state");
  }
  return all;
}

int verify_against(const VerifyOptions& options, const AcceptConfig& accept) {
  const LoadedRun run = load_run(options.run);
  bool inside = true;
  for (const Comparison& c : compare(run, options, accept)) {
    inside = inside && c.ratio <= 1.0;
    print(c.state + ": largest difference " + to_short_text(c.error) + " at " + run.model.variable +
          " = " + to_short_text(c.at, 6) + ", " + to_short_text(c.ratio) + " of the tolerance\n");
  }
  print(inside ? "ACCEPTED\n" : "NOT ACCEPTED\n");
  return static_cast<int>(inside ? ExitCode::Accepted : ExitCode::NotAccepted);
}

}  // namespace

int run_verify(const Arguments& arguments) {
  CLI::App app("Judges a finished run again: by other tolerances, or against the values of a file.",
               "verify");
  VerifyOptions options;
  app.add_option("RUN", options.run, "a run folder");
  app.add_option("--rtol", options.rtol, "in the place of accept.rtol")->type_name("NUMBER");
  app.add_option("--atol", options.atol, "in the place of accept.atol")->type_name("NUMBER");
  app.add_option("--against", options.against, "compare with the columns of this file instead")
      ->type_name("CSV");
  if (!parse(app, arguments)) return 0;
  if (options.run.empty()) throw UsageError("no run given; try pinn-solve verify --help");
  const std::filesystem::path folder = options.run;
  SolveRequest request;
  request.source.text = read_file(folder / "config.json", kMostBytes);
  request.source.name = (folder / "config.json").string();
  request.source.stem = folder.stem().string();
  request.source.folder = folder;
  if (!options.rtol.empty()) {
    to_tolerance("--rtol", options.rtol);
    request.overrides.push_back({"accept.rtol", options.rtol});
  }
  if (!options.atol.empty()) {
    to_tolerance("--atol", options.atol);
    request.overrides.push_back({"accept.atol", options.atol});
  }
  if (!options.against.empty()) {
    return verify_against(options, prepare(request.source, {}).config.accept);
  }
  Progress progress(ProgressMode::None);
  watch_signals();
  const Outcome outcome =
      judge_again(request, progress, read_model(folder / "model.safetensors").model);
  for (const std::string& line : outcome.verdict_lines) print(line + "\n");
  if (outcome.signal != 0) end_by(outcome.signal);
  return outcome.record.exit_code;
}

}  // namespace pinn::cli
