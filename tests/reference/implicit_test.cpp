// SPDX-License-Identifier: MIT
// Implicit and algebraic equations by IDA, against known solutions and against CVODE.
#include <gtest/gtest.h>

#include <cmath>

#include "pinn/problem/highest_derivatives.hpp"
#include "pinn/reference/reference.hpp"
#include "reference/problems.hpp"

namespace pinn {
namespace {

// IDA at rtol 1e-11 with orders up to 5 keeps some ten errors of a step.
constexpr double kManySteps = 1e-8;

ReferenceSolution solve(const Problem& problem, ReferenceMethod method) {
  ReferenceOptions options;
  options.method = method;
  options.rtol = 1e-11;
  options.atol.assign(problem.states.size(), 1e-13);
  return solve_reference(problem, options, test::grid(problem.start, problem.end, 21), 0);
}

Config config_of(const std::vector<std::string>& equations,
                 const std::vector<std::string>& conditions,
                 double end) {
  return test::config_of(0.0, end, equations, conditions);
}

TEST(ImplicitReference, SolvesACubicInTheDerivative) {
  const Problem problem = test::problem_of(config_of({"y'^3 + y' = -y"}, {"y(0) = 1"}, 3.0));
  const ReferenceSolution solution = solve(problem, ReferenceMethod::Auto);
  ASSERT_TRUE(solution.solved) << solution.message;
  EXPECT_EQ(solution.key, "ida");
  // With p = y': y = -(p^3 + p), so dt = -(3 p^2 + 1) / p dp and t = 3/2 (p0^2 - p^2) + ln(p0 / p).
  const auto slope = [](double y) {
    double p = -y;
    for (int i = 0; i < 60; ++i) p -= (p * p * p + p + y) / (3.0 * p * p + 1.0);
    return p;
  };
  const double p0 = slope(1.0);
  for (std::size_t i = 0; i < solution.points.size(); ++i) {
    const double p = slope(solution.values[0](static_cast<Eigen::Index>(i), 0));
    EXPECT_NEAR(1.5 * (p0 * p0 - p * p) + std::log(p0 / p), solution.points[i], kManySteps);
  }
  EXPECT_LT(solution.max_own_error, kManySteps);
}

TEST(ImplicitReference, TakesTheSlopeThatTheGuessHas) {
  for (const double sign : {1.0, -1.0}) {
    Config config = config_of({"y'^2 = 4*y"}, {"y(0) = 1"}, 0.5);
    config.problem.guess = {{"y", sign > 0.0 ? "1 + t" : "1 - t"}};
    const ReferenceSolution solution = solve(test::problem_of(config), ReferenceMethod::Auto);
    ASSERT_TRUE(solution.solved) << solution.message;
    for (std::size_t i = 0; i < solution.points.size(); ++i) {
      const double root = 1.0 + sign * solution.points[i];
      EXPECT_NEAR(solution.values[0](static_cast<Eigen::Index>(i), 0), root * root, kManySteps);
    }
  }
}

TEST(ImplicitReference, KeepsAlgebraicEquationsAsTheyAre) {
  // u1 = sin(2 pi t) / (2 pi), u2 = -cos(2 pi t)
  Config config = config_of({"u1' = cos(2*pi*t)", "0 = u2 + cos(2*pi*t)"}, {"u1(0) = 0"}, 1.0);
  config.problem.states = {"u1", "u2"};
  const Problem problem = test::problem_of(config);
  const ReferenceSolution solution = solve(problem, ReferenceMethod::Ida);
  ASSERT_TRUE(solution.solved) << solution.message;
  EXPECT_EQ(solution.method, "IDA");
  for (std::size_t i = 0; i < solution.points.size(); ++i) {
    const auto row = static_cast<Eigen::Index>(i);
    const double angle = 2.0 * std::acos(-1.0) * solution.points[i];
    EXPECT_NEAR(solution.values[0](row, 0), std::sin(angle) / (2.0 * std::acos(-1.0)), kManySteps);
    EXPECT_NEAR(solution.values[0](row, 1), -std::cos(angle), kManySteps);
  }
}

TEST(ImplicitReference, AgreesWithCvodeOnAPendulumOfIndex3) {
  Config config = config_of({"x'' = -lambda*x", "y'' = -lambda*y - 1", "x^2 + y^2 = 1"},
                            {"x(0) = 1", "y(0) = 0", "x'(0) = 0", "y'(0) = 0"},
                            3.0);
  config.problem.states = {"x", "y", "lambda"};
  const Problem problem = test::problem_of(config);
  const ReferenceSolution ida = solve(problem, ReferenceMethod::Ida);
  const ReferenceSolution cvode = solve(problem, ReferenceMethod::CvodeAdams);
  ASSERT_TRUE(ida.solved) << ida.message;
  ASSERT_TRUE(cvode.solved) << cvode.message;
  EXPECT_LT((ida.values[0] - cvode.values[0]).cwiseAbs().maxCoeff(), 10 * kManySteps);
}

TEST(ImplicitReference, AgreesWithCvodeOnExplicitEquationsBothWays) {
  const Problem problem =
      test::problem_of(config_of({"x'' + x = t"}, {"x(1) = 1", "x'(1) = 0"}, 2.0));
  const ReferenceSolution ida = solve(problem, ReferenceMethod::Ida);
  ASSERT_TRUE(ida.solved) << ida.message;
  for (std::size_t i = 0; i < ida.points.size(); ++i) {
    const double t = ida.points[i];
    EXPECT_NEAR(ida.values[0](static_cast<Eigen::Index>(i), 0), t - std::sin(t - 1.0), kManySteps);
  }
}

TEST(ImplicitReference, StopsAtTheEvent) {
  Config config = config_of({"y'^3 + y' = -10"}, {"y(0) = 1"}, 3.0);
  config.problem.stop_when = "y = 0";
  const ReferenceSolution solution = solve(test::problem_of(config), ReferenceMethod::Auto);
  ASSERT_TRUE(solution.solved) << solution.message;
  EXPECT_TRUE(solution.at_event);
  EXPECT_NEAR(solution.reached, 0.5, kManySteps);  // y' = -2
}

TEST(ImplicitReference, SaysWhatItDoesNotTake) {
  const Problem kinked = test::problem_of(config_of({"y' = -abs(y)"}, {"y(0) = 1"}, 1.0));
  EXPECT_EQ(why_no_method(kinked, ReferenceMethod::Ida),
            "IDA is not restarted where the equations switch");
  EXPECT_EQ(why_no_method(kinked, ReferenceMethod::Auto), "");
  const Problem cubic = test::problem_of(config_of({"y'^3 + y' = -y"}, {"y(0) = 1"}, 3.0));
  EXPECT_EQ(why_no_method(cubic, ReferenceMethod::CvodeBdf),
            "the highest derivatives cannot be solved for");
}

TEST(ImplicitReference, FailsWhereNoSlopeFulfilsTheEquations) {
  const ReferenceSolution solution = solve(
      test::problem_of(config_of({"y'^2 = -1 - y^2"}, {"y(0) = 1"}, 1.0)), ReferenceMethod::Auto);
  EXPECT_FALSE(solution.solved);
  EXPECT_EQ(solution.message, "no highest derivatives fulfil the equations at t = 0");
}

TEST(HighestDerivatives, FindsEverySolutionTheNearestFirst) {
  // (y' - 1) (y' - 2) (y' + 3) = 0
  const Problem problem = test::problem_of(config_of({"y'^3 - 7*y' + 6 = 0"}, {"y(0) = 1"}, 1.0));
  const Eigen::VectorXd u = Eigen::VectorXd::Ones(1);
  const auto found = highest_derivatives(problem, 0.0, u, Eigen::VectorXd::Constant(1, 1.9));
  ASSERT_EQ(found.size(), 3U);
  EXPECT_NEAR(found[0](0), 2.0, 1e-12);  // rounding
  EXPECT_NEAR(found[1](0), 1.0, 1e-12);
  EXPECT_NEAR(found[2](0), -3.0, 1e-12);
}

}  // namespace
}  // namespace pinn
