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

TEST(Integrals, SolveAKernelThatFallsByAPower) {
  // y = 1: the integral is log((1 + 2 t)/(1 + t))
  const auto run = solved(
      on(0,
         4,
         config_of({"y' + y = 1 - log((1 + 2*t)/(1 + t)) + integral(y(s)/(1 + t + s), s, 0, t)"},
                   {"y(0) = 1"})));

  expect_converged(run);
  EXPECT_LT(run.error([](double) { return 1.0; }), test::kReadoutError);
}

TEST(Integrals, SolveABellShapedKernel) {
  // y = 1 + t^2: the integral is sqrt(pi)/2 erf(t)
  const auto run = solved(on(0,
                             3,
                             config_of({"y' = 2*t - sqrt(pi)/2*erf(t) + "
                                        "integral(exp(-(t - s)^2)*y(s)/(1 + s^2), s, 0, t)"},
                                       {"y(0) = 1"})));

  expect_converged(run);
  EXPECT_LT(run.error([](double t) { return 1.0 + t * t; }), test::kReadoutError);
}

TEST(Integrals, SolveAKernelThatIsNotLinearInTheState) {
  // y = t: the integral is that of cos(t s^2), here to t = 1 by its series
  const auto run =
      solved(on(0,
                1,
                config_of({"y' = 1 - (t - t^7/10 + t^13/216 - t^19/9360 + t^25/685440 - "
                           "t^31/76204800) + integral(cos(t*s*y(s)), s, 0, t)"},
                          {"y(0) = 0"})));

  expect_converged(run);
  // the next term of the series is t^37 / (37 12!) = 6e-11 at 1, and errors grow by less than e
  EXPECT_LT(run.error([](double t) { return t; }), 2e-10);
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
