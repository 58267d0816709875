// SPDX-License-Identifier: MIT
// One step of an L-stable method on a linear system with several right sides.
#pragma once

#include <Eigen/Dense>
#include <array>
#include <vector>

#include "error_equation.hpp"

namespace pinn {

/// Radau IIA with three stages: order 5, damps what is stiff, has the right end but not the left.
///
/// Source:  Hairer, Wanner (1996), Solving Ordinary Differential Equations II, table IV.5.6
class RadauStep {
 public:
  static constexpr int kStages = 3;
  /// Places of the stages in the step, from 0 to 1; the last is 1.
  static const std::array<double, kStages> kPlaces;

  /// Needs:   the equation outlives it.
  explicit RadauStep(const ErrorEquation& equation);

  /// Steps from `start` over the length h (negative: to the left). Column 0 feels the defect, the
  /// others are perturbations that only obey the Jacobian. The stages stand at the points
  /// first, first + 1, first + 2 of the equation.
  ///
  /// Shapes:  start (size, n_columns)
  void take(const Eigen::MatrixXd& start, double h, Eigen::Index first);

  /// State at the end of the step.
  const Eigen::MatrixXd& end() const { return stages_[kStages - 1]; }

  /// Row `i` inside the step at `place` from 0 to 1, by the cubic through start and stages.
  Eigen::RowVectorXd inside(const Eigen::MatrixXd& start, Eigen::Index i, double place) const;

 private:
  bool iterate(const Eigen::MatrixXd& start, double h, Eigen::Index first);
  void solve(const Eigen::MatrixXd& start, double h, Eigen::Index first);
  void add_slope(Eigen::Index point, const Eigen::MatrixXd& e, Eigen::MatrixXd& slope) const;

  const ErrorEquation& equation_;
  std::array<Eigen::MatrixXd, kStages> stages_;
  std::array<Eigen::MatrixXd, kStages> slopes_;
  Eigen::MatrixXd next_;
  Eigen::MatrixXd matrix_;  ///< (3 size, 3 size)
  Eigen::MatrixXd right_;   ///< (3 size, n_columns)
  Eigen::PartialPivLU<Eigen::MatrixXd> lu_;
};

}  // namespace pinn
