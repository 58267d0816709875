// SPDX-License-Identifier: MIT
// Back-substitution block by block.
#include "schur_solver.hpp"

#include <cmath>
#include <utility>

namespace pinn::readout {

namespace {

/// Rotates rows and columns i, i + 1 so that the diagonal of a complex 2x2 block is constant.
void standardise(Eigen::MatrixXd& T, Eigen::MatrixXd& Z, Eigen::Index i) {
  const double difference = T(i, i) - T(i + 1, i + 1);
  const double sigma = T(i, i + 1) + T(i + 1, i);
  const double tau = std::hypot(sigma, difference);
  if (tau == 0.0) return;
  const double cosine = std::sqrt(0.5 * (1.0 + std::abs(sigma) / tau));
  const double sine = -std::copysign(0.5 * difference / (tau * cosine), sigma * difference);
  Eigen::Matrix2d G;
  G << cosine, -sine, sine, cosine;
  T.middleCols(i, 2) *= G;
  T.middleRows(i, 2) = G.transpose() * T.middleRows(i, 2);
  Z.middleCols(i, 2) *= G;
}

}  // namespace

SchurForm::SchurForm(Eigen::MatrixXd vectors, Eigen::MatrixXd form)
    : Z(std::move(vectors)), T(std::move(form)) {
  for (Eigen::Index i = 0; i < T.rows();) {
    blocks.push_back(i);
    const bool is_pair = i + 1 < T.rows() && T(i + 1, i) != 0.0;
    if (is_pair) standardise(T, Z, i);
    i += is_pair ? 2 : 1;
  }
}

bool SchurSolver::factorise(const Eigen::MatrixXd& J, double hh) {
  if (!J.allFinite()) return false;
  const SchurForm& form = *form_;
  const Eigen::Index n = J.rows();
  J_ = J;
  hh_ = hh;
  place_.clear();
  std::size_t n_real = 0;
  std::size_t n_complex = 0;
  for (const Eigen::Index i : form.blocks) {
    const bool is_pair = i + 1 < form.T.rows() && form.T(i + 1, i) != 0.0;
    if (is_pair) {
      // The sign of the imaginary part is that which solve_pair() takes.
      const double imaginary =
          std::copysign(std::sqrt(std::abs(form.T(i, i + 1) * form.T(i + 1, i))), form.T(i, i + 1));
      const std::complex<double> factor(-hh * form.T(i, i), hh * imaginary);
      if (n_complex == complex_.size()) complex_.emplace_back(n);
      complex_[n_complex].compute(factor * J + Eigen::MatrixXcd::Identity(n, n));
      place_.push_back(n_complex++);
    } else {
      if (n_real == real_.size()) real_.emplace_back(n);
      real_[n_real].compute(Eigen::MatrixXd::Identity(n, n) - hh * form.T(i, i) * J);
      place_.push_back(n_real++);
    }
    ++n_factorisations_;
  }
  return true;
}

void SchurSolver::solve(const Eigen::MatrixXd& R, Eigen::MatrixXd& K) {
  const SchurForm& form = *form_;
  X_.noalias() = R.transpose() * form.Z;
  for (std::size_t b = form.blocks.size(); b-- > 0;) {
    const Eigen::Index i = form.blocks[b];
    const Eigen::Index size = (b + 1 < form.blocks.size() ? form.blocks[b + 1] : form.T.rows()) - i;
    const Eigen::Index after = form.T.rows() - i - size;
    for (Eigen::Index row = i; row < i + size && after > 0; ++row) {
      coupling_.noalias() = X_.rightCols(after) * form.T.row(row).tail(after).transpose();
      X_.col(row).noalias() += hh_ * (J_ * coupling_);
    }
    if (size == 2) {
      solve_pair(i, place_[b]);
    } else {
      X_.col(i) = real_[place_[b]].solve(X_.col(i)).eval();
    }
  }
  K.noalias() = form.Z * X_.transpose();
}

/// Rows x, y of a block [[a, b], [c, a]] with b c < 0: with y = s z and s = sqrt(-c/b) both follow
/// from (I - hh (a - i w) J)(x + i z) = r + i q/s, where w = b s.
void SchurSolver::solve_pair(Eigen::Index row, std::size_t place) {
  const SchurForm& form = *form_;
  const double s = std::sqrt(-form.T(row + 1, row) / form.T(row, row + 1));
  const std::complex<double> i(0.0, 1.0);
  pair_ = X_.col(row) + (i / s) * X_.col(row + 1);
  pair_ = complex_[place].solve(pair_).eval();
  X_.col(row) = pair_.real();
  X_.col(row + 1) = s * pair_.imag();
}

}  // namespace pinn::readout
