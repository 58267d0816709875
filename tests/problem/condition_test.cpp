// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "configs.hpp"
#include "pinn/expression/evaluate.hpp"

namespace pinn {
namespace {

Config oscillator(std::vector<std::string> conditions) {
  return test::config_of({"x'' = -x"}, std::move(conditions), {{"a", 2.0}});
}

TEST(Conditions, AtOnePointMakeAnInitialValueProblemAnywhere) {
  const Problem problem = test::problem_of(oscillator({"x(3) = 1", "x'(3) = 0"}));

  EXPECT_EQ(problem.kind, ProblemKind::Ivp);
  EXPECT_EQ(problem.conditions[1].values[0].derivative, 1);
  EXPECT_EQ(problem.conditions[1].values[0].at, 3.0);
}

TEST(Conditions, AtTwoPointsMakeABoundaryValueProblem) {
  EXPECT_EQ(test::problem_of(oscillator({"x(0) = 1", "x(5) = 0"})).kind, ProblemKind::Bvp);
  EXPECT_EQ(test::problem_of(oscillator({"x(0) = x(5)", "x'(0) = 1"})).kind, ProblemKind::Bvp);
}

TEST(Conditions, ThatAreLinearHaveCoefficientsAndATarget) {
  const Problem problem =
      test::problem_of(oscillator({"a*x(0) + 3*x'(0) - 4 = x(5)/a", "x(0) = sqrt(a^2) + 1"}));

  const Condition& mixed = problem.conditions[0];
  ASSERT_TRUE(mixed.linear);
  EXPECT_EQ(mixed.coefficients, (std::vector<double>{2.0, 3.0, -0.5}));
  EXPECT_EQ(mixed.target, 4.0);
  EXPECT_EQ(mixed.values[2].at, 5.0);
  EXPECT_EQ(problem.conditions[1].target, 3.0);
}

TEST(Conditions, ThatAreNotLinearKeepTheirResidual) {
  const Problem problem = test::problem_of(oscillator({"x(0)^2 + x'(0)^2 = 1", "x(0) = 0.5"}));

  EXPECT_FALSE(problem.conditions[0].linear);
  EXPECT_EQ(evaluate<double>(problem.conditions[0].residual, {2.0, 3.0}), 12.0);
  EXPECT_TRUE(problem.conditions[1].linear);
}

TEST(Conditions, AtAnEndThatIsRoundedDifferentlyAreAtTheEnd) {
  Config config = oscillator({"x(0) = 1", "x(2*pi) = 1 + x(0)/2"});
  config.problem.end = 6.283185307179587;  // one rounding above 2*pi

  const Problem problem = test::problem_of(config);

  EXPECT_EQ(problem.conditions[1].values[0].at, config.problem.end);
}

TEST(Conditions, TakeParametersAndConstantDefinitionsAsPoints) {
  Config config = oscillator({"x(middle) = 1", "x'(a/4) = 0"});
  config.problem.definitions = {{"middle", "1/a"}};

  EXPECT_EQ(test::problem_of(config).kind, ProblemKind::Ivp);
}

}  // namespace
}  // namespace pinn
