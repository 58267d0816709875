// SPDX-License-Identifier: MIT
// One network from the windows, against exact solutions.
#include "pinn/readout/distil.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "solved.hpp"
#include "tolerances.hpp"

namespace pinn {
namespace {

using test::config_of;
using test::on;
using test::Solved;
using test::solved;

/// The same problem with one network in the place of the windows.
Solved distilled(Solved run, int width) {
  run.result.model = distil(run.result.model, run.problem, run.config.accept, width).model;
  return run;
}

Config harmonic(double end) {
  return on(0, end, config_of({"x'' = -x"}, {"x(0) = 1", "x'(0) = 0"}));
}

TEST(Distil, MakesOneLinearTanhLinearNetworkWithoutOffset) {
  const Solved run =
      distilled(solved(on(0, 2, config_of({"x' = y", "y' = -x"}, {"x(0) = 1", "y(0) = 0"}))), 40);

  ASSERT_EQ(run.result.model.windows.size(), 1U);
  const Window& window = run.result.model.windows[0];
  ASSERT_EQ(window.networks.size(), 1U);
  ASSERT_EQ(window.networks[0].layers.size(), 2U);
  EXPECT_EQ(window.networks[0].layers[0].weight.rows(), 40);
  EXPECT_EQ(window.networks[0].n_outputs(), 2);
  EXPECT_EQ(window.offset, Eigen::MatrixXd::Zero(2, 1));
  EXPECT_EQ(window.factor, Eigen::MatrixXd::Ones(2, 1));
  EXPECT_EQ(window.start, 0.0);
  EXPECT_EQ(window.end, 2.0);
}

TEST(Distil, ReachesRoundingOnDecay) {
  const Solved run = distilled(solved(on(0, 10, config_of({"y' = -y"}, {"y(0) = 1"}))), 162);

  EXPECT_LT(run.error([](double t) { return std::exp(-t); }), test::kDistilledError);
}

TEST(Distil, ReachesRoundingOverTwoPeriods) {
  const Solved run = distilled(solved(harmonic(4 * std::acos(-1.0))), 162);

  EXPECT_LT(run.error([](double t) { return std::cos(t); }), test::kDistilledError);
  EXPECT_NEAR(run.value(7.3, 0, 1), -std::sin(7.3), 100 * test::kDistilledError);
}

TEST(Distil, FollowsAPendulumAsWellAsItsWindowsDo) {
  const Solved run = solved(on(0, 20, config_of({"x'' = -sin(x)"}, {"x(0) = 2", "x'(0) = 0"})));
  const Solved single = distilled(run, 243);

  EXPECT_LT(single.error([&](double t) { return run.value(t); }), test::kDistilledError);
}

TEST(Distil, NeedsMoreFeaturesForMorePeriods) {
  const Solved run = solved(harmonic(100.0));
  const auto cosine = [](double t) { return std::cos(t); };

  EXPECT_GT(distilled(run, 32).error(cosine), 1e-2);
  EXPECT_LT(distilled(run, 243).error(cosine), 1e-8);
}

TEST(Distil, PutsItsFeaturesWhereWindowsAreShort) {
  // A layer of width 1e-5 at the start, then a cosine.
  const Solved run =
      solved(on(0, 10, config_of({"y' = -1e5*(y - cos(t)) - sin(t)"}, {"y(0) = 2"})));
  const Solved single = distilled(run, 243);

  EXPECT_LT(single.error([](double t) { return std::cos(t) + std::exp(-1e5 * t); }), 1e-8);
  EXPECT_NEAR(single.value(1e-5), std::cos(1e-5) + std::exp(-1.0), 1e-8);
}

TEST(Distil, MeetsTheConditionsToRounding) {
  const Solved run = distilled(
      solved(on(0, 3, config_of({"y''' = y"}, {"y(0) = 1", "y'(0) = -1", "y''(0) = 2"}))), 64);

  EXPECT_NEAR(run.value(0, 0, 0), 1.0, test::kDistilledError);
  EXPECT_NEAR(run.value(0, 0, 1), -1.0, test::kDistilledError);
  EXPECT_NEAR(run.value(0, 0, 2), 2.0, 10 * test::kDistilledError);
}

TEST(Distil, TakesStatesOfDifferentOrdersTogether) {
  const Solved run = distilled(
      solved(on(0, 3, config_of({"x'' = -y", "y' = x'"}, {"x(0) = 0", "x'(0) = 1", "y(0) = 0"}))),
      108);

  ASSERT_EQ(run.result.model.windows[0].networks.size(), 1U);
  EXPECT_LT(run.error([](double t) { return std::sin(t); }, 0), 1e-10);
  EXPECT_LT(run.error([](double t) { return std::sin(t); }, 1), 1e-10);
}

TEST(Distil, GoesBothWaysFromConditionsInTheMiddle) {
  const Solved run = distilled(solved(on(-2, 3, config_of({"y' = -y"}, {"y(1) = 2"}))), 108);

  EXPECT_EQ(run.result.model.start(), -2.0);
  EXPECT_NEAR(run.value(1.0), 2.0, test::kFewRoundings);
  EXPECT_LT(run.error([](double t) { return 2.0 * std::exp(1.0 - t); }), 1e-10);
}

TEST(Distil, TellsHowFarItIsFromTheWindows) {
  const Solved run = solved(harmonic(30.0));
  AcceptConfig accept;
  accept.rtol = 0.0;
  accept.atol = 1e-6;

  const Distilled coarse = distil(run.result.model, run.problem, accept, 32);
  const Solved single = distilled(run, 32);

  const double error = single.error([](double t) { return std::cos(t); });
  EXPECT_NEAR(coarse.distance, error / 1e-6, 0.2 * coarse.distance);
}

TEST(Distil, GrowsByHalfUpToItsLargestWidth) {
  EXPECT_EQ(next_width(32), 48);
  EXPECT_EQ(next_width(365), kLargestWidth);
  EXPECT_EQ(next_width(kLargestWidth), kLargestWidth);
}

}  // namespace
}  // namespace pinn
