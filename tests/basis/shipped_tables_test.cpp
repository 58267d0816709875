// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <vector>

#include "basis_network.hpp"
#include "stored_tables.hpp"
#include "tolerances.hpp"

namespace pinn {
namespace {

std::vector<Eigen::MatrixXd> matrices_of(const BasisTables& tables) {
  std::vector<Eigen::MatrixXd> matrices;
  for_each_matrix(tables, [&](const auto& matrix) { matrices.emplace_back(matrix); });
  return matrices;
}

bool agree_to_rounding(const Eigen::MatrixXd& a, const Eigen::MatrixXd& b) {
  for (Eigen::Index column = 0; column < a.cols(); ++column) {
    const double small = test::kRebuiltSmall * b.col(column).cwiseAbs().maxCoeff();
    const Eigen::ArrayXd allowed = test::kRebuiltTable * (b.col(column).array().abs() + small);
    if (((a.col(column) - b.col(column)).array().abs() > allowed).any()) return false;
  }
  return true;
}

TEST(ShippedTables, AreWhatABuildGives) {
  const StoredTablesList list = shipped_tables();
  for (std::size_t table = 0; table < list.count; ++table) {
    const BasisShape& shape = list.first[table].shape;
    const std::vector<Eigen::MatrixXd> shipped = matrices_of(find_shipped_tables(shape).value());
    const std::vector<Eigen::MatrixXd> built = matrices_of(build_basis_tables(shape));

    ASSERT_EQ(shipped.size(), built.size());
    for (std::size_t k = 0; k < built.size(); ++k) {
      ASSERT_EQ(shipped[k].rows(), built[k].rows());
      ASSERT_EQ(shipped[k].cols(), built[k].cols());
      EXPECT_TRUE(agree_to_rounding(shipped[k], built[k]))
          << "matrix " << k << " of table " << table;
    }
  }
}

TEST(ShippedTables, AreThoseOfTheDefaultShapes) {
  for (const BasisTables* tables : test::default_tables()) {
    EXPECT_TRUE(find_shipped_tables(tables->shape).has_value());
  }
  EXPECT_EQ(shipped_tables().count, test::default_tables().size());
}

TEST(ShippedTables, AreNotThoseOfOtherShapes) {
  BasisShape shape = default_shape(NodeKind::Gauss, 1);
  shape.slope = 0.51;

  EXPECT_FALSE(find_shipped_tables(shape).has_value());
}

}  // namespace
}  // namespace pinn
