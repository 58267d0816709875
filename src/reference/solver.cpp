// SPDX-License-Identifier: MIT
// Start values from the conditions, legs from them, and the choice between Adams and BDF.
#include "solver.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>

namespace pinn {

namespace {

using Clock = std::chrono::steady_clock;

constexpr double kStiffRatio = 3.0;  // Adams needs more steps than this times those of BDF
constexpr long kStepsForFree = 100;  // too few to call anything stiff

// Where nothing happens steps grow until they jump over what does, such as a narrow pulse of a
// forcing, and the coarser solve that the error is known by would jump over it as well.
constexpr double kFewestSteps = 250.0;

Start start_of(const Problem& problem, const ExplicitForm& form) {
  Start start;
  const auto n_conditions = static_cast<Eigen::Index>(problem.conditions.size());
  Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(n_conditions, form.size());
  Eigen::VectorXd target(n_conditions);
  for (Eigen::Index row = 0; row < n_conditions; ++row) {
    const Condition& condition = problem.conditions[static_cast<std::size_t>(row)];
    if (!condition.linear) {
      start.failure = "the condition \"" + condition.text + "\" is not linear in the states";
      return start;
    }
    target[row] = condition.target;
    for (std::size_t k = 0; k < condition.values.size(); ++k) {
      const PointValue& value = condition.values[k];
      start.at = value.at;
      matrix(row, form.index_of(value.state, value.derivative)) += condition.coefficients[k];
    }
  }
  const Eigen::FullPivLU<Eigen::MatrixXd> lu(matrix);
  if (n_conditions != form.size() || !lu.isInvertible()) {
    start.failure = "the conditions do not determine every value at their point";
    return start;
  }
  start.u = lu.solve(target);
  return start;
}

Problem with_track(Problem problem, const std::shared_ptr<Track>& track) {
  if (track) problem.past = track;
  return problem;
}

void append(std::vector<Sample>& all, LegResult& part) {
  std::move(part.samples.begin(), part.samples.end(), std::back_inserter(all));
  std::move(part.own_steps.begin(), part.own_steps.end(), std::back_inserter(all));
}

/// Increasing; an own step at a point asked for is dropped.
void order(std::vector<Sample>& samples) {
  std::sort(samples.begin(), samples.end(), [](const Sample& a, const Sample& b) {
    return a.at != b.at ? a.at < b.at : a.own_step < b.own_step;
  });
  const auto end = std::unique(samples.begin(),
                               samples.end(),
                               [](const Sample& a, const Sample& b) { return a.at == b.at; });
  samples.erase(end, samples.end());
}

}  // namespace

Solver::Solver(const Problem& problem, const ReferenceOptions& options)
    : track_(problem.lags.empty() ? nullptr : std::make_shared<Track>()),
      problem_(with_track(problem, track_)),
      options_(options),
      system_(problem_) {
  if (track_) track_->set_form(system_.original());
  budget_.max_seconds = options.max_seconds;
  budget_.stop_requested = options.stop_requested;
  budget_.deadline = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                        std::chrono::duration<double>(options.max_seconds));
  start_ = start_of(problem, system_.original());
}

Solve Solver::solve(const SolvePlan& plan) {
  const VectorTolerance tolerance = tolerance_times(plan.factor);
  budget_.max_steps = plan.max_steps;
  if (track_) track_->clear();
  Solve result;
  result.reached = start_.at;
  const double length = problem_.end - problem_.start;
  std::optional<EventWatch> watch;
  if (plan.to_event) watch.emplace(problem_, system_.original());
  std::vector<double> ends{problem_.end};
  if (start_.at > problem_.start) ends.push_back(problem_.start);
  for (const double end : ends) {
    Leg leg{start_.at, start_.u, end, points_towards(plan.points, end), 0, track_.get(), nullptr};
    const double share = std::abs(end - start_.at) / length;
    leg.max_own_steps =
        static_cast<std::size_t>(std::floor(share * static_cast<double>(plan.max_own_steps)));
    if (watch) leg.watch = &*watch;
    LegResult part = integrate(system_, plan.method, tolerance, leg, budget_);
    result.steps += part.steps;
    result.rhs_evaluations += part.rhs_evaluations;
    result.reached = part.reached;
    result.at_event = part.at_event;
    append(result.samples, part);
    if (!part.failure.empty()) {
      result.failure = part.failure;
      return result;
    }
  }
  order(result.samples);
  return result;
}

Multistep Solver::choose_method() {
  if (options_.method == ReferenceMethod::CvodeBdf) return Multistep::Bdf;
  if (options_.method == ReferenceMethod::CvodeAdams) return Multistep::Adams;
  SolvePlan plan;
  plan.factor = kCoarser;
  plan.method = Multistep::Bdf;
  const Solve bdf = solve(plan);
  plan.method = Multistep::Adams;
  if (bdf.failure.empty()) {
    plan.max_steps =
        std::max(kStepsForFree, static_cast<long>(kStiffRatio * static_cast<double>(bdf.steps)));
  }
  const Solve adams = solve(plan);
  return adams.failure.empty() || !bdf.failure.empty() ? Multistep::Adams : Multistep::Bdf;
}

/// A derivative's share of the state's tolerance: a state of size 1 that changes over the whole
/// domain has derivatives of size length^-k.
VectorTolerance Solver::tolerance_times(double factor) const {
  VectorTolerance tolerance;
  tolerance.rtol = factor * options_.rtol;
  tolerance.atol.resize(system_.original().size());
  const double length = problem_.end - problem_.start;
  tolerance.longest_step = length / kFewestSteps;
  for (int s = 0; s < problem_.n_states(); ++s) {
    const auto state = static_cast<std::size_t>(s);
    for (int k = 0; k < problem_.states[state].order; ++k) {
      tolerance.atol[system_.original().index_of(s, k)] =
          factor * options_.atol[state] * std::pow(length, -k);
    }
  }
  return tolerance;
}

/// Points of the way to `end`, in its order; the start itself belongs to the way up.
std::vector<double> Solver::points_towards(const std::vector<double>& points, double end) const {
  std::vector<double> way;
  for (const double at : points) {
    if ((at < start_.at) == (end < start_.at)) way.push_back(at);
  }
  if (end < start_.at) std::reverse(way.begin(), way.end());
  return way;
}

}  // namespace pinn
