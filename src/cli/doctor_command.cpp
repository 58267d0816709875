// SPDX-License-Identifier: MIT
// pinn-solve doctor
#include <chrono>
#include <nlohmann/json.hpp>
#include <sstream>
#include <thread>

#include "command_line.hpp"
#include "pinn/app/solve.hpp"
#include "pinn/app/torch_loader.hpp"
#include "pinn/expression/vector_math.hpp"
#include "pinn/model/jet_block.hpp"
#include "pinn/reference/reference.hpp"
#include "pinn/report/run_record.hpp"
#include "pinn/util/error.hpp"
#include "pinn/util/number_text.hpp"
#include "progress.hpp"

namespace pinn::cli {

namespace {

using Json = nlohmann::ordered_json;
using Clock = std::chrono::steady_clock;

constexpr const char* kProblem = R"json({"name": "self-test", "problem": {"domain": [0, 2],
  "equations": ["x'' = -x"], "conditions": ["x(0) = 1", "x'(0) = 0"], "exact": {"x": "cos(t)"}},
  "network": {"hidden": [16, 16]}, "accept": {"rtol": 1e-3, "atol": 1e-3},
  "training": {"method": "METHOD"STAGES}})json";
constexpr const char* kStages =
    R"json(, "stages": [{"optimizer": "adam", "iterations": 200, "learning_rate": 0.005},
  {"optimizer": "levenberg_marquardt", "iterations": 50}])json";

/// One thing looked at.
struct Finding {
  std::string name;
  std::string text;
  bool is_well = true;
};

double seconds_since(Clock::time_point begin) {
  return std::chrono::duration<double>(Clock::now() - begin).count();
}

std::string replaced(std::string text, const std::string& what, const std::string& by) {
  const std::size_t at = text.find(what);
  return at == std::string::npos ? text : text.replace(at, what.size(), by);
}

/// Solves cos(t) and says how far off it was.
Finding self_test(const std::string& method) {
  Finding finding{"self-test " + method, "", true};
  const auto begin = Clock::now();
  SolveRequest request;
  std::string text = replaced(kProblem, "METHOD", method);
  text = replaced(text, "STAGES", method == "gradient" ? kStages : "");
  if (method == "readout") text = replaced(text, "[16, 16]", "\"auto\"");
  request.source = {text, "self-test", "self-test", {}};
  try {
    Progress progress(ProgressMode::None);
    const Outcome outcome = solve(request, progress, make_engine);
    finding.is_well = outcome.record.exit_code == 0;
    finding.text = outcome.record.verdict
                       ? "largest error " + to_short_text(outcome.record.verdict->worst.max_error)
                       : outcome.record.message;
  } catch (const std::exception& error) {
    finding.is_well = false;
    finding.text = error.what();
  }
  finding.text += ", " + to_short_text(seconds_since(begin)) + " s";
  return finding;
}

Finding libtorch(bool& is_there) {
  const auto begin = Clock::now();
  try {
    const std::string version = load_torch_engine()->version();
    is_there = true;
    return {
        "LibTorch", version + ", loaded in " + to_short_text(seconds_since(begin)) + " s", true};
  } catch (const FileError& error) {
    return {"LibTorch", std::string("not there, for method gradient alone: ") + error.what(), true};
  }
}

std::vector<Finding> look() {
  std::vector<Finding> findings;
  findings.push_back({"pinn-solve", program_version(), true});
  findings.push_back({"SUNDIALS", sundials_version(), true});
  findings.push_back({"processors", std::to_string(std::thread::hardware_concurrency()), true});
  findings.push_back({"kernels",
                      std::string(vector_kernel_name(best_vector_kernel())) + " for functions, " +
                          jet_kernel_names().back() + " for derivatives",
                      true});
  findings.push_back(self_test("readout"));
  findings.push_back(self_test("least_squares"));
  bool is_there = false;
  findings.push_back(libtorch(is_there));
  if (is_there) findings.push_back(self_test("gradient"));
  return findings;
}

}  // namespace

int run_doctor(const Arguments& arguments) {
  CLI::App app("Says what the program runs on, and whether each of its methods works here.",
               "doctor");
  bool json = false;
  app.add_flag("--json", json, "print JSON");
  if (!parse(app, arguments)) return 0;
  bool all_well = true;
  Json object = Json::object();
  std::string text;
  for (const Finding& finding : look()) {
    all_well = all_well && finding.is_well;
    object[finding.name] = {{"well", finding.is_well}, {"text", finding.text}};
    text +=
        (finding.is_well ? "  ok     " : "  FAILED ") + finding.name + ": " + finding.text + "\n";
  }
  print(json ? object.dump(2) + "\n" : text);
  return static_cast<int>(all_well ? ExitCode::Accepted : ExitCode::NotAccepted);
}

}  // namespace pinn::cli
