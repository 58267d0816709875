// SPDX-License-Identifier: MIT
// The whole story of a run: config, problem, reference, training, verdict, files.
#pragma once

#include <filesystem>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "pinn/app/prepare.hpp"
#include "pinn/engine/engine.hpp"
#include "pinn/report/run_record.hpp"
#include "pinn/util/table.hpp"

namespace pinn {

/// What the command line asks for.
struct SolveRequest {
  ConfigText source;
  std::vector<Override> overrides;
  std::optional<std::filesystem::path> out;  ///< Nothing: no folder is written.
  bool overwrite = false;
  std::vector<std::string> argv;
};

/// Told of what happens; asked whether to stop. Does nothing by default.
class SolveObserver {
 public:
  virtual ~SolveObserver() = default;

  /// A whole message for people, "name: warning: ..." or with place, line and caret.
  virtual void on_message(const std::string& /*text*/) {}

  virtual void on_training_start(const std::string& /*name*/,
                                 const Problem& /*problem*/,
                                 const std::vector<DataSeries>& /*data*/,
                                 std::int64_t /*total_iterations*/) {}
  virtual void on_iteration(const Iteration& /*row*/) {}
  /// At every row of the history, with the model of that moment; it has no windows where the method
  /// has none to show.
  virtual void on_row(const Iteration& /*row*/, const Model& /*model*/) {}
  virtual void on_training_end() {}

  /// Number of the signal that asks the run to end, 0 for none. Polled often.
  virtual int stop_signal() { return 0; }
};

/// How a run ended.
struct Outcome {
  RunRecord record;
  Table solution;                          ///< solution.csv; no columns if there is no model.
  std::vector<std::string> verdict_lines;  ///< The closing block.
  int signal = 0;                          ///< The signal that ended it; 0 for none.
};

/// The engine for the method of a resolved config.
using EngineFactory = std::function<std::unique_ptr<Engine>(const Config&)>;

/// Solves, judges and writes the run folder. Further solutions, where problem.solutions is all, go
/// to folders solution-2, solution-3, ... in it, their closing lines follow, and the exit code is
/// the first that is not 0.
///
/// Throws:  ConfigError, with no file left behind; FileError if a file cannot be written, with an
///          earlier run left whole; InternalError and the like, with what exists written.
Outcome solve(const SolveRequest& request,
              SolveObserver& observer,
              const EngineFactory& make_engine);

}  // namespace pinn
