// SPDX-License-Identifier: MIT
// What every way of training takes, tells while it runs, and gives back.
#pragma once

#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "pinn/config/config.hpp"
#include "pinn/model/model.hpp"
#include "pinn/problem/problem.hpp"

namespace pinn {

inline constexpr double kNaN = std::numeric_limits<double>::quiet_NaN();

/// Why a stage or a training ended.
enum class StopReason {
  NotRun,
  Converged,
  NoProgress,
  IterationLimit,
  TimeLimit,
  Interrupted,
  Diverged
};

/// One series of measured values in the loss.
///
/// Units:  sigma has the unit of the values.
struct DataSeries {
  std::string name;     ///< State or observable.
  int state = -1;       ///< Index, or -1 for an observable.
  int observable = -1;  ///< Index, or -1 for a state.
  std::string file;
  std::vector<double> at;  ///< Values of the variable.
  std::vector<double> observed;
  std::vector<double> sigma;  ///< One per value.
};

/// One row of history.csv. Parts are mean squares before weighting.
struct Iteration {
  std::int64_t iteration = 0;  ///< From 1, through all windows, stages and restarts.
  int restart = 1;
  int window = 1;
  int stage = 1;
  std::string optimizer;
  double seconds = 0.0;
  double learning_rate = 0.0;
  double loss = kNaN;
  std::vector<double> residuals;  ///< One per equation.
  double conditions = kNaN;
  std::vector<double> data;  ///< One per series.
  /// Factors that training.weights.balance has found, beside the weights of the config: of the soft
  /// conditions, then one per series; empty: nothing is balanced.
  std::vector<double> weights;
  double grad_norm = kNaN;
  double val_loss = kNaN;
  double val_residual_rms = kNaN;
  double val_error_max = kNaN;  ///< Filled by the observer's side, never used in training.
  double window_start = kNaN;   ///< Where training goes window by window.
  double window_end = kNaN;
};

/// What solving window by window took.
struct WindowStatistics {
  std::int64_t windows = 0;
  std::int64_t iterations = 0;         ///< Newton and Picard, all attempts.
  std::int64_t newton_iterations = 0;  ///< Those with a Jacobian.
  std::int64_t rejected = 0;           ///< Attempts that were too long or did not converge.
  std::int64_t rhs_evaluations = 0;    ///< Right sides, one per point.
  std::int64_t jacobian_evaluations = 0;
  std::int64_t factorisations = 0;
  std::int64_t switches = 0;  ///< Between the points for smooth and for stiff windows.
  std::int64_t events = 0;    ///< Ends of windows at a kink, a jump or a break.
};

/// Told of what happens; asked whether to stop. Does nothing by default.
class TrainObserver {
 public:
  virtual ~TrainObserver() = default;

  /// Called once, before the first iteration.
  virtual void on_start(std::int64_t /*total_iterations*/) {}

  /// Called at every iteration: cheap, for progress. Parts may be filled or not.
  virtual void on_iteration(const Iteration& /*row*/) {}

  /// Called at every row of the history, with the parts and validation figures; `model` evaluates
  /// the network as it is now.
  virtual void on_row(Iteration& /*row*/, const Model& /*model*/) {}

  virtual void on_warning(const std::string& /*id*/, const std::string& /*message*/) {}

  /// Polled once an iteration.
  virtual bool stop_requested() { return false; }

  /// Asked where a low loss promises an answer of the accuracy that is wanted: false lets the
  /// training go on.
  virtual bool is_enough(const Model& /*model*/) { return true; }
};

/// How one stage went.
struct StageSummary {
  std::string optimizer;  ///< As in history.csv: "adam", "newton".
  std::int64_t iterations = 0;
  double seconds = 0.0;
  double final_loss = kNaN;
  StopReason reason = StopReason::NotRun;
  std::string ended_by = "was not run";  ///< With both numbers: "loss 9.1e-09 <= 1e-08".
};

struct RestartSummary {
  std::uint32_t seed = 0;
  double loss = kNaN;       ///< Best validation loss.
  double max_error = kNaN;  ///< Against the verdict's basis; filled by the app.
  Model model;
};

/// What a training gave. Starts as a training that never happened.
struct TrainingResult {
  StopReason reason = StopReason::NotRun;
  std::string message = "train() was not called";
  Model model;
  std::int64_t iterations = 0;
  std::int64_t best_iteration = 0;
  double best_loss = kNaN;  ///< Validation loss of the model.
  double seconds = 0.0;
  /// Where the solution ends if it does before the domain: a blow-up, an event, a limit.
  double reached = kNaN;
  std::optional<WindowStatistics> statistics;
  std::vector<int> hard;  ///< Indices of the conditions that hold by construction.
  std::vector<int> soft;
  std::vector<StageSummary> stages;  ///< Of the best restart.
  std::vector<RestartSummary> restarts;
  std::vector<Model> others;  ///< Further solutions, where problem.solutions is all.
  int threads = 1;
  std::string device = "cpu";
};

/// A way of training.
class Engine {
 public:
  virtual ~Engine() = default;

  /// Throws:  ConfigError if the problem does not suit the engine; InternalError for a bug.
  /// Numerical
  ///          outcomes, a loss that is not finite included, are values in the result.
  virtual TrainingResult train(const Problem& problem,
                               const Config& config,
                               const std::vector<DataSeries>& data,
                               TrainObserver& observer) = 0;

  /// "LibTorch 1.13.1".
  virtual std::string version() const = 0;
};

}  // namespace pinn
