// SPDX-License-Identifier: MIT
// The problem as F(t, u, u') = 0, as it was written: algebraic equations are not differentiated.
#pragma once

#include <Eigen/Dense>
#include <vector>

#include "pinn/expression/program.hpp"
#include "pinn/problem/problem.hpp"

namespace pinn {

/// First-order form of any initial-value problem. The vector u holds, state by state, the
/// derivatives 0 to order - 1. Where an equation had to be differentiated, the last form of it that
/// has no highest derivatives takes its place: the system is of index 1 or 0.
///
/// Equation:  u_k' = u_(k+1) below the highest; R_e(t, u, u') = 0 for every equation e
/// Needs:     one thread at a time: the working memory is kept between calls.
class ResidualSystem {
 public:
  /// The problem must outlive the system.
  explicit ResidualSystem(const Problem& problem);

  int size() const { return size_; }              ///< Length of u.
  int index_of(int state, int derivative) const;  ///< Place in u; derivative < order.

  /// False if a value is not finite. Shapes: u, du, residual (size)
  bool residual(double t, const double* u, const double* du, double* residual);

  /// jacobian = dF/du + by_slope dF/du'. Shapes: (size, size). False as above.
  bool jacobian(
      double t, const double* u, const double* du, double by_slope, Eigen::MatrixXd& jacobian);

  /// u' at u, highest derivatives being the ones given. Shapes: highest (n_states), -> (size)
  Eigen::VectorXd slopes(const Eigen::VectorXd& u, const Eigen::VectorXd& highest) const;

 private:
  void fill(double t, const double* u, const double* du);

  const Problem& problem_;
  int size_ = 0;
  std::vector<int> begin_;
  Program values_;
  Program derivatives_;
  std::vector<int> component_of_slot_;  ///< -1: none.
  std::vector<bool> is_highest_;        ///< Per slot.
  std::vector<int> row_of_equation_;
  std::vector<double> slots_;
  std::vector<double> rows_;
  Program::Workspace workspace_;
};

}  // namespace pinn
