// SPDX-License-Identifier: MIT
// Classical solutions of delayed equations: the solver's own steps are the past.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "pinn/reference/reference.hpp"
#include "reference/problems.hpp"
#include "tolerances.hpp"

namespace pinn {
namespace {

/// Solves for the first state and compares it at 101 places.
void expect_follows(const std::function<double(double)>& exact,
                    double end,
                    std::vector<std::string> equations,
                    NamedList<std::string> history) {
  Config config = test::config_of(0.0, end, std::move(equations), {});
  config.problem.history = std::move(history);
  const Problem problem = test::problem_of(config);
  const ReferenceSolution solution = solve_reference(
      problem, test::tight_options(problem), test::grid(problem.start, problem.end, 101), 100);
  ASSERT_TRUE(solution.solved) << solution.message;
  for (std::size_t i = 0; i < solution.points.size(); ++i) {
    EXPECT_NEAR(solution.values[0](static_cast<Eigen::Index>(i), 0),
                exact(solution.points[i]),
                test::kReferenceError)
        << solution.points[i];
  }
}

TEST(ReferenceWithDelay, FollowsACosine) {
  expect_follows(
      [](double t) { return std::cos(t); }, 20.0, {"y' = -y(t - pi/2)"}, {{"y", "cos(t)"}});
}

TEST(ReferenceWithDelay, TakesDelayedDerivatives) {
  expect_follows([](double t) { return std::sin(t); },
                 10.0,
                 {"x'' = -x + x'(t - pi) + cos(t)"},
                 {{"x", "sin(t)"}});
}

TEST(ReferenceWithDelay, MeetsTheKinksOfTheMethodOfSteps) {
  // y = 1 - t on [0, 1], then 1 - t + (t - 1)^2 / 2, then the cube of t - 2 over 6 less
  const auto by_steps = [](double t) {
    double y = 1.0 - t;
    if (t > 1.0) y += (t - 1.0) * (t - 1.0) / 2.0;
    if (t > 2.0) y -= std::pow(t - 2.0, 3) / 6.0;
    return y;
  };
  expect_follows(by_steps, 3.0, {"y' = -y(t - 1)"}, {{"y", "1"}});
}

TEST(ReferenceWithDelay, StopsAtAnEventWithADelayedValue) {
  // cos(t) + cos(t - pi/2) = 0
  Config config = test::config_of(0.0, 20.0, {"y' = -y(t - pi/2)"}, {});
  config.problem.history = {{"y", "cos(t)"}};
  config.problem.stop_when = "y + y(t - pi/2) = 0";
  const Problem problem = test::problem_of(config);
  const ReferenceSolution solution =
      solve_reference(problem, test::tight_options(problem), {0.0, 1.0}, 100);
  ASSERT_TRUE(solution.solved) << solution.message;
  EXPECT_TRUE(solution.at_event);
  EXPECT_NEAR(solution.reached, 0.75 * std::acos(-1.0), test::kReferenceError);
}

}  // namespace
}  // namespace pinn
