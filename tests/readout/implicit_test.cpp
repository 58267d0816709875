// SPDX-License-Identifier: MIT
// Equations with several solutions for the highest derivative: the branch that is followed.
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

Config guessing(const std::string& guess, Config config) {
  config.problem.guess = {{"y", guess}};
  return config;
}

TEST(Implicit, FollowsTheSlopeThatTheGuessBeginsWith) {
  for (const double sign : {1.0, -1.0}) {
    const auto run = solved(
        on(0, 1.4, guessing(sign > 0 ? "t" : "-t", config_of({"y'^2 + y^2 = 1"}, {"y(0) = 0"}))));
    expect_converged(run);
    EXPECT_LT(run.error([&](double t) { return sign * std::sin(t); }), test::kReadoutError);
  }
}

TEST(Implicit, StaysOnItsBranchFromWindowToWindow) {
  Config config = on(0, 0.9, guessing("1 - 2*t", config_of({"y'^2 = 4*y"}, {"y(0) = 1"})));
  config.training.windows.value = 9;
  const auto run = solved(config);
  expect_converged(run);
  EXPECT_EQ(run.result.model.windows.size(), 9U);
  EXPECT_LT(run.error([](double t) { return (1 - t) * (1 - t); }), test::kReadoutError);
}

TEST(Implicit, SolvesASecondDerivativeUnderASquare) {
  const auto run = solved(
      on(0, 3, guessing("1 + t^2/2", config_of({"y''^2 = y^2"}, {"y(0) = 1", "y'(0) = 0"}))));
  expect_converged(run);
  EXPECT_LT(run.error([](double t) { return std::cosh(t); }), 20 * test::kReadoutError);  // e^3
}

TEST(Implicit, SaysWhereNoSlopeFulfilsTheEquations) {
  const auto run = solved(on(0, 1, config_of({"y'^2 + y^2 = -1"}, {"y(0) = 0"})));
  EXPECT_EQ(run.result.reason, StopReason::Diverged);
  EXPECT_EQ(run.result.message,
            "no highest derivatives fulfil the equations at t = 0 with the values given there");
}

}  // namespace
}  // namespace pinn
