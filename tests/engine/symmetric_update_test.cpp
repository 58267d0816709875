// SPDX-License-Identifier: MIT
// Updates and products of half a matrix against those of the whole one.
#include "engine/symmetric_update.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tolerances.hpp"

namespace pinn {
namespace {

Eigen::VectorXd some_vector(Eigen::Index n, double phase) {
  Eigen::VectorXd v(n);
  for (Eigen::Index i = 0; i < n; ++i) v(i) = std::sin(phase + 1.7 * static_cast<double>(i));
  return v;
}

/// An update that keeps a matrix symmetric, as that of a quasi-Newton method.
RankThreeUpdate some_update(Eigen::Index n, double phase) {
  RankThreeUpdate update;
  update.shrink = 0.8;
  update.left.resize(n, 3);
  update.right.resize(n, 3);
  for (int k = 0; k < 3; ++k) {
    update.left.col(k) = some_vector(n, phase + k);
    update.right.col(k) = update.left.col(k) * (0.3 - 0.2 * k);
  }
  return update;
}

TEST(SymmetricMatrix, GivesTheProductsOfTheUpdatedMatrix) {
  for (const Eigen::Index n : {1, 2, 3, 7, 8, 9, 16, 31, 33, 100}) {
    SymmetricMatrix half(n);
    Eigen::MatrixXd whole = Eigen::MatrixXd::Identity(n, n);
    for (int step = 0; step < 3; ++step) {
      const RankThreeUpdate update = some_update(n, step);
      const Eigen::VectorXd y = some_vector(n, 3.0 + step);
      const Eigen::VectorXd g = some_vector(n, 5.0 + step);
      Eigen::VectorXd Hy;
      Eigen::VectorXd Hg;
      half.update_and_multiply(update, y, g, Hy, Hg);
      whole = update.shrink * whole + update.left * update.right.transpose();
      const double size = whole.norm() * std::sqrt(static_cast<double>(n));
      EXPECT_LT((Hy - whole * y).cwiseAbs().maxCoeff(), test::kFewRoundings * size) << n;
      EXPECT_LT((Hg - whole * g).cwiseAbs().maxCoeff(), test::kFewRoundings * size) << n;
    }
  }
}

TEST(SymmetricMatrix, BecomesTheIdentityAgain) {
  constexpr Eigen::Index n = 13;
  SymmetricMatrix half(n);
  Eigen::VectorXd Hy;
  Eigen::VectorXd Hg;
  half.update_and_multiply(some_update(n, 1.0), some_vector(n, 2.0), some_vector(n, 3.0), Hy, Hg);
  half.set_identity();
  RankThreeUpdate none = some_update(n, 1.0);
  none.shrink = 1.0;
  none.left.setZero();
  none.right.setZero();
  half.update_and_multiply(none, some_vector(n, 2.0), some_vector(n, 3.0), Hy, Hg);
  EXPECT_EQ(Hy, some_vector(n, 2.0));
  EXPECT_EQ(Hg, some_vector(n, 3.0));
}

}  // namespace
}  // namespace pinn
