// SPDX-License-Identifier: MIT
// Stretches between switches, each a fresh start of the solver.
#include "integrate.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "own_steps.hpp"
#include "pinn/util/number_text.hpp"
#include "singular_start.hpp"
#include "wanted_points.hpp"

namespace pinn {

namespace {

constexpr double kEps = std::numeric_limits<double>::epsilon();

// Steps in a row that no longer move the variable: the solution ends there.
constexpr int kMaxStandingSteps = 10;

// Where to look whether the right side goes on, of what is left of the leg.
constexpr double kLookAhead = 1e-6;

// Switches in a row that come within this part of the leg of each other: it slides.
constexpr double kShortStretch = 1e-9;
constexpr int kMaxShortStretches = 50;

// Inside a step a switch may go over and back: it is looked for at this many places.
constexpr int kPlacesInStep = 4;

class Integration {
 public:
  Integration(SwitchedSystem& system,
              Multistep method,
              const VectorTolerance& tolerance,
              const Leg& leg,
              const Budget& budget)
      : system_(system),
        tolerance_(tolerance),
        leg_(leg),
        budget_(budget),
        solver_(method, tolerance),
        own_steps_(leg.max_own_steps),
        t_(leg.from),
        u_(leg.u) {}

  LegResult run() {
    result_.samples.reserve(leg_.points.size());
    pass_points(t_, [this](double) { return u_; });
    if (leg_.watch != nullptr) leg_.watch->start(t_, u_);
    while (result_.failure.empty() && !result_.at_event && t_ != leg_.to) next_stretch();
    result_.reached = t_;
    result_.rhs_evaluations = solver_.rhs_evaluations();
    result_.own_steps = own_steps_.take();
    return std::move(result_);
  }

 private:
  double direction() const { return leg_.to > leg_.from ? 1.0 : -1.0; }
  bool is_before(double a, double b) const { return (b - a) * direction() > 0.0; }

  void fail(const std::string& what) {
    result_.failure = what + " at " + system_.problem().variable + " = " + to_short_text(t_, 6);
  }

  double next_stop() const {
    double stop = leg_.to;
    for (double at : system_.breaks()) {
      if (is_before(t_, at) && is_before(at, stop)) stop = at;
    }
    return stop;
  }

  template <typename Values>
  void pass_points(double end, const Values& values) {
    points_.pass(end, values, result_.samples);
  }

  void next_stretch() {
    const double stop = next_stop();
    // Shorter than CVODE can step: nothing changes by rounding alone.
    if (std::abs(stop - t_) <= 64 * kEps * std::max(std::abs(t_), std::abs(stop))) {
      pass_points(stop, [this](double) { return u_; });
      t_ = stop;
      return;
    }
    const auto branches = system_.branches_after(t_, u_, stop, last_step_);
    if (!branches) return fail("the solution slides along a jump of the right side");
    Eigen::VectorXd slope(u_.size());
    const ExplicitForm& form = system_.form(branches->modes);
    if (!form.right_side(t_, u_.data(), slope.data()) &&
        !system_.original().right_side(t_, u_.data(), slope.data())) {
      return leave_singular(form, stop);
    }
    Stretch stretch{&form, &system_.original(), std::min(t_, stop), std::max(t_, stop)};
    solver_.start(stretch, t_, u_, stop);
    march(*branches, stop);
  }

  void leave_singular(const ExplicitForm& form, double stop) {
    const auto series = leave_singular_point(form, t_, u_, stop, tolerance_);
    if (!series) {
      return fail("the right side is not finite, and no single smooth solution leaves it,");
    }
    if (meets_event(series->end, [&](double at) { return series->value(at); })) return;
    pass_points(series->end, [&](double at) { return series->value(at); });
    if (leg_.track != nullptr) {
      leg_.track->add(t_, series->end, [&](double at) { return series->value(at); });
    }
    t_ = series->end;
    u_ = series->value(t_);
    own_steps_.add(t_, u_);
  }

