// SPDX-License-Identifier: MIT
// The exact text of every warning.
#include <gtest/gtest.h>

#include "configs.hpp"

namespace pinn {
namespace {

TEST(ProblemWarning, IsAbsentWhereNothingIsOdd) { EXPECT_EQ(test::told(test::decay()), ""); }

TEST(ProblemWarning, NamesWhatIsNeverUsed) {
  Config config = test::decay();
  config.problem.parameters.emplace_back("m", 2.0);
  config.problem.definitions = {{"d", "2*k"}};

  EXPECT_EQ(test::told(config),
            "warning unused problem.parameters.m key: parameter \"m\" is never used\n"
            "warning unused problem.definitions.d key: definition \"d\" is never used\n");
}

TEST(ProblemWarning, IsAbsentForAParameterThatAnotherWasComputedFrom) {
  Config config = test::decay();
  config.problem.parameters.emplace_back("m", 2.0);
  config.problem.used_by_parameters = {"m"};

  EXPECT_EQ(test::told(config), "");
}

TEST(ProblemWarning, PointsAtAKink) {
  EXPECT_EQ(test::told(test::config_of({"y' = 1 + abs(y)"}, {"y(0) = 1"})),
            "warning non-smooth problem.equations.0 9+6: the equation is not smooth where abs "
            "switches, where a network is least accurate\n");
}

TEST(ProblemWarning, ExplainsAChainOfPowers) {
  const std::string warning =
      "warning power-chain problem.equations.0 5+7: \"y^2^0.5\" means a^(b^c); brackets make that "
      "clear\n";

  EXPECT_EQ(test::told(test::config_of({"y' = y^2^0.5"}, {"y(0) = 1"})), warning);
  EXPECT_EQ(test::told(test::config_of({"y' = y^(2^0.5)"}, {"y(0) = 1"})), "");
  EXPECT_EQ(test::told(test::config_of({"y' = (y^2)^0.5"}, {"y(0) = 1"})), "");
}

TEST(ProblemWarning, NamesAnEndWhereTheEquationIsNotFinite) {
  const std::vector<std::string> conditions{"y(0) = 1", "y'(0) = 0"};

  EXPECT_EQ(test::told(test::config_of({"y'' + 2*y'/t + y^5 = 0"}, conditions)),
            "warning singular-end problem.equations.0: the equation is not finite at t = 0, an end "
            "of the domain\n");
  EXPECT_EQ(test::told(test::config_of({"y'' = y/(t - 5)"}, conditions)),
            "warning singular-end problem.equations.0: the equation is not finite at t = 5, an end "
            "of the domain\n");
  EXPECT_EQ(test::told(test::config_of({"y'' = log(y) + sqrt(y')"}, conditions)), "");
}

TEST(ProblemWarning, NamesEverySlopeThatFulfilsImplicitEquations) {
  Config config = test::config_of({"y'^2 = 4*y"}, {"y(0) = 1"});
  config.problem.guess = {{"y", "1 - t"}};
  EXPECT_EQ(test::told(config),
            "warning several-solutions problem.equations: at t = 0 the equations hold with "
            "y' = -2, which is taken, and with y' = 2; the highest derivative of problem.guess "
            "there chooses\n");
  EXPECT_EQ(test::told(test::config_of({"y'^3 + y' = -y"}, {"y(0) = 1"})), "");
}

}  // namespace
}  // namespace pinn
