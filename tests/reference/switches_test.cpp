// SPDX-License-Identifier: MIT
// Right sides with jumps and kinks, against solutions put together by hand.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>

#include "reference/problems.hpp"
#include "tolerances.hpp"

namespace pinn {
namespace {

using ::testing::HasSubstr;

void expect_formula(const Config& config, const std::function<double(double)>& formula) {
  const Problem problem = test::problem_of(config);
  const ReferenceSolution solution = solve_reference(
      problem, test::tight_options(problem), test::grid(problem.start, problem.end, 401), 200);
  ASSERT_TRUE(solution.solved) << solution.message;
  for (std::size_t i = 0; i < solution.points.size(); ++i) {
    const auto row = static_cast<Eigen::Index>(i);
    const double t = solution.points[i];
    const double error = std::abs(solution.values[0](row, 0) - formula(t));
    EXPECT_LE(error, test::kReferenceError) << "t = " << t;
    EXPECT_LE(error, test::kOwnErrorFactor * solution.own_error(row, 0) + test::kOwnErrorFloor);
  }
}

TEST(ReferenceSwitch, MeetsAStepOfTheVariable) {
  expect_formula(test::config_of(0, 3, {"y' = -y + 5*step(t - 1)"}, {"y(0) = 1"}),
                 [](double t) { return std::exp(-t) + (t < 1 ? 0.0 : 5 * (1 - std::exp(1 - t))); });
}

TEST(ReferenceSwitch, SeesAPulseShorterThanAnyStep) {
  const auto area = [](double t) { return std::min(std::max(t - 40.0, 0.0), 0.01); };
  expect_formula(test::config_of(0, 100, {"y' = if(t > 40 and t < 40.01, 1, 0)"}, {"y(0) = 2"}),
                 [&](double t) { return 2 + area(t); });
}

TEST(ReferenceSwitch, FollowsASquareWave) {
  expect_formula(test::config_of(0, 9.5, {"y' = sign(sin(pi*t))"}, {"y(0) = 0"}), [](double t) {
    const double phase = std::fmod(t, 2.0);
    return phase < 1 ? phase : 2 - phase;
  });
}

TEST(ReferenceSwitch, MeetsAKinkOfTheState) {
  // y' = 1 + |y| from -(e - 1): -y = e^(1 - t) - 1 up to t = 1, then y = e^(t - 1) - 1.
  expect_formula(test::config_of(0, 3, {"y' = 1 + abs(y)"}, {"y(0) = 1 - exp(1)"}),
                 [](double t) { return t < 1 ? 1 - std::exp(1 - t) : std::exp(t - 1) - 1; });
}

TEST(ReferenceSwitch, IntegratesAKinkBackwards) {
  expect_formula(test::config_of(0, 3, {"y' = 1 + abs(y)"}, {"y(3) = exp(2) - 1"}),
                 [](double t) { return t < 1 ? 1 - std::exp(1 - t) : std::exp(t - 1) - 1; });
}

TEST(ReferenceSwitch, BouncesBetweenTwoSprings) {
  // Spring 1 on the right, 4 on the left: half periods pi and pi/2, speed 1 at every crossing.
  const double period = 1.5 * M_PI;
  expect_formula(test::config_of(0, 12, {"x'' = -if(x > 0, x, 4*x)"}, {"x(0) = 0", "x'(0) = 1"}),
                 [period](double t) {
                   const double phase = std::fmod(t, period);
                   return phase < M_PI ? std::sin(phase) : -0.5 * std::sin(2 * (phase - M_PI));
                 });
}

TEST(ReferenceSwitch, ChoosesTheLargerOfTwo) {
  // y' = max(1, y): y = t up to 1, then e^(t - 1).
  expect_formula(test::config_of(0, 3, {"y' = max(1, y)"}, {"y(0) = 0"}),
                 [](double t) { return t < 1 ? t : std::exp(t - 1); });
}

TEST(ReferenceSwitch, ComesToRestWhereATankIsEmpty) {
  // Torricelli: y = (1 - t/2)^2 until it is empty; the root of a negative level is never needed.
  expect_formula(test::config_of(0, 4, {"y' = -if(y > 0, sqrt(y), 0)"}, {"y(0) = 1"}),
                 [](double t) { return t < 2 ? (1 - t / 2) * (1 - t / 2) : 0.0; });
}

TEST(ReferenceSwitch, TouchesAKinkWithoutCrossing) {
  // y' = 2 (t - 1), so y = (t - 1)^2 touches 0; the integral of |y| is that of y.
  const Config config =
      test::config_of(0, 2, {"z' = abs(y)", "y' = 2*(t - 1)"}, {"z(0) = 0", "y(0) = 1"});
  expect_formula(config, [](double t) { return ((t - 1) * (t - 1) * (t - 1) + 1) / 3; });
}

TEST(ReferenceSwitch, StaysWhereTheSignIsZero) {
  expect_formula(test::config_of(0, 1, {"y' = -sign(y)"}, {"y(0) = 0"}),
                 [](double) { return 0.0; });
}

TEST(ReferenceSwitch, SaysWhereASolutionWouldSlide) {
  const Problem problem =
      test::problem_of(test::config_of(0, 2, {"y' = -sign(y) + 0.5"}, {"y(0) = 0.5"}));

  const ReferenceSolution solution =
      solve_reference(problem, test::tight_options(problem), {2.0}, 10);

  EXPECT_FALSE(solution.solved);
  EXPECT_THAT(solution.message,
              HasSubstr("the solution slides along a jump of the right side at t = 1"));
  EXPECT_NEAR(solution.reached, 1.0, 1e-6);
}

}  // namespace
}  // namespace pinn
