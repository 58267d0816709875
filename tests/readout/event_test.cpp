// SPDX-License-Identifier: MIT
// Ends at an event, and measured signals in the equations.
#include <gtest/gtest.h>

#include <cmath>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "pinn/problem/signal.hpp"
#include "solved.hpp"
#include "tolerances.hpp"

namespace pinn {
namespace {

using test::config_of;
using test::on;

TEST(ReadoutEvent, EndsTheSolutionWhereTheConditionHoldsFirst) {
  Config config = on(0, 10, config_of({"x'' = -9.81"}, {"x(0) = 1", "x'(0) = 0"}));
  config.problem.stop_when = "x = 0";

  const auto run = test::solved(config);

  const double fall = std::sqrt(2.0 / 9.81);
  EXPECT_EQ(run.result.reason, StopReason::Converged);
  EXPECT_NEAR(run.result.reached, fall, test::kReadoutError);
  EXPECT_EQ(run.result.reached, run.result.model.end());
  EXPECT_NEAR(run.value(fall), 0.0, test::kReadoutError);
}

TEST(ReadoutEvent, AtTheStartWaitsForTheSecondTime) {
  Config config = on(0, 10, config_of({"x'' = -x"}, {"x(0) = 0", "x'(0) = 1"}));
  config.problem.stop_when = "x = 0";

  const auto run = test::solved(config);

  EXPECT_NEAR(run.result.reached, std::acos(-1.0), test::kReadoutError);
}

TEST(ReadoutEvent, FindsTheSurfaceOfAPolytrope) {
  // Zeros of the Lane-Emden functions: two by formula, two as published (Horedt 2004, Polytropes).
  const std::vector<std::pair<std::string, double>> zeros{
      {"1", std::sqrt(6.0)}, {"y", std::acos(-1.0)}, {"y^2", 4.35287460}, {"y^3", 6.89684862}};
  for (const auto& [source, zero] : zeros) {
    Config config =
        on(0, 10, config_of({"y'' + 2*y'/x + " + source + " = 0"}, {"y(0) = 1", "y'(0) = 0"}));
    config.problem.variable = "x";
    config.problem.stop_when = "y = 0";

    const auto run = test::solved(config);

    EXPECT_NEAR(run.result.reached, zero, test::kPublishedZero) << source;
  }
}

TEST(ReadoutEvent, ThatNeverComesLeavesTheWholeDomain) {
  Config config = on(0, 10, config_of({"y' = -y"}, {"y(0) = 1"}));
  config.problem.stop_when = "y = -1";

  const auto run = test::solved(config);

  EXPECT_TRUE(std::isnan(run.result.reached));
  EXPECT_EQ(run.result.model.end(), 10.0);
}

TEST(ReadoutInput, FollowsAMeasuredSignalAcrossItsKink) {
  Config config = on(0, 2, config_of({"y' = u"}, {"y(0) = 0"}));
  InputConfig input;
  input.file = "u.csv";
  input.variable = "t";
  input.column = "u";
  config.problem.inputs = {{"u", input}};
  Problem problem = test::problem_of(config);
  ASSERT_EQ(problem.inputs.size(), 1U);
  problem.inputs[0].signal = std::make_shared<const Signal>(std::vector<double>{0.0, 1.0, 2.0},
                                                            std::vector<double>{0.0, 2.0, 0.0},
                                                            Interpolation::Linear);
  config.training.method = Method::Readout;
  TrainObserver nobody;
  ReadoutEngine engine;

  const TrainingResult result = engine.train(problem, config, {}, nobody);

  // The integral of a triangle: t^2, then 2 - (2 - t)^2.
  EXPECT_NEAR(result.model.evaluate(0.5, 0)(0, 0), 0.25, test::kFewRoundings);
  EXPECT_NEAR(result.model.evaluate(1.5, 0)(0, 0), 1.75, test::kFewRoundings);
  EXPECT_NEAR(result.model.evaluate(2.0, 0)(0, 0), 2.0, test::kFewRoundings);
}

}  // namespace
}  // namespace pinn
