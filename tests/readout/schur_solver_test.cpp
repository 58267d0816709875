// SPDX-License-Identifier: MIT
// The Schur back-substitution against the equation that it solves.
#include "../../src/readout/schur_solver.hpp"

#include <gtest/gtest.h>

#include "pinn/basis/tables.hpp"
#include "tolerances.hpp"

namespace pinn::readout {
namespace {

class SchurSolverTest : public testing::TestWithParam<NodeKind> {};

TEST_P(SchurSolverTest, SolvesTheEquationOfSimplifiedNewton) {
  const BasisTables& tables = basis_tables(default_shape(GetParam(), 1));
  const Eigen::MatrixXd& Q = tables.integral[0];
  const SchurForm form(tables.schur_vectors, tables.schur_form);
  std::srand(1);
  const Eigen::MatrixXd J = Eigen::MatrixXd::Random(3, 3) * 5.0;
  const Eigen::MatrixXd R = Eigen::MatrixXd::Random(Q.rows(), 3);
  const double hh = 0.7;

  SchurSolver solver(form);
  ASSERT_TRUE(solver.factorise(J, hh));
  Eigen::MatrixXd K;
  solver.solve(R, K);

  const Eigen::MatrixXd left = K - hh * Q * K * J.transpose();
  EXPECT_LT((left - R).cwiseAbs().maxCoeff(), 10 * test::kSumOfHundreds);
}

TEST_P(SchurSolverTest, RestoresTheTableFromItsStandardisedForm) {
  const BasisTables& tables = basis_tables(default_shape(GetParam(), 1));

  const SchurForm form(tables.schur_vectors, tables.schur_form);

  EXPECT_LT((form.Z * form.T * form.Z.transpose() - tables.integral[0]).cwiseAbs().maxCoeff(),
            test::kSumOfHundreds);
  for (const Eigen::Index i : form.blocks) {
    if (i + 1 < form.T.rows() && form.T(i + 1, i) != 0.0) {
      EXPECT_NEAR(form.T(i, i), form.T(i + 1, i + 1), test::kFewRoundings);
      EXPECT_LT(form.T(i, i + 1) * form.T(i + 1, i), 0.0);
    }
  }
}

INSTANTIATE_TEST_SUITE_P(Kinds, SchurSolverTest, testing::Values(NodeKind::Gauss, NodeKind::Radau));

}  // namespace
}  // namespace pinn::readout
