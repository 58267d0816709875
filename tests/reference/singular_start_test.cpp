// SPDX-License-Identifier: MIT
// Right sides that are not finite where the conditions are.
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
      problem, test::tight_options(problem), test::grid(problem.start, problem.end, 201), 100);
  ASSERT_TRUE(solution.solved) << solution.message;
  for (std::size_t i = 0; i < solution.points.size(); ++i) {
    const auto row = static_cast<Eigen::Index>(i);
    const double t = solution.points[i];
    const double error = std::abs(solution.values[0](row, 0) - formula(t));
    EXPECT_LE(error, test::kReferenceError) << "t = " << t;
    EXPECT_LE(error, test::kOwnErrorFactor * solution.own_error(row, 0) + test::kOwnErrorFloor);
  }
}

Config lane_emden(const std::string& n) {
  return test::config_of(0, 10, {"y'' + 2*y'/t + y^" + n + " = 0"}, {"y(0) = 1", "y'(0) = 0"});
}

TEST(SingularStart, LeavesTheCentreOfLaneEmdenZero) {
  expect_formula(lane_emden("0"), [](double t) { return 1 - t * t / 6; });
}

TEST(SingularStart, LeavesTheCentreOfLaneEmdenOne) {
  expect_formula(lane_emden("1"), [](double t) { return t == 0 ? 1.0 : std::sin(t) / t; });
}

TEST(SingularStart, LeavesTheCentreOfLaneEmdenFive) {
  expect_formula(lane_emden("5"), [](double t) { return 1 / std::sqrt(1 + t * t / 3); });
}

TEST(SingularStart, LeavesARemovableQuotient) {
  // The integral of sin(s)/s by its series.
  expect_formula(test::config_of(0, 4, {"y' = sin(t)/t"}, {"y(0) = 0"}), [](double t) {
    double sum = 0.0;
    double term = t;
    for (int k = 1; k < 60; k += 2) {
      sum += term / k;
      term *= -t * t / ((k + 1) * (k + 2));
    }
    return sum;
  });
}

TEST(SingularStart, LeavesASingularEndBackwards) {
  // y'' - 2 y'/(1 - t) + y = 0 at t = 1: Lane-Emden 1 seen from the other side.
  expect_formula(test::config_of(-3, 1, {"y'' - 2*y'/(1 - t) + y = 0"}, {"y(1) = 1", "y'(1) = 0"}),
                 [](double t) { return t == 1 ? 1.0 : std::sin(1 - t) / (1 - t); });
}

TEST(SingularStart, RefusesWhereManySolutionsLeave) {
  const Problem problem = test::problem_of(test::config_of(0, 1, {"y' = 2*y/t"}, {"y(0) = 0"}));

  const ReferenceSolution solution =
      solve_reference(problem, test::tight_options(problem), {1.0}, 10);

  EXPECT_FALSE(solution.solved);
  EXPECT_EQ(solution.message,
            "the right side is not finite, and no single smooth solution leaves it, at t = 0");
}

TEST(SingularStart, RefusesConditionsThatNoSolutionMeets) {
  const Problem problem =
      test::problem_of(test::config_of(0, 1, {"y'' + 2*y'/t + y = 0"}, {"y(0) = 1", "y'(0) = 1"}));

  const ReferenceSolution solution =
      solve_reference(problem, test::tight_options(problem), {1.0}, 10);

  EXPECT_FALSE(solution.solved);
  EXPECT_THAT(solution.message, HasSubstr("no single smooth solution leaves it, at t = 0"));
}

}  // namespace
}  // namespace pinn