  /// Steps until the stop, a switch or a failure.
  void march(Branches branches, double stop) {
    const double begin = t_;
    while (result_.failure.empty() && t_ != stop) {
      const std::string reason = solver_.step();
      if (!reason.empty()) return fail(reason);
      ++result_.steps;
      const double before = t_;
      if (!solver_.u().allFinite()) return fail("the solution is not finite");
      const bool switched = find_switch(branches, before);
      const double end = switched ? t_ : solver_.t();
      if (leg_.track != nullptr && end > before) {
        leg_.track->add(before, end, [this](double at) { return solver_.interpolate(at); });
      }
      t_ = before;
      if (meets_event(end, [this](double at) { return solver_.interpolate(at); })) return;
      t_ = end;
      if (switched) return note_switch(begin);
      pass_points(solver_.t(), [this](double at) { return solver_.interpolate(at); });
      t_ = solver_.t();
      u_ = solver_.u();
      last_step_ = t_ - before;
      own_steps_.add(t_, u_);
      check_budget(before);
    }
  }

  /// True if the event lies between t and `end`: t is then the event.
  bool meets_event(double end, const EventWatch::Values& values) {
    if (leg_.watch == nullptr) return false;
    const auto place = leg_.watch->find(t_, end, values);
    if (!place) return false;
    u_ = values(*place);
    t_ = *place;
    result_.at_event = true;
    return true;
  }

  /// True if a switch was met in the last step: (t, u) is then just behind it.
  bool find_switch(Branches& branches, double before) {
    if (!system_.has_state_switches()) return false;
    const double step = solver_.t() - before;
    double low = before;
    for (int i = 1; i <= kPlacesInStep; ++i) {
      double high = i == kPlacesInStep ? solver_.t() : before + step * i / kPlacesInStep;
      if (!switched_at(branches, high)) {
        system_.arm(branches, high, solver_.interpolate(high));
        low = high;
        continue;
      }
      for (double middle = low + (high - low) / 2; middle != low && middle != high;
           middle = low + (high - low) / 2) {
        (switched_at(branches, middle) ? high : low) = middle;
      }
      pass_points(high, [this](double at) { return solver_.interpolate(at); });
      u_ = solver_.interpolate(high);
      last_step_ = high - before;
      t_ = high;
      own_steps_.add(t_, u_);
      return true;
    }
    return false;
  }

  bool switched_at(const Branches& branches, double at) {
    return system_.has_switched(branches, at, solver_.interpolate(at));
  }

  void note_switch(double begin) {
    const bool is_short = std::abs(t_ - begin) < kShortStretch * std::abs(leg_.to - leg_.from);
    short_stretches_ = is_short ? short_stretches_ + 1 : 0;
    if (short_stretches_ >= kMaxShortStretches) fail("the right side switches without end");
    check_budget(begin);
  }

  /// A step shrinks to nothing before a place where the right side ends, or the solution itself.
  std::string why_standing() {
    Eigen::VectorXd slope(u_.size());
    const double ahead = t_ + kLookAhead * (leg_.to - t_);
    if (!system_.original().right_side(ahead, u_.data(), slope.data())) {
      return "the right side is not finite";
    }
    return "the solution ends (largest value " + to_short_text(u_.lpNorm<Eigen::Infinity>()) + ")";
  }

  void check_budget(double before) {
    const bool stands = std::abs(t_ - before) <= 4 * kEps * std::abs(t_);
    standing_steps_ = stands ? standing_steps_ + 1 : 0;
    if (standing_steps_ >= kMaxStandingSteps) return fail(why_standing());
    if (result_.steps >= budget_.max_steps) {
      return fail("the limit of " + std::to_string(budget_.max_steps) + " steps was reached");
    }
    if (budget_.stop_requested && budget_.stop_requested()) return fail("it was interrupted");
    if (std::chrono::steady_clock::now() >= budget_.deadline) {
      fail("the limit of " + to_text(budget_.max_seconds) + " s was reached");
    }
  }

  SwitchedSystem& system_;
  const VectorTolerance& tolerance_;
  const Leg& leg_;
  const Budget& budget_;
  CvodeSolver solver_;
  OwnSteps own_steps_;
  double t_;
  Eigen::VectorXd u_;
  double last_step_ = 0.0;
  WantedPoints points_{leg_};
  int short_stretches_ = 0;
  int standing_steps_ = 0;
  LegResult result_;
};

}  // namespace

LegResult integrate(SwitchedSystem& system,
                    Multistep method,
                    const VectorTolerance& tolerance,
                    const Leg& leg,
                    const Budget& budget) {
  return Integration(system, method, tolerance, leg, budget).run();
}

}  // namespace pinn
