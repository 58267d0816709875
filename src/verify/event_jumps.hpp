// SPDX-License-Identifier: MIT
// What an error in a state makes of the place where an equation switches.
#pragma once

#include <Eigen/Dense>
#include <vector>

#include "error_equation.hpp"
#include "pinn/expression/expression.hpp"
#include "pinn/problem/problem.hpp"

namespace pinn {

/// Jumps of the error at events: where the equations switch on a state, a model that is off by e
/// switches too early or too late, and for that time follows the wrong branch.
///
/// Equation:  e_after = e_before + (h_after - h_before) g_u e / g', for a switch on g(t, u) = 0
/// with
///            g' its derivative along the branch that is left and h the highest derivatives
/// Source:    di Bernardo, Budd, Champneys, Kowalczyk (2008), Piecewise-smooth Dynamical Systems,
///            section 2.5: the saltation matrix
class EventJumps {
 public:
  explicit EventJumps(const Problem& problem);

  bool empty() const { return switches_.empty(); }

  /// Takes a state from one window to the next, if there is an event between them: a switch that
  /// the model passes within a small part of `length`, that of the window left.
  ///
  /// Shapes:  before, after (n_slots), on both sides of the edge; state (size, n_columns)
  void take(const ErrorEquation& equation,
            const Eigen::RowVectorXd& before,
            const Eigen::RowVectorXd& after,
            double length,
            Eigen::MatrixXd& state) const;

 private:
  const Problem& problem_;
  std::vector<Expression> switches_;  ///< g, of states below their orders.
};

}  // namespace pinn
