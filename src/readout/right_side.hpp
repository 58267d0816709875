// SPDX-License-Identifier: MIT
// The highest derivatives as functions of all the others, at every point of a window at once.
#pragma once

#include <Eigen/Dense>
#include <utility>
#include <vector>

#include "pinn/expression/program.hpp"
#include "pinn/problem/problem.hpp"

namespace pinn::readout {

/// Places of the components u: state by state, the derivatives 0 to order - 1.
struct Components {
  explicit Components(const Problem& problem);

  int count = 0;             ///< n: the orders added up.
  std::vector<int> begin;    ///< Per state its first component.
  std::vector<int> order;    ///< Per state.
  std::vector<int> slot;     ///< Per component its slot in Problem.
  std::vector<int> highest;  ///< Per state the slot of its highest derivative.

  int n_states() const { return static_cast<int>(order.size()); }
};

/// What RightSide has counted.
struct RightSideCounts {
  std::int64_t evaluations = 0;  ///< Points at which h was computed.
  std::int64_t jacobians = 0;    ///< Points at which its derivatives were computed.
};

/// Kind of numbers in which equations are evaluated.
enum class Precision {
  Double,
  Extended  ///< long double, rounded once.
};

/// h = g(t, u): the highest derivatives that meet the equations.
///
/// Solved equations `x'' = ...` are evaluated as they stand. Equations affine in the highest
/// derivatives are solved for them; others by Newton's method from the values in the slots.
class RightSide {
 public:
  /// Needs:   the problem outlives this.
  RightSide(const Problem& problem, const Components& components, RightSideCounts& counts);

  /// Fills the highest derivatives. False if one is not finite or not determined.
  ///
  /// Shapes:  slots (n_points, n_slots): variable, inputs and components are given.
  bool evaluate(Eigen::MatrixXd& slots, Precision precision = Precision::Double);

  /// The same with derivatives by every component.
  ///
  /// Shapes:  slots (n_points, n_slots); jacobian (n_points, n_states * n): column s * n + c.
  bool evaluate(Eigen::MatrixXd& slots, Eigen::MatrixXd& jacobian);

  /// State and component of the derivatives that are not zero everywhere; all for equations that
  /// have to be solved as a system.
  const std::vector<std::pair<int, int>>& pattern() const { return pattern_; }

 private:
  enum class Kind { Solved, Affine, Implicit };

  bool evaluate_solved(Eigen::MatrixXd& slots, Eigen::MatrixXd* jacobian);
  bool evaluate_affine(Eigen::MatrixXd& slots, Eigen::MatrixXd* jacobian);
  bool evaluate_implicit(Eigen::MatrixXd& slots, Eigen::MatrixXd* jacobian);
  void run(const Program& program, const Eigen::MatrixXd& slots);
  bool newton_step(Eigen::MatrixXd& slots, bool& done);
  bool solve_point(Eigen::Index point, Eigen::MatrixXd* jacobian, Eigen::Ref<Eigen::RowVectorXd> h);
  bool solve_single(Eigen::Index n_points, Eigen::MatrixXd& slots, Eigen::MatrixXd* jacobian);

  const Components& components_;
  RightSideCounts& counts_;
  Kind kind_ = Kind::Solved;
  bool separate_ = false;         ///< Every equation has one highest derivative, its own.
  std::vector<int> equation_of_;  ///< Per state, if separate.
  Program values_;                ///< Solved: g. Else the residuals with their derivatives by h.
  Program derivatives_;  ///< Solved: g with derivatives. Else residuals with all derivatives.
  std::vector<int> state_of_slot_;
  std::vector<int> component_of_slot_;
  std::vector<std::pair<int, int>> pattern_;
  Precision precision_ = Precision::Double;
  Program::Workspace workspace_;
  Eigen::MatrixXd rows_;  ///< (n_points, n_rows) of the last run.
  const Program* last_ = nullptr;
};

}  // namespace pinn::readout
