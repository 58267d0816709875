// SPDX-License-Identifier: MIT
// Whole solves against exact solutions.
#include <gtest/gtest.h>

#include <cmath>

#include "solved.hpp"
#include "tolerances.hpp"

namespace pinn {
namespace {

using test::config_of;
using test::on;
using test::solved;

constexpr double kPi = 3.14159265358979323846;

TEST(Readout, SolvesDecay) {
  const auto run = solved(on(0, 10, config_of({"y' = -y"}, {"y(0) = 1"})));

  EXPECT_EQ(run.result.reason, StopReason::Converged) << run.result.message;
  EXPECT_LT(run.error([](double t) { return std::exp(-t); }), test::kReadoutError);
  EXPECT_EQ(run.value(0.0), 1.0);
}

TEST(Readout, SolvesASystem) {
  const auto run = solved(on(0, 20, config_of({"x' = v", "v' = -x"}, {"x(0) = 1", "v(0) = 0"})));

  EXPECT_LT(run.error([](double t) { return std::cos(t); }, 0), test::kReadoutError);
  EXPECT_LT(run.error([](double t) { return -std::sin(t); }, 1), test::kReadoutError);
}

TEST(Readout, SolvesSecondOrderWithOneNetworkAndNoLowering) {
  const auto run = solved(on(0, 20, config_of({"x'' = -x"}, {"x(0) = 1", "x'(0) = 0"})));

  EXPECT_EQ(run.result.model.n_states(), 1);
  EXPECT_LT(run.error([](double t) { return std::cos(t); }), test::kReadoutError);
  EXPECT_NEAR(run.value(7.3, 0, 1), -std::sin(7.3), test::kReadoutError * 10);
}

TEST(Readout, SolvesAnEquationThatIsOnlyAffineInItsHighestDerivative) {
  const auto run =
      solved(on(0, 6, config_of({"x'' + 0.4*x' + 4*x = 0"}, {"x(0) = 1", "x'(0) = 0"})));

  const double wd = 2.0 * std::sqrt(1.0 - 0.01);
  EXPECT_LT(run.error([&](double t) {
    return std::exp(-0.2 * t) * (std::cos(wd * t) + 0.2 / wd * std::sin(wd * t));
  }),
            test::kReadoutError);
}

TEST(Readout, SolvesFromASingularPointWhereAShorterWindowIsNoEasier) {
  // Laguerre's equation of degree 3: (1 - x) y' + 3 y vanishes like x.
  const auto run =
      solved(on(0, 6, config_of({"t*x'' + (1 - t)*x' + 3*x = 0"}, {"x(0) = 1", "x'(0) = -3"})));

  EXPECT_LT(run.error([](double t) { return (((-t + 9.0) * t - 18.0) * t + 6.0) / 6.0; }),
            test::kReadoutError);
}

TEST(Readout, StartsWhereTheConditionsSay) {
  // Weights that cancel each other would leave 8.00000000000006.
  const auto run = solved(on(0,
                             2,
                             config_of({"x' = (y - z)*w - x + 8",
                                        "y' = (z - w)*x - y + 8",
                                        "z' = (w - x)*y - z + 8",
                                        "w' = (x - y)*z - w + 8"},
                                       {"x(0) = 8.01", "y(0) = 8", "z(0) = 8", "w(0) = 8"})));

  EXPECT_DOUBLE_EQ(run.value(0.0, 0), 8.01);
  for (int state = 1; state < 4; ++state) EXPECT_DOUBLE_EQ(run.value(0.0, state), 8.0);
}

TEST(Readout, SolvesThirdOrder) {
  const auto run =
      solved(on(0, 3, config_of({"y''' = y"}, {"y(0) = 1", "y'(0) = 1", "y''(0) = 1"})));

  EXPECT_LT(run.error([](double t) { return std::exp(t); }), 100 * test::kReadoutError);
}

TEST(Readout, SolvesMixedOrdersCoupledInTheirHighestDerivatives) {
  // x'' + y' = -sin t + cos t and x'' - y' = -sin t - cos t: x = sin t, y = sin t.
  const auto run =
      solved(on(0,
                5,
                config_of({"x'' + y' = -sin(t) + cos(t)", "x'' - y' = -sin(t) - cos(t)"},
                          {"x(0) = 0", "x'(0) = 1", "y(0) = 0"})));

  EXPECT_LT(run.error([](double t) { return std::sin(t); }, 0), test::kReadoutError);
  EXPECT_LT(run.error([](double t) { return std::sin(t); }, 1), test::kReadoutError);
}

TEST(Readout, SolvesAnEquationNonlinearInItsHighestDerivative) {
  // y' + y'^3/10 = q with y = sin t.
  const auto run =
      solved(on(0, 6, config_of({"y' + y'^3/10 = cos(t) + cos(t)^3/10"}, {"y(0) = 0"})));

  EXPECT_EQ(run.result.reason, StopReason::Converged) << run.result.message;
  EXPECT_LT(run.error([](double t) { return std::sin(t); }), test::kReadoutError);
}

TEST(Readout, GoesBothWaysFromConditionsInTheMiddle) {
  const auto run = solved(on(-2, 3, config_of({"y' = -y"}, {"y(1) = 2"})));

  EXPECT_EQ(run.result.model.start(), -2.0);
  EXPECT_EQ(run.result.model.end(), 3.0);
  EXPECT_LT(run.error([](double t) { return 2.0 * std::exp(1.0 - t); }), 100 * test::kReadoutError);
}

TEST(Readout, SolvesNonlinearConditions) {
  const auto run = solved(on(0, 2, config_of({"y' = y"}, {"y(0)^2 + y(0) = 6"})));

  const double y0 = run.value(0.0);
  EXPECT_NEAR(y0 * y0 + y0, 6.0, test::kFewRoundings);
  EXPECT_LT(run.error([&](double t) { return y0 * std::exp(t); }), 100 * test::kReadoutError);
}

TEST(Readout, SolvesLaneEmdenFromItsSingularCentre) {
  const auto run =
      solved(on(0, 10, config_of({"y'' + 2*y'/t + y^5 = 0"}, {"y(0) = 1", "y'(0) = 0"})));

  EXPECT_EQ(run.result.reason, StopReason::Converged) << run.result.message;
  EXPECT_LT(run.error([](double t) { return 1.0 / std::sqrt(1.0 + t * t / 3.0); }),
            test::kReadoutError);
}

TEST(Readout, SolvesAStiffLinearEquation) {
  // Prothero and Robinson: y = cos t whatever the rate.
  const auto run = solved(on(0, 10, config_of({"y' = -1e6*(y - cos(t)) - sin(t)"}, {"y(0) = 1"})));

  EXPECT_GT(run.result.statistics->switches, 0);
  EXPECT_LT(run.error([](double t) { return std::cos(t); }), test::kReadoutError);
  EXPECT_LT(run.result.statistics->windows, 200);
}

TEST(Readout, SolvesRobertsonsReactionInEverySpecies) {
  // At the end y1' is 4e9 times smaller than the terms it is the sum of.
  Config config = on(
      0,
      1e11,
      config_of(
          {"y1' = -0.04*y1 + 1e4*y2*y3", "y2' = 0.04*y1 - 3e7*y2^2 - 1e4*y2*y3", "y3' = 3e7*y2^2"},
          {"y1(0) = 1", "y2(0) = 0", "y3(0) = 0"}));
  config.training.method = Method::Readout;
  config.accept.rtol = 1e-10;
  config.accept.atol = NamedList<double>{{"y1", 1e-20}, {"y2", 1e-24}, {"y3", 1e-13}};
  const Problem problem = test::problem_of(config);
  TrainObserver nobody;

  const TrainingResult result = ReadoutEngine().train(problem, config, {}, nobody);

  ASSERT_EQ(result.reason, StopReason::Converged) << result.message;
  const Eigen::MatrixXd end = result.model.evaluate(1e11, 0);
  EXPECT_NEAR(end(0, 0) / 0.2083340149701255e-07, 1.0, test::kRobertsonDigits);
  EXPECT_NEAR(end(1, 0) / 0.8333360770334713e-13, 1.0, test::kRobertsonDigits);
  EXPECT_NEAR(end(2, 0) / 0.9999999791665050, 1.0, test::kRobertsonDigits);
  EXPECT_LT(result.statistics->windows, 400);
}

TEST(Readout, EndsAWindowAtEveryKinkOfTheSolution) {
  // y' = -sign(y - 1) down to 1... from above: y = 3 - t until it meets 1 would slide; use |x|.
  const auto run = solved(on(0, 10, config_of({"x'' = -sign(x)"}, {"x(0) = 1", "x'(0) = 0"})));

  // Parabolas of half period 2 sqrt 2 each.
  const double quarter = std::sqrt(2.0);
  const auto formula = [&](double t) {
    const double turns = std::floor((t + quarter) / (2.0 * quarter));
    const double since = t - 2.0 * quarter * turns;
    const double side = std::fmod(turns, 2.0) == 0.0 ? 1.0 : -1.0;
    return side * (1.0 - since * since / 2.0);
  };
  EXPECT_LT(run.error(formula), test::kReadoutError);
  EXPECT_EQ(run.result.statistics->events, 4);
}

TEST(Readout, EndsAWindowWhereAForceSwitchesInTime) {
  const auto run = solved(on(0, 3, config_of({"y' = step(t - 1)"}, {"y(0) = 0"})));

  EXPECT_LT(run.error([](double t) { return std::max(0.0, t - 1.0); }), test::kFewRoundings);
}

TEST(Readout, StopsWhereTheSolutionBlowsUp) {
  const auto run = solved(on(0, 2, config_of({"y' = y^2"}, {"y(0) = 1"})));

  EXPECT_EQ(run.result.reason, StopReason::Diverged);
  EXPECT_NE(run.result.message.find("grows without bound"), std::string::npos)
      << run.result.message;
  EXPECT_NEAR(run.result.reached, 1.0, 1e-6);
  EXPECT_NEAR(run.value(0.5), 2.0, 100 * test::kReadoutError);
}

TEST(Readout, SaysThatTheWindowsWereTooFew) {
  Config config = on(0, 1000, config_of({"x'' = -x"}, {"x(0) = 1", "x'(0) = 0"}));
  config.training.stop.windows = 5;

  const auto run = solved(config);

  EXPECT_EQ(run.result.reason, StopReason::IterationLimit);
  EXPECT_NE(run.result.message.find("training.stop.windows 5"), std::string::npos);
  EXPECT_EQ(run.result.model.windows.size(), 5U);
  EXPECT_EQ(run.result.reached, run.result.model.end());
}

TEST(Readout, TakesAsManyEqualWindowsAsAreAskedFor) {
  Config config = on(0, 10, config_of({"y' = -y"}, {"y(0) = 1"}));
  config.training.windows.value = 10;

  const auto run = solved(config);

  ASSERT_EQ(run.result.model.windows.size(), 10U);
  EXPECT_NEAR(run.result.model.windows[3].end, 4.0, test::kFewRoundings);
}

TEST(Readout, ConservesTheEnergyOfAnOscillatorOverAThousandPeriods) {
  const auto run = solved(on(0, 2000 * kPi, config_of({"x'' = -x"}, {"x(0) = 1", "x'(0) = 0"})));

  EXPECT_NEAR(run.value(2000 * kPi), 1.0, 1e-9);
  EXPECT_NEAR(run.value(2000 * kPi, 0, 1), 0.0, 1e-9);
}

}  // namespace
}  // namespace pinn
