// SPDX-License-Identifier: MIT
// Everything that is known of a run, and run.json made from it.
#pragma once

#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "pinn/config/config.hpp"
#include "pinn/engine/engine.hpp"
#include "pinn/problem/problem.hpp"
#include "pinn/reference/reference.hpp"
#include "pinn/report/tables.hpp"
#include "pinn/verify/verdict.hpp"

namespace pinn {

enum class RunStatus { Running, Finished, Diverged, Stopped, Interrupted, Failed };

/// "running", "finished", ... as in run.json.
std::string to_string(RunStatus status);

/// A warning as people and run.json get it.
struct Warning {
  std::string id;
  std::string message;
};

struct RunSeconds {
  double startup = 0.0;
  double solve = 0.0;
  double check = 0.0;
  double total = 0.0;
};

/// One network made from the windows, with its own verdict.
struct SingleNetwork {
  Model model;
  double distance = kNaN;  ///< From the windows, over the tolerance.
  bool is_judged = false;
  Verdict verdict;
  ErrorEstimate estimate;
  double seconds = 0.0;
};

/// A run, from its first moment to its last. Starts as a run that has shown nothing.
struct RunRecord {
  RunStatus status = RunStatus::Running;
  int exit_code = -1;  ///< Below 0: not known yet.
  std::string message;
  std::optional<bool> accepted;  ///< Nothing: no verdict.

  Config config;  ///< As resolved.
  Problem problem;
  std::optional<ReferenceSolution> reference;
  std::optional<TrainingResult> training;
  std::optional<Verdict> verdict;
  std::optional<ErrorEstimate> estimate;  ///< At the check points and the rows of solution.csv.
  std::optional<SingleNetwork> single;    ///< If output.single_network asks for it.
  std::vector<ObservableRange> observables;
  std::vector<Warning> warnings;
  std::int64_t total_iterations = 0;  ///< As announced by the engine.

  std::vector<std::string> argv;
  std::string config_sha256;
  std::vector<std::pair<std::string, std::string>> data_sha256;  ///< File as written, digest.
  std::string engine_version;
  std::string started;  ///< As time_stamp() gives it.
  std::string finished;
  RunSeconds seconds;
  std::vector<std::string> files;
};

/// The content of run.json: numbers that are not finite are null.
std::string to_json(const RunRecord& record);

/// Now, "2024-05-01T12:00:00Z".
std::string time_stamp();

/// "0.1.0", and the commit it was built from, if known.
std::string program_version();
std::string program_commit();

}  // namespace pinn
