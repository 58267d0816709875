// SPDX-License-Identifier: MIT
// Networks trained by least squares on problems whose solution is known.
#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "pinn/least_squares/least_squares.hpp"
#include "problem/configs.hpp"
#include "tolerances.hpp"

namespace pinn {
namespace {

struct Trained {
  TrainingResult result;

  /// Largest |state 0 - formula| at 301 places.
  double error(const std::function<double(double)>& formula) const {
    double worst = 0.0;
    const Model& model = result.model;
    for (int i = 0; i <= 300; ++i) {
      const double at = model.start() + (model.end() - model.start()) * i / 300.0;
      worst = std::max(worst, std::abs(model.evaluate(at, 0)(0, 0) - formula(at)));
    }
    return worst;
  }
};

Trained trained(double start, double end, Config config, std::uint32_t seed = 0) {
  config.problem.start = start;
  config.problem.end = end;
  config.training.method = Method::LeastSquares;
  config.training.seed = seed;
  const Problem problem = test::problem_of(config);
  TrainObserver nobody;
  return {LeastSquaresEngine().train(problem, config, {}, nobody)};
}

TEST(LeastSquares, SolvesDecayWithEverySeed) {
  for (std::uint32_t seed = 0; seed < 10; ++seed) {
    const Trained run = trained(0, 5, test::config_of({"y' = -y"}, {"y(0) = 1"}), seed);
    EXPECT_EQ(run.result.reason, StopReason::Converged) << run.result.message;
    EXPECT_LT(run.error([](double t) { return std::exp(-t); }), test::kTrainedError) << seed;
  }
}

TEST(LeastSquares, SolvesAnOscillatorOfSecondOrder) {
  const Trained run = trained(0, 10, test::config_of({"x'' = -x"}, {"x(0) = 1", "x'(0) = 0"}));

  EXPECT_LT(run.error([](double t) { return std::cos(t); }), test::kTrainedError);
}

TEST(LeastSquares, SolvesTheLogisticEquationBothWaysFromTheMiddle) {
  const Trained run = trained(-5, 5, test::config_of({"y' = y*(1 - y)"}, {"y(1) = 0.5"}));

  EXPECT_EQ(run.result.model.start(), -5.0);
  EXPECT_EQ(run.result.model.end(), 5.0);
  EXPECT_LT(run.error([](double t) { return 1 / (1 + std::exp(1 - t)); }), test::kTrainedError);
}

TEST(LeastSquares, StartsAtASingularPoint) {
  const Trained run =
      trained(0, 5, test::config_of({"y'' + 2*y'/t + y^5 = 0"}, {"y(0) = 1", "y'(0) = 0"}));

  EXPECT_EQ(run.result.reason, StopReason::Converged) << run.result.message;
  EXPECT_LT(run.error([](double t) { return 1.0 / std::sqrt(1.0 + t * t / 3.0); }),
            test::kTrainedError);
}

TEST(LeastSquares, TakesAsManyWindowsAsItIsTold) {
  Config config = test::config_of({"y' = -y"}, {"y(0) = 1"});
  config.training.windows.value = 3;

  const Trained run = trained(0, 5, config);

  ASSERT_EQ(run.result.model.windows.size(), 3U);
  EXPECT_DOUBLE_EQ(run.result.model.windows[1].start, 5.0 / 3);
  EXPECT_LT(run.error([](double t) { return std::exp(-t); }), test::kTrainedError);
}

TEST(LeastSquares, TrainsTheNetworkItIsGiven) {
  Config config = test::config_of({"y' = -y"}, {"y(0) = 1"});
  config.network.hidden.value = std::vector<int>{9, 7, 5};
  config.network.activation = Activation::Sin;

  const Trained run = trained(0, 2, config);

  const Mlp& network = run.result.model.windows.front().networks.front();
  ASSERT_EQ(network.layers.size(), 4U);
  EXPECT_EQ(network.layers[1].weight.rows(), 7);
  EXPECT_EQ(network.activation, Activation::Sin);
  EXPECT_LT(run.error([](double t) { return std::exp(-t); }), test::kTrainedError);
}

TEST(LeastSquares, StopsWhenAsked) {
  class Impatient : public TrainObserver {
   public:
    bool stop_requested() override { return ++n_asked_ > 4; }

   private:
    int n_asked_ = 0;
  };
  Config config = test::config_of({"x'' = -x"}, {"x(0) = 1", "x'(0) = 0"});
  config.problem.end = 200;
  Impatient observer;

  const TrainingResult result =
      LeastSquaresEngine().train(test::problem_of(config), config, {}, observer);

  EXPECT_EQ(result.reason, StopReason::Interrupted);
  EXPECT_EQ(result.iterations, 5);
}

TEST(LeastSquares, SaysWhereItGotNoFurther) {
  const Trained run = trained(0, 2, test::config_of({"y' = y^2"}, {"y(0) = 1"}));

  EXPECT_EQ(run.result.reason, StopReason::NoProgress);
  EXPECT_NEAR(run.result.reached, 1.0, 1e-2);
  EXPECT_NE(run.result.message.find("the residual stays at"), std::string::npos)
      << run.result.message;
}

TEST(LeastSquaresTolerance, FollowsTheAbsoluteOneWhereTheRelativeOneIsZero) {
  Config config;
  config.accept.rtol = 0.0;
  config.accept.atol = 1e-6;
  EXPECT_DOUBLE_EQ(least_squares_tolerance(config), 1e-8);
  config.accept.atol = NamedList<double>{{"x", 1e-5}, {"y", 1e-7}};
  EXPECT_DOUBLE_EQ(least_squares_tolerance(config), 1e-9);
  config.accept.rtol = 1e-6;
  EXPECT_DOUBLE_EQ(least_squares_tolerance(config), 1e-8);
}

TEST(LeastSquares, SolvesADelayedEquation) {
  Config config = test::config_of({"y' = -y(t - pi/2)"}, {});
  config.problem.history = {{"y", "cos(t)"}};
  const Trained run = trained(0, 8, config);

  EXPECT_EQ(run.result.reason, StopReason::Converged) << run.result.message;
  EXPECT_LT(run.error([](double t) { return std::cos(t); }), test::kTrainedError);
}

}  // namespace
}  // namespace pinn
