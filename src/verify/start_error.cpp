// SPDX-License-Identifier: MIT
// Solves the linearised conditions.
#include "start_error.hpp"

#include "pinn/expression/dual.hpp"
#include "pinn/expression/evaluate.hpp"

namespace pinn {

std::optional<Eigen::VectorXd> start_error(const Problem& problem,
                                           const Eigen::RowVectorXd& slots) {
  const Eigen::Index size = problem.total_order();
  std::vector<Eigen::Index> begin;
  Eigen::Index next = 0;
  for (const State& state : problem.states) {
    begin.push_back(next);
    next += state.order;
  }
  Eigen::MatrixXd by_lower = Eigen::MatrixXd::Zero(size, size);
  Eigen::VectorXd violation(size);
  Eigen::Index row = 0;
  for (const Condition& condition : problem.conditions) {
    const std::size_t width = condition.values.size();
    std::vector<Dual> values;
    for (std::size_t i = 0; i < width; ++i) {
      const PointValue& value = condition.values[i];
      const int order = problem.states[static_cast<std::size_t>(value.state)].order;
      if (value.derivative >= order) return std::nullopt;
      const double number = slots(problem.slot_of(value.state, value.derivative));
      values.push_back(Dual::independent(number, width, i));
    }
    const Dual residual = evaluate(condition.residual, values);
    violation(row) = residual.value;
    for (std::size_t i = 0; i < width; ++i) {
      const PointValue& value = condition.values[i];
      by_lower(row, begin[static_cast<std::size_t>(value.state)] + value.derivative) +=
          residual.slope(i);
    }
    ++row;
  }
  if (row != size || !by_lower.allFinite() || !violation.allFinite()) return std::nullopt;
  if (violation.isZero(0.0)) return violation;
  const Eigen::FullPivLU<Eigen::MatrixXd> lu(by_lower);
  if (!lu.isInvertible()) return std::nullopt;
  return lu.solve(violation);
}

}  // namespace pinn
