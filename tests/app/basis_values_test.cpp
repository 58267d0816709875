// SPDX-License-Identifier: MIT
#include "pinn/app/basis_values.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "fake_engine.hpp"

namespace pinn {
namespace {

TEST(LargestError, TakesTheWorstPointAndPassesOverMissingValues) {
  const Model model = test::series_of_decay();  // 1 at 0, 0.5 at 1
  const Eigen::MatrixXd values = (Eigen::MatrixXd(3, 1) << 0.75, kNaN, 0.625).finished();

  EXPECT_EQ(largest_error(model, {0.0, 0.5, 1.0}, values, 0.0, 1.0), 0.25);
}

TEST(LargestError, WithoutAnyValueIsNan) {
  const Eigen::MatrixXd values = Eigen::MatrixXd::Constant(1, 1, kNaN);

  EXPECT_TRUE(std::isnan(largest_error(test::series_of_decay(), {0.0}, values, 0.0, 1.0)));
}

TEST(LargestError, OfAModelThatIsNotFiniteIsNan) {
  Model model = test::series_of_decay();
  model.windows[0].offset(0, 0) = kNaN;
  const Eigen::MatrixXd values = Eigen::MatrixXd::Zero(2, 1);

  EXPECT_TRUE(std::isnan(largest_error(model, {0.0, 1.0}, values, 0.0, 1.0)));
}

TEST(LargestError, LooksOnlyWhereItIsAskedTo) {
  const Model model = test::series_of_decay();
  const Eigen::MatrixXd zero = Eigen::MatrixXd::Zero(3, 1);

  // The model is 1 at 0, 0.625 at 0.5 and 0.5 at 1.
  EXPECT_EQ(largest_error(model, {0.0, 0.5, 1.0}, zero, 0.25, 1.0), 0.625);
  EXPECT_TRUE(std::isnan(largest_error(model, {0.0, 0.5, 1.0}, zero, 0.75, 0.875)));
}

}  // namespace
}  // namespace pinn
