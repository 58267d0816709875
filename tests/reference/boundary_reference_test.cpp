// SPDX-License-Identifier: MIT
// Collocation against exact solutions and published values, from models that are far off.
#include "pinn/reference/boundary_reference.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "reference/problems.hpp"
#include "tolerances.hpp"
#include "verify/polynomial_model.hpp"

namespace pinn {
namespace {

using test::config_of;
using test::polynomial_model;
using test::problem_of;

/// Solves from the polynomial with these coefficients over [start, end].
ReferenceSolution solve_from(const Config& config, std::vector<double> coefficients) {
  const Problem problem = problem_of(config);
  const Model model = polynomial_model({problem.states[0].name},
                                       {{problem.start, problem.end, {std::move(coefficients)}}});
  return solve_boundary_reference(
      problem, test::tight_options(problem), model, test::grid(problem.start, problem.end, 101));
}

TEST(BoundaryReference, SolvesALinearProblemFromALine) {
  const ReferenceSolution solution =
      solve_from(config_of(0, 1, {"y'' = y"}, {"y(0) = 0", "y(1) = 1"}), {0.0, 1.0});

  ASSERT_TRUE(solution.solved) << solution.message;
  EXPECT_EQ(solution.key, "collocation");
  for (std::size_t i = 0; i < solution.points.size(); ++i) {
    const auto row = static_cast<Eigen::Index>(i);
    const double t = solution.points[i];
    const double error = std::abs(solution.values[0](row, 0) - std::sinh(t) / std::sinh(1.0));
    EXPECT_LE(error, test::kOwnErrorFactor * solution.own_error(row, 0)) << t;
    EXPECT_NEAR(solution.values[1](row, 0), std::cosh(t) / std::sinh(1.0), test::kSumOfHundreds);
  }
}

TEST(BoundaryReference, FindsTheBranchThatTheModelIsNearTo) {
  // Bratu's problem, lambda = 1: y(1/2) = 2 ln cosh(theta/4), theta = sqrt(2) cosh(theta/4)
  const Config bratu = config_of(0, 1, {"y'' = -exp(y)"}, {"y(0) = 0", "y(1) = 0"});
  const auto middle = [&](double height) {
    const ReferenceSolution solution = solve_from(bratu, {0.0, 4 * height, -4 * height});
    EXPECT_TRUE(solution.solved) << solution.message;
    return solution.solved ? solution.values[0](50, 0) : 0.0;
  };

  EXPECT_NEAR(middle(0.1), 0.140539214400472, test::kPreciseSum);
  EXPECT_NEAR(middle(4.0), 4.091467246, 1e-9) << "published to ten digits";
}

TEST(BoundaryReference, RefinesItsMeshInALayer) {
  const Config layer = config_of(0, 1, {"y'' = 1e6*y"}, {"y(0) = 1", "y(1) = 0"});

  const ReferenceSolution solution = solve_from(layer, {1.0, -1.0});

  ASSERT_TRUE(solution.solved) << solution.message;
  EXPECT_NEAR(solution.values[1](0, 0), -1000.0, 1e-7);
  EXPECT_NEAR(solution.values[0](1, 0), std::exp(-10.0), 1e-11);
}

TEST(BoundaryReference, MeetsConditionsBetweenTheEnds) {
  const ReferenceSolution solution = solve_from(
      config_of(0, 2, {"y''' = 0"}, {"y(0) = 1", "y(0.7) = 1.49", "y(2) = 5"}), {0.0, 1.0});

  ASSERT_TRUE(solution.solved) << solution.message;
  EXPECT_NEAR(solution.values[0](50, 0), 2.0, test::kSumOfHundreds);
}

TEST(BoundaryReference, SaysThatThereIsNoSolution) {
  // Bratu's problem has none above 3.5138
  const ReferenceSolution solution =
      solve_from(config_of(0, 1, {"y'' = -5*exp(y)"}, {"y(0) = 0", "y(1) = 0"}), {0.0, 1.0, -1.0});

  EXPECT_FALSE(solution.solved);
  EXPECT_FALSE(solution.message.empty());
}

TEST(BoundaryReference, NeedsEquationsThatCanBeSolvedForTheirHighestDerivatives) {
  const ReferenceSolution solution =
      solve_from(config_of(0, 1, {"y''^3 + y'' = y"}, {"y(0) = 0", "y(1) = 1"}), {0.0, 1.0});

  EXPECT_FALSE(solution.solved);
  EXPECT_EQ(solution.message, "the highest derivatives cannot be solved for");
}

}  // namespace
}  // namespace pinn
