// SPDX-License-Identifier: MIT
// The problem as a first-order system u' = f(t, u) with its exact Jacobian.
#pragma once

#include <Eigen/Dense>

#include "pinn/problem/problem.hpp"

namespace pinn {

/// Per state the number of its equation, if every state has one of the form `x'' = ...` without
/// highest derivatives on its right; else empty.
std::vector<std::size_t> solved_equations(const Problem& problem);

/// First-order form of a problem that is affine in its highest derivatives. The vector u holds,
/// state by state, the derivatives 0 to order - 1.
///
/// Equation:  A(t, u) h = -b(t, u) for the highest derivatives h, where the residuals are A h + b
/// Needs:     one thread at a time: the working memory is kept between calls.
class ExplicitForm {
 public:
  /// Needs:  !problem.implicit. The problem must outlive the form.
  explicit ExplicitForm(const Problem& problem);

  int size() const { return size_; }              ///< Length of u.
  int index_of(int state, int derivative) const;  ///< Place in u; derivative < order.

  /// du = f(t, u). False if a value is not finite or the highest derivatives are not determined.
  bool right_side(double t, const double* u, double* du) const;

  /// jacobian = df/du by dual numbers. Shapes: (size, size). False as above.
  bool jacobian(double t, const double* u, Eigen::MatrixXd& jacobian) const;

  /// Fills the slots of Problem at (t, u), highest derivatives included.
  bool fill_slots(double t, const double* u, std::vector<double>& slots) const;

 private:
  bool evaluate_highest(std::vector<double>& slots) const;
  bool solve_highest(std::vector<double>& slots) const;

  const Problem* problem_;
  int size_ = 0;
  std::vector<int> begin_;
  std::vector<std::size_t> solved_;  // per state the equation x'' = ...; empty: a system to solve
  mutable std::vector<double> slots_;
  mutable std::vector<double> stack_;
};

}  // namespace pinn
