// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include "configs.hpp"

namespace pinn {
namespace {

Problem first_order(const std::string& equation) {
  return test::problem_of(test::config_of({equation}, {"y(0) = 1"}));
}

TEST(Structure, TellsLinearFromNonlinear) {
  for (const char* equation : {"y' = -y*exp(t) + sin(t)",
                               "t^2*y' = y/(1 + t)",
                               "y'/2 - y^1 = 0",
                               "y' = if(t < 1, y, 2*y)",
                               "y' = pow(y, 1)"}) {
    EXPECT_TRUE(first_order(equation).linear) << equation;
  }
  for (const char* equation :
       {"y' = y^2", "y' = sin(y)", "y' = t/y", "y*y' = 1", "y' = if(y > 0, 1, 2)", "y' = 2^y"}) {
    EXPECT_FALSE(first_order(equation).linear) << equation;
    EXPECT_FALSE(first_order(equation).implicit) << equation;
  }
}

TEST(Structure, CallsAnEquationImplicitIfItIsNotAffineInTheHighestDerivative) {
  for (const char* equation : {"y'^2 = y", "y' + sin(y')/2 = t", "1/y' = y", "y'*(y' + 1) = t"}) {
    EXPECT_TRUE(first_order(equation).implicit) << equation;
  }
  const Problem lower =
      test::problem_of(test::config_of({"x''*x = x'^2"}, {"x(0) = 1", "x'(0) = 1"}));
  EXPECT_FALSE(lower.implicit);
}

TEST(Structure, CallsASystemImplicitThatDoesNotDetermineItsHighestDerivatives) {
  const Config config =
      test::config_of({"x' + y' = 1", "2*x' + 2*y' = 2"}, {"x(0) = 1", "y(0) = 1"});

  EXPECT_TRUE(test::problem_of(config).implicit);
  EXPECT_EQ(
      test::told(config),
      "warning no-explicit-form problem.equations: the equations do not determine the highest "
      "derivatives, so there is no classical solution to compare with; solve one of them for "
      "each\n");
}

TEST(Structure, IsSmoothWithoutKinks) {
  EXPECT_TRUE(first_order("y' = tanh(y)").smooth);
  for (const char* equation :
       {"y' = abs(y)", "y' = step(t - 1)", "y' = if(t < 1, 1, 2)", "y' = max(y, 0)"}) {
    EXPECT_FALSE(first_order(equation).smooth) << equation;
  }
}

std::vector<std::string> labels(std::vector<std::string> equations,
                                std::vector<std::string> conditions) {
  std::vector<std::string> result;
  const Config config = test::config_of(std::move(equations), std::move(conditions));
  for (const Equation& e : test::problem_of(config).equations) result.push_back(e.label);
  return result;
}

TEST(Structure, LabelsEachEquationByTheStateItDetermines) {
  using Labels = std::vector<std::string>;
  EXPECT_EQ(labels({"v' = x", "x' = v"}, {"x(0) = 1", "v(0) = 1"}), (Labels{"v", "x"}));
  EXPECT_EQ(labels({"x + y' = x'", "x' = y"}, {"x(0) = 1", "y(0) = 1"}), (Labels{"y", "x"}));
  EXPECT_EQ(labels({"x'' + x = 0", "0 = y' + x'"}, {"x(0) = 1", "x'(0) = 0", "y(0) = 1"}),
            (Labels{"x", "y"}));
  EXPECT_EQ(labels({"x' + y' = x", "x' - y' = y"}, {"x(0) = 1", "y(0) = 1"}), (Labels{"1", "2"}));
}

}  // namespace
}  // namespace pinn
