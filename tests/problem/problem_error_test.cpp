// SPDX-License-Identifier: MIT
// The exact text and place of every mistake in a problem.
#include <gtest/gtest.h>

#include "configs.hpp"

namespace pinn {
namespace {

TEST(ProblemError, OffersTheNearestName) {
  Config config = test::config_of({"y' = -kk*y"}, {"y(0) = 1"}, {{"k", 1.3}});

  EXPECT_EQ(test::told(config),
            "error problem.equations.0 6+2: unknown name \"kk\" in problem.equations.0; did you "
            "mean \"k\"? | known here: t (variable), y (state), k (parameter)\n");
}

TEST(ProblemError, OffersWhatAForeignNameIsCalledHere) {
  EXPECT_EQ(test::told(test::config_of({"y' = e^-t"}, {"y(0) = 1"})),
            "error problem.equations.0 5+1: unknown name \"e\" in problem.equations.0; Euler's "
            "number is exp(1) | known here: t (variable), y (state)\n");
  EXPECT_EQ(test::told(test::config_of({"y' = sine(t)"}, {"y(0) = 1"})),
            "error problem.equations.0 5+7: unknown name \"sine\" in problem.equations.0; did you "
            "mean \"sin\"? | known here: t (variable), y (state)\n");
}

TEST(ProblemError, ListsAtMostTwelveKnownNames) {
  Config config = test::config_of({"y' = q + zzzz"}, {"y(0) = 1"});
  for (char c = 'a'; c < 'p'; ++c) config.problem.parameters.emplace_back(std::string(1, c), 1.0);

  EXPECT_EQ(
      test::told(config),
      "error problem.equations.0 5+1: unknown name \"q\" in problem.equations.0 | known here: "
      "t (variable), y (state), a (parameter), b (parameter), c (parameter), d (parameter), e "
      "(parameter), f (parameter), g (parameter), h (parameter), i (parameter), j (parameter), "
      "...\n");
}

TEST(ProblemError, TellsAllMistakesAtOnceButOnePerExpression) {
  Config config = test::config_of({"y' = -kk*y + qq"}, {"z(0) = 1"}, {{"k", 1.0}});
  config.problem.exact = {{"y", "exp(-r*t"}};
  config.problem.start = 5.0;
  config.problem.end = 0.0;

  EXPECT_EQ(test::told(config),
            "error problem.exact.y 3+1: \"(\" without \")\"\n"
            "error problem.domain: domain [5, 0] is reversed; expected [a, b] with a < b: [0, 5]\n"
            "error problem.equations.0 6+2: unknown name \"kk\" in problem.equations.0; did you "
            "mean \"k\"? | known here: t (variable), y (state), k (parameter)\n"
            "error problem.conditions.0 0+4: \"z\" is not a state: no equation has it with a prime "
            "| known here: t (variable), y (state), k (parameter)\n");
}

TEST(ProblemError, IsNotToldTwiceAtOnePlace) {
  const Config config = test::config_of({"y' = -(y"}, {"y(0) = 1"});
  Diagnostics diagnostics(1);
  diagnostics.front().place = {"problem.equations.0", 6, 1, false};
  diagnostics.front().message = "seen";

  make_problem(config, diagnostics);

  EXPECT_EQ(diagnostics.size(), 1U);
  EXPECT_EQ(test::told(config), "error problem.equations.0 6+1: \"(\" without \")\"\n");
}

TEST(ProblemError, NamesClashingAndReservedNames) {
  Config config = test::config_of({"y' = -k*y"}, {"y(0) = 1"}, {{"k", 1.0}, {"pi", 3.0}});
  config.problem.definitions = {{"k", "2"}, {"a-b", "1"}};
  config.problem.observables = {{"y", "2*k"}};

  EXPECT_EQ(
      test::told(config),
      "error problem.parameters.pi key: \"pi\" is a reserved word\n"
      "error problem.definitions.k key: \"k\" is the name of a parameter already; names must "
      "be distinct\n"
      "error problem.definitions.a-b key: \"a-b\" is not a name: a letter or _, then letters, "
      "digits, _\n"
      "error problem.observables.y key: \"y\" is the name of a state already; names must be "
      "distinct\n");
}

TEST(ProblemError, TakesPrimesOnlyOnStatesAndAtMostEight) {
  EXPECT_EQ(test::told(test::config_of({"y' = k'"}, {"y(0) = 1"}, {{"k", 1.0}})),
            "error problem.equations.0 5+2: \"k\" is a parameter and takes no prime, only states "
            "do\n");
  EXPECT_EQ(test::told(test::config_of({"y''''''''' = 1"}, {"y(0) = 1"})),
            "error problem.equations.0 0+10: 9 primes, at most 8 are allowed\n"
            "error problem.conditions: 1 condition where 8 are needed: the orders add up to 8 (y 8)"
            "\n");
}

TEST(ProblemError, KeepsThePlaceOfAStateWithTooManyPrimes) {
  Config config = test::config_of({"x' = -x", "dx_dt\'\'\'\'\'\'\'\'\' = 1"}, {});

  Diagnostics diagnostics;
  make_problem(config, diagnostics);

  ASSERT_FALSE(diagnostics.empty());
  EXPECT_EQ(diagnostics[0].place.path, "problem.equations.1");
  for (const Diagnostic& d : diagnostics) EXPECT_FALSE(d.place.path.empty());
}

TEST(ProblemError, WantsAsManyEquationsAsStates) {
  EXPECT_EQ(test::told(test::config_of({"x' = x", "x' = 2*x"}, {"x(0) = 1"})),
            "error problem.equations: 2 equations for 1 state (x); expected as many equations as "
            "states\n");
  EXPECT_EQ(
      test::told(test::config_of({"x' = y'"}, {"x(0) = 1", "y(0) = 1"})),
      "error problem.equations: 1 equation for 2 states (x, y); expected as many equations as "
      "states\n");
  EXPECT_EQ(
      test::told(test::config_of({"k = 2"}, {"y(0) = 1"}, {{"k", 1.0}})),
      "error problem.equations: no equation contains a state; a state is a name with a prime, "
      "for example y'\n"
      "error problem.conditions.0 0+4: \"y\" is not a state: no equation has it with a prime "
      "| known here: t (variable), k (parameter)\n");
  EXPECT_EQ(
      test::told(test::config_of({}, {})),
      "error problem.equations: no equation; expected one for every state, for example \"y' = "
      "-y\"\n");
  EXPECT_EQ(test::told(test::config_of({"x' = y' + y", "t = 2"}, {"x(0) = 1", "y(0) = 1"})),
            "error problem.equations.1: the equation contains no state\n");
}

TEST(ProblemError, NamesACycleOfDefinitions) {
  Config config = test::decay();
  config.problem.definitions = {{"c", "a"}, {"a", "2*b"}, {"b", "1 + a"}};

  EXPECT_EQ(test::told(config),
            "error problem.definitions.a: definitions form a cycle: a -> b -> a\n");
}

TEST(ProblemError, StopsDefinitionsThatExplode) {
  Config config = test::config_of({"y' = d60"}, {"y(0) = 1"});
  config.problem.definitions = {{"d0", "y + t"}};
  for (int i = 1; i <= 60; ++i) {
    const std::string before = "d" + std::to_string(i - 1);
    config.problem.definitions.emplace_back("d" + std::to_string(i), before + "*" + before);
  }

  EXPECT_EQ(test::told(config),
            "error problem.equations.0: more than 100000 operations in this expression once the "
            "definitions are put in\n");
}

TEST(ProblemError, RefusesOtherPlacesInEquations) {
  EXPECT_EQ(
      test::told(test::config_of({"y' = -y(0)"}, {"y(0) = 1"})),
      "error problem.equations.0 6+4: \"y(0)\" is a value at a point; only problem.conditions "
      "may have such values\n");
  EXPECT_EQ(test::told(test::config_of({"y' = -k(1 + y)"}, {"y(0) = 1"}, {{"k", 1.0}})),
            "error problem.equations.0 6+8: \"k\" is a parameter, not a function; a product is "
            "written k*(...)\n");
}

TEST(ProblemError, RefusesConditionsThatAreNoConditions) {
  const auto told = [](const std::string& condition) {
    Config config = test::config_of({"x'' = -x"}, {"x(0) = 1", condition}, {{"k", 1.0}});
    config.problem.definitions = {{"d", "x + 1"}, {"s", "sin(t)"}};
    std::string text = test::told(config);
    const std::string path = "error problem.conditions.1";
    return text.rfind(path, 0) == 0 ? text.substr(path.size()) : text;
  };

  EXPECT_EQ(
      told("k = 1"),
      ": the condition contains no state; expected a value at a point, for example x(0) = 1\n");
  EXPECT_EQ(told("x = 1"), " 0+1: \"x\" needs a point in a condition, for example x(0)\n");
  EXPECT_EQ(told("x(0) = t"),
            " 7+1: \"t\" has no value in a condition; write a number, for example 0\n");
  EXPECT_EQ(told("x(t) = 1"),
            " 2+1: \"t\" has no value in a condition; write a number, for example 0\n");
  EXPECT_EQ(told("x(x(0)) = 1"),
            " 2+4: the point of a condition must be a constant, not \"x(0)\"\n");
  EXPECT_EQ(told("x(x) = 1"), " 2+1: the point of a condition must be a constant, not \"x\"\n");
  EXPECT_EQ(told("x(6) = 1"), " 0+4: point 6 of x is outside the domain [0, 5]\n");
  EXPECT_EQ(
      told("x''(0) = 1"),
      " 0+6: \"x''(0)\" has 2 primes, a condition of a state of order 2 has fewer; the highest "
      "is x'(0)\n");
  EXPECT_EQ(told("x'(0) = d"), " 8+1: \"d\" depends on a state and cannot be used here\n");
  EXPECT_EQ(told("x'(0) = s"), " 8+1: \"s\" depends on t and cannot be used in a condition\n");
  EXPECT_EQ(told("x'(0) = k(0)"),
            " 8+4: \"k\" is a parameter, not a function; a product is written k*(...)\n");
  EXPECT_EQ(told("x(0) = x(0)"), ": the states in the condition cancel\n");
  EXPECT_EQ(told("2*x(0) = 3"), ": the condition repeats or contradicts the ones before it\n");
}

TEST(ProblemError, WantsAsManyConditionsAsTheOrdersAddUpTo) {
  const std::vector<std::string> equations{"x'' = v", "v' = x"};
  const std::string start = "error problem.conditions: ";
  const std::string needed = "the orders add up to 3 (x 2, v 1)";

  EXPECT_EQ(test::told(test::config_of(equations, {"x(0) = 1", "v(0) = 2"})),
            start + "2 conditions where 3 are needed: " + needed + "; missing: x'(0)\n");
  EXPECT_EQ(
      test::told(test::config_of(equations, {})),
      start + "0 conditions where 3 are needed: " + needed + "; missing: x(0), x'(0), v(0)\n");
  EXPECT_EQ(test::told(test::config_of(equations, {"x(0) = 1", "x(5) = 2"})),
            start + "2 conditions where 3 are needed: " + needed + "\n");
  EXPECT_EQ(
      test::told(test::config_of(equations, {"x(0) = 1", "x'(0) = 1", "v(0) = 2", "v(5) = 3"})),
      start + "4 conditions where 3 are needed: " + needed + "; remove 1\n");
}

TEST(ProblemError, TakesExactSolutionsOfStatesInTheVariableOnly) {
  Config config = test::decay();
  config.problem.exact = {{"yy", "exp(-k*t)"}, {"y", "exp(-k*t) + 0*y'"}};
  config.problem.guess = {{"z", "1"}};

  EXPECT_EQ(
      test::told(config),
      "error problem.exact.y 14+2: \"y\" is a state; only the variable, parameters and "
      "definitions without states may be used here\n"
      "error problem.exact.yy key: \"yy\" is not a state; did you mean \"y\"? | known here: t "
      "(variable), y (state), k (parameter)\n"
      "error problem.guess.z key: \"z\" is not a state | known here: t (variable), y (state), "
      "k (parameter)\n");
}

TEST(ProblemError, ChecksObservables) {
  Config config = test::decay();
  config.problem.observables = {{"a", "y''"}, {"b", "a + 1"}};

  EXPECT_EQ(test::told(config),
            "error problem.observables.a 0+3: \"y''\" is above the order of \"y\", which is 1\n"
            "error problem.observables.b 0+1: \"a\" is an observable and cannot be used here; make "
            "it one of problem.definitions\n");
}

TEST(ProblemError, RefusesDivisionByAConstantZero) {
  EXPECT_EQ(test::told(test::config_of({"y' = y/(k - 1)"}, {"y(0) = 1"}, {{"k", 1.0}})),
            "error problem.equations.0 5+9: division by zero: \"y/(k - 1)\"\n");
  EXPECT_EQ(test::told(test::config_of({"y' = y*log(1 - 1)"}, {"y(0) = 1"})),
            "error problem.equations.0 7+10: \"log(1 - 1)\" is not finite (-inf)\n");
  EXPECT_EQ(test::told(test::config_of({"y' = y"}, {"y(1/0) = 1"})),
            "error problem.conditions.0 0+6: the point is not a finite number\n");
}

TEST(ProblemError, NamesTwoColumnsOfOneName) {
  Config config = test::config_of({"x' = dx_dt", "dx_dt' = -x"}, {"x(0) = 1", "dx_dt(0) = 0"});
  config.problem.observables = {{"res_x", "2*x"}, {"x_ref", "x"}};

  EXPECT_EQ(test::told(config),
            "error problem.equations.1 0+6: \"dx_dt\" would be the column of a state and of the "
            "derivative x'; choose another name\n"
            "error problem.observables.x_ref key: \"x_ref\" would be the column of an observable "
            "and of the reference of x; choose another name\n"
            "error problem.observables.res_x key: \"res_x\" would be the column of an observable "
            "and of the residual of an equation; choose another name\n");
}

TEST(ProblemError, NamesDataAndTolerancesOfNothing) {
  Config config = test::decay();
  config.problem.observables = {{"double_y", "2*y"}};
  config.problem.data.push_back({"d.csv", "t", {{"y", "y"}, {"doubley", "d"}}, {{"z", 0.1}}});
  config.accept.atol = NamedList<double>{{"yy", 1e-3}};

  EXPECT_EQ(test::told(config),
            "error problem.data.0.columns.doubley key: \"doubley\" is not a state or observable; "
            "did you mean \"double_y\"? | known here: t (variable), y (state), k (parameter)\n"
            "error problem.data.0.sigma.z key: \"z\" is not one of the columns\n"
            "error accept.atol.yy key: \"yy\" is not a state; did you mean \"y\"? | states: y\n");
}

TEST(ProblemError, RefusesAnEmptyDomain) {
  Config config = test::decay();
  config.problem.end = 0.0;

  EXPECT_EQ(test::told(config),
            "error problem.domain: domain [0, 0] is empty; expected [a, b] with a < b\n");
}

TEST(ProblemError, TakesEveryStateOfATextThatDoesNotParse) {
  const Config config = test::config_of({"x' = 2y", "y' = x"}, {"x(0) = 1", "y(0) = 1"});

  EXPECT_EQ(test::told(config), "error problem.equations.0 5+2: \"*\" is missing; write 2*y\n");
}

}  // namespace
}  // namespace pinn
