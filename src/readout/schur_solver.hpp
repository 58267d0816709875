// SPDX-License-Identifier: MIT
// The linear systems of simplified Newton iterations, all points of a window coupled.
#pragma once

#include <Eigen/Dense>
#include <complex>
#include <cstdint>
#include <vector>

namespace pinn::readout {

/// Real Schur form Q = Z T Z^T whose 2x2 blocks have equal diagonal entries.
struct SchurForm {
  SchurForm(Eigen::MatrixXd vectors, Eigen::MatrixXd form);

  Eigen::MatrixXd Z;
  Eigen::MatrixXd T;
  std::vector<Eigen::Index> blocks;  ///< First row of every block, increasing.
};

/// Solves K - hh Q K J^T = R for K with a constant Jacobian J.
///
/// In the Schur basis of Q the rows of Z^T K are found from the last to the first, each with a
/// matrix of size n: (I - hh t J), real or complex, instead of one of size N n.
/// Source:  Hairer, Wanner 1996, Solving Ordinary Differential Equations II, section IV.8, with the
///          Schur form in place of the eigenvectors, which are badly conditioned here.
class SchurSolver {
 public:
  /// Needs:   the form outlives this.
  explicit SchurSolver(const SchurForm& form) : form_(&form) {}

  /// False if a matrix is singular or not finite.
  ///
  /// Shapes:  J (n, n)
  bool factorise(const Eigen::MatrixXd& J, double hh);

  /// Shapes:  R (N, n) -> K (N, n)
  void solve(const Eigen::MatrixXd& R, Eigen::MatrixXd& K);

  std::int64_t n_factorisations() const { return n_factorisations_; }

 private:
  using RealLu = Eigen::PartialPivLU<Eigen::MatrixXd>;
  using ComplexLu = Eigen::PartialPivLU<Eigen::MatrixXcd>;

  void solve_pair(Eigen::Index row, std::size_t place);

  const SchurForm* form_;
  double hh_ = 0.0;
  Eigen::MatrixXd J_;
  std::vector<RealLu> real_;        ///< In the order of the blocks of size 1.
  std::vector<ComplexLu> complex_;  ///< In the order of the blocks of size 2.
  std::vector<std::size_t> place_;  ///< Per block its place in real_ or complex_.
  Eigen::MatrixXd X_;               ///< (n, N) transposed rows.
  Eigen::VectorXd coupling_;
  Eigen::VectorXcd pair_;
  std::int64_t n_factorisations_ = 0;
};

}  // namespace pinn::readout
