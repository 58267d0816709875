// SPDX-License-Identifier: MIT
// Classical solutions that a measured signal drives, and that end at an event.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <memory>

#include "pinn/reference/reference.hpp"
#include "reference/problems.hpp"
#include "tolerances.hpp"

namespace pinn {
namespace {

using ::testing::HasSubstr;

ReferenceSolution solve(const Problem& problem, int n_points = 101) {
  return solve_reference(
      problem, test::tight_options(problem), test::grid(problem.start, problem.end, n_points), 100);
}

Config with_event(double end,
                  std::vector<std::string> equations,
                  std::vector<std::string> conditions,
                  const std::string& event) {
  Config config = test::config_of(0.0, end, std::move(equations), std::move(conditions));
  config.problem.stop_when = event;
  return config;
}

/// y' = u - y, y(0) = 0 with u rising from 0 to 1 on [0, 1], 1 up to 2, falling to 0 at 4. On a
/// piece where u = a + b t the solution is a - b + b t + c exp(-t).
double driven_exactly(double t) {
  const double c1 = 1.0;  // y = t - 1 + c1 exp(-t)
  const double at1 = c1 * std::exp(-1.0);
  const double c2 = (at1 - 1.0) * std::exp(1.0);  // y = 1 + c2 exp(-t)
  const double at2 = 1.0 + c2 * std::exp(-2.0);
  const double c3 = (at2 - (2.0 + 0.5 - 1.0)) * std::exp(2.0);  // y = 2.5 - t/2 + c3 exp(-t)
  if (t <= 1.0) return t - 1.0 + c1 * std::exp(-t);
  if (t <= 2.0) return 1.0 + c2 * std::exp(-t);
  return 2.5 - t / 2.0 + c3 * std::exp(-t);
}

TEST(ReferenceWithInput, FollowsAPiecewiseLinearSignal) {
  Config config = test::config_of(0.0, 4.0, {"y' = u - y"}, {"y(0) = 0"});
  config.problem.inputs = {{"u", {"u.csv", "t", "u", Interpolation::Linear}}};
  Problem problem = test::problem_of(config);
  problem.inputs[0].signal = std::make_shared<const Signal>(std::vector<double>{0.0, 1.0, 2.0, 4.0},
                                                            std::vector<double>{0.0, 1.0, 1.0, 0.0},
                                                            Interpolation::Linear);

  const ReferenceSolution solution = solve(problem);

  ASSERT_TRUE(solution.solved) << solution.message;
  for (std::size_t i = 0; i < solution.points.size(); ++i) {
    EXPECT_NEAR(solution.values[0](static_cast<Eigen::Index>(i), 0),
                driven_exactly(solution.points[i]),
                test::kReferenceError)
        << solution.points[i];
  }
}

TEST(ReferenceWithEvent, EndsWhereAThrownBodyComesBack) {
  // x = 10 t - 9.81 t^2 / 2 is 0 at the start, too, where the body leaves.
  const Problem problem =
      test::problem_of(with_event(5.0, {"x'' = -9.81"}, {"x(0) = 0", "x'(0) = 10"}, "x = 0"));

  const ReferenceSolution solution = solve(problem);

  ASSERT_TRUE(solution.solved) << solution.message;
  EXPECT_TRUE(solution.at_event);
  EXPECT_NEAR(solution.reached, 20.0 / 9.81, test::kReferenceError);
  EXPECT_EQ(solution.points.back(), solution.reached);
  EXPECT_NEAR(solution.values[0](solution.values[0].rows() - 1, 0), 0.0, test::kReferenceError);
}

TEST(ReferenceWithEvent, NeedNotGoPastIt) {
  // y = (1 - t/2)^2 has no way past t = 2, where the root loses its meaning.
  const Problem problem =
      test::problem_of(with_event(5.0, {"y' = -sqrt(y)"}, {"y(0) = 1"}, "y = 0.25"));

  const ReferenceSolution solution = solve(problem);

  ASSERT_TRUE(solution.solved) << solution.message;
  EXPECT_NEAR(solution.reached, 1.0, test::kReferenceError);
  EXPECT_LE(solution.points.back(), solution.reached);
}

TEST(ReferenceWithEvent, GoesToTheEndOfTheDomainWithoutOne) {
  const Problem problem = test::problem_of(with_event(2.0, {"y' = -y"}, {"y(0) = 1"}, "y = 0.1"));

  const ReferenceSolution solution = solve(problem);

  ASSERT_TRUE(solution.solved) << solution.message;
  EXPECT_FALSE(solution.at_event);
  EXPECT_EQ(solution.reached, 2.0);
}

TEST(ReferenceWithEvent, SeesAnEventOfADerivativeAndBehindASwitch) {
  const Problem apex =
      test::problem_of(with_event(5.0, {"x'' = -9.81"}, {"x(0) = 0", "x'(0) = 10"}, "x' = 0"));
  // Falls by 1 up to t = 1 and by 2 afterwards: 1 - (t - 1) * 2 is -1 at t = 2.
  const Problem switched =
      test::problem_of(with_event(5.0, {"y' = -1 - step(1 - y)"}, {"y(0) = 2"}, "y = -1"));

  EXPECT_NEAR(solve(apex).reached, 10.0 / 9.81, test::kReferenceError);
  EXPECT_NEAR(solve(switched).reached, 2.0, test::kReferenceError);
}

TEST(ReferenceWithEvent, SaysWhyItDidNotComeSoFar) {
  const Problem problem = test::problem_of(with_event(2.0, {"y' = y^2"}, {"y(0) = 1"}, "y = -1"));

  const ReferenceSolution solution = solve(problem);

  EXPECT_FALSE(solution.solved);
  EXPECT_THAT(solution.message, HasSubstr("at t = 1"));
  EXPECT_NEAR(solution.reached, 1.0, 1e-6);
}

}  // namespace
}  // namespace pinn
