// SPDX-License-Identifier: MIT
// Algebraic equations among the others: what is differentiated, and where the solution starts.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "configs.hpp"
#include "tolerances.hpp"

namespace pinn {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Config with_states(std::vector<std::string> states, Config config) {
  config.problem.states = std::move(states);
  return config;
}

std::vector<std::string> texts_of(const std::vector<Equation>& equations) {
  std::vector<std::string> texts;
  for (const Equation& equation : equations) texts.push_back(equation.text);
  return texts;
}

/// Texts of the conditions that were not given.
std::vector<std::string> consistent(const Problem& problem) {
  std::vector<std::string> texts;
  for (const Condition& condition : problem.conditions) {
    if (condition.derived) texts.push_back(condition.text);
  }
  return texts;
}

TEST(IndexReduction, LeavesDifferentialEquationsAlone) {
  const Problem problem = test::problem_of(test::decay());

  EXPECT_TRUE(problem.constraints.empty());
  EXPECT_THAT(texts_of(problem.equations), ElementsAre("y' = -k*y"));
}

TEST(IndexReduction, DifferentiatesAnEquationWithoutDerivatives) {
  const Problem problem = test::problem_of(with_states(
      {"u1", "u2"}, test::config_of({"u1' = cos(t)", "0 = u2 + cos(t)"}, {"u1(0) = 0"})));

  EXPECT_THAT(texts_of(problem.equations), ElementsAre("u1' = cos(t)", "0 = u2' - sin(t)"));
  EXPECT_THAT(texts_of(problem.constraints), ElementsAre("0 = u2 + cos(t)"));
  EXPECT_THAT(consistent(problem), ElementsAre("u2(0) = -1"));
  EXPECT_TRUE(problem.states[1].algebraic);
}

TEST(IndexReduction, TakesTheOrderOfTheStatesFromTheConfig) {
  const Problem problem = test::problem_of(
      with_states({"z", "y"}, test::config_of({"y' = z", "z = 2*y"}, {"y(0) = 1"})));

  EXPECT_EQ(problem.states[0].name, "z");
  EXPECT_EQ(problem.states[1].name, "y");
  EXPECT_THAT(consistent(problem), ElementsAre("z(0) = 2"));
}

TEST(IndexReduction, FindsTheTensionOfAPendulum) {
  const Problem problem = test::problem_of(
      with_states({"x", "y", "s"},
                  test::config_of({"x'' = -s*x", "y'' = -s*y - 10", "x^2 + y^2 = 1"},
                                  {"x(0) = 0.6", "x'(0) = 0.8", "y(0) = -0.8", "y'(0) = 0.6"})));

  // The constraint, and its first and second derivative with x'' and y'' put in.
  EXPECT_EQ(problem.constraints.size(), 3U);
  EXPECT_FALSE(problem.implicit);
  // s = x'^2 + y'^2 - 10 y with a rod of length 1
  const Condition& tension = problem.conditions.back();
  EXPECT_EQ(tension.values[0].state, 2);
  EXPECT_NEAR(tension.target, 1.0 + 8.0, test::kFewRoundings * 10.0);
}

TEST(IndexReduction, FindsConstraintsHiddenInSums) {
  // The sum of both says 0 = 3 - x - y.
  const Problem problem = test::problem_of(
      test::config_of({"x' - y' = 1 - x", "y' - x' = 2 - y"}, {"x(0) = 1", "y(0) = 2"}));

  EXPECT_FALSE(problem.implicit);
  EXPECT_EQ(problem.constraints.size(), 1U);
  EXPECT_TRUE(consistent(problem).empty());
}

TEST(IndexReduction, SolvesNonlinearConstraintsFromAGuess) {
  Config config = with_states({"y", "z"}, test::config_of({"y' = -z", "z^2 = y"}, {"y(0) = 4"}));
  config.problem.guess = {{"z", "-1"}};

  EXPECT_THAT(consistent(test::problem_of(config)), ElementsAre("z(0) = -2"));
}

TEST(IndexReduction, AsksWhereSeveralValuesFit) {
  EXPECT_THAT(
      test::told(with_states({"y", "z"}, test::config_of({"y' = -z", "z^2 = y"}, {"y(0) = 4"}))),
      HasSubstr("several values of z meet the equations at t = 0: 2, -2; choose one by "
                "problem.guess"));
}

TEST(IndexReduction, LooksFurtherThanZero) {
  const Problem problem = test::problem_of(
      with_states({"y", "z"}, test::config_of({"y' = -z", "z^3 = y"}, {"y(0) = 8"})));

  ASSERT_EQ(problem.conditions.size(), 2U);
  EXPECT_NEAR(problem.conditions[1].target, 2.0, 1e-14);
}

TEST(IndexReduction, AcceptsAValueThatFollows) {
  const Problem problem = test::problem_of(with_states(
      {"u1", "u2"}, test::config_of({"0 = u1 - t", "u2' = u2 - t"}, {"u1(0) = 0", "u2(0) = 2"})));

  EXPECT_TRUE(consistent(problem).empty());
}

TEST(IndexReduction, RefusesAValueThatContradicts) {
  EXPECT_THAT(test::told(with_states(
                  {"u1", "u2"},
                  test::config_of({"0 = u1 - t", "u2' = u2 - t"}, {"u1(0) = 1", "u2(0) = 2"}))),
              HasSubstr("error problem.conditions: the conditions do not fit the equations: at t "
                        "= 0 they leave"));
}

TEST(IndexReduction, TellsWhatIsMissingAtTheStart) {
  EXPECT_THAT(test::told(with_states(
                  {"y", "z", "w"}, test::config_of({"y' = z", "z = 2*y", "w' = 1"}, {"y(0) = 1"}))),
              HasSubstr("1 condition missing at t = 0: the equations leave open w"));
}

TEST(IndexReduction, RefusesAStateThatNothingDetermines) {
  EXPECT_THAT(test::told(with_states({"y", "z"},
                                     test::config_of({"y' = -y", "y = exp(-t)"}, {"y(0) = 1"}))),
              HasSubstr("error problem.equations: the equations do not determine the states "
                        "without a prime (z)"));
}

// No equation keeps its factors of the highest derivatives, so there is nothing to combine.
TEST(IndexReduction, LeavesEquationsWithoutConstantFactorsAlone) {
  const Config config =
      test::config_of({"t*x' + t*y' = 1", "t*x' + t*y' = x"}, {"x(0) = 1", "y(0) = 1"});

  EXPECT_THAT(test::told(config),
              HasSubstr("the equations do not determine the highest derivatives"));
}

TEST(IndexReduction, RefusesPrimesOnNamesThatAreNoStates) {
  EXPECT_THAT(test::told(with_states(
                  {"y"}, test::config_of({"y' = z'", "z' = y"}, {"y(0) = 1", "z(0) = 1"}))),
              HasSubstr("\"z\" has a prime but is not one of problem.states"));
}

TEST(IndexReduction, RefusesConditionsAtTwoPlaces) {
  EXPECT_THAT(test::told(with_states(
                  {"x", "z"}, test::config_of({"x'' = z", "z = -x"}, {"x(0) = 0", "x(1) = 1"}))),
              HasSubstr("equations without derivatives need all conditions at one point"));
}

}  // namespace
}  // namespace pinn
