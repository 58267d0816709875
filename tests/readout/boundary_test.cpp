// SPDX-License-Identifier: MIT
// Boundary-value problems against exact solutions and published values.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "solved.hpp"
#include "tolerances.hpp"

namespace pinn {
namespace {

using test::config_of;
using test::expect_converged;
using test::on;
using test::solved;

constexpr double kPi = 3.14159265358979323846;

TEST(Boundary, SolvesALinearProblem) {
  const auto run = solved(on(0, 2, config_of({"y'' = y + t"}, {"y(0) = 1", "y(2) = 3"})));

  expect_converged(run);
  // y = a e^t + b e^-t - t
  const double a = (5.0 - std::exp(-2.0)) / (std::exp(2.0) - std::exp(-2.0));
  const double b = 1.0 - a;
  EXPECT_LT(run.error([&](double t) { return a * std::exp(t) + b * std::exp(-t) - t; }),
            test::kReadoutError);
}

TEST(Boundary, SolvesBratusProblem) {
  const auto run = solved(on(0, 1, config_of({"y'' = -exp(y)"}, {"y(0) = 0", "y(1) = 0"})));

  expect_converged(run);
  double theta = 1.0;  // theta = sqrt(2) cosh(theta/4), by fixed-point iteration
  for (int i = 0; i < 100; ++i) theta = std::sqrt(2.0) * std::cosh(theta / 4);
  EXPECT_LT(run.error([&](double t) {
    return -2.0 * std::log(std::cosh((t - 0.5) * theta / 2) / std::cosh(theta / 4));
  }),
            test::kReadoutError);
}

TEST(Boundary, FindsTheBranchOfItsGuess) {
  Config config = on(0, 1, config_of({"y'' = -exp(y)"}, {"y(0) = 0", "y(1) = 0"}));
  config.problem.guess = {{"y", "16*t*(1 - t)"}};

  const auto run = solved(config);

  expect_converged(run);
  double theta = 10.0;  // the other root, by Newton's method
  for (int i = 0; i < 100; ++i) {
    const double f = theta - std::sqrt(2.0) * std::cosh(theta / 4);
    theta -= f / (1.0 - std::sqrt(2.0) / 4 * std::sinh(theta / 4));
  }
  EXPECT_LT(run.error([&](double t) {
    return -2.0 * std::log(std::cosh((t - 0.5) * theta / 2) / std::cosh(theta / 4));
  }),
            10 * test::kReadoutError);
}

TEST(Boundary, SolvesTroeschsProblemByContinuation) {
  const auto run = solved(on(0, 1, config_of({"y'' = 10*sinh(10*y)"}, {"y(0) = 0", "y(1) = 1"})));

  expect_converged(run);
  // y'(0): published values for lambda = 10, Scott 1975 and others
  EXPECT_NEAR(run.value(0.0, 0, 1), 3.5833778e-4, 1e-11);
}

TEST(Boundary, SolvesBlasiussProblem) {
  const auto run =
      solved(on(0, 12, config_of({"f''' = -f*f''/2"}, {"f(0) = 0", "f'(0) = 0", "f'(12) = 1"})));

  expect_converged(run);
  EXPECT_NEAR(run.value(0.0, 0, 2), 0.332057336215, 1e-11);  // published to 12 digits
}

/// Wall shear of Hiemenz' flow and of the wedge beta = 1/2, as published to ten digits.
TEST(Boundary, SolvesTheEquationOfFalknerAndSkan) {
  for (const auto& [beta, shear] : {std::pair{0.5, 0.9276800398}, std::pair{1.0, 1.2325876568}}) {
    Config config = on(0,
                       10,
                       config_of({"f''' = -f*f'' - beta*(1 - f'^2)"},
                                 {"f(0) = 0", "f'(0) = 0", "f'(10) = 1"},
                                 {{"beta", beta}}));
    config.problem.guess = {{"f", "t - 1 + exp(-t)"}};

    const auto run = solved(config);

    expect_converged(run);
    EXPECT_NEAR(run.value(0.0, 0, 2), shear, 1e-10) << beta;
  }
}

/// The first problem of Paine, de Hoog and Anderssen: the smallest eigenvalue is 4.8966693800.
TEST(Boundary, FindsAnEigenvalueOfSturmAndLiouville) {
  Config config =
      on(0, kPi, config_of({"-y'' + exp(t)*y = a*y"}, {"y(0) = 0", "y'(0) = 1", "y(pi) = 0"}));
  config.problem.unknowns = {{"a", {5.0}}};
  config.problem.guess = {{"y", "sin(t)"}};

  const auto run = solved(config);

  expect_converged(run);
  EXPECT_NEAR(run.value(0.0, 1), 4.89666938, 1e-8);
}

TEST(Boundary, FollowsALayer) {
  Config config = on(-1,
                     1,
                     config_of({"e*y'' + t*y' = -e*pi^2*cos(pi*t) - pi*t*sin(pi*t)"},
                               {"y(-1) = -2", "y(1) = 0"},
                               {{"e", 1e-6}}));

  const auto run = solved(config, 1e-10);

  expect_converged(run);
  EXPECT_LT(run.error([](double t) { return std::cos(kPi * t) + std::erf(t / std::sqrt(2e-6)); }),
            1e-9);
}

TEST(Boundary, MeetsPeriodicConditions) {
  const auto run = solved(on(
      0, 2 * kPi, config_of({"x'' = -x - x' + cos(t)"}, {"x(0) = x(2*pi)", "x'(0) = x'(2*pi)"})));

  expect_converged(run);
  EXPECT_LT(run.error([](double t) { return std::sin(t); }), test::kReadoutError);
}

TEST(Boundary, MeetsConditionsAtThreePlaces) {
  const auto run =
      solved(on(0, 2, config_of({"y''' = 0"}, {"y(0) = 1", "y(0.7) = 1.49", "y(2) = 5"})));

  expect_converged(run);
  EXPECT_LT(run.error([](double t) { return 1.0 + t * t; }), test::kReadoutError);
}

TEST(Boundary, MeetsConditionsThatAreNotLinear) {
  Config config = on(0, 1, config_of({"y'' = 0"}, {"y(0)^2 = 4", "y(1)*y'(0) = 15"}));
  config.problem.guess = {{"y", "2 + 2*t"}};

  const auto run = solved(config);

  expect_converged(run);
  EXPECT_LT(run.error([](double t) { return 2.0 + 3.0 * t; }), test::kReadoutError);
}

TEST(Boundary, SolvesASystemOfMixedOrders) {
  const auto run = solved(
      on(0, 1, config_of({"x'' = -x + v", "v' = x'"}, {"x(0) = 0", "x(1) = 1", "v(1) = 1"})));

  expect_converged(run);
  // v = x, so x'' = 0
  EXPECT_LT(run.error([](double t) { return t; }, 0), test::kReadoutError);
  EXPECT_LT(run.error([](double t) { return t; }, 1), test::kReadoutError);
}

TEST(Boundary, FindsAnEigenvalueAsAConstantState) {
  // Mathieu's equation, q = 5: the smallest even eigenvalue, DLMF table 28.2.1
  Config config = on(
      0,
      kPi,
      config_of({"y'' = -(a - 10*cos(2*t))*y", "a' = 0"}, {"y'(0) = 0", "y'(pi) = 0", "y(0) = 1"}));
  config.problem.guess = {{"y", "1 + sin(t)^2*6"}, {"a", "-6"}};

  const auto run = solved(config);

  expect_converged(run);
  EXPECT_NEAR(run.value(0.0, 1), -5.8000460208515, 1e-9);
}

TEST(Boundary, SaysWhatToTryWhereThereIsNoSolution) {
  // Bratu's problem has none above 3.5138
  const auto run = solved(on(0, 1, config_of({"y'' = -4*exp(y)"}, {"y(0) = 0", "y(1) = 0"})));

  EXPECT_EQ(run.result.reason, StopReason::Diverged);
  EXPECT_THAT(run.result.message, testing::HasSubstr("give problem.guess"));
}

TEST(Boundary, FindsBothSolutionsOfBratusProblem) {
  Config config = on(0, 1, config_of({"y'' = -3.5*exp(y)"}, {"y(0) = 0", "y(1) = 0"}));
  config.problem.solutions = Solutions::All;

  const auto run = solved(config);

  expect_converged(run);
  ASSERT_EQ(run.result.others.size(), 1U);
  // theta = sqrt(7) cosh(theta/4) has two roots near the fold, y(1/2) = 2 ln cosh(theta/4)
  const auto height = [](double theta) {
    for (int i = 0; i < 100; ++i) {
      const double f = theta - std::sqrt(7.0) * std::cosh(theta / 4);
      theta -= f / (1.0 - std::sqrt(7.0) / 4 * std::sinh(theta / 4));
    }
    return 2.0 * std::log(std::cosh(theta / 4));
  };
  const double one = run.value(0.5);
  const double other = run.result.others[0].evaluate(0.5, 0)(0, 0);
  EXPECT_NEAR(std::min(one, other), height(4.0), 1e-10);
  EXPECT_NEAR(std::max(one, other), height(5.5), 1e-10);
}

TEST(Boundary, DeterminesThePeriodOfVanDerPolsOscillator) {
  Config config = on(
      0,
      1,
      config_of({"x'' = T*(1 - x^2)*x' - T^2*x"}, {"x(0) = x(1)", "x'(0) = x'(1)", "x'(0) = 0"}));
  config.problem.variable = "s";
  config.problem.unknowns = {{"T", {6.5}}};
  config.problem.guess = {{"x", "2*cos(2*pi*s)"}};

  const auto run = solved(config);

  expect_converged(run);
  EXPECT_NEAR(run.value(0.0, 1), 6.66328685932, 1e-11);  // published
}

/// Half a period with mu = 10, where x falls from 1 to -2 within a twentieth of it; published:
/// 19.07836956694.
TEST(Boundary, ResolvesTheSteepPartsOfItsGuess) {
  Config config = on(0,
                     1,
                     config_of({"x'' = 10*T*(1 - x^2)*x' - T^2*x"},
                               {"x(0) + x(1) = 0", "x'(0) + x'(1) = 0", "x'(0) = 0"}));
  config.problem.variable = "s";
  config.problem.unknowns = {{"T", {9.5}}};
  config.problem.guess = {{"x", "2 - s - 3*(1 + tanh(60*(s - 0.95)))/2"}};

  const auto run = solved(config);

  expect_converged(run);
  EXPECT_NEAR(2.0 * run.value(0.0, 1), 19.07836956694, 1e-10);
}

TEST(Boundary, TakesAsManyWindowsAsItIsTold) {
  Config config = on(0, 1, config_of({"y'' = y"}, {"y(0) = 1", "y(0.3) + y(1) = 3"}));
  config.training.windows.value = 5;

  const auto run = solved(config);

  expect_converged(run);
  EXPECT_EQ(run.result.model.windows.size(), 6U) << "and an edge at 0.3";
}

}  // namespace
}  // namespace pinn
