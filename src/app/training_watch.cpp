// SPDX-License-Identifier: MIT
// History, error and stop requests of a training.
#include "training_watch.hpp"

#include <cmath>
#include <utility>

#include "pinn/app/basis_values.hpp"
#include "pinn/util/error.hpp"
#include "pinn/verify/error_estimate.hpp"

namespace pinn {

TrainingWatch::TrainingWatch(const Prepared& prepared,
                             SolveObserver& observer,
                             HistoryFile* history,
                             Probe probe,
                             RunRecord& record,
                             std::function<void(const std::string&)> say)
    : prepared_(prepared),
      observer_(observer),
      history_(history),
      probe_(std::move(probe)),
      record_(record),
      say_(std::move(say)) {}

void TrainingWatch::on_start(std::int64_t total_iterations) {
  record_.total_iterations = total_iterations;
  observer_.on_training_start(
      prepared_.config.name, prepared_.problem, prepared_.data.series, total_iterations);
}

void TrainingWatch::on_iteration(const Iteration& row) { observer_.on_iteration(row); }

void TrainingWatch::begin_restart() {
  ++earlier_restarts_;
  earlier_iterations_ = iterations_;
}

void TrainingWatch::on_row(Iteration& row, const Model& model) {
  row.restart += earlier_restarts_;
  row.iteration += earlier_iterations_;
  iterations_ = row.iteration;
  if (!model.windows.empty()) {
    const bool by_window = !std::isnan(row.window_end);
    row.val_error_max = largest_error(model,
                                      probe_.points,
                                      probe_.values,
                                      by_window ? row.window_start : model.start(),
                                      by_window ? row.window_end : model.end());
  }
  observer_.on_row(row, model);
  if (history_ == nullptr || failure_) return;
  try {
    history_->write(row);
  } catch (const FileError&) {
    // Kept until the engine has returned: it must not pass through LibTorch.
    failure_ = std::current_exception();
  }
}

void TrainingWatch::on_warning(const std::string& id, const std::string& message) {
  record_.warnings.push_back({id, message});
  say_(prepared_.config.name + ": warning: " + message);
}

bool TrainingWatch::stop_requested() { return failure_ || observer_.stop_signal() != 0; }

/// By the estimated error, which needs nothing but the model and the problem.
bool TrainingWatch::is_enough(const Model& model) {
  constexpr int kPoints = 33;
  constexpr double kOfTolerance = 0.3;  // the estimate and the final weights are not exact
  const Problem& problem = prepared_.problem;
  std::vector<double> points;
  for (int i = 0; i < kPoints; ++i) {
    points.push_back(problem.start + (problem.end - problem.start) * i / (kPoints - 1.0));
  }
  const ErrorEstimate estimate = estimate_error(model, problem, points);
  if (!estimate.available) return false;
  return largest_ratio(estimate, problem, prepared_.config.accept).ratio <= kOfTolerance;
}

void TrainingWatch::rethrow() const {
  if (failure_) std::rethrow_exception(failure_);
}

}  // namespace pinn
