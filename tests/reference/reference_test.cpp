// SPDX-License-Identifier: MIT
#include "pinn/reference/reference.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "pinn/util/error.hpp"
#include "reference/problems.hpp"
#include "tolerances.hpp"

namespace pinn {
namespace {

using ::testing::HasSubstr;

struct Comparison {
  double largest_error = 0.0;
  double largest_excess = 0.0;  ///< Error beyond what the own error admits.
};

/// Compares state `state` with a formula at every point.
Comparison compare(const ReferenceSolution& solution,
                   int state,
                   const std::function<double(double)>& formula) {
  Comparison result;
  for (std::size_t i = 0; i < solution.points.size(); ++i) {
    const auto row = static_cast<Eigen::Index>(i);
    const double error = std::abs(solution.values[0](row, state) - formula(solution.points[i]));
    result.largest_error = std::max(result.largest_error, error);
    const double admitted = test::kOwnErrorFactor * solution.own_error(row, state);
    result.largest_excess = std::max(result.largest_excess, error - admitted);
  }
  return result;
}

ReferenceSolution solve(const Config& config, int n_points = 101) {
  const Problem problem = test::problem_of(config);
  ReferenceSolution solution = solve_reference(
      problem, test::tight_options(problem), test::grid(problem.start, problem.end, n_points), 100);
  EXPECT_TRUE(solution.solved) << solution.message;
  return solution;
}

void expect_formula(const Config& config, int state, const std::function<double(double)>& formula) {
  const ReferenceSolution solution = solve(config);

  const Comparison comparison = compare(solution, state, formula);

  EXPECT_LE(comparison.largest_error, test::kReferenceError);
  EXPECT_LE(comparison.largest_excess, test::kOwnErrorFloor);
}

TEST(Reference, DoesNotStepOverANarrowPulse) {
  // Outside of the pulse the slope is constant, and steps would grow to a tenth of the domain.
  expect_formula(
      test::config_of(0, 20, {"y' = -0.1 - 200*(t - 5)*exp(-100*(t - 5)^2)"}, {"y(0) = 1"}),
      0,
      [](double t) { return 1.0 - 0.1 * t + std::exp(-100.0 * (t - 5.0) * (t - 5.0)); });
}

TEST(Reference, SolvesDecay) {
  expect_formula(test::config_of(0, 5, {"y' = -1.3*y"}, {"y(0) = 1"}), 0, [](double t) {
    return std::exp(-1.3 * t);
  });
}

TEST(Reference, SolvesAnOscillatorOfSecondOrderWithItsDerivative) {
  const ReferenceSolution solution =
      solve(test::config_of(0, 10, {"x'' = -4*x"}, {"x(0) = 1", "x'(0) = 2"}));

  const Comparison comparison =
      compare(solution, 0, [](double t) { return std::cos(2 * t) + std::sin(2 * t); });
  EXPECT_LE(comparison.largest_error, test::kReferenceError);
  EXPECT_LE(comparison.largest_excess, test::kOwnErrorFloor);
  for (std::size_t i = 0; i < solution.points.size(); ++i) {
    const double t = solution.points[i];
    EXPECT_NEAR(solution.values[1](static_cast<Eigen::Index>(i), 0),
                2 * std::cos(2 * t) - 2 * std::sin(2 * t),
                2 * test::kReferenceError);
  }
  EXPECT_EQ(solution.key, "cvode_adams");
}

TEST(Reference, SolvesCoupledEquationsOfDifferentOrder) {
  const Config config =
      test::config_of(0,
                      4,
                      {"x'' + y' = -sin(t) - sin(t)", "y' - x = 0 - cos(t) - sin(t)"},
                      {"x(0) = 0", "x'(0) = 1", "y(0) = 1"});
  // By elimination x'' + x = cos t - sin t, so x = (t sin t + t cos t)/2 + sin(t)/2.
  const ReferenceSolution solution = solve(config);

  const Comparison comparison = compare(solution, 0, [](double t) {
    return (t * std::sin(t) + t * std::cos(t)) / 2 + std::sin(t) / 2;
  });

  EXPECT_LE(comparison.largest_error, test::kReferenceError);
  EXPECT_TRUE(std::isnan(solution.values[1](0, 1))) << "y has no stored derivative";
}

TEST(Reference, IntegratesBothWaysFromAPointInside) {
  const ReferenceSolution solution = solve(test::config_of(-2, 3, {"y' = y*cos(t)"}, {"y(1) = 2"}));

  const Comparison comparison =
      compare(solution, 0, [](double t) { return 2 * std::exp(std::sin(t) - std::sin(1.0)); });

  EXPECT_LE(comparison.largest_error, 10 * test::kReferenceError);
  EXPECT_LE(comparison.largest_excess, test::kOwnErrorFloor);
  EXPECT_EQ(solution.points.front(), -2.0);
  EXPECT_EQ(solution.points.back(), 3.0);
  EXPECT_TRUE(std::is_sorted(solution.points.begin(), solution.points.end()));
}

TEST(Reference, IntegratesBackFromTheEnd) {
  expect_formula(
      test::config_of(0, 2, {"y' = 2*t"}, {"y(2) = 4"}), 0, [](double t) { return t * t; });
}

TEST(Reference, MeetsThePublishedEndOfRobertson) {
  const Config config =
      test::config_of(0,
                      40,
                      {"a' = -0.04*a + 1e4*b*c", "b' = 0.04*a - 1e4*b*c - 3e7*b^2", "c' = 3e7*b^2"},
                      {"a(0) = 1", "b(0) = 0", "c(0) = 0"});

  const ReferenceSolution solution = solve(config);

  const auto last = static_cast<Eigen::Index>(solution.row_of(40.0));
  EXPECT_NEAR(solution.values[0](last, 0), 0.7158270688, test::kPublishedRobertson);
  EXPECT_NEAR(solution.values[0](last, 1), 0.9185534765e-5, 1e-5 * test::kPublishedRobertson);
  EXPECT_NEAR(solution.values[0](last, 2), 0.2841637457, test::kPublishedRobertson);
  EXPECT_EQ(solution.method, "CVODE BDF");
}

TEST(Reference, ChangesToBdfForAStiffVanDerPol) {
  const ReferenceSolution solution =
      solve(test::config_of(0, 2000, {"x'' = 1000*(1 - x^2)*x' - x"}, {"x(0) = 2", "x'(0) = 0"}));

  // End value of the IVP test set, x(2000) of the problem vdpol in its time scale.
  EXPECT_EQ(solution.key, "cvode_bdf");
  const auto last = static_cast<Eigen::Index>(solution.row_of(2000.0));
  EXPECT_NEAR(solution.values[0](last, 0), 0.1706167732170469e1, test::kStiffEndValue);
}

TEST(Reference, KeepsTheMethodThatWasAskedFor) {
  const Config config = test::config_of(0, 1, {"y' = -y"}, {"y(0) = 1"});
  const Problem problem = test::problem_of(config);
  ReferenceOptions options = test::tight_options(problem);
  options.method = ReferenceMethod::CvodeBdf;

  const ReferenceSolution solution = solve_reference(problem, options, {1.0}, 0);

  EXPECT_EQ(solution.method, "CVODE BDF");
  EXPECT_NEAR(solution.values[0](0, 0), std::exp(-1.0), test::kReferenceError);
}

TEST(Reference, ListsItsOwnStepsThinned) {
  const Config config = test::config_of(0, 50, {"x'' = -x"}, {"x(0) = 1", "x'(0) = 0"});
  const Problem problem = test::problem_of(config);

  const ReferenceSolution solution =
      solve_reference(problem, test::tight_options(problem), {0.0, 50.0}, 20);

  const auto own = std::count(solution.own_step.begin(), solution.own_step.end(), true);
  EXPECT_GE(own, 10);
  EXPECT_LE(own, 20);
  EXPECT_EQ(solution.points.size(), static_cast<std::size_t>(own) + 2);
  EXPECT_GT(solution.steps, 20);
  EXPECT_GE(solution.rhs_evaluations, solution.steps);
}

TEST(Reference, KnowsWhichPointsItWasAskedFor) {
  const ReferenceSolution solution =
      solve(test::config_of(0, 1, {"y' = -y"}, {"y(0) = 1"}), /*n_points=*/11);

  EXPECT_EQ(solution.points[solution.row_of(1.0)], 1.0);
  EXPECT_EQ(solution.find_row(0.123), ReferenceSolution::kNoRow);
  EXPECT_THROW(solution.row_of(0.123), InternalError);
}

/// What is left unsolved, and the message for it.
ReferenceSolution fail(const Config& config) {
  const Problem problem = test::problem_of(config);
  const ReferenceSolution solution =
      solve_reference(problem, test::tight_options(problem), {problem.start, problem.end}, 10);
  EXPECT_FALSE(solution.solved);
  return solution;
}

TEST(ReferenceFailure, NamesThePlaceOfABlowUp) {
  const ReferenceSolution solution = fail(test::config_of(0, 2, {"y' = y^2"}, {"y(0) = 1"}));

  EXPECT_NEAR(solution.reached, 1.0, 1e-6);
  EXPECT_THAT(solution.message, HasSubstr(" at t = 1"));
}

TEST(ReferenceFailure, NamesThePlaceWhereTheRightSideEnds) {
  const ReferenceSolution solution =
      fail(test::config_of(0, 2, {"y' = sqrt(1 - t)"}, {"y(0) = 0"}));

  EXPECT_THAT(solution.message, HasSubstr("the right side is not finite at t = "));
  EXPECT_NEAR(solution.reached, 1.0, 1e-3);
}

TEST(ReferenceFailure, OfBoundaryProblemsSaysSo) {
  const ReferenceSolution solution =
      fail(test::config_of(0, 1, {"u'' = -u"}, {"u(0) = 0", "u(1) = 1"}));

  EXPECT_EQ(solution.message, "the classical solver takes no boundary problems");
}

TEST(ReferenceFailure, KeepsItsTimeLimit) {
  const Problem problem =
      test::problem_of(test::config_of(0, 1e7, {"x'' = -x"}, {"x(0) = 1", "x'(0) = 0"}));
  ReferenceOptions options = test::tight_options(problem);
  options.max_seconds = 0.05;

  const ReferenceSolution solution = solve_reference(problem, options, {1e7}, 10);

  EXPECT_FALSE(solution.solved);
  EXPECT_LT(solution.seconds, 2.0);
  EXPECT_THAT(solution.message, HasSubstr("the limit of 0.05 s was reached at t = "));
}

TEST(ReferenceFailure, EndsWhenAskedToStop) {
  const Problem problem = test::problem_of(test::config_of(0, 9, {"y' = -y"}, {"y(0) = 1"}));
  ReferenceOptions options = test::tight_options(problem);
  options.stop_requested = [] { return true; };

  const ReferenceSolution solution = solve_reference(problem, options, {9.0}, 10);

  EXPECT_FALSE(solution.solved);
  EXPECT_THAT(solution.message, HasSubstr("it was interrupted at t = "));
}

TEST(ReferenceOptions, FollowTheTolerancesOfTheVerdict) {
  Config config = test::config_of(0, 1, {"y' = -y"}, {"y(0) = 100"});
  config.accept.rtol = 1e-6;
  const Problem problem = test::problem_of(config);

  const ReferenceOptions options = reference_options(problem, config);

  EXPECT_DOUBLE_EQ(options.rtol, 1e-11);
  EXPECT_DOUBLE_EQ(options.atol.at(0), 1e-11);  // 1e-2 * 1e-11 * 100
}

TEST(ReferenceOptions, AreTightenedWhereErrorsGrow) {
  // Chaos: an error grows by e^(0.9 t), so 1e-10 is lost by t = 20.
  const Config config =
      test::config_of(0,
                      20,
                      {"x' = 10*(y - x)", "y' = x*(28 - z) - y", "z' = x*y - 8/3*z"},
                      {"x(0) = 1", "y(0) = 1", "z(0) = 1"});
  const Problem problem = test::problem_of(config);
  const ReferenceOptions options = reference_options(problem, config);
  ReferenceOptions fixed = options;
  fixed.may_tighten = false;

  const ReferenceSolution loose = solve_reference(problem, fixed, {20.0}, 0);
  const ReferenceSolution tight = solve_reference(problem, options, {20.0}, 0);

  EXPECT_EQ(loose.rtol, 1e-10);
  EXPECT_DOUBLE_EQ(tight.rtol, ReferenceOptions::kSmallestRtol);
  EXPECT_LT(tight.max_own_error, 0.1 * loose.max_own_error);
  EXPECT_LT((tight.values[0] - loose.values[0]).cwiseAbs().maxCoeff(),
            test::kOwnErrorFactor * loose.max_own_error);
}

TEST(ReferenceOptions, TakeAtolOverTheSizeWhereRtolIsZero) {
  Config config = test::config_of(0, 1, {"y' = -y"}, {"y(0) = 100"});
  config.accept.rtol = 0.0;
  config.accept.atol = 1e-5;
  const Problem problem = test::problem_of(config);

  EXPECT_DOUBLE_EQ(reference_options(problem, config).rtol, 1e-12);  // 1e-5 * 1e-5 / 100
}

}  // namespace
}  // namespace pinn
