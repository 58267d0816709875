// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <cmath>

#include "configs.hpp"
#include "pinn/expression/evaluate.hpp"
#include "pinn/expression/print.hpp"

namespace pinn {
namespace {

TEST(MakeProblem, BindsTheDecayEquationToSlots) {
  const Problem problem = test::problem_of(test::decay());

  ASSERT_EQ(problem.n_states(), 1);
  EXPECT_EQ(problem.states[0].name, "y");
  EXPECT_EQ(problem.states[0].order, 1);
  EXPECT_EQ(problem.n_slots, 3);
  EXPECT_EQ(problem.equations[0].label, "y");
  EXPECT_EQ(print_expression(problem.equations[0].residual), "y' - -1.3*y");
  EXPECT_EQ(evaluate<double>(problem.equations[0].residual, {0.0, 2.0, 0.5}), 0.5 + 1.3 * 2.0);
  EXPECT_EQ(problem.kind, ProblemKind::Ivp);
  EXPECT_TRUE(problem.linear);
  EXPECT_FALSE(problem.implicit);
  EXPECT_TRUE(problem.smooth);
}

TEST(MakeProblem, TakesStatesInOrderOfAppearanceWithTheirHighestDerivative) {
  const Problem problem = test::problem_of(test::config_of(
      {"v' + x*x' = v", "x''' = v + t"}, {"x(0)=1", "x'(0)=2", "x''(0)=3", "v(0)=4"}));

  ASSERT_EQ(problem.n_states(), 2);
  EXPECT_EQ(problem.states[0].name, "v");
  EXPECT_EQ(problem.states[1].name, "x");
  EXPECT_EQ(problem.states[1].order, 3);
  EXPECT_EQ(problem.slot_of(0, 0), 1);
  EXPECT_EQ(problem.slot_of(1, 0), 3);
  EXPECT_EQ(problem.n_slots, 7);
  EXPECT_EQ(problem.total_order(), 4);
  EXPECT_EQ(problem.highest_order(), 3);
  EXPECT_EQ(problem.find_state("x"), 1);
  EXPECT_EQ(problem.find_state("t"), -1);
}

TEST(MakeProblem, PutsInDefinitionsInAnyOrder) {
  Config config = test::config_of({"y' = -rate*y + load"}, {"y(0) = scale"}, {{"k", 2.0}});
  config.problem.definitions = {
      {"load", "scale*sin(w*t)"}, {"rate", "k*scale"}, {"scale", "3"}, {"w", "k + scale"}};

  const Problem problem = test::problem_of(config);

  EXPECT_EQ(print_expression(problem.equations[0].right), "-6*y + 3*sin(5*t)");
  EXPECT_EQ(problem.conditions[0].target, 3.0);
}

TEST(MakeProblem, TakesTheStateOfADefinitionThatAnEquationUses) {
  Config config = test::config_of({"m*acceleration = -x"}, {"x(0) = 1", "x'(0) = 0"}, {{"m", 2.0}});
  config.problem.definitions = {{"acceleration", "x''"}};

  EXPECT_EQ(test::problem_of(config).states[0].order, 2);
}

TEST(MakeProblem, TakesAStateOfTheVariableAsTheState) {
  const Problem problem = test::problem_of(test::config_of({"y'(t) = -y(t)"}, {"y(0) = 1"}));

  EXPECT_EQ(print_expression(problem.equations[0].residual), "y' - -y");
}

TEST(MakeProblem, DropsTheBranchThatConstantsRuleOut) {
  const Problem problem = test::problem_of(
      test::config_of({"y' = if(k > 0, log(k)*y, 1/k)"}, {"y(0) = 1"}, {{"k", 1.0}}));

  EXPECT_EQ(print_expression(problem.equations[0].right), "0*y");
  EXPECT_TRUE(problem.smooth);
}

TEST(MakeProblem, BindsExactSolutionsGuessesAndObservables) {
  Config config = test::decay();
  config.problem.exact = {{"y", "exp(-k*t)"}};
  config.problem.guess = {{"y", "1 - t/5"}};
  config.problem.observables = {{"rate", "y'/y + t"}};

  const Problem problem = test::problem_of(config);

  EXPECT_TRUE(problem.all_exact());
  EXPECT_EQ(evaluate<double>(*problem.exact[0], {2.0, 0.0, 0.0}), std::exp(-2.6));
  EXPECT_EQ(evaluate<double>(*problem.guess[0], {2.5, 0.0, 0.0}), 0.5);
  EXPECT_EQ(evaluate<double>(problem.observables[0].expression, {1.0, 2.0, 6.0}), 4.0);
}

TEST(MakeProblem, TakesTheManyNodesThatDefinitionsMayCome) {
  Config config = test::config_of({"y' = d10"}, {"y(0) = 1"});
  config.problem.definitions = {{"d0", "y + t"}};
  for (int i = 1; i <= 10; ++i) {
    const std::string before = "d" + std::to_string(i - 1);
    config.problem.definitions.emplace_back("d" + std::to_string(i), before + "*" + before);
  }

  const Problem problem = test::problem_of(config);

  EXPECT_EQ(problem.equations[0].right.nodes().size(), 4U * 1024U - 1U);
}

TEST(MakeProblem, TakesASumOfThousandsOfTerms) {
  std::string text = "y' = y";
  for (int i = 0; i < 20000; ++i) text += "+t";

  const Problem problem = test::problem_of(test::config_of({text}, {"y(0) = 1"}));

  EXPECT_TRUE(problem.linear);
  EXPECT_EQ(evaluate<double>(problem.equations[0].right, {0.5, 1.0, 0.0}), 10001.0);
}

TEST(Describe, SaysHowTheProblemWasUnderstood) {
  Config config = test::config_of({"x'' + w^2*x = 0"}, {"x(0) = 1", "x'(0) = 0"}, {{"w", 2.0}});
  config.problem.observables = {{"energy", "x'^2/2 + w^2*x^2/2"}};

  EXPECT_EQ(
      describe(test::problem_of(config)),
      (std::vector<std::string>{"1 state of t on [0, 5]: x (order 2)",
                                "1 equation: linear, solvable for the highest derivatives",
                                "initial-value problem, 2 conditions at t = 0: x(0) = 1, x'(0) = 0",
                                "no exact solution is given",
                                "1 observable: energy"}));
}

}  // namespace
}  // namespace pinn
