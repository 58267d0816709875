// SPDX-License-Identifier: MIT
// The tables as a Runge-Kutta method: its stability function and its Schur form.
#include <gtest/gtest.h>

#include <cmath>
#include <complex>

#include "basis_network.hpp"
#include "tolerances.hpp"

namespace pinn {
namespace {

using Complex = std::complex<double>;

/// y(+1) / y(-1) for dy/dx = (z / 2) y at every point.
Complex stability(const BasisTables& tables, Complex z) {
  const Eigen::Index n = tables.points.size();
  const Complex rate = 0.5 * z;
  const Eigen::MatrixXcd matrix =
      Eigen::MatrixXcd::Identity(n, n) - rate * tables.integral[0].cast<Complex>();
  const Eigen::VectorXcd start = tables.start[0].col(0).cast<Complex>();
  const Eigen::VectorXcd values = matrix.partialPivLu().solve(rate * start);
  const Eigen::RowVectorXcd end = tables.end[0].cast<Complex>();
  return tables.start_end(0, 0) + (end * values)(0);
}

/// y from 1e-3 to 1e6 in steps of 5 %.
template <typename Check>
void for_frequencies(const Check& check) {
  for (double y = 1e-3; y < 1e6; y *= 1.05) check(y);
}

TEST(Stability, OfGaussTablesKeepsEveryOscillation) {
  const BasisTables& tables = basis_tables(default_shape(NodeKind::Gauss, 1));

  for_frequencies([&](double y) {
    EXPECT_NEAR(std::abs(stability(tables, {0.0, y})), 1.0, test::kStabilityFunction) << y;
  });
}

TEST(Stability, OfRadauTablesGrowsWithNoOscillation) {
  const BasisTables& tables = basis_tables(default_shape(NodeKind::Radau, 1));

  for_frequencies([&](double y) {
    EXPECT_LE(std::abs(stability(tables, {0.0, y})), 1.0 + test::kStabilityFunction) << y;
  });
}

TEST(Stability, OfRadauTablesForgetsWhatDecaysFast) {
  const BasisTables& tables = basis_tables(default_shape(NodeKind::Radau, 1));

  EXPECT_LT(std::abs(stability(tables, {-1e10, 0.0})), test::kStiffDecay);
}

TEST(Stability, IsTheExponentialOfSmallNumbers) {
  for (const NodeKind kind : {NodeKind::Gauss, NodeKind::Radau}) {
    const BasisTables& tables = basis_tables(default_shape(kind, 1));
    for (const Complex z : {Complex(-1.0, 0.0), Complex(0.5, 1.0), Complex(0.0, -2.0)}) {
      EXPECT_LE(std::abs(stability(tables, z) - std::exp(z)), test::kSumOfHundreds);
    }
  }
}

TEST(SchurForm, GivesTheIntegralBack) {
  for (const NodeKind kind : {NodeKind::Gauss, NodeKind::Radau}) {
    const BasisTables& tables = basis_tables(default_shape(kind, 1));
    const Eigen::MatrixXd& z = tables.schur_vectors;
    const Eigen::MatrixXd identity = Eigen::MatrixXd::Identity(z.rows(), z.cols());

    const Eigen::MatrixXd product = z * tables.schur_form * z.transpose();

    EXPECT_LE((product - tables.integral[0]).cwiseAbs().maxCoeff(), test::kFewRoundings);
    EXPECT_LE((z.transpose() * z - identity).cwiseAbs().maxCoeff(), test::kFewRoundings);
  }
}

TEST(SchurForm, HasBlocksOfAtMostTwo) {
  for (const NodeKind kind : {NodeKind::Gauss, NodeKind::Radau}) {
    const Eigen::MatrixXd& form = basis_tables(default_shape(kind, 1)).schur_form;
    for (Eigen::Index i = 2; i < form.rows(); ++i) {
      EXPECT_EQ(form.row(i).head(i - 1).cwiseAbs().maxCoeff(), 0.0);
      EXPECT_TRUE(form(i, i - 1) == 0.0 || form(i - 1, i - 2) == 0.0);
    }
  }
}

TEST(SchurForm, IsOfOrderOneAlone) {
  EXPECT_EQ(basis_tables(default_shape(NodeKind::Gauss, 2)).schur_form.size(), 0);
}

}  // namespace
}  // namespace pinn
