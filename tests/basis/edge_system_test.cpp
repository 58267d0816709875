// SPDX-License-Identifier: MIT
// The system of edges against one dense matrix, and where products of transfers would overflow.
#include "pinn/basis/edge_system.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "tolerances.hpp"

namespace pinn {
namespace {

TEST(EdgeSystem, SolvesWhatADenseMatrixSolves) {
  constexpr Eigen::Index n = 2;
  constexpr Eigen::Index W = 3;
  std::srand(3);
  std::vector<Eigen::MatrixXd> transfers;
  for (Eigen::Index k = 0; k < W; ++k) transfers.emplace_back(Eigen::MatrixXd::Random(n, n));
  const Eigen::MatrixXd slopes = Eigen::MatrixXd::Random(n, 2 * n);
  const Eigen::MatrixXd gaps = Eigen::MatrixXd::Random(n, W);
  const Eigen::VectorXd violations = Eigen::VectorXd::Random(n);
  Eigen::MatrixXd dense = Eigen::MatrixXd::Zero((W + 1) * n, (W + 1) * n);
  for (Eigen::Index k = 0; k < W; ++k) {
    dense.block(k * n, k * n, n, n) = transfers[static_cast<std::size_t>(k)];
    dense.block(k * n, (k + 1) * n, n, n) = -Eigen::MatrixXd::Identity(n, n);
  }
  dense.block(W * n, 0, n, n) = slopes.leftCols(n);
  dense.block(W * n, 2 * n, n, n) = slopes.rightCols(n);
  Eigen::VectorXd right((W + 1) * n);
  right << gaps.reshaped(), violations;
  const Eigen::VectorXd expected = dense.fullPivLu().solve(right);

  EdgeSystem system;
  ASSERT_TRUE(system.factorise(transfers, {0, 2}, slopes, Eigen::Vector2d(1.0, 100.0)));
  const Eigen::MatrixXd changes = system.solve(gaps, violations);

  EXPECT_LT((changes.reshaped() - expected).cwiseAbs().maxCoeff(), test::kSumOfHundreds);
}

TEST(EdgeSystem, KeepsBothEndsWhereOneGrowsAndOneDecays) {
  // 100 cells with factors e^20 and e^-20: the product of the transfers is e^2000
  Eigen::MatrixXd transfer = Eigen::Vector2d(std::exp(20.0), std::exp(-20.0)).asDiagonal();
  Eigen::MatrixXd slopes = Eigen::MatrixXd::Zero(2, 4);
  slopes(0, 1) = 1.0;  // the decaying one is given at the start
  slopes(1, 2) = 1.0;  // the growing one at the end

  EdgeSystem system;
  ASSERT_TRUE(system.factorise(
      std::vector<Eigen::MatrixXd>(100, transfer), {0, 100}, slopes, Eigen::Vector2d(1.0, 1.0)));
  const Eigen::MatrixXd changes =
      system.solve(Eigen::MatrixXd::Zero(2, 100), Eigen::Vector2d(3.0, 5.0));

  EXPECT_NEAR(changes(1, 0), 3.0, test::kFewRoundings);
  EXPECT_NEAR(changes(0, 100), 5.0, test::kFewRoundings);
  EXPECT_NEAR(changes(0, 99), 5.0 * std::exp(-20.0), test::kFewRoundings);
}

TEST(EdgeSystem, SaysThatItIsSingular) {
  const Eigen::MatrixXd slopes = Eigen::MatrixXd::Zero(1, 1);

  EdgeSystem system;

  EXPECT_FALSE(
      system.factorise({Eigen::MatrixXd::Ones(1, 1)}, {0}, slopes, Eigen::VectorXd::Ones(1)));
}

}  // namespace
}  // namespace pinn
