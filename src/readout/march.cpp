// SPDX-License-Identifier: MIT
// Lengths of windows, choice of points, and why it ends.
#include "march.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "pinn/problem/highest_derivatives.hpp"
#include "pinn/util/number_text.hpp"
#include "window_export.hpp"

namespace pinn::readout {

namespace {

constexpr double kEps = std::numeric_limits<double>::epsilon();

// Change of the length from one window to the next.
constexpr double kSafety = 0.85;
constexpr double kLeastGrowth = 0.3;
constexpr double kMostGrowth = 4.0;
constexpr double kLeastShrink = 0.2;
constexpr double kShrinkSafety = 0.8;
constexpr double kAfterFailure = 0.25;  ///< Not converged: nothing is known of the error.

constexpr int kFailuresToSwitch = 3;

// Of the span: the first window, which is only a guess.
constexpr double kFirstShare = 0.01;
constexpr double kLongestFirst = 0.1;
constexpr double kShortestFirst = 1e-6;

// The last of many equal windows may be longer by the roundings of all before it.
constexpr double kSameLength = 1.001;

// In units of the spacing of numbers at t: shorter windows no longer have distinct points.
constexpr double kShortest = 64.0;

// Events in a row closer together than this part of the way: the solution slides on a switch.
constexpr double kShortStretch = 1e-9;
constexpr int kMostShortStretches = 50;

constexpr Eigen::Index kLargestFull =
    100;  ///< Unknowns of full Newton; with more, shorter windows cost less.
// Picard's iteration contracts the faster the shorter the window is. What a window of Newton's
// method costs more pays if it is longer than this many of Picard's.
constexpr double kAimedContraction = 0.4;
constexpr double kMostForPicard = 2.5;
constexpr double kLeastPicardShrink = 0.35;
constexpr int kNewtonWindows = 8;  ///< Then Picard's iteration is tried again.

// Growth beyond it, of the size at the start, is called a blow-up.
constexpr double kBlowUp = 1e6;

}  // namespace

March::March(const Problem& problem, const Components& components, const MarchSettings& settings)
    : problem_(problem),
      components_(components),
      settings_(settings),
      solver_(problem, components) {
  if (!problem.implicit && !problem.smooth) system_.emplace(problem);
  find_stops();
}

MarchEnd March::run(double from,
                    const Eigen::VectorXd& u,
                    double to,
                    std::vector<Window>& windows) {
  start_ = {from, 0.0, u, {}};
  to_ = to;
  if (problem_.implicit) {
    const auto found = highest_derivatives(problem_, from, u, guessed_highest(problem_, from));
    if (!found.empty()) start_.highest = found.front();  // none: the start may be singular
  }
  largest_start_ = u.cwiseAbs().maxCoeff();
  length_ = last_length_ = 0.0;
  if (auto end = begin_stretch(false)) return *end;
  while (start_.at != to_) {
    if (auto end = limits()) return *end;
    const double left = std::abs(stop_ - start_.at);
    double length = std::min(length_, left);
    if (length < left && left < 2.0 * length) {
      // Equal windows do not end on the stop by rounding alone.
      length = settings_.fixed_windows && left < kSameLength * length ? left : left / 2.0;
    }
    Attempt attempt = this->attempt(std::copysign(length, to_ - start_.at));
    if (attempt.outcome != Outcome::Converged || !(attempt.error < 1.0)) {
      if (!reject(attempt)) return stalled();
      continue;
    }
    Window window = to_window(tableau(), components_, start_, solver_.H());
    attempt.error = std::max(attempt.error, noise(window));
    if (!settings_.fixed_windows && !(attempt.error < 1.0)) {
      if (!reject(attempt)) return stalled();
      continue;
    }
    std::optional<double> event = first_event(window);
    const std::optional<double> last = stopping_place(window);
    const bool stops =
        last && (!event || std::abs(*last - start_.at) <= std::abs(*event - start_.at));
    if (stops) event = last;
    if (event && *event != start_.at + start_.length) {
      attempt = this->attempt(*event - start_.at);
      if (attempt.outcome != Outcome::Converged) {
        if (!reject(attempt)) return stalled();
        continue;
      }
      window = to_window(tableau(), components_, start_, solver_.H());
    }
    windows.push_back(std::move(window));
    accept(attempt, event.has_value());
    if (stops) return {StopReason::Converged, "", start_.at};
    if (start_.at == stop_ && stop_ != to_ && !event && problem_.lags.empty()) ++counts_.events;
    if (start_.at != to_ && (event || start_.at == stop_)) {
      if (auto end = begin_stretch(event.has_value())) return *end;
    }
  }
  return {StopReason::Converged, "", start_.at};
}

std::optional<MarchEnd> March::limits() const {
  if (settings_.stop_requested && settings_.stop_requested()) {
    return MarchEnd{StopReason::Interrupted, "interrupted", start_.at};
  }
  if (counts_.windows >= settings_.max_windows) {
    return MarchEnd{
        StopReason::IterationLimit,
        "training.stop.windows " + std::to_string(settings_.max_windows) + " reached at " + place(),
        start_.at};
  }
  if (settings_.deadline && std::chrono::steady_clock::now() > *settings_.deadline) {
    return MarchEnd{StopReason::TimeLimit,
                    "training.stop.max_seconds " + to_short_text(settings_.max_seconds) +
                        " reached at " + place(),
                    start_.at};
  }
  return std::nullopt;
}

std::string March::place() const { return problem_.variable + " = " + to_short_text(start_.at, 6); }

/// After a start, a break or an event: the branches that the solution takes from here.
std::optional<MarchEnd> March::begin_stretch(bool at_event) {
  stop_ = next_stop();
  Modes modes;
  const Problem* frozen = &problem_;
  if (system_) {
    auto branches = system_->branches_after(start_.at, start_.u, stop_, last_length_);
    if (at_event) {
      const double since = std::abs(start_.at - last_event_);
      const double span = problem_.end - problem_.start;
      short_stretches_ = since < kShortStretch * span ? short_stretches_ + 1 : 0;
      last_event_ = start_.at;
      if (short_stretches_ > kMostShortStretches) branches.reset();
    }
    if (!branches) {
      return MarchEnd{
          StopReason::Diverged, "the solution would slide along a switch at " + place(), start_.at};
    }
    branches_ = *branches;
    modes = branches_.modes;
    frozen = &system_->frozen(modes);
  }
  auto& side = sides_[modes];
  if (!side) side = std::make_unique<RightSide>(*frozen, components_, side_counts_);
  g_ = side.get();
  extrapolation_.forget();
  if (length_ == 0.0) length_ = first_length();
  return std::nullopt;
}

double March::next_stop() const {
  double stop = to_;
  for (const double at : stops_) {
    const bool ahead = to_ > start_.at ? at > start_.at : at < start_.at;
    if (ahead && std::abs(at - start_.at) < std::abs(stop - start_.at)) stop = at;
  }
  return stop;
}

double March::first_length() {
  const double span = std::abs(to_ - start_.at);
  if (settings_.fixed_windows) {
    return (problem_.end - problem_.start) / static_cast<double>(*settings_.fixed_windows);
  }
  start_.length = std::copysign(kShortestFirst * span, to_ - start_.at);
  solver_.set_window(tableau(), start_, settings_.tolerance);
  solver_.guess_constant(*g_);
  double length = kLongestFirst * span;
  for (int s = 0; s < components_.n_states(); ++s) {
    const auto state = static_cast<std::size_t>(s);
    const int begin = components_.begin[state];
    const int m = components_.order[state];
    const double slope = m > 1 ? std::abs(start_.u(begin + 1)) : std::abs(solver_.H()(0, s));
    const double size = std::abs(start_.u(begin)) + settings_.tolerance.atol(s);
    if (slope > 0.0) length = std::min(length, kFirstShare * span + 0.1 * size / slope);
  }
  return std::max(length, kShortestFirst * span);
}

Tableau& March::tableau() {
  auto& tableau = kind_ == NodeKind::Gauss ? gauss_ : radau_;
  if (!tableau) tableau = std::make_unique<Tableau>(kind_, components_, settings_.n_features);
  return *tableau;
}

March::Attempt March::attempt(double length) {
  // The last window ends on the stop itself, not beside it.
  start_.length = std::abs(length) == std::abs(stop_ - start_.at) ? stop_ - start_.at : length;
  solver_.set_window(tableau(), start_, settings_.tolerance);
  Attempt attempt;
  attempt.outcome = iterate();
  if (attempt.outcome == Outcome::Converged) {
    solver_.update_components();
    attempt.error = settings_.fixed_windows ? 0.0 : tail();
  }
  return attempt;
}

/// Picard's iteration as long as it contracts, else Newton's method.
Outcome March::iterate() {
  Eigen::MatrixXd H;
  const bool continued = extrapolation_.continue_to(tableau(), start_.length, H);
  const auto guess = [&] {
    if (continued) {
      solver_.guess(H);
    } else {
      solver_.guess_constant(*g_);
    }
  };
  guess();
  used_newton_ = false;
  picard_shrink_ = 0.0;
  if (newton_windows_ <= 0 && kind_ == NodeKind::Gauss) {
    const Outcome outcome = solver_.picard(*g_);
    if (outcome == Outcome::Converged) return outcome;
    const double shrink = kAimedContraction / solver_.contraction();
    // At a singular point a shorter window does not help: one try is enough.
    if (outcome == Outcome::Slow && !rejected_for_picard_ && shrink >= kLeastPicardShrink &&
        shrink < 1.0) {
      picard_shrink_ = shrink;
      return outcome;
    }
    newton_windows_ = kNewtonWindows;
    guess();
  }
  used_newton_ = true;
  Outcome outcome = newton();
  if (outcome != Outcome::Converged && continued) {
    solver_.guess_constant(*g_);
    outcome = newton();
  }
  return outcome;
}

Outcome March::newton() {
  Outcome outcome = solver_.simplified_newton(*g_);
  if (outcome == Outcome::Converged || solver_.full_size() > kLargestFull) return outcome;
  if (problem_.implicit) {
    solver_.guess_constant(*g_);
  } else {
    solver_.guess(Eigen::MatrixXd::Zero(solver_.H().rows(), solver_.H().cols()));
  }
  return solver_.full_newton(*g_);
}

void March::accept(const Attempt& attempt, bool at_event) {
  ++counts_.windows;
  if (at_event) ++counts_.events;
  failures_ = 0;
  rejected_for_picard_ = false;
  if (newton_windows_ > 0) --newton_windows_;
  if (settings_.on_window) {
    WindowReport report{start_.at, start_.at + start_.length, kind_ == NodeKind::Radau, {}};
    for (int s = 0; s < components_.n_states(); ++s) {
      report.residuals.push_back(solver_.residual_norm(s));
    }
    settings_.on_window(report);
  }
  const double length = std::abs(start_.length);
  extrapolation_.remember(tableau(), solver_.H(), start_.length);
  const Eigen::VectorXd u = solver_.end();
  const bool at_stop = start_.length == stop_ - start_.at;
  last_length_ = start_.length;
  start_.u = u;
  start_.at = at_stop ? stop_ : start_.at + start_.length;
  // The next window goes on from there, where equations have several solutions.
  if (problem_.implicit) start_.highest = solver_.H().row(solver_.H().rows() - 1).transpose();
  if (!settings_.fixed_windows) {
    const double power = -1.0 / static_cast<double>(tableau().n_points - 2);
    double growth = kSafety * std::pow(std::max(attempt.error, 1e-300), power);
    growth = std::clamp(growth, kLeastGrowth, rejected_before_ ? 1.0 : kMostGrowth);
    if (!used_newton_ && solver_.contraction() > 0.0) {
      // Picard's iteration is the quicker one as long as windows need not be much shorter for it.
      const double for_picard = std::max(kLeastGrowth, kAimedContraction / solver_.contraction());
      if (growth > kMostForPicard * for_picard) newton_windows_ = kNewtonWindows;
      growth = std::min(growth, std::max(for_picard, growth / kMostForPicard));
    }
    // A window cut short by a stop or an event says little about the length of the next.
    length_ = at_stop || at_event ? std::max(length_, growth * length) : growth * length;
    length_ = std::max(length_, shortest());
  }
  rejected_before_ = false;
  watch_stiffness();
}

/// False if there is no shorter window.
bool March::reject(const Attempt& attempt) {
  ++counts_.rejected;
  rejected_before_ = true;
  double shrink = kAfterFailure;
  if (picard_shrink_ > 0.0) {
    shrink = picard_shrink_;
    rejected_for_picard_ = true;
  } else if (attempt.outcome == Outcome::Converged) {
    const double power = -1.0 / static_cast<double>(tableau().n_points - 2);
    shrink = std::max(kLeastShrink, kShrinkSafety * std::pow(attempt.error, power));
  } else if (++failures_ % kFailuresToSwitch == 0) {
    use(kind_ == NodeKind::Gauss ? NodeKind::Radau : NodeKind::Gauss);
  }
  if (settings_.fixed_windows) return false;
  length_ = shrink * std::abs(start_.length);
  return length_ > shortest();
}

double March::shortest() const {
  return kShortest * kEps * std::max(std::abs(start_.at), std::abs(start_.length));
}

void March::use(NodeKind kind) {
  if (kind == kind_) return;
  kind_ = kind;
  calm_ = 0;
  looks_ahead_ = 0;
  ++counts_.switches;
}

MarchEnd March::stalled() const {
  if (problem_.implicit && start_.highest.size() == 0) {
    return {StopReason::Diverged,
            "no highest derivatives fulfil the equations at " + place() +
                " with the values given there",
            start_.at};
  }
  const double size = start_.u.cwiseAbs().maxCoeff();
  if (settings_.fixed_windows) {
    return {StopReason::Diverged, "no solution in the window that starts at " + place(), start_.at};
  }
  const std::string where = place() + " (windows of length " + to_short_text(length_) + ")";
  if (size > kBlowUp * std::max(1.0, largest_start_)) {
    return {StopReason::Diverged,
            "the solution grows without bound: " + to_short_text(size) + " at " + where,
            start_.at};
  }
  return {StopReason::Diverged, "no solution was found past " + where, start_.at};
}

WindowStatistics March::statistics() const {
  WindowStatistics all = counts_;
  all.iterations = solver_.counts().iterations;
  all.newton_iterations = solver_.counts().newton_iterations;
  all.factorisations = solver_.counts().factorisations;
  all.rhs_evaluations = side_counts_.evaluations;
  all.jacobian_evaluations = side_counts_.jacobians;
  return all;
}

}  // namespace pinn::readout
