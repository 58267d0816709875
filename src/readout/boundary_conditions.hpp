// SPDX-License-Identifier: MIT
// Conditions at several places, as equations for the components there.
#pragma once

#include <Eigen/Dense>
#include <vector>

#include "pinn/problem/problem.hpp"
#include "right_side.hpp"

namespace pinn::readout {

/// The conditions of a problem over the components at all places where they stand.
class BoundaryConditions {
 public:
  /// Needs:   both outlive this.
  BoundaryConditions(const Problem& problem, const Components& components);

  /// Values of the variable, increasing.
  const std::vector<double>& places() const { return places_; }

  /// Violations, left minus right, and their derivatives by the components. False if one is not
  /// finite.
  ///
  /// Shapes:  u (n, n_places) -> violations (n_conditions), slopes (n_conditions, n_places * n):
  ///          column p * n + c.
  bool evaluate(const Eigen::MatrixXd& u,
                Eigen::VectorXd& violations,
                Eigen::MatrixXd& slopes) const;

 private:
  const Problem& problem_;
  const Components& components_;
  std::vector<double> places_;
};

}  // namespace pinn::readout
