// SPDX-License-Identifier: MIT
// Lengths by how hard the last training was.
#include "window_march.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "pinn/problem/delays.hpp"
#include "pinn/util/number_text.hpp"

namespace pinn::least_squares {

namespace {

constexpr double kShorter = 0.5;
constexpr double kLonger = 1.5;
constexpr int kEasy = 15;           ///< Iterations.
constexpr int kCautious = 3;        ///< Windows after one that failed that do not become longer.
constexpr double kNearEnd = 0.75;   ///< Of what is left: a window this long goes to the end.
constexpr double kShortest = 1e-7;  ///< Of the way.

}  // namespace

WindowMarch::WindowMarch(const Problem& problem, const MarchSettings& settings)
    : problem_(problem), settings_(settings), values_(problem), stops_(delay_stops(problem)) {}

std::string WindowMarch::place() const { return problem_.variable + " = " + to_short_text(at_, 6); }

/// With the sign of the way; exactly what is left if the window goes to the end.
double WindowMarch::length_towards(double to) const {
  const double left = to - at_;
  const double length = settings_.fixed_length.value_or(length_);
  const double near = settings_.fixed_length ? 1.0 - 1e-9 : kNearEnd;
  return length >= near * std::abs(left) ? left : std::copysign(length, left);
}

double WindowMarch::next_stop(double to) const {
  const auto next = std::upper_bound(stops_.begin(), stops_.end(), at_);
  return to > at_ && next != stops_.end() ? std::min(*next, to) : to;
}

MarchEnd WindowMarch::run(double from,
                          const Eigen::VectorXd& u_from,
                          double to,
                          std::vector<Window>& windows) {
  at_ = from;
  Eigen::VectorXd u = u_from;
  const double way = std::abs(to - from);
  while (at_ != to) {
    if (statistics_.windows >= settings_.max_windows) {
      return {StopReason::IterationLimit,
              "training.stop.windows " + std::to_string(settings_.max_windows) + " reached at " +
                  place(),
              at_};
    }
    const std::optional<Start> start = values_.at(at_, u);
    if (!start) return {StopReason::Diverged, "the solution is not finite at " + place(), at_};
    if (length_ == 0.0) {
      length_ = values_.first_length(way);
    }
    const double stop = next_stop(to);
    const double length = length_towards(stop);
    const Trained trained = train(make_frame(problem_, *start, length));
    if (stopped_) return {StopReason::Interrupted, "", at_};
    const bool is_good = trained.off_points <= settings_.training.tolerance;
    if (!is_good && !settings_.fixed_length) {
      ++statistics_.rejected;
      since_rejected_ = 0;
      network_ = Mlp();
      length_ = kShorter * std::abs(length);
      if (length_ > kShortest * way) continue;
      return {StopReason::NoProgress,
              "the residual stays at " + to_short_text(trained.off_points) + ", above " +
                  to_short_text(settings_.training.tolerance) + ", at " + place(),
              at_};
    }
    settings_.on_window(trained.window, trained.off_points);
    windows.push_back(trained.window);
    ++statistics_.windows;
    last_off_points_ = trained.off_points;
    const bool is_cut = length == stop - at_ && stop != to;
    at_ = length == stop - at_ ? stop : at_ + length;
    u = values_.of(trained.window, at_);
    if (!is_cut) length_ = std::abs(length);  // a window cut short says little of the next
    adapt(trained);
  }
  return {StopReason::Converged, "", at_};
}

void WindowMarch::adapt(const Trained& trained) {
  network_ = trained.trained_network;
  if (++since_rejected_ > kCautious && trained.minimum.iterations <= kEasy) length_ *= kLonger;
}

/// From the last window's weights, then from random ones.
Trained WindowMarch::train(const Frame& frame) {
  const bool goes_on = !network_.layers.empty();
  Trained best = train_once(frame);
  const int starts = settings_.fixed_length ? settings_.starts : (goes_on ? 2 : 1);
  for (int i = 1; i < starts && !stopped_; ++i) {
    if (best.off_points <= settings_.training.tolerance) break;
    network_ = Mlp();
    Trained other = train_once(frame);
    if (other.off_points < best.off_points) best = std::move(other);
  }
  return best;
}

Trained WindowMarch::train_once(const Frame& frame) {
  if (network_.layers.empty()) {
    network_ = random_network(settings_.shape, problem_.n_states(), settings_.seed, n_random_++);
  }
  TrainingOptions options = settings_.training;
  options.minimisation.go_on = [&](const LmStep& step) {
    stopped_ = !settings_.go_on(step, frame.window);
    return !stopped_;
  };
  Trained trained = train_window(problem_, frame, network_, options);
  statistics_.iterations += trained.minimum.iterations;
  statistics_.rhs_evaluations +=
      static_cast<std::int64_t>(trained.minimum.evaluations) * options.n_points;
  statistics_.factorisations += trained.minimum.iterations;
  return trained;
}

}  // namespace pinn::least_squares
