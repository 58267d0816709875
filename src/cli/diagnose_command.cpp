// SPDX-License-Identifier: MIT
// pinn-solve diagnose RUN
#include <nlohmann/json.hpp>

#include "command_line.hpp"
#include "diagnosis.hpp"
#include "pinn/util/error.hpp"

namespace pinn::cli {

int run_diagnose(const Arguments& arguments) {
  CLI::App app("Says what may be wrong with a run: what was measured, the threshold, what to try.",
               "diagnose");
  std::string run;
  bool json = false;
  app.add_option("RUN", run, "a run folder");
  app.add_flag("--json", json, "print JSON");
  if (!parse(app, arguments)) return 0;
  if (run.empty()) throw UsageError("no run given; try pinn-solve diagnose --help");
  bool is_severe = false;
  std::string text;
  nlohmann::ordered_json list = nlohmann::ordered_json::array();
  for (const Finding& finding : diagnose(run)) {
    is_severe = is_severe || finding.severe;
    list.push_back({{"check", finding.check},
                    {"severe", finding.severe},
                    {"measured", finding.measured},
                    {"threshold", finding.threshold},
                    {"try", finding.advice}});
    text += finding.check + (finding.severe ? " (severe)" : "") + ": " + finding.measured + "; " +
            finding.threshold + "\n  try: " + finding.advice + "\n";
  }
  if (text.empty()) text = "nothing found\n";
  print(json ? list.dump(2) + "\n" : text);
  return static_cast<int>(is_severe ? ExitCode::NotAccepted : ExitCode::Accepted);
}

}  // namespace pinn::cli
