// SPDX-License-Identifier: MIT
// The estimated error of models of boundary-value problems against the true one.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "pinn/verify/error_estimate.hpp"
#include "pinn/verify/verdict.hpp"
#include "reference/problems.hpp"
#include "tolerances.hpp"
#include "verify/polynomial_model.hpp"

namespace pinn {
namespace {

using test::config_of;
using test::polynomial_model;
using test::problem_of;

TEST(BoundaryError, OfALineIsItsDistanceFromTheSolution) {
  const Problem problem = problem_of(config_of(0, 1, {"y'' = y"}, {"y(0) = 0", "y(1) = 1"}));
  const Model line = polynomial_model({"y"}, {{0.0, 1.0, {{0.0, 1.0}}}});

  const ErrorEstimate estimate = estimate_error(line, problem, {0.0, 0.25, 0.5, 1.0});

  ASSERT_TRUE(estimate.available) << estimate.message;
  for (Eigen::Index i = 0; i < 4; ++i) {
    const double t = estimate.points[static_cast<std::size_t>(i)];
    EXPECT_NEAR(estimate.error(i, 0), t - std::sinh(t) / std::sinh(1.0), test::kSumOfHundreds);
  }
}

TEST(BoundaryError, SeesAConditionThatIsNotMet) {
  const Problem problem = problem_of(config_of(0, 1, {"y'' = 0"}, {"y(0) = 0", "y(1) = 1"}));
  const Model line = polynomial_model({"y"}, {{0.0, 1.0, {{0.1, 0.9}}}});

  const ErrorEstimate estimate = estimate_error(line, problem, {0.0, 0.5});

  ASSERT_TRUE(estimate.available) << estimate.message;
  EXPECT_NEAR(estimate.error(0, 0), 0.1, test::kSumOfHundreds);
  EXPECT_NEAR(estimate.error(1, 0), 0.05, test::kSumOfHundreds);
}

TEST(BoundaryError, SeesAJumpBetweenTwoWindows) {
  const Problem problem = problem_of(config_of(0, 2, {"y'' = 0"}, {"y(0) = 0", "y(2) = 2"}));
  const Model model =
      polynomial_model({"y"}, {{0.0, 1.0, {{0.0, 1.0}}}, {1.0, 2.0, {{0.01, 1.0}}}});

  const ErrorEstimate estimate = estimate_error(model, problem, {0.5, 1.5});

  ASSERT_TRUE(estimate.available) << estimate.message;
  EXPECT_GT(estimate.error.cwiseAbs().maxCoeff(), 1e-3);
}

TEST(BoundaryError, IsNotToldWhereItWouldBeLargerThanALinearEquationCanSay) {
  // Bratu's problem beside a model that is far from both of its solutions
  const Problem problem =
      problem_of(config_of(0, 1, {"y'' = -3.5*exp(y)"}, {"y(0) = 0", "y(1) = 0"}));
  const Model far = polynomial_model({"y"}, {{0.0, 1.0, {{0.0, 7.0, -7.0}}}});

  const ErrorEstimate estimate = estimate_error(far, problem, {0.5});

  EXPECT_FALSE(estimate.available);
  EXPECT_EQ(estimate.message, "the error is too large for a linear estimate");
}

TEST(BoundaryError, IsNotKnownIfTheConditionsDetermineNothing) {
  const Problem problem = problem_of(config_of(0, 1, {"y'' = 0"}, {"y'(0) = 1", "y'(1) = 1"}));
  const Model line = polynomial_model({"y"}, {{0.0, 1.0, {{0.0, 1.0}}}});

  EXPECT_FALSE(estimate_error(line, problem, {0.5}).available);
}

TEST(BoundaryVerdict, AcceptsNothingThatTheConditionsDoNotDetermine) {
  Config config = config_of(0, 1, {"y'' = 0"}, {"y'(0) = 1", "y'(1) = 1"});
  const Problem problem = problem_of(config);
  const Model line = polynomial_model({"y"}, {{0.0, 1.0, {{0.0, 1.0}}}});
  const ErrorEstimate estimate = estimate_error(line, problem, {0.5});
  ReferenceSolution failed;
  failed.message = "its linear systems cannot be solved";

  const Verdict verdict = judge(line, problem, config, {0, 1}, &failed, &estimate);

  EXPECT_FALSE(verdict.accepted);
  ASSERT_EQ(verdict.warnings.size(), 1U);
  EXPECT_EQ(verdict.warnings[0].message,
            "no classical solution: its linear systems cannot be solved, and no estimate: the "
            "linearised equations and conditions determine no error; judged by residual only, and "
            "so not accepted");
}

}  // namespace
}  // namespace pinn
