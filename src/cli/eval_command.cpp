// SPDX-License-Identifier: MIT
// pinn-solve eval MODEL
#include "command_line.hpp"
#include "pinn/app/evaluate_run.hpp"
#include "pinn/util/error.hpp"
#include "pinn/util/file.hpp"
#include "pinn/util/number_text.hpp"

namespace pinn::cli {

namespace {

struct EvalOptions {
  std::string model;
  std::string at;
  std::string at_file;
  std::string out;
  bool extrapolate = false;
};

void set_up(CLI::App& app, EvalOptions& options) {
  app.add_option("MODEL", options.model, "a run folder or a .safetensors file");
  app.add_option("--at", options.at, "A:B:N for N points from A to B, or V,V,...")
      ->type_name("POINTS");
  app.add_option(
         "--at-file", options.at_file, "points from the column of the variable, or the first")
      ->type_name("CSV");
  app.add_flag("--extrapolate", options.extrapolate, "allow points outside the domain");
  app.add_option("-o,--out", options.out, "write there instead of standard output")
      ->type_name("FILE");
}

void require_inside(const EvalOptions& options,
                    const Model& model,
                    const std::vector<double>& points) {
  const std::size_t outside = n_outside(model, points);
  if (outside == 0) return;
  const std::string where = std::to_string(outside) + " of " + std::to_string(points.size()) +
                            " points outside the domain [" + to_text(model.start()) + ", " +
                            to_text(model.end()) + "] of " + model.variable;
  if (!options.extrapolate) {
    throw UsageError(where + "; --extrapolate computes them all the same");
  }
  print_message("pinn-solve: warning: " + where + ": a network knows nothing outside its domain\n");
}

}  // namespace

int run_eval(const Arguments& arguments) {
  CLI::App app("Evaluates a solved run: states, derivatives, residuals, observables as CSV.",
               "eval");
  EvalOptions options;
  set_up(app, options);
  if (!parse(app, arguments)) return 0;
  if (options.model.empty()) throw UsageError("no model given; try pinn-solve eval --help");
  if (options.at.empty() == options.at_file.empty()) {
    throw UsageError("expected one of --at A:B:N, --at V,V,... and --at-file CSV");
  }

  const LoadedRun run = load_run(options.model);
  const std::vector<double> points = options.at.empty()
                                         ? read_points(options.at_file, run.model.variable)
                                         : parse_points(options.at);
  require_inside(options, run.model, points);
  for (const Warning& w : run.warnings) {
    print_message("pinn-solve: warning: " + w.message + "\n");
  }
  const std::string csv = to_csv(evaluate_run(run, points));
  if (options.out.empty() || options.out == "-") {
    print(csv);
  } else {
    write_file(options.out, csv);
  }
  return 0;
}

}  // namespace pinn::cli
