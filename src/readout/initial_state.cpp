// SPDX-License-Identifier: MIT
// Newton's method on the conditions: one step where they are linear.
#include "initial_state.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>

#include "pinn/expression/dual.hpp"
#include "pinn/expression/evaluate.hpp"

namespace pinn::readout {

namespace {

constexpr int kMostIterations = 50;
constexpr int kMostStarts = 8;
constexpr double kRounding = 4.0 * std::numeric_limits<double>::epsilon();

/// Violations of all conditions at u, with their derivatives.
void violations(const Problem& problem,
                const Components& components,
                const Eigen::VectorXd& u,
                Eigen::VectorXd& values,
                Eigen::MatrixXd& slopes) {
  const auto n = static_cast<std::size_t>(components.count);
  for (Eigen::Index row = 0; row < values.size(); ++row) {
    const Condition& condition = problem.conditions[static_cast<std::size_t>(row)];
    std::vector<Dual> slots;
    for (const PointValue& value : condition.values) {
      const int c = components.begin[static_cast<std::size_t>(value.state)] + value.derivative;
      slots.push_back(Dual::independent(u(c), n, static_cast<std::size_t>(c)));
    }
    const Dual violation = evaluate(condition.residual, slots);
    values(row) = violation.value;
    for (std::size_t c = 0; c < n; ++c) {
      slopes(row, static_cast<Eigen::Index>(c)) = violation.slope(c);
    }
  }
}

/// True if u has been moved to where all conditions hold.
bool solve(const Problem& problem, const Components& components, Eigen::VectorXd& u) {
  Eigen::VectorXd values(components.count);
  Eigen::MatrixXd slopes(components.count, components.count);
  for (int iteration = 0; iteration < kMostIterations; ++iteration) {
    violations(problem, components, u, values, slopes);
    if (!values.allFinite() || !slopes.allFinite()) return false;
    const Eigen::FullPivLU<Eigen::MatrixXd> lu(slopes);
    if (!lu.isInvertible()) return false;
    const Eigen::VectorXd change = lu.solve(-values);
    u += change;
    if (change.cwiseAbs().maxCoeff() <= kRounding * std::max(1.0, u.cwiseAbs().maxCoeff())) {
      return true;
    }
  }
  return false;
}

/// The guess at the point where it is given, else 0.
Eigen::VectorXd guessed(const Problem& problem, const Components& components, double at) {
  Eigen::VectorXd u = Eigen::VectorXd::Zero(components.count);
  for (std::size_t s = 0; s < problem.guess.size(); ++s) {
    if (!problem.guess[s]) continue;
    const double value = evaluate<double>(*problem.guess[s], {at});
    if (std::isfinite(value)) u(components.begin[s]) = value;
  }
  return u;
}

}  // namespace

InitialState initial_state(const Problem& problem, const Components& components) {
  InitialState state;
  state.at = problem.start;
  bool linear = true;
  for (const Condition& condition : problem.conditions) {
    linear = linear && condition.linear;
    if (!condition.values.empty()) state.at = condition.values.front().at;
  }
  if (static_cast<int>(problem.conditions.size()) != components.count) {
    state.failure = "the conditions are not as many as the values at their point";
    return state;
  }
  std::mt19937_64 generator(0);
  std::normal_distribution<double> normal;
  const Eigen::VectorXd guess = guessed(problem, components, state.at);
  for (int start = 0; start < (linear ? 1 : kMostStarts); ++start) {
    state.u = guess;
    for (Eigen::Index c = 0; start > 0 && c < state.u.size(); ++c) state.u(c) += normal(generator);
    if (solve(problem, components, state.u)) return state;
  }
  state.failure = "the conditions do not determine every value at their point";
  return state;
}

bool begin(const Problem& problem, const InitialState& initial, TrainingResult& result) {
  result.model.variable = problem.variable;
  for (const State& state : problem.states) result.model.states.push_back(state.name);
  for (std::size_t i = 0; i < problem.conditions.size(); ++i) {
    result.hard.push_back(static_cast<int>(i));
  }
  if (initial.failure.empty()) return true;
  result.reason = StopReason::Diverged;
  result.message = initial.failure;
  return false;
}

}  // namespace pinn::readout
