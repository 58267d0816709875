// SPDX-License-Identifier: MIT
// One walk through a symmetric matrix: an update of it, and its products with two vectors.
#pragma once

#include <Eigen/Dense>
#include <memory>

namespace pinn {

/// H <- shrink H + left right^T, where that is symmetric.
///
/// Shapes:  left, right (n, 3)
struct RankThreeUpdate {
  double shrink = 1.0;
  Eigen::MatrixXd left;
  Eigen::MatrixXd right;
};

/// A symmetric matrix, of which the lower half is kept. Its size is more than a cache takes, so
/// that memory decides how long a walk through it lasts.
class SymmetricMatrix {
 public:
  /// The identity.
  explicit SymmetricMatrix(Eigen::Index n);

  Eigen::Index size() const { return n_; }
  void set_identity();

  /// Updates the matrix, and gives its products with y and g.
  ///
  /// Shapes:  y, g, Hy, Hg (n)
  void update_and_multiply(const RankThreeUpdate& update,
                           const Eigen::VectorXd& y,
                           const Eigen::VectorXd& g,
                           Eigen::VectorXd& Hy,
                           Eigen::VectorXd& Hg);

 private:
  struct Free {
    void operator()(double* data) const;
  };

  Eigen::Index n_;
  Eigen::Index step_;  ///< From column to column.
  std::unique_ptr<double, Free> columns_;
  std::unique_ptr<double, Free> rows_;  ///< The vectors of a walk, each `step_` long.
};

}  // namespace pinn
