// SPDX-License-Identifier: MIT
// pinn-solve reference CONFIG
#include <iostream>
#include <nlohmann/json.hpp>

#include "command_line.hpp"
#include "pinn/app/classical.hpp"
#include "pinn/util/error.hpp"
#include "pinn/util/file.hpp"
#include "pinn/util/number_text.hpp"
#include "signals.hpp"

namespace pinn::cli {

namespace {

struct ReferenceCommand {
  std::string config;
  std::vector<std::string> assignments;
  std::string out;
  bool json = false;
};

std::string to_json_text(const std::string& name, const ReferenceSolution& solution) {
  const nlohmann::ordered_json json = {{"name", name},
                                       {"solved", solution.solved},
                                       {"message", solution.message},
                                       {"method", solution.key},
                                       {"rtol", solution.rtol},
                                       {"atol", solution.atol},
                                       {"steps", solution.steps},
                                       {"rhs_evaluations", solution.rhs_evaluations},
                                       {"own_error", solution.max_own_error},
                                       {"seconds", solution.seconds}};
  return json.dump(2) + "\n";
}

}  // namespace

int run_reference(const Arguments& arguments) {
  CLI::App app("Solves an initial-value problem by the classical solver alone, as CSV.",
               "reference");
  ReferenceCommand options;
  app.add_option("CONFIG", options.config, "the problem: a JSON file, or - for standard input");
  add_set_option(app, options.assignments);
  app.add_option("-o,--out", options.out, "write there; - or nothing prints it")->type_name("FILE");
  app.add_flag("--json", options.json, "print what it took as JSON instead of the values");
  if (!parse(app, arguments)) return 0;
  if (options.config.empty()) throw UsageError("no config given; try pinn-solve reference --help");
  const Prepared prepared =
      prepare(read_config_text(options.config, std::cin), to_overrides(options.assignments));
  if (!prepared.warnings_text.empty()) print_message(prepared.warnings_text);
  const std::string& name = prepared.config.name;
  if (prepared.problem.kind == ProblemKind::Bvp) {
    print_message(name +
                  ": between several places the classical solver begins with a solution; "
                  "pinn-solve solve compares with it\n");
    return static_cast<int>(ExitCode::Diverged);
  }
  watch_signals();
  const Classical classical = solve_classically(prepared, [] { return noted_signal() != 0; });
  if (noted_signal() != 0) end_by(noted_signal());
  const ReferenceSolution& solution = classical.solution;
  if (options.json) print(to_json_text(name, solution));
  if (!solution.solved) {
    print_message(name + ": not solved: " + solution.message + "\n");
    return static_cast<int>(ExitCode::Diverged);
  }
  print_message(name + ": " + solution.method + ", rtol " + to_short_text(solution.rtol) + ", " +
                std::to_string(solution.steps) + " steps, own error " +
                to_short_text(solution.max_own_error) + "\n");
  const std::string csv = to_csv(classical.table);
  if (!options.out.empty() && options.out != "-") {
    write_file(options.out, csv);
  } else if (!options.json) {
    print(csv);
  }
  return 0;
}

}  // namespace pinn::cli
