// SPDX-License-Identifier: MIT
// The linearised error equation at many points of one window.
#pragma once

#include <Eigen/Dense>
#include <vector>

#include "pinn/expression/program.hpp"
#include "pinn/problem/problem.hpp"

namespace pinn {

/// Coefficients of the error equation along a model.
///
/// Equation:  e_h = J e + L e_lag + defect, with e the errors of the derivatives 0 .. order - 1
///            state by state, e_h those of the highest derivatives and e_lag those of the delayed
///            values.
class ErrorEquation {
 public:
  /// An entry of J that may differ from zero.
  struct Entry {
    int state = 0;       ///< Its row.
    int lower = 0;       ///< Its column, a place in e,
    int derivative = 0;  ///< that of this derivative of a state.
    int column = 0;      ///< Where coefficients() has it.
  };

  /// Needs:  the problem outlives it.
  explicit ErrorEquation(const Problem& problem);

  int size() const { return size_; }  ///< Length of e.
  int n_states() const { return static_cast<int>(begin_.size()); }
  int begin_of(int state) const { return begin_[static_cast<std::size_t>(state)]; }
  int order_of(int state) const { return problem_->states[static_cast<std::size_t>(state)].order; }
  /// Place in e of the derivative below the highest.
  int last_of(int state) const { return begin_of(state) + order_of(state) - 1; }

  /// Fills the coefficients at the points whose slots stand in the rows.
  ///
  /// Shapes:  slots (n_points, n_slots)
  /// Returns: the first point without finite coefficients, or -1.
  Eigen::Index evaluate(const Eigen::MatrixXd& slots);

  /// State by state.
  const std::vector<Entry>& entries() const { return entries_; }

  /// Shapes:  -> (n_points, n_entries)
  const Eigen::MatrixXd& coefficients() const { return coefficients_; }

  /// The matrix L at every point: column lag * n_states + state.
  ///
  /// Shapes:  -> (n_points, n_lags * n_states)
  const Eigen::MatrixXd& by_lag() const { return by_lag_; }

  /// Shapes:  -> (n_points, n_states)
  const Eigen::MatrixXd& defects() const { return defects_; }

  /// What the linear equation leaves out: the residuals at slots that the error has been taken
  /// from, as a further defect.
  ///
  /// Shapes:  corrected (n, n_slots), the points first, first + 1, ... of evaluate()
  ///          -> (n, n_states); not finite where the residual is not.
  const Eigen::MatrixXd& remainders(const Eigen::MatrixXd& corrected, Eigen::Index first);

  /// How far a step of length h is from one where little changes: h |J| for equations of order one,
  /// h sqrt|J| for those of order two without first derivatives; row sums, the largest over states
  /// and points; 0 before evaluate().
  double reach(double h) const;

 private:
  int derivative_of(int lower) const;
  bool find_simple_form();
  void divide();
  void find_by_lag(const Eigen::MatrixXd& slots);
  void solve(Eigen::Index point);

  const Problem* problem_;
  int size_ = 0;
  int highest_order_ = 1;
  std::vector<int> begin_;
  std::vector<int> place_of_;   ///< By slot: place in e; size + state for the highest; -1 for none.
  std::vector<int> output_of_;  ///< By state, if every equation has one highest derivative, times a
                                ///< constant; else empty.
  std::vector<Entry> entries_;
  std::vector<int> entry_rows_;   ///< By entry, in the simple form: row of the program.
  std::vector<int> factor_rows_;  ///< By state: row of the constant.
  Program program_;
  Program residuals_;
  Program lag_program_;  ///< By the lags; empty without any.
  Program::Workspace workspace_;
  Eigen::MatrixXd rows_;                   ///< (n_points, n_rows) of the program.
  Eigen::MatrixXd by_highest_;             ///< (n_states, n_states) at one point.
  Eigen::MatrixXd right_;                  ///< (n_states, size + 1) at one point.
  std::vector<Eigen::MatrixXd> inverses_;  ///< By point, in the general form: of F_h.
  Eigen::MatrixXd lag_rows_;               ///< (n_points, n_rows) of lag_program_.
  Eigen::MatrixXd by_lag_;
  Eigen::MatrixXd remainders_;
  Eigen::MatrixXd coefficients_;
  Eigen::MatrixXd defects_;
};

}  // namespace pinn
