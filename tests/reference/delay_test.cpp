// SPDX-License-Identifier: MIT
// Classical solutions of delayed equations: the solver's own steps are the past.
#include <gtest/gtest.h>

#include <cmath>

#include "pinn/reference/reference.hpp"
#include "reference/problems.hpp"
#include "tolerances.hpp"

namespace pinn {
namespace {

ReferenceSolution solve(double end,
                        std::vector<std::string> equations,
                        NamedList<std::string> history) {
  Config config = test::config_of(0.0, end, std::move(equations), {});
  config.problem.history = std::move(history);
  const Problem problem = test::problem_of(config);
  return solve_reference(
      problem, test::tight_options(problem), test::grid(problem.start, problem.end, 101), 100);
}

TEST(ReferenceWithDelay, FollowsACosine) {
  const ReferenceSolution solution = solve(20.0, {"y' = -y(t - pi/2)"}, {{"y", "cos(t)"}});

  ASSERT_TRUE(solution.solved) << solution.message;
  for (std::size_t i = 0; i < solution.points.size(); ++i) {
    EXPECT_NEAR(solution.values[0](static_cast<Eigen::Index>(i), 0),
                std::cos(solution.points[i]),
                test::kReferenceError)
        << solution.points[i];
  }
}

TEST(ReferenceWithDelay, TakesDelayedDerivatives) {
  const ReferenceSolution solution =
      solve(10.0, {"x'' = -x + x'(t - pi) + cos(t)"}, {{"x", "sin(t)"}});

  ASSERT_TRUE(solution.solved) << solution.message;
  for (std::size_t i = 0; i < solution.points.size(); ++i) {
    EXPECT_NEAR(solution.values[0](static_cast<Eigen::Index>(i), 0),
                std::sin(solution.points[i]),
                test::kReferenceError)
        << solution.points[i];
  }
}

TEST(ReferenceWithDelay, MeetsTheKinksOfTheMethodOfSteps) {
  // y = 1 - t on [0, 1], then 1 - t + (t - 1)^2 / 2, then the cube of t - 2 over 6 less
  const ReferenceSolution solution = solve(3.0, {"y' = -y(t - 1)"}, {{"y", "1"}});

  ASSERT_TRUE(solution.solved) << solution.message;
  for (std::size_t i = 0; i < solution.points.size(); ++i) {
    const double t = solution.points[i];
    double exact = 1.0 - t;
    if (t > 1.0) exact += (t - 1.0) * (t - 1.0) / 2.0;
    if (t > 2.0) exact -= std::pow(t - 2.0, 3) / 6.0;
    EXPECT_NEAR(solution.values[0](static_cast<Eigen::Index>(i), 0), exact, test::kReferenceError);
  }
}

}  // namespace
}  // namespace pinn
