// SPDX-License-Identifier: MIT
// The classical solution, and its own error from a second solve.
#include "pinn/reference/reference.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <utility>

#include "solver.hpp"

namespace pinn {

namespace {

using Clock = std::chrono::steady_clock;

constexpr double kNearby = 0.01;   // of the domain
constexpr double kRough = 1000.0;  // own error over tolerance; some hundred steps explain less
constexpr double kRounding = 8 * std::numeric_limits<double>::epsilon();

void store_values(const Problem& problem,
                  const Solver& solver,
                  const std::vector<Sample>& samples,
                  ReferenceSolution& result) {
  const auto n_points = static_cast<Eigen::Index>(samples.size());
  const double nan = std::numeric_limits<double>::quiet_NaN();
  result.values.assign(static_cast<std::size_t>(problem.highest_order()),
                       Eigen::MatrixXd::Constant(n_points, problem.n_states(), nan));
  for (const Sample& sample : samples) {
    const auto row = static_cast<Eigen::Index>(result.points.size());
    result.points.push_back(sample.at);
    result.own_step.push_back(sample.own_step);
    for (int s = 0; s < problem.n_states(); ++s) {
      for (int k = 0; k < problem.states[static_cast<std::size_t>(s)].order; ++k) {
        result.values[static_cast<std::size_t>(k)](row, s) = sample.u[solver.index_of(s, k)];
      }
    }
  }
}

/// The difference of the two solves passes through zero where the error does not, so each point
/// takes the largest difference nearby.
void store_own_error(const Problem& problem,
                     const Solver& solver,
                     const std::vector<Sample>& coarse,
                     ReferenceSolution& result) {
  const auto n_points = static_cast<Eigen::Index>(result.points.size());
  Eigen::MatrixXd difference(n_points, problem.n_states());
  for (Eigen::Index i = 0; i < n_points; ++i) {
    for (int s = 0; s < problem.n_states(); ++s) {
      const double other = coarse[static_cast<std::size_t>(i)].u[solver.index_of(s, 0)];
      const double value = result.values[0](i, s);
      difference(i, s) = std::abs(value - other) + kRounding * std::abs(value);
    }
  }
  result.own_error = difference;
  const double reach = kNearby * (problem.end - problem.start);
  Eigen::Index first = 0;
  Eigen::Index last = 0;
  for (Eigen::Index i = 0; i < n_points; ++i) {
    const double at = result.points[static_cast<std::size_t>(i)];
    while (result.points[static_cast<std::size_t>(first)] < at - reach) ++first;
    while (last + 1 < n_points && result.points[static_cast<std::size_t>(last + 1)] <= at + reach) {
      ++last;
    }
    const Eigen::Index low = std::min(first, std::max<Eigen::Index>(i - 1, 0));
    const Eigen::Index high = std::max(last, std::min(i + 1, n_points - 1));
    result.own_error.row(i) = difference.middleRows(low, high - low + 1).colwise().maxCoeff();
  }
  result.max_own_error = n_points > 0 ? result.own_error.maxCoeff() : 0.0;
}

/// Solves at `factor` times the tolerances, and once more to measure the error.
void solve_twice(ReferenceSolution& result,
                 Solver& solver,
                 const Problem& problem,
                 SolvePlan plan) {
  result.rtol *= plan.factor;
  result.atol *= plan.factor;
  const Solve fine = solver.solve(plan);
  result.steps = fine.steps;
  result.rhs_evaluations = fine.rhs_evaluations;
  result.reached = fine.reached;
  result.message = fine.failure;
  if (!fine.failure.empty()) return;

  store_values(problem, solver, fine.samples, result);
  plan.factor *= Solver::kCoarser;
  plan.points = result.points;
  plan.max_own_steps = 0;
  const Solve coarse = solver.solve(plan);
  if (!coarse.failure.empty()) {
    result.message = "the solve that measures its error failed: " + coarse.failure;
    result.reached = coarse.reached;
    return;
  }
  store_own_error(problem, solver, coarse.samples, result);
  result.solved = true;
}

/// True if errors have grown far beyond the tolerance on the way, as they do in chaos.
bool is_rough(const ReferenceSolution& result, const ReferenceOptions& options) {
  for (Eigen::Index s = 0; s < result.own_error.cols(); ++s) {
    const double atol = options.atol[static_cast<std::size_t>(s)];
    const Eigen::ArrayXd bound = atol + options.rtol * result.values[0].col(s).array().abs();
    if ((result.own_error.col(s).array() > kRough * bound).any()) return true;
  }
  return false;
}

void solve_into(ReferenceSolution& result,
                Solver& solver,
                const Problem& problem,
                const ReferenceOptions& options,
                SolvePlan plan) {
  result.message = solver.start().failure;
  if (!result.message.empty()) return;
  solver.choose_method();
  result.method = solver.method();
  result.key = solver.key();

  const ReferenceSolution blank = result;
  solve_twice(result, solver, problem, plan);
  if (!result.solved || !options.may_tighten || options.rtol <= ReferenceOptions::kSmallestRtol) {
    return;
  }
  if (!is_rough(result, options)) return;
  ReferenceSolution tighter = blank;
  plan.factor = ReferenceOptions::kSmallestRtol / options.rtol;
  solve_twice(tighter, solver, problem, plan);
  if (tighter.solved && tighter.max_own_error < result.max_own_error) result = tighter;
}

ReferenceSolution solve_to_end(const Problem& problem,
                               const ReferenceOptions& options,
                               std::vector<double> points,
                               std::size_t max_own_steps) {
  const auto begin = Clock::now();
  ReferenceSolution result;
  result.rtol = options.rtol;
  result.atol =
      options.atol.empty() ? 0.0 : *std::min_element(options.atol.begin(), options.atol.end());
  result.message = why_no_method(problem, options.method);
  if (!result.message.empty()) return result;
  std::sort(points.begin(), points.end());
  points.erase(std::unique(points.begin(), points.end()), points.end());

  const std::unique_ptr<Solver> solver = make_solver(problem, options);
  SolvePlan plan;
  plan.points = std::move(points);
  plan.max_own_steps = max_own_steps;
  solve_into(result, *solver, problem, options, std::move(plan));
  result.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  return result;
}

/// Where problem.stop_when ends the solution, by BDF: no method is chosen, which would have to go
/// past the event.
Solve go_to_event(const Problem& problem, const ReferenceOptions& options) {
  const std::unique_ptr<Solver> solver = make_solver(problem, options);
  SolvePlan plan;
  plan.to_event = true;
  if (!solver->start().failure.empty()) {
    Solve failed;
    failed.failure = solver->start().failure;
    return failed;
  }
  return solver->solve(plan);
}

}  // namespace

std::string why_no_method(const Problem& problem, ReferenceMethod method) {
  if (method == ReferenceMethod::None) return "reference.method is \"none\"";
  if (problem.kind == ProblemKind::Bvp) return "the classical solver takes no boundary problems";
  const bool may_be_ida = method == ReferenceMethod::Ida || method == ReferenceMethod::Auto;
  if (!problem.implicit && method != ReferenceMethod::Ida) return "";
  const std::string why = problem.implicit && !may_be_ida
                              ? "the highest derivatives cannot be solved for"
                              : unsuitable_for_ida(problem);
  return why;
}

ReferenceSolution solve_reference(const Problem& problem,
                                  const ReferenceOptions& options,
                                  std::vector<double> points,
                                  std::size_t max_own_steps) {
  if (!problem.stop_when || !why_no_method(problem, options.method).empty()) {
    return solve_to_end(problem, options, std::move(points), max_own_steps);
  }
  const auto begin = Clock::now();
  const Solve way = go_to_event(problem, options);
  Problem covered = problem;
  covered.stop_when.reset();
  if (way.failure.empty() && way.at_event) {
    covered.end = way.reached;
    const auto is_past = [&](double at) { return at > covered.end; };
    points.erase(std::remove_if(points.begin(), points.end(), is_past), points.end());
    points.push_back(covered.end);
  }
  ReferenceSolution result;
  if (way.failure.empty()) {
    result = solve_to_end(covered, options, std::move(points), max_own_steps);
  } else {
    result.message = way.failure;
    result.reached = way.reached;
  }
  result.at_event = way.at_event;
  result.steps += way.steps;
  result.rhs_evaluations += way.rhs_evaluations;
  result.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  return result;
}

}  // namespace pinn
