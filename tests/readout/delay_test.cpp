// SPDX-License-Identifier: MIT
// Delayed equations against exact solutions, and what the error estimate says of them.
#include <gtest/gtest.h>

#include <cmath>

#include "pinn/verify/error_estimate.hpp"
#include "solved.hpp"
#include "tolerances.hpp"

namespace pinn {
namespace {

using test::config_of;
using test::expect_converged;
using test::on;
using test::solved;

Config delayed(std::vector<std::string> equations, NamedList<std::string> history) {
  Config config = config_of(std::move(equations), {});
  config.problem.history = std::move(history);
  return config;
}

TEST(Delays, FollowACosine) {
  const auto run = solved(on(0, 50, delayed({"y' = -y(t - pi/2)"}, {{"y", "cos(t)"}})));

  expect_converged(run);
  EXPECT_LT(run.error([](double t) { return std::cos(t); }), test::kReadoutError);
}

/// y' = y(t - 1) with y = 1 before: by the method of steps, integral after integral.
double by_steps(double t) {
  double sum = 1.0;
  double factorial = 1.0;
  for (int k = 1; t >= k - 1; ++k) {
    factorial *= k;
    sum += std::pow(t - (k - 1), k) / factorial;
  }
  return sum;
}

TEST(Delays, GoFromPolynomialToPolynomial) {
  const auto run = solved(on(0, 8, delayed({"y' = y(t - 1)"}, {{"y", "1"}})));

  expect_converged(run);
  EXPECT_LT(run.error(by_steps), test::kReadoutError * by_steps(8.0));
}

// Wille and Baker, DELSOL, Appl. Numer. Math. 9 (1992) 223: two delays, three states. The second
// state's equation is the first one with a forcing, so y2 too is a sum over powers of t; here its
// value is checked by the first state, which is exact, and by the balance y3 = integral of y2.
TEST(Delays, TakeTwoDelaysAtOnce) {
  const auto run =
      solved(on(0,
                5,
                delayed({"y1' = y1(t - 1)", "y2' = y1(t - 1) + y2(t - 0.2)", "y3' = y2"},
                        {{"y1", "1"}, {"y2", "1"}, {"y3", "1"}})));

  expect_converged(run);
  EXPECT_LT(run.error(by_steps), test::kReadoutError * by_steps(5.0));
  // On [0, 0.2] y2 = 1 + 2 t, on [0.2, 0.4] 1 + 2 t + (t - 0.2)^2.
  EXPECT_NEAR(run.value(0.1, 1), 1.2, test::kReadoutError);
  EXPECT_NEAR(run.value(0.3, 1), 1.61, test::kReadoutError);
  EXPECT_NEAR(run.value(0.3, 2), 1.0 + 0.3 + 0.09 + 0.001 / 3.0, test::kReadoutError);
}

TEST(Delays, MayStandBesideADerivativeOfSecondOrder) {
  // x = sin t: x'' = -sin t, and x'(t - pi) = -cos t
  const auto run =
      solved(on(0, 20, delayed({"x'' = -x + x'(t - pi) + cos(t)"}, {{"x", "sin(t)"}})));

  expect_converged(run);
  EXPECT_LT(run.error([](double t) { return std::sin(t); }), test::kReadoutError);
}

TEST(Delays, MayBeStiff) {
  // y = sin t with a fast return to it
  const auto run = solved(
      on(0,
         10,
         delayed({"y' = cos(t) - 1e4*(y - sin(t)) + y(t - 1) - sin(t - 1)"}, {{"y", "sin(t)"}})));

  expect_converged(run);
  EXPECT_LT(run.error([](double t) { return std::sin(t); }), test::kReadoutError);
}

TEST(Delays, EndWhereAnEventHappens) {
  Config config = delayed({"y' = -y(t - 1)"}, {{"y", "1"}});
  config.problem.stop_when = "y = -3/8";
  const auto run = solved(on(0, 8, config));

  expect_converged(run);
  // On [1, 2] y = 1 - t + (t - 1)^2 / 2, which is -3/8 at t = 3/2.
  EXPECT_NEAR(run.result.model.end(), 1.5, test::kReadoutError);
}

TEST(Delays, HaveAnEstimateThatKnowsTheDelayedErrors) {
  // Hutchinson's equation: the error of a cycle is what the next one begins with.
  const Config config = on(0, 30, delayed({"n' = 1.8*n*(1 - n(t - 1))"}, {{"n", "0.1"}}));
  const auto rough = solved(config, 1e-4);
  const auto good = solved(config, 1e-12);
  expect_converged(rough);
  std::vector<double> points;
  for (int i = 0; i <= 300; ++i) points.push_back(i / 10.0);
  const ErrorEstimate estimate = estimate_error(rough.result.model, rough.problem, points);

  ASSERT_TRUE(estimate.available) << estimate.message;
  double largest = 0.0;
  double apart = 0.0;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const double error = rough.value(points[i]) - good.value(points[i]);
    largest = std::max(largest, std::abs(error));
    apart = std::max(apart, std::abs(estimate.error(static_cast<Eigen::Index>(i), 0) - error));
  }
  EXPECT_GT(largest, 1e3 * test::kReadoutError) << "the error is too small to be seen";
  EXPECT_LT(apart, test::kEstimate * largest);
}

}  // namespace
}  // namespace pinn
