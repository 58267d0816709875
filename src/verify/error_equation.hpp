// SPDX-License-Identifier: MIT
// The linearised error equation at many points of one window.
#pragma once

#include <Eigen/Dense>
#include <string>
#include <vector>

#include "pinn/expression/dual.hpp"
#include "pinn/problem/problem.hpp"

namespace pinn {

/// Coefficients of the error equation along a model.
///
/// Equation:  e_h = jacobian e + defect, with e the errors of the derivatives 0 .. order - 1 state
///            by state and e_h those of the highest derivatives.
class ErrorEquation {
 public:
  /// Needs:  the problem outlives it.
  explicit ErrorEquation(const Problem& problem);

  int size() const { return size_; }  ///< Length of e.
  int n_states() const { return static_cast<int>(begin_.size()); }
  int begin_of(int state) const { return begin_[static_cast<std::size_t>(state)]; }
  int order_of(int state) const { return problem_->states[static_cast<std::size_t>(state)].order; }

  /// Fills the coefficients at the points whose slots stand in the columns.
  ///
  /// Shapes:  slots (n_points, n_slots)
  /// Returns: the first point without finite coefficients, or -1.
  Eigen::Index evaluate(const Eigen::MatrixXd& slots);

  /// Shapes:  -> (n_states, size)
  const Eigen::MatrixXd& jacobian(Eigen::Index point) const {
    return jacobians_[static_cast<std::size_t>(point)];
  }

  /// Shapes:  -> (n_states)
  auto defect(Eigen::Index point) const { return defects_.col(point); }

 private:
  void evaluate_rows(const Eigen::MatrixXd& slots, Eigen::Index point);
  bool solve_for_highest(Eigen::Index point);

  const Problem* problem_;
  int size_ = 0;
  std::vector<int> begin_;
  std::vector<Dual> duals_;
  std::vector<Dual> stack_;
  Eigen::MatrixXd by_highest_;  ///< (n_states, n_states) at one point.
  std::vector<Eigen::MatrixXd> jacobians_;
  Eigen::MatrixXd defects_;  ///< (n_states, n_points)
};

}  // namespace pinn
