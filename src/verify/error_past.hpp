// SPDX-License-Identifier: MIT
// The estimated errors of the steps already taken, for equations with delays.
#pragma once

#include <Eigen/Dense>
#include <vector>

#include "radau_step.hpp"

namespace pinn {

/// Errors along the way from the start up.
class ErrorPast {
 public:
  /// Needs:   the equation outlives it.
  explicit ErrorPast(const ErrorEquation& equation) : equation_(equation) {}

  void clear() { steps_.clear(); }

  /// Drops the steps that begin at `at` or later.
  void forget_after(double at);

  /// Keeps the last step, which went from `from` to `to` > from.
  void add(const RadauTable& table, const RadauStep& step, double from, double to);

  /// Component `i` of the error in every column; 0 before the first step.
  ///
  /// Shapes:  -> (n_columns)
  Eigen::RowVectorXd at(double place, int i, Eigen::Index n_columns) const;

 private:
  struct Step {
    double from = 0.0;
    double to = 0.0;
    const RadauTable* table = nullptr;
    Eigen::MatrixXd stages;  ///< As RadauStep has them.
  };

  const ErrorEquation& equation_;
  std::vector<Step> steps_;
};

}  // namespace pinn
