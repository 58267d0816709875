// SPDX-License-Identifier: MIT
// Integro-differential problems against exact solutions.
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

TEST(Integrals, SolveVolterrasEquation) {
  Config config = config_of({"y' + y = integral(exp(s - x)*y(s), s, 0, x)"}, {"y(0) = 1"});
  config.problem.variable = "x";
  const auto run = solved(on(0, 5, config));

  expect_converged(run);
  EXPECT_LT(run.error([](double x) { return std::exp(-x) * std::cosh(x); }), test::kReadoutError);
}

TEST(Integrals, SolveALinearKernel) {
  // y = cos(t) + integral of (t - s) y(s): y'' = -cos t + y, here with y' = 0 at 0
  const auto run =
      solved(on(0, 3, config_of({"y' = -sin(t) + integral(y(s), s, 0, t)"}, {"y(0) = 1"})));

  expect_converged(run);
  EXPECT_LT(run.error([](double t) { return 0.5 * (std::cos(t) + std::cosh(t)); }),
            test::kReadoutError * 10.0);
}

TEST(Integrals, MeetAConditionOnAnArea) {
  // y = a sin(t) with a (1 - cos 2) = 1
  const auto run =
      solved(on(0, 2, config_of({"y'' = -y"}, {"y(0) = 0", "integral(y(s), s, 0, 2) = 1"})));

  expect_converged(run);
  const double a = 1.0 / (1.0 - std::cos(2.0));
  EXPECT_LT(run.error([&](double t) { return a * std::sin(t); }), test::kReadoutError);
}

}  // namespace
}  // namespace pinn
