// SPDX-License-Identifier: MIT
// The training of a run, and again with a smaller tolerance where its own estimate asks for it.
#include <algorithm>
#include <cmath>
#include <cstdint>
#include <limits>
#include <optional>
#include <utility>

#include "pinn/app/basis_values.hpp"
#include "pinn/least_squares/least_squares.hpp"
#include "pinn/readout/readout.hpp"
#include "results.hpp"
#include "run.hpp"

namespace pinn {

namespace {

// The estimate that an answer shall have, of the tolerance, and what it is solved again for: the
// estimate itself may be a few times too small, and a factor is left for the next one.
constexpr double kAimedRatio = 0.5;
constexpr double kAimedShare = 0.1;
constexpr int kMostTightenings = 4;
constexpr double kMostTightening = 1e-4;
constexpr double kLeastTightening = 0.1;

// Less gain than that: roundings of the exported weights decide. They become fewer only where the
// tolerance leaves no room for them, which is far down.
constexpr double kLeastGain = 2.0;
constexpr double kTighteningInVain = 1e-3;
constexpr int kMostInVain = 1;

// A tolerance close to rounding may take windows without end.
constexpr std::int64_t kMostWindows = 20;  ///< Times those of a solve that reached the end.
constexpr std::int64_t kFewWindows = 200;

constexpr double kUnknown = std::numeric_limits<double>::infinity();

// A solve that fails may have lost small states that decide: their tolerance is what is too large.
constexpr double kAtolAfterFailure = 1e-6;

constexpr std::size_t kProbePoints = 50;  ///< Enough for a curve, too few to slow a training.

/// A solve and what its estimate says.
struct Attempt {
  std::optional<TrainingResult> training;
  std::optional<ErrorEstimate> estimate;
  double ratio = kUnknown;
};

void scale_atol(AcceptConfig& accept, double factor) {
  if (double* number = std::get_if<double>(&accept.atol)) {
    *number *= factor;
    return;
  }
  for (auto& entry : std::get<NamedList<double>>(accept.atol)) entry.second *= factor;
}

/// What the method solves to, and the least it can.
struct Reach {
  double tolerance;
  double smallest;
  int most_in_vain;  ///< Solves without a gain.
};

Reach reach_of(const Config& config) {
  if (config.training.method == Method::Readout) {
    return {readout_rtol(config), kSmallestReadoutRtol, kMostInVain};
  }
  return {least_squares_tolerance(config), kSmallestLeastSquaresTolerance, 0};
}

/// True if errors are controlled by the length of windows, to a tolerance that is not given.
bool may_tighten(const TrainingConfig& training) {
  if (!training.tolerance.is_auto()) return false;
  return training.method == Method::Readout ||
         (training.method == Method::LeastSquares && training.windows.is_auto());
}

/// Makes `config` one to solve again with; false if that would not help.
bool tighter(Config& config, StopReason reason, double ratio, bool in_vain) {
  const Reach reach = reach_of(config);
  if (reach.tolerance <= reach.smallest) return false;
  double factor = kLeastTightening;
  if (reason == StopReason::Diverged) {
    scale_atol(config.accept, kAtolAfterFailure);
  } else if (reason == StopReason::Converged && std::isfinite(ratio)) {
    const double largest = in_vain ? kTighteningInVain : kLeastTightening;
    factor = std::clamp(kAimedShare / ratio, kMostTightening, largest);
  } else {
    return false;
  }
  config.training.tolerance.value = std::max(reach.smallest, factor * reach.tolerance);
  return true;
}

void limit_windows(Config& config, std::size_t n_first) {
  auto& limit = config.training.stop.windows;
  limit = std::min<std::int64_t>(
      limit, std::max(kFewWindows, kMostWindows * static_cast<std::int64_t>(n_first)));
}

}  // namespace

TrainingWatch::Probe Run::probe() const {
  TrainingWatch::Probe probe;
  const std::vector<double> points = check_points(record_.problem, record_.config.accept);
  const std::size_t stride = std::max<std::size_t>(1, points.size() / kProbePoints);
  for (std::size_t i = 0; i < points.size(); i += stride) probe.points.push_back(points[i]);
  const Basis basis = expected_basis(record_.problem, record_.config.accept, reference());
  probe.values = basis_values(record_.problem, basis, reference(), probe.points);
  return probe;
}

void Run::train() {
  record_.seconds.startup = seconds_so_far();
  if (observer_.stop_signal() != 0) return;
  TrainingWatch watch(
      prepared_, observer_, history_.get(), probe(), record_, [this](const std::string& text) {
        say(text);
      });
  train_once(prepared_.config, watch);
  if (may_tighten(prepared_.config.training)) tighten(watch);
  observer_.on_training_end();
  log_training();
}

void Run::train_once(const Config& config, TrainingWatch& watch) {
  const double begin = seconds_so_far();
  record_.training = engine_->train(prepared_.problem, config, prepared_.data.series, watch);
  record_.seconds.solve += seconds_so_far() - begin;
  record_.estimate.reset();
  watch.rethrow();
}

/// Errors grow along a solution, how much is only known with it: where the estimate says that the
/// answer is not as good as it is to be, it is solved again with a smaller tolerance. The best
/// answer is kept.
void Run::tighten(TrainingWatch& watch) {
  Config config = prepared_.config;
  Attempt best;
  int in_vain = 0;
  const int most_in_vain = reach_of(config).most_in_vain;
  for (int attempt = 0;; ++attempt) {
    if (observer_.stop_signal() != 0) break;
    const StopReason reason = record_.training->reason;
    const double ratio = has_model() ? estimated_ratio() : kUnknown;
    const bool gained = !(ratio > best.ratio / kLeastGain);
    in_vain = gained ? 0 : in_vain + 1;
    if (ratio <= best.ratio) {
      best = {std::move(record_.training), std::move(record_.estimate), ratio};
    }
    if (ratio < kAimedRatio || attempt == kMostTightenings || in_vain > most_in_vain) break;
    if (!tighter(config, reason, ratio, in_vain > 0)) break;
    if (reason == StopReason::Converged) {
      limit_windows(config, best.training->model.windows.size());
    }
    watch.begin_restart();
    train_once(config, watch);
  }
  if (!best.training) return;
  record_.training = std::move(best.training);
  record_.estimate = std::move(best.estimate);
}

/// The largest estimated error beside what it may be; infinite if nothing is known.
double Run::estimated_ratio() {
  if (record_.training->reason != StopReason::Converged) return kUnknown;
  estimate_errors();
  if (!record_.estimate->available) return kUnknown;
  return largest_ratio(*record_.estimate, record_.problem, record_.config.accept).ratio;
}

void Run::estimate_errors() {
  const Model& model = record_.training->model;
  const Problem covered = covered_by(record_.problem, model);
  std::vector<double> points = check_points(covered, record_.config.accept);
  for (const auto& more : {output_points(covered, record_.config, &model), window_points(model)}) {
    points.insert(points.end(), more.begin(), more.end());
  }
  if (record_.reference && record_.reference->solved) {
    const std::vector<double>& more = record_.reference->points;
    points.insert(points.end(), more.begin(), more.end());
  }
  record_.estimate = estimate_error(model, record_.problem, std::move(points));
}

}  // namespace pinn
