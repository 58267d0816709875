// SPDX-License-Identifier: MIT
// Start values from the conditions, legs from them.
#include "solver.hpp"

#include <algorithm>
#include <cmath>
#include <iterator>
#include <optional>

namespace pinn {

namespace {

using Clock = std::chrono::steady_clock;

// Where nothing happens steps grow until they jump over what does, such as a narrow pulse of a
// forcing, and the coarser solve that the error is known by would jump over it as well.
constexpr double kFewestSteps = 250.0;

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
    : problem_(problem), options_(options) {
  budget_.max_seconds = options.max_seconds;
  budget_.stop_requested = options.stop_requested;
  budget_.deadline = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                        std::chrono::duration<double>(options.max_seconds));
  start_ = start_values();
}

int Solver::index_of(int state, int derivative) const {
  int index = derivative;
  for (int s = 0; s < state; ++s) index += problem_.states[static_cast<std::size_t>(s)].order;
  return index;
}

int Solver::size() const { return problem_.total_order(); }

Start Solver::start_values() const {
  Start start;
  const auto n_conditions = static_cast<Eigen::Index>(problem_.conditions.size());
  Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(n_conditions, size());
  Eigen::VectorXd target(n_conditions);
  for (Eigen::Index row = 0; row < n_conditions; ++row) {
    const Condition& condition = problem_.conditions[static_cast<std::size_t>(row)];
    if (!condition.linear) {
      start.failure = "the condition \"" + condition.text + "\" is not linear in the states";
      return start;
    }
    target[row] = condition.target;
    for (std::size_t k = 0; k < condition.values.size(); ++k) {
      const PointValue& value = condition.values[k];
      start.at = value.at;
      matrix(row, index_of(value.state, value.derivative)) += condition.coefficients[k];
    }
  }
  const Eigen::FullPivLU<Eigen::MatrixXd> lu(matrix);
  if (n_conditions != size() || !lu.isInvertible()) {
    start.failure = "the conditions do not determine every value at their point";
    return start;
  }
  start.u = lu.solve(target);
  return start;
}

Solve Solver::solve(const SolvePlan& plan) {
  const VectorTolerance tolerance = tolerance_times(plan.factor);
  budget_.max_steps = plan.max_steps;
  begin_solve();
  Solve result;
  result.reached = start_.at;
  const double length = problem_.end - problem_.start;
  std::optional<EventWatch> watch;
  if (plan.to_event) watch.emplace(watched());
  std::vector<double> ends{problem_.end};
  if (start_.at > problem_.start) ends.push_back(problem_.start);
  for (const double end : ends) {
    Leg leg{start_.at, start_.u, end, points_towards(plan.points, end), 0, nullptr, nullptr};
    const double share = std::abs(end - start_.at) / length;
    leg.max_own_steps =
        static_cast<std::size_t>(std::floor(share * static_cast<double>(plan.max_own_steps)));
    if (watch) leg.watch = &*watch;
    LegResult part = integrate_leg(tolerance, leg);
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

/// A derivative's share of the state's tolerance: a state of size 1 that changes over the whole
/// domain has derivatives of size length^-k.
VectorTolerance Solver::tolerance_times(double factor) const {
  VectorTolerance tolerance;
  tolerance.rtol = factor * options_.rtol;
  tolerance.atol.resize(size());
  const double length = problem_.end - problem_.start;
  tolerance.longest_step = length / kFewestSteps;
  for (int s = 0; s < problem_.n_states(); ++s) {
    const auto state = static_cast<std::size_t>(s);
    for (int k = 0; k < problem_.states[state].order; ++k) {
      tolerance.atol[index_of(s, k)] = factor * options_.atol[state] * std::pow(length, -k);
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

std::unique_ptr<Solver> make_solver(const Problem& problem, const ReferenceOptions& options) {
  if (problem.implicit || options.method == ReferenceMethod::Ida) {
    return std::make_unique<IdaReference>(problem, options);
  }
  // Algebraic equations too: differentiated they are explicit, and Adams goes up to order 12 where
  // IDA stays at 5.
  return std::make_unique<CvodeReference>(problem, options);
}

}  // namespace pinn
