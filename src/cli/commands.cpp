// SPDX-License-Identifier: MIT
// The table of commands.
#include "commands.hpp"

#include "pinn/report/run_record.hpp"
#include "pinn/util/error.hpp"

namespace pinn::cli {

const std::vector<Command>& commands() {
  static const std::vector<Command> table{
      {"solve", "check, solve, judge, write the run folder (the default command)", run_solve},
      {"check", "validate a config and say how the problem was understood", run_check},
      {"eval", "evaluate a solved run at any points, as CSV", run_eval},
      {"plot", "draw solution, error and loss in the terminal, or as SVG or PNG", run_plot},
      {"report", "write a run as one HTML file with pictures and the network in it", run_report},
      {"summary", "print one line per run: verdict, error, method, time", run_summary},
      {"diagnose", "say what may be wrong with a run, and what to try", run_diagnose},
      {"verify", "judge a finished run again, by other tolerances or against a file", run_verify},
      {"reference", "solve by the classical solver alone", run_reference},
      {"doctor", "say what the program runs on and whether its methods work here", run_doctor},
      {"init", "print a starter config or a problem of the library, or list them", run_init},
      {"schema", "print the JSON Schema of the config", run_schema},
      {"help", "explain a command, a key, or config, expressions, columns, exit-codes", run_help},
      {"sweep", "", nullptr},
      {"export", "", nullptr}};
  return table;
}

const Command* find_command(std::string_view name) {
  for (const Command& command : commands()) {
    if (command.name == name) return &command;
  }
  return nullptr;
}

void refuse_as_later(const std::string& what) {
  throw UsageError(what + " is not available in version " + program_version());
}

}  // namespace pinn::cli
