// SPDX-License-Identifier: MIT
#include "pinn/verify/error_estimate.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <memory>

#include "pinn/expression/evaluate.hpp"
#include "reference/problems.hpp"
#include "tolerances.hpp"
#include "verify/collocation_model.hpp"

namespace pinn {
namespace {

using test::collocate;
using test::config_of;
using test::grid;
using test::polynomial_model;
using test::problem_of;
using ::testing::HasSubstr;

using Truth = std::function<double(double at, int state)>;

Truth exact_of(const Problem& problem) {
  return [&problem](double at, int state) {
    std::vector<double> slots(static_cast<std::size_t>(problem.n_slots), at);
    return evaluate<double>(*problem.exact[static_cast<std::size_t>(state)], slots);
  };
}

std::vector<double> points_of(const Problem& problem) {
  constexpr int kPoints = 301;
  return grid(problem.start, problem.end, kPoints);
}

/// Compares the estimate with the true error, at every point and in its largest value.
void expect_right(const Model& model,
                  const Problem& problem,
                  const Truth& truth,
                  double error_of_truth = 0.0) {
  const ErrorEstimate estimate = estimate_error(model, problem, points_of(problem));
  ASSERT_TRUE(estimate.available) << estimate.message;
  std::size_t n_clear = 0;
  for (int s = 0; s < problem.n_states(); ++s) {
    double largest = 0.0;
    double largest_estimate = 0.0;
    for (std::size_t row = 0; row < estimate.points.size(); ++row) {
      const auto i = static_cast<Eigen::Index>(row);
      const double error = estimate.values(i, s) - truth(estimate.points[row], s);
      largest = std::max(largest, std::abs(error));
      largest_estimate = std::max(largest_estimate, std::abs(estimate.error(i, s)));
      const double unsure = estimate.floor(i, s) + error_of_truth;
      if (std::abs(error) < test::kClearOfFloor * unsure) continue;
      ++n_clear;
      const double ratio = estimate.error(i, s) / error;
      EXPECT_GT(ratio, 1.0 / test::kEstimateFactor) << "at " << estimate.points[row];
      EXPECT_LT(ratio, test::kEstimateFactor) << "at " << estimate.points[row];
    }
    EXPECT_NEAR(largest_estimate / largest, 1.0, test::kEstimate);
  }
  EXPECT_GT(n_clear, estimate.points.size() / 2) << "the error is too small to be seen";
}

TEST(ErrorEstimate, IsRightForDecayAndForGrowth) {
  const Problem decay = problem_of(config_of(0, 5, {"y' = -y"}, {"y(0) = 1"}, {{"y", "exp(-t)"}}));
  const Problem growth = problem_of(config_of(0, 10, {"y' = y"}, {"y(0) = 1"}, {{"y", "exp(t)"}}));

  expect_right(collocate(decay, 6, {1.0}, 5), decay, exact_of(decay));
  expect_right(collocate(growth, 8, {1.0}, 3), growth, exact_of(growth));
}

TEST(ErrorEstimate, IsRightForAnEquationOfOrderTwo) {
  const Problem problem =
      problem_of(config_of(0, 20, {"x'' = -x"}, {"x(0) = 1", "x'(0) = 0"}, {{"x", "cos(t)"}}));

  expect_right(collocate(problem, 12, {1.0, 0.0}, 4), problem, exact_of(problem));
}

TEST(ErrorEstimate, IsRightForTheLogisticEquation) {
  const Problem problem = problem_of(
      config_of(0, 10, {"y' = y*(1 - y)"}, {"y(0) = 0.1"}, {{"y", "1/(1 + 9*exp(-t))"}}));

  expect_right(collocate(problem, 8, {0.1}, 5), problem, exact_of(problem));
}

TEST(ErrorEstimate, IsRightForLotkaVolterraAgainstTheClassicalSolver) {
  const Problem problem = problem_of(
      config_of(0, 10, {"x' = 1.5*x - x*y", "y' = -3*y + x*y"}, {"x(0) = 10", "y(0) = 5"}));
  const ReferenceSolution reference =
      solve_reference(problem, test::tight_options(problem), points_of(problem), 0);
  ASSERT_TRUE(reference.solved);

  const Truth truth = [&](double at, int state) {
    return reference.values[0](static_cast<Eigen::Index>(reference.row_of(at)), state);
  };
  expect_right(collocate(problem, 8, {10.0, 5.0}, 16), problem, truth, reference.max_own_error);
}

TEST(ErrorEstimate, IsRightForAStiffEquationWithEitherKindOfPoints) {
  const Problem problem = problem_of(config_of(
      0, 2, {"y' = -1e6*(y - cos(3*t)) - 3*sin(3*t)"}, {"y(0) = 1"}, {{"y", "cos(3*t)"}}));

  expect_right(
      collocate(problem, 8, {1.0}, 2, test::Points::RightRadau), problem, exact_of(problem));
  expect_right(collocate(problem, 8, {1.0}, 2, test::Points::Gauss), problem, exact_of(problem));
}

TEST(ErrorEstimate, GoesBothWaysFromConditionsInside) {
  const Problem inside =
      problem_of(config_of(-2, 3, {"y' = -y"}, {"y(0) = 1"}, {{"y", "exp(-t)"}}));
  const Problem at_end =
      problem_of(config_of(0, 3, {"y' = -y"}, {"y(3) = 1"}, {{"y", "exp(3 - t)"}}));
  // 1 - t + t^2/2 - t^3/6 + t^4/24 off by what is left out, and the same about 3.
  const Model series =
      polynomial_model({"y"}, {{-2.0, 3.0, {{1.0, -1.0, 0.5, -1.0 / 6, 1.0 / 24}}}});
  Model shifted = polynomial_model({"y"},
                                   {{0.0, 1.5, {{1.0, -1.0, 0.5, -1.0 / 6, 1.0 / 24}}},
                                    {1.5, 3.0, {{1.0, -1.0, 0.5, -1.0 / 6, 1.0 / 24}}}});
  for (Window& window : shifted.windows) window.anchor = 3.0;

  expect_right(series, inside, exact_of(inside));
  expect_right(shifted, at_end, exact_of(at_end));
}

TEST(ErrorEstimate, CarriesOnWhatTheConditionsAreMissedBy) {
  const Problem problem = problem_of(
      config_of(0, 1, {"x'' = 0"}, {"x(0) + x'(0) = 1", "x(0) - x'(0) = 1"}, {{"x", "1"}}));

  // 1.001 + 0.002 t: off by 0.001 and 0.002 at the start, so by 0.001 + 0.002 t.
  expect_right(polynomial_model({"x"}, {{0.0, 1.0, {{1.001, 0.002}}}}), problem, exact_of(problem));
}

TEST(ErrorEstimate, SeesWindowsThatDoNotJoin) {
  const Problem problem = problem_of(config_of(0, 2, {"y' = 2*t"}, {"y(0) = 0"}, {{"y", "t^2"}}));
  const Model model =
      polynomial_model({"y"}, {{0.0, 1.0, {{0.0, 0.0, 1.0}}}, {1.0, 2.0, {{0.25, 0.0, 1.0}}}});

  const ErrorEstimate estimate = estimate_error(model, problem, {0.5, 1.0, 1.5});

  EXPECT_NEAR(estimate.error(0, 0), 0.0, test::kFewRoundings);
  EXPECT_NEAR(estimate.error(1, 0), 0.25, test::kFewRoundings) << "the larger side counts";
  EXPECT_NEAR(estimate.error(2, 0), 0.25, test::kFewRoundings);
}

TEST(ErrorEstimate, LooksAtAJumpFromInsideOfTheWindow) {
  const Problem problem = problem_of(
      config_of(0, 2, {"y' = step(t - 1)"}, {"y(0) = 0"}, {{"y", "if(t < 1, 0, t - 1)"}}));
  const Model model = polynomial_model({"y"}, {{0.0, 1.0, {{0.0}}}, {1.0, 2.0, {{-1.0, 1.0}}}});

  const ErrorEstimate estimate = estimate_error(model, problem, points_of(problem));

  ASSERT_TRUE(estimate.available) << estimate.message;
  EXPECT_LT(estimate.error.cwiseAbs().maxCoeff(), test::kFewRoundings);
}

TEST(ErrorEstimate, KnowsThatAStateInErrorSwitchesAtAnotherPlace) {
  // y falls from 1 with slope -1 and, from y = 0.5 on, with slope -3.
  const Problem problem = problem_of(config_of(
      0, 1, {"y' = if(y > 0.5, -1, -3)"}, {"y(0) = 1"}, {{"y", "if(t < 0.5, 1 - t, 2 - 3*t)"}}));
  // Starts 1e-6 too high, so it reaches 0.5 later by 1e-6 and is then too high by 3e-6.
  constexpr double kShift = 1e-6;
  const double event = 0.5 + kShift;
  const Model model = polynomial_model(
      {"y"}, {{0.0, event, {{1.0 + kShift, -1.0}}}, {event, 1.0, {{2.0 + 3 * kShift, -3.0}}}});

  expect_right(model, problem, exact_of(problem));
}

TEST(ErrorEstimate, UsesMeasuredInputs) {
  Config config = config_of(0, 2, {"y' = u"}, {"y(0) = 0"}, {{"y", "t^2/2"}});
  config.problem.inputs = {{"u", InputConfig{}}};
  Problem problem = problem_of(config);
  const Model model = polynomial_model({"y"}, {{0.0, 2.0, {{0.0, 1e-3, 0.5}}}});

  EXPECT_FALSE(estimate_error(model, problem, {1.0}).available) << "the signal was not read";

  problem.inputs.front().signal = std::make_shared<const Signal>(
      std::vector<double>{0.0, 2.0}, std::vector<double>{0.0, 2.0}, Interpolation::Linear);

  expect_right(model, problem, exact_of(problem));
}

TEST(ErrorEstimate, CopesWithASingularEnd) {
  const Problem left = problem_of(
      config_of(0, 1, {"y'' + 2*y'/t + 1 = 0"}, {"y(0) = 1", "y'(0) = 0"}, {{"y", "1 - t^2/6"}}));
  const Problem right =
      problem_of(config_of(0, 1, {"(1 - t)*y' = -y"}, {"y(0) = 1"}, {{"y", "1 - t"}}));

  expect_right(
      polynomial_model({"y"}, {{0.0, 1.0, {{1.0, 0.0, -1.0 / 6 + 1e-5}}}}), left, exact_of(left));
  // (1 - t)(1 + 1e-5 t)
  expect_right(
      polynomial_model({"y"}, {{0.0, 1.0, {{1.0, -1.0 + 1e-5, -1e-5}}}}), right, exact_of(right));
}

TEST(ErrorEstimate, IsRightForAnImplicitSystem) {
  const Problem explicit_form =
      problem_of(config_of(0, 2, {"y' = -y", "z' = y"}, {"y(0) = 1", "z(0) = 0"}));
  const Problem problem = problem_of(config_of(0,
                                               2,
                                               {"exp(y') + y' + z' = exp(-y)", "y' + 2*z' = y"},
                                               {"y(0) = 1", "z(0) = 0"},
                                               {{"y", "exp(-t)"}, {"z", "1 - exp(-t)"}}));
  ASSERT_TRUE(problem.implicit);

  expect_right(collocate(explicit_form, 5, {1.0, 0.0}, 2), problem, exact_of(problem));
}

TEST(ErrorEstimate, IsRightForADeepNetworkOverTheWholeDomain) {
  Model model;
  model.states = {"y"};
  model.windows = {
      test::plain_window(0.0, 5.0, test::random_mlp({1, 20, 20, 1}, Activation::Tanh, 7))};
  const double start = model.evaluate(0.0, 0)(0, 0);
  Config config = config_of(0, 5, {"y' = -2*y"}, {"y(0) = y0"});
  config.problem.parameters = {{"y0", start}};

  // The equation is linear: the estimate is right for any network, however wrong.
  expect_right(
      model, problem_of(config), [&](double at, int) { return start * std::exp(-2 * at); });
}

TEST(ErrorEstimate, IsNotBelowWhatRoundingDoes) {
  const Problem decay = problem_of(config_of(0, 30, {"y' = -y"}, {"y(0) = 1"}, {{"y", "exp(-t)"}}));
  const Problem oscillator =
      problem_of(config_of(0, 500, {"x'' = -x"}, {"x(0) = 1", "x'(0) = 0"}, {{"x", "cos(t)"}}));
  const auto expect_covered = [](const Problem& problem, const Model& model) {
    const ErrorEstimate estimate = estimate_error(model, problem, points_of(problem));
    const Truth truth = exact_of(problem);
    for (std::size_t row = 0; row < estimate.points.size(); ++row) {
      const auto i = static_cast<Eigen::Index>(row);
      const double error = estimate.values(i, 0) - truth(estimate.points[row], 0);
      EXPECT_LE(std::abs(error - estimate.error(i, 0)), test::kFloorFactor * estimate.floor(i, 0));
      EXPECT_GE(estimate.size(row, 0), estimate.floor(i, 0));
    }
  };

  expect_covered(decay, collocate(decay, 16, {1.0}, 40));
  expect_covered(oscillator, collocate(oscillator, 14, {1.0, 0.0}, 250));
}

TEST(ErrorEstimate, TellsWhereItIsLargestBesideTheTolerance) {
  const Problem problem = problem_of(config_of(0, 3, {"y' = y"}, {"y(0) = 1"}, {{"y", "exp(t)"}}));
  AcceptConfig accept;
  accept.rtol = 0.0;
  accept.atol = 1e-3;
  // The series of e^t up to t^6: off by t^7 / 5040 and more.
  const Model model = polynomial_model(
      {"y"}, {{0.0, 3.0, {{1.0, 1.0, 1.0 / 2, 1.0 / 6, 1.0 / 24, 1.0 / 120, 1.0 / 720}}}});

  const ErrorEstimate estimate = estimate_error(model, problem, grid(0, 3, 301));
  const EstimateRatio largest = largest_ratio(estimate, problem, accept);

  const double truth = std::exp(3.0) - model.evaluate(3.0, 0)(0, 0);
  EXPECT_EQ(largest.state, "y");
  EXPECT_EQ(largest.at, 3.0);
  EXPECT_NEAR(largest.ratio, truth / 1e-3, test::kEstimate * truth / 1e-3);
  EXPECT_NEAR(largest_estimates(estimate)(0), truth, test::kEstimate * truth);
  const double at = horizon(estimate, problem, accept);
  EXPECT_LT(std::exp(at - 0.01) - model.evaluate(at - 0.01, 0)(0, 0), 1e-3);
  EXPECT_GT(std::exp(at) - model.evaluate(at, 0)(0, 0), 1e-3);
}

TEST(ErrorEstimate, SaysWhyItCannotBeHad) {
  const Model line = polynomial_model({"y"}, {{0.0, 1.0, {{0.0, -1.0}}}});
  const Problem root = problem_of(config_of(0, 1, {"y' = sqrt(y)"}, {"y(0) = 0"}));
  const Problem undetermined = problem_of(config_of(0, 1, {"y'^3 = y + t"}, {"y(0) = 0"}));
  const Model flat = polynomial_model({"y"}, {{0.0, 1.0, {{0.0}}}});

  EXPECT_THAT(
      estimate_error(line, root, {0.5}).message,
      HasSubstr("the equations do not determine the highest derivatives, or are not finite"));
  EXPECT_FALSE(estimate_error(flat, undetermined, {0.5}).available);
}

TEST(ErrorEstimate, KnowsNothingOutsideOfTheModel) {
  const Problem problem = problem_of(config_of(0, 2, {"y' = 0"}, {"y(0) = 1"}));
  const Model model = polynomial_model({"y"}, {{0.0, 1.0, {{1.0}}}});

  const ErrorEstimate estimate = estimate_error(model, problem, {0.5, 1.5});

  EXPECT_EQ(estimate.error(0, 0), 0.0);
  EXPECT_TRUE(std::isnan(estimate.error(1, 0)));
}

}  // namespace
}  // namespace pinn
