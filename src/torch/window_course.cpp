// SPDX-License-Identifier: MIT
// Lengths of windows by what the last training has reached.
#include "window_course.hpp"

#include <algorithm>
#include <cmath>

#include "pinn/least_squares/least_squares.hpp"
#include "pinn/problem/delays.hpp"
#include "pinn/problem/guess.hpp"
#include "pinn/util/error.hpp"
#include "pinn/util/number_text.hpp"

namespace pinn {

namespace {

// Twice what the rates at the start promise: a network trained as a whole goes further than one
// that Newton's method solves for.
constexpr double kReach = 2.0;

constexpr double kShare = 0.03;  ///< Of accept.rtol: many windows add up.
constexpr double kSmallestTolerance = 1e-9;
constexpr double kEnough = 0.3;  ///< Of the tolerance.

constexpr double kShorter = 0.5;
constexpr double kLonger = 1.5;
constexpr int kCautious = 2;        ///< Windows after one that failed that do not become longer.
constexpr double kNearEnd = 0.75;   ///< Of what is left: a window this long goes to the end.
constexpr double kShortest = 1e-4;  ///< Of the domain.

/// What a window asks of the past must be solved before it.
std::int64_t windows_for_delays(const Problem& problem) {
  constexpr double kRounding = 1e-9;
  if (problem.lags.empty()) return 1;
  const double delays = (problem.end - problem.start) / shortest_delay(problem);
  return std::max<std::int64_t>(1, static_cast<std::int64_t>(std::ceil(delays - kRounding)));
}

/// True if nothing but the error of the equations decides when a training has done enough.
bool is_free_to_end(const Config& config) {
  const TrainingConfig& training = config.training;
  return training.windows.is_auto() && config.problem.data.empty() && training.causal == 0.0 &&
         !training.grow && training.conditions == Imposed::Hard &&
         stages_of(training).back().optimizer == Optimizer::Ssbroyden;
}

/// Number of equal windows that the config asks for, or that the delays need; 1 for "auto".
std::int64_t count_windows(const Problem& problem, const Config& config) {
  const std::int64_t needed = windows_for_delays(problem);
  const std::int64_t count = config.training.windows.value.value_or(needed);
  if (count < needed) {
    throw ConfigError("pinn-solve: error: training.windows is " + std::to_string(count) +
                      ", but a window must not be longer than the shortest delay, " +
                      to_text(shortest_delay(problem)) + "; use at least " +
                      std::to_string(needed));
  }
  const Condition* elsewhere = away_from_start(problem);
  if (count == 1 || elsewhere == nullptr) return count;
  throw ConfigError("pinn-solve: error: training.windows is " + std::to_string(count) +
                    ", but condition \"" + elsewhere->text + "\" does not stand at " +
                    problem.variable + " = " + to_text(problem.start) +
                    ", where the windows start; use 1");
}

}  // namespace

WindowCourse::WindowCourse(const Problem& problem, const Config& config)
    : problem_(problem),
      config_(config),
      stops_(delay_stops(problem)),
      is_adaptive_(is_free_to_end(config) && away_from_start(problem) == nullptr),
      is_one_by_estimate_(is_free_to_end(config) && !is_adaptive_ && !config.training.stop.loss),
      count_(is_adaptive_ ? 1 : count_windows(problem, config)),
      tolerance_(std::max(kSmallestTolerance, kShare * relative_tolerance(config.accept))) {
  const double way = problem.end - problem.start;
  length_ = is_adaptive_ ? std::min(way, kReach * first_window_length(problem)) : way;
}

std::optional<double> WindowCourse::enough() const {
  if (!is_adaptive_ || config_.training.stop.loss) return config_.training.stop.loss;
  return kEnough * kEnough * tolerance_ * tolerance_;
}

std::optional<double> WindowCourse::promise() const {
  if (!is_one_by_estimate_) return std::nullopt;
  const double tolerance = std::max(kSmallestTolerance, relative_tolerance(config_.accept));
  return tolerance * tolerance;
}

double WindowCourse::next_end(double at) const {
  const double end = problem_.end;
  if (is_adaptive_) {
    const auto next = std::upper_bound(stops_.begin(), stops_.end(), at);
    const double stop = next == stops_.end() ? end : *next;
    return length_ >= kNearEnd * (stop - at) ? stop : at + length_;
  }
  const double way = end - problem_.start;
  const auto n = static_cast<double>(count_);
  const double k = std::round((at - problem_.start) / way * n) + 1.0;
  return k >= n ? end : problem_.start + k / n * way;
}

bool WindowCourse::judge(double at, const TrainerResult& window) {
  if (!is_adaptive_ || window.ends_all()) return true;
  const double length = next_end(at) - at;
  if (window.reason != StopReason::Diverged && window.best_loss <= tolerance_ * tolerance_) {
    length_ = std::max(length_, length);  // a delay may have cut it
    const bool was_easy = window.reason == StopReason::Converged;
    if (++since_rejected_ > kCautious && was_easy) length_ *= kLonger;
    return true;
  }
  since_rejected_ = 0;
  length_ = kShorter * length;
  is_stuck_ = length_ < kShortest * (problem_.end - problem_.start);
  return false;
}

}  // namespace pinn
