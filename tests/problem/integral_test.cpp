// SPDX-License-Identifier: MIT
// Integrals become states whose equations are derivatives of them.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "configs.hpp"

namespace pinn {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

std::vector<std::string> equations_of(const Config& config) {
  std::vector<std::string> texts;
  for (const Equation& equation : test::problem_of(config).equations)
    texts.push_back(equation.text);
  return texts;
}

TEST(Integral, OfAKernelThatDecaysIsOneState) {
  const Config config =
      test::config_of({"y' + y = integral(exp(s - t)*y(s), s, 0, t)"}, {"y(0) = 1"});

  EXPECT_THAT(equations_of(config),
              ElementsAre("y' + y = integral_1", "integral_1' = exp(t - t)*y - 1*integral_1"));
  EXPECT_EQ(test::problem_of(config).conditions[1].text, "integral_1(0) = 0");
}

TEST(Integral, OfAKernelWithAPowerIsAChain) {
  const Config config = test::config_of({"y' = integral((t - s)*y(s), s, 0, t)"}, {"y(0) = 1"});

  EXPECT_THAT(
      equations_of(config),
      ElementsAre("y' = integral_1", "integral_1' = (t - t)*y + integral_2", "integral_2' = y"));
}

TEST(Integral, TakesParametersAndDefinitions) {
  Config config =
      test::config_of({"y' = -y + integral(sin(rate*(t - s))*y(s)^2, s, 0, t)"}, {"y(0) = 1"});
  config.problem.parameters = {{"a", 2.0}};
  config.problem.definitions = {{"rate", "2*a"}};

  EXPECT_EQ(equations_of(config).size(), 3U);  // sin and cos
  EXPECT_EQ(test::told(config), "");
}

TEST(Integral, MayStandSeveralTimes) {
  const Config config = test::config_of(
      {"y' = integral(y(s), s, 0, t) - 2*integral(exp(s - t)*y(s), s, 0, t)"}, {"y(0) = 1"});

  EXPECT_EQ(equations_of(config).size(), 3U);
  EXPECT_EQ(equations_of(config).front(), "y' = integral_2 - 2*integral_1");
}

TEST(Integral, InAConditionIsADifference) {
  const Problem problem =
      test::problem_of(test::config_of({"y'' = -y"}, {"y(0) = 0", "integral(y(s), s, 0, 2) = 1"}));

  ASSERT_EQ(problem.conditions.size(), 3U);
  EXPECT_EQ(problem.conditions[1].text, "(integral_1(2) - integral_1(0)) = 1");
  EXPECT_EQ(problem.kind, ProblemKind::Bvp);
}

/// Kernels that fall by powers look like a few exponentials where only the largest values count.
TEST(Integral, DoesNotTakeAnOpenKernelForExponentials) {
  for (const char* kernel : {"1/(1 + t + s)", "1/(1 + (t - s)^2)", "exp(-(t - s)^2)"}) {
    Config config =
        test::config_of({"y' = integral(" + std::string(kernel) + "*y(s), s, 0, t)"}, {"y(0) = 1"});
    config.problem.end = 1.0;
    const std::vector<std::string> equations = equations_of(config);
    EXPECT_GT(equations.size(), 10U) << kernel;  // a polynomial in t
    EXPECT_EQ(equations.front(), "y' = integral_1") << kernel;
    EXPECT_THAT(equations[1], HasSubstr("integral_1_1' = ")) << kernel;
    for (const double end : {100.0, 1e4}) {
      config.problem.end = end;
      EXPECT_THAT(test::told(config), HasSubstr("the kernel is not smooth enough in t"))
          << kernel << " " << end;
    }
  }
}

TEST(Integral, RefusesAKernelThatIsNotSmoothEverywhere) {
  for (const char* kernel : {"1/(1 + t - s)", "sqrt(abs(t - s))", "abs(t - s)", "abs(t - 1)"}) {
    const Config config =
        test::config_of({"y' = integral(" + std::string(kernel) + "*y(s), s, 0, t)"}, {"y(0) = 1"});
    EXPECT_THAT(test::told(config), HasSubstr("the kernel is not smooth enough in t")) << kernel;
  }
}

TEST(Integral, ClosesFadingKernelsOnLongDomains) {
  for (const double end : {1.0, 50.0, 2000.0}) {
    Config config =
        test::config_of({"y' = -integral(exp(-(t - s)/3)*cos(t - s)*y(s), s, 0, t)"}, {"y(0) = 1"});
    config.problem.end = end;
    EXPECT_EQ(equations_of(config).size(), 3U) << end;
  }
}

TEST(Integral, SaysWhatIsNotAvailable) {
  const auto told = [](const std::string& equation) {
    return test::told(test::config_of({equation}, {"y(0) = 1"}));
  };
  EXPECT_THAT(told("y' = integral(y(s)/(1 + t - s), s, 0, t)"),
              HasSubstr("error problem.equations.0 5+35: the kernel is not smooth enough in t"));
  EXPECT_THAT(told("y' = integral(y(s), s, 1, t)"),
              HasSubstr("from the start of the domain to the variable: integral(..., s, 0, t)"));
  EXPECT_THAT(told("y' = integral(y(s), s, 0, 1)"), HasSubstr("goes from the start"));
  EXPECT_THAT(told("y' = integral(y, s, 0, t)"),
              HasSubstr("\"y\" inside the integral is neither a parameter nor the variable"));
  EXPECT_THAT(told("y' = integral(y(t), s, 0, t)"), HasSubstr("a state is written at s: y(s)"));
  EXPECT_THAT(told("y' = integral(y(t), t, 0, t)"), HasSubstr("has a meaning already"));
  EXPECT_THAT(told("y' = integral(integral(y(u), u, 0, s), s, 0, t)"),
              HasSubstr("an integral inside an integral"));
  EXPECT_THAT(told("y' = integral(y(s), s, 0)"), HasSubstr("a comma is missing"));
  EXPECT_THAT(told("y' = integral"), HasSubstr("write integral(f(s), s, a, b)"));
}

TEST(Integral, HasNoPlaceInDefinitionsAndObservables) {
  Config config = test::decay();
  config.problem.observables = {{"sum", "integral(y(s), s, 0, t)"}};

  EXPECT_THAT(test::told(config),
              HasSubstr("integral(...) may stand in problem.equations and problem.conditions"));
}

}  // namespace
}  // namespace pinn
