// SPDX-License-Identifier: MIT
#include "pinn/problem/explicit_form.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "configs.hpp"
#include "tolerances.hpp"

namespace pinn {
namespace {

/// Compares every entry of the Jacobian with a central difference of the right side.
void expect_jacobian_is_derivative(const Problem& problem, double t, std::vector<double> u) {
  const ExplicitForm form(problem);
  Eigen::MatrixXd jacobian;
  ASSERT_TRUE(form.jacobian(t, u.data(), jacobian));
  ASSERT_EQ(jacobian.rows(), form.size());
  std::vector<double> above(u.size());
  std::vector<double> below(u.size());
  const double h = test::kDifferenceStep;
  for (std::size_t j = 0; j < u.size(); ++j) {
    const double value = u[j];
    u[j] = value + h;
    ASSERT_TRUE(form.right_side(t, u.data(), above.data()));
    u[j] = value - h;
    ASSERT_TRUE(form.right_side(t, u.data(), below.data()));
    u[j] = value;
    for (std::size_t i = 0; i < u.size(); ++i) {
      const double slope = (above[i] - below[i]) / (2.0 * h);
      EXPECT_NEAR(jacobian(static_cast<Eigen::Index>(i), static_cast<Eigen::Index>(j)),
                  slope,
                  test::kDifferenceTolerance * (1.0 + std::abs(slope)))
          << i << ", " << j;
    }
  }
}

TEST(ExplicitForm, OfTheOscillatorIsTheKnownSystem) {
  const Problem problem = test::problem_of(test::config_of(
      {"x'' + 2*z*w*x' + w^2*x = 0"}, {"x(0) = 1", "x'(0) = 0"}, {{"z", 0.1}, {"w", 2.0}}));
  const ExplicitForm form(problem);
  const std::vector<double> u{0.5, -3.0};
  std::vector<double> du(2);

  ASSERT_TRUE(form.right_side(1.0, u.data(), du.data()));

  EXPECT_EQ(form.size(), 2);
  EXPECT_EQ(du[0], -3.0);
  EXPECT_NEAR(du[1], -0.4 * -3.0 - 4.0 * 0.5, test::kFewRoundings);
  Eigen::MatrixXd jacobian;
  ASSERT_TRUE(form.jacobian(1.0, u.data(), jacobian));
  Eigen::Matrix2d expected;
  expected << 0.0, 1.0, -4.0, -0.4;
  EXPECT_LT((jacobian - expected).cwiseAbs().maxCoeff(), test::kFewRoundings);
}

TEST(ExplicitForm, SolvesCoupledHighestDerivatives) {
  const Problem problem =
      test::problem_of(test::config_of({"x'' + y'' = 4*x", "x'' - y'' = 2*y'*t"},
                                       {"x(0) = 1", "x'(0) = 0", "y(0) = 0", "y'(0) = 0"}));
  const ExplicitForm form(problem);
  const std::vector<double> u{3.0, 0.5, 1.0, 2.0};
  std::vector<double> du(4);
  std::vector<double> slots;

  ASSERT_TRUE(form.right_side(0.5, u.data(), du.data()));
  ASSERT_TRUE(form.fill_slots(0.5, u.data(), slots));

  // x'' = 2 x + t y' = 7, y'' = 2 x - t y' = 5
  EXPECT_EQ(form.index_of(1, 1), 3);
  EXPECT_EQ(du[0], 0.5);
  EXPECT_NEAR(du[1], 7.0, test::kFewRoundings);
  EXPECT_EQ(du[2], 2.0);
  EXPECT_NEAR(du[3], 5.0, test::kFewRoundings);
  EXPECT_NEAR(slots[static_cast<std::size_t>(problem.slot_of(1, 2))], 5.0, test::kFewRoundings);
}

TEST(ExplicitForm, TakesEquationsInAnyOrderOfStates) {
  const Problem problem =
      test::problem_of(test::config_of({"u' = v + 1", "v' = u'"}, {"u(0) = 1", "v(0) = 2"}));
  const ExplicitForm form(problem);
  const std::vector<double> u{1.0, 2.0};
  std::vector<double> du(2);

  ASSERT_TRUE(form.right_side(0.0, u.data(), du.data()));

  EXPECT_NEAR(du[0], 3.0, test::kFewRoundings);
  EXPECT_NEAR(du[1], 3.0, test::kFewRoundings);
}

TEST(ExplicitForm, HasTheJacobianOfItsRightSide) {
  expect_jacobian_is_derivative(
      test::problem_of(test::config_of(
          {"u' = a*u - u*v", "v' = u*v - sin(t)*v^3"}, {"u(0) = 1", "v(0) = 1"}, {{"a", 1.5}})),
      0.7,
      {1.2, 0.8});
  expect_jacobian_is_derivative(test::problem_of(test::config_of(
                                    {"(2 + x^2)*x'' + y' = exp(-y)*x'", "x*x'' - 3*y' = x' + t*y"},
                                    {"x(0) = 1", "x'(0) = 1", "y(0) = 1"})),
                                0.3,
                                {0.9, -0.4, 0.6});
  expect_jacobian_is_derivative(
      test::problem_of(test::config_of({"m*y'''' = -y + y''*y'^2"},
                                       {"y(0) = 1", "y'(0) = 1", "y''(0) = 0", "y'''(0) = 0"},
                                       {{"m", 4.0}})),
      0.0,
      {0.1, 0.2, 0.3, 0.4});
}

TEST(ExplicitForm, SaysWhenItIsNotDetermined) {
  const Problem problem = test::problem_of(test::config_of({"t*y' = y"}, {"y(1) = 1"}));
  const ExplicitForm form(problem);
  const double u = 1.0;
  double du = 0.0;
  Eigen::MatrixXd jacobian;

  EXPECT_FALSE(form.right_side(0.0, &u, &du));
  EXPECT_FALSE(form.jacobian(0.0, &u, jacobian));
  EXPECT_TRUE(form.right_side(2.0, &u, &du));
  EXPECT_EQ(du, 0.5);
}

TEST(ExplicitForm, SaysWhenAValueIsNotFinite) {
  const Problem problem = test::problem_of(test::config_of({"y' = sqrt(y)"}, {"y(0) = 1"}));
  const ExplicitForm form(problem);
  const double u = -1.0;
  double du = 0.0;

  EXPECT_FALSE(form.right_side(0.0, &u, &du));
}

}  // namespace
}  // namespace pinn
