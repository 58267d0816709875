// SPDX-License-Identifier: MIT
// Dual numbers over the components at all places: there are few.
#include "boundary_conditions.hpp"

#include <algorithm>
#include <set>

#include "pinn/expression/dual.hpp"
#include "pinn/expression/evaluate.hpp"

namespace pinn::readout {

BoundaryConditions::BoundaryConditions(const Problem& problem, const Components& components)
    : problem_(problem), components_(components) {
  std::set<double> places;
  for (const Condition& condition : problem.conditions) {
    for (const PointValue& value : condition.values) {
      places.insert(value.at);
    }
  }
  places_.assign(places.begin(), places.end());
}

bool BoundaryConditions::evaluate(const Eigen::MatrixXd& u,
                                  Eigen::VectorXd& violations,
                                  Eigen::MatrixXd& slopes) const {
  const int n = components_.count;
  const std::size_t width = places_.size() * static_cast<std::size_t>(n);
  const auto n_rows = static_cast<Eigen::Index>(problem_.conditions.size());
  violations.resize(n_rows);
  slopes.setZero(n_rows, static_cast<Eigen::Index>(width));
  for (Eigen::Index row = 0; row < n_rows; ++row) {
    const Condition& condition = problem_.conditions[static_cast<std::size_t>(row)];
    std::vector<Dual> slots;
    for (const PointValue& value : condition.values) {
      const auto p = std::lower_bound(places_.begin(), places_.end(), value.at) - places_.begin();
      const int c = components_.begin[static_cast<std::size_t>(value.state)] + value.derivative;
      slots.push_back(Dual::independent(u(c, p), width, static_cast<std::size_t>(p * n + c)));
    }
    const Dual violation = pinn::evaluate(condition.residual, slots);
    violations(row) = violation.value;
    for (std::size_t i = 0; i < width; ++i) {
      slopes(row, static_cast<Eigen::Index>(i)) = violation.slope(i);
    }
  }
  return violations.allFinite() && slopes.allFinite();
}

}  // namespace pinn::readout
