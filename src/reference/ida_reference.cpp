// SPDX-License-Identifier: MIT
// Steps of IDA from consistent slopes to an end of the domain.
#include <cmath>
#include <limits>
#include <utility>

#include "ida_solver.hpp"
#include "own_steps.hpp"
#include "pinn/problem/highest_derivatives.hpp"
#include "pinn/util/number_text.hpp"
#include "solver.hpp"
#include "wanted_points.hpp"

namespace pinn {

namespace {

constexpr double kEps = std::numeric_limits<double>::epsilon();

// Steps in a row that no longer move the variable: the solution ends there.
constexpr int kMaxStandingSteps = 10;

/// One way, as integrate() goes it for explicit equations.
class IdaIntegration {
 public:
  IdaIntegration(const Problem& problem,
                 ResidualSystem& system,
                 const VectorTolerance& tolerance,
                 const Leg& leg,
                 const Budget& budget)
      : problem_(problem),
        leg_(leg),
        budget_(budget),
        solver_(system, tolerance),
        own_steps_(leg.max_own_steps) {}

  LegResult run(const Eigen::VectorXd& slopes) {
    double t = leg_.from;
    pass_points(t, [this](double) { return leg_.u; });
    if (leg_.watch != nullptr) leg_.watch->start(t, leg_.u);
    if (t != leg_.to) solver_.start(t, leg_.u, slopes, leg_.to);
    while (result_.failure.empty() && !result_.at_event && t != leg_.to) t = next(t);
    result_.reached = t;
    result_.rhs_evaluations = solver_.evaluations();
    result_.own_steps = own_steps_.take();
    return std::move(result_);
  }

 private:
  void fail(const std::string& what, double t) {
    result_.failure = what + " at " + problem_.variable + " = " + to_short_text(t, 6);
  }

  template <typename Values>
  void pass_points(double end, const Values& values) {
    points_.pass(end, values, result_.samples);
  }

  /// Where the step ends.
  double next(double t) {
    const std::string reason = solver_.step();
    if (!reason.empty()) {
      fail(reason, t);
      return t;
    }
    ++result_.steps;
    const auto values = [this](double at) { return solver_.interpolate(at); };
    double end = solver_.t();
    if (!solver_.u().allFinite()) fail("the solution is not finite", end);
    if (leg_.watch != nullptr) {
      const auto place = leg_.watch->find(t, end, values);
      result_.at_event = place.has_value();
      if (place) end = *place;
    }
    pass_points(end, values);
    own_steps_.add(end, result_.at_event ? values(end) : solver_.u());
    check_budget(t, end);
    return end;
  }

  void check_budget(double before, double t) {
    standing_ = std::abs(t - before) <= 4 * kEps * std::abs(t) ? standing_ + 1 : 0;
    if (standing_ >= kMaxStandingSteps) return fail("the solution ends", t);
    if (result_.steps >= budget_.max_steps) {
      return fail("the limit of " + std::to_string(budget_.max_steps) + " steps was reached", t);
    }
    if (budget_.stop_requested && budget_.stop_requested()) return fail("it was interrupted", t);
    if (std::chrono::steady_clock::now() >= budget_.deadline) {
      fail("the limit of " + to_text(budget_.max_seconds) + " s was reached", t);
    }
  }

  const Problem& problem_;
  const Leg& leg_;
  const Budget& budget_;
  IdaSolver solver_;
  OwnSteps own_steps_;
  WantedPoints points_{leg_};
  int standing_ = 0;
  LegResult result_;
};

}  // namespace

IdaReference::IdaReference(const Problem& problem, const ReferenceOptions& options)
    : Solver(problem, options), system_(problem) {
  if (!start().failure.empty()) return;
  const auto found =
      highest_derivatives(problem, start().at, start().u, guessed_highest(problem, start().at));
  if (found.empty()) {
    fail_start("no highest derivatives fulfil the equations at " + problem.variable + " = " +
               to_short_text(start().at, 6));
    return;
  }
  slopes_ = system_.slopes(start().u, found.front());
}

LegResult IdaReference::integrate_leg(const VectorTolerance& tolerance, Leg& leg) {
  return IdaIntegration(problem(), system_, tolerance, leg, budget()).run(slopes_);
}

std::string unsuitable_for_ida(const Problem& problem) {
  if (!problem.smooth) return "IDA is not restarted where the equations switch";
  if (!problem.lags.empty()) return "IDA keeps no past for delays";
  return "";
}

}  // namespace pinn
