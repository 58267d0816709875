// SPDX-License-Identifier: MIT
// The linear system that couples values at the edges of a mesh.
#pragma once

#include <Eigen/Dense>
#include <memory>
#include <vector>

namespace pinn {

/// Changes at the edges 0 to W of a mesh with W cells, n values each.
///
/// Equation:  transfer_k d_k - d_(k+1) = gap_k  for every cell k
///            sum_e slopes_e d_e = violation
class EdgeSystem {
 public:
  EdgeSystem();
  ~EdgeSystem();
  EdgeSystem(EdgeSystem&&) noexcept;
  EdgeSystem& operator=(EdgeSystem&&) noexcept;

  /// Factorises by rows with pivots: transfers are never multiplied with each other, so solutions
  /// that grow and decay by any factor keep their digits. False if the system is singular.
  ///
  /// Shapes:  transfers W matrices (n, n); at: edges that slopes belong to; slopes (n, at.size()
  /// n);
  ///          scale (n): size of the values, which makes them comparable.
  bool factorise(const std::vector<Eigen::MatrixXd>& transfers,
                 const std::vector<Eigen::Index>& at,
                 const Eigen::MatrixXd& slopes,
                 const Eigen::VectorXd& scale);

  /// Shapes:  gaps (n, W), violations (n) -> (n, W + 1)
  /// Needs:   factorise() was true.
  Eigen::MatrixXd solve(const Eigen::MatrixXd& gaps, const Eigen::VectorXd& violations) const;

 private:
  struct Factors;
  std::unique_ptr<Factors> factors_;
};

}  // namespace pinn
