// SPDX-License-Identifier: MIT
#include "pinn/model/model.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "model/random_model.hpp"
#include "tolerances.hpp"

namespace pinn {
namespace {

constexpr int kOrder = 5;

/// A window whose network is the constant 0, so that its states are the offset.
Window constant_window(double start, double end, double value) {
  Mlp zero = test::random_mlp({1, 1}, Activation::Tanh, 1);
  zero.layers[0].weight.setZero();
  zero.layers[0].bias.setZero();
  Window window = test::plain_window(start, end, zero);
  window.offset(0, 0) = value;
  return window;
}

Model model_of(std::vector<Window> windows) {
  Model model;
  for (Eigen::Index s = 0; s < windows.front().scale.size(); ++s) {
    model.states.push_back("y" + std::to_string(s));
  }
  model.windows = std::move(windows);
  return model;
}

TEST(Window, EachDerivativeIsTheCentralDifferenceOfTheOneBefore) {
  const double h = 5e-4;  // small beside the shortest wave, 0.85 before the layers
  for (const auto argument : {Window::Argument::Linear, Window::Argument::Saturating}) {
    for (const bool per_state : {false, true}) {
      const Window window = test::rich_window(-1.0, 40.0, argument, per_state);
      const double v = 0.37;
      const Eigen::MatrixXd here = evaluate_window(window, v, kOrder);
      const auto difference = [&](int i) -> Eigen::MatrixXd {
        return evaluate_window(window, v + i * h, kOrder) -
               evaluate_window(window, v - i * h, kOrder);
      };
      const Eigen::MatrixXd slope =
          (45 * difference(1) - 9 * difference(2) + difference(3)) / (60 * h);

      for (int k = 0; k < kOrder; ++k) {
        for (int s = 0; s < 2; ++s) {
          const double size = 1 + std::abs(here(s, k)) + std::abs(here(s, k + 1));
          EXPECT_NEAR(slope(s, k), here(s, k + 1), test::kCentralDifference * size)
              << "derivative " << k + 1;
        }
      }
    }
  }
}

TEST(Window, FollowsItsEquation) {
  const Window window = test::rich_window(0.5, 2.5, Window::Argument::Saturating, false);
  const double v = 1.1;

  const double x = (v - 1.5) * 1.0;
  const double w = (v - 0.5) / 1.7;
  const double angle = 2 * 3.14159265358979323846 * w;
  Eigen::MatrixXd inputs(5, 1);
  inputs << x, std::sin(angle), std::cos(angle), std::sin(2 * angle), std::cos(2 * angle);
  const Eigen::MatrixXd network = window.networks[0].series(inputs);
  const double q = 1 - std::exp(-(v - 0.5) * 0.8);
  const double first = 0.1 - 0.4 * q + 0.3 * q * q + 1.5 * q * network(0, 0);
  const double second = 2.0 - q * q - 0.25 * (0.5 - 0.7 * q) * network(1, 0);

  const Eigen::MatrixXd y = evaluate_window(window, v, 0);

  EXPECT_NEAR(y(0, 0), first, test::kFewRoundings);
  EXPECT_NEAR(y(1, 0), second, test::kFewRoundings);
}

TEST(Window, TurnsTaylorCoefficientsIntoDerivatives) {
  Window window = constant_window(0.0, 1.0, 0.0);
  window.anchor = 1.0;
  window.argument_rate = 2.0;
  window.offset.resize(1, 5);
  window.offset << 0, 0, 0, 0, 1;  // (2 (v - 1))^4

  const Eigen::MatrixXd y = evaluate_window(window, 3.0, 5);

  Eigen::RowVectorXd expected(6);
  expected << 256, 512, 768, 768, 384, 0;
  EXPECT_EQ((y.row(0) - expected).norm(), 0.0);
}

TEST(Model, TakesTheRightWindowAtAnEdgeAndTheNearestOutside) {
  const Model model = model_of({constant_window(0.0, 1.0, 10.0),
                                constant_window(1.0, 2.0, 20.0),
                                constant_window(2.0, 4.0, 30.0)});

  EXPECT_EQ(model.evaluate(0.0, 0)(0, 0), 10.0);
  EXPECT_EQ(model.evaluate(0.999, 0)(0, 0), 10.0);
  EXPECT_EQ(model.evaluate(1.0, 0)(0, 0), 20.0);
  EXPECT_EQ(model.evaluate(2.0, 0)(0, 0), 30.0);
  EXPECT_EQ(model.evaluate(4.0, 0)(0, 0), 30.0);
  EXPECT_EQ(model.evaluate(-7.0, 0)(0, 0), 10.0);
  EXPECT_EQ(model.evaluate(9.0, 0)(0, 0), 30.0);
  EXPECT_EQ(model.start(), 0.0);
  EXPECT_EQ(model.end(), 4.0);
}

TEST(Model, EvaluatesManyPointsInAnyOrderAsOneByOne) {
  const Model model = model_of({test::rich_window(0.0, 1.0, Window::Argument::Linear, true),
                                test::rich_window(1.0, 3.0, Window::Argument::Saturating, false)});
  std::vector<double> points{2.5, -0.5, 1.0, 0.2, 3.5};
  for (int i = 0; i <= 300; ++i) points.push_back(0.01 * i);

  const std::vector<Eigen::MatrixXd> many = model.evaluate_many(points, 3);

  ASSERT_EQ(many.size(), 4U);
  for (std::size_t p = 0; p < points.size(); ++p) {
    const Eigen::MatrixXd one = model.evaluate(points[p], 3);
    for (int k = 0; k <= 3; ++k) {
      const Eigen::VectorXd row =
          many[static_cast<std::size_t>(k)].row(static_cast<Eigen::Index>(p)).transpose();
      EXPECT_LT((row - one.col(k)).norm(), test::kSumOfHundreds * (1 + one.col(k).norm()));
    }
  }
}

TEST(Model, OfOneHiddenLayerHasTheSameBytesWhateverIsEvaluatedBesideIt) {
  Mlp network = test::random_mlp({1, 33, 2}, Activation::Tanh, 6);
  network.layers.back().weight *= 1e6;
  const Model model = model_of({test::plain_window(0.0, 1.0, network)});
  for (const int count : {2, 3, 5, 17}) {
    std::vector<double> points;
    for (int i = 0; i < count; ++i) points.push_back(1.0 / (i + 1));

    const std::vector<Eigen::MatrixXd> many = model.evaluate_many(points, 1);

    for (int i = 0; i < count; ++i) {
      const Eigen::MatrixXd one = model.evaluate(points[static_cast<std::size_t>(i)], 1);
      for (int k = 0; k <= 1; ++k) {
        EXPECT_EQ(many[static_cast<std::size_t>(k)](i, 0), one(0, k));
        EXPECT_EQ(many[static_cast<std::size_t>(k)](i, 1), one(1, k));
      }
    }
  }
}

TEST(Model, OfNoPointsIsAnEmptyTable) {
  const Model model = model_of({constant_window(0.0, 1.0, 10.0)});

  const std::vector<Eigen::MatrixXd> none = model.evaluate_many({}, 1);

  ASSERT_EQ(none.size(), 2U);
  EXPECT_EQ(none[0].rows(), 0);
}

TEST(Model, CountsTheWeightsOfAllWindows) {
  const Model model = model_of({test::rich_window(0.0, 1.0, Window::Argument::Linear, true),
                                test::rich_window(1.0, 3.0, Window::Argument::Linear, false)});

  const std::int64_t per_state = (5 * 6 + 6 + 6 * 4 + 4 + 4 + 1) + (5 * 3 + 3 + 3 + 1);
  const std::int64_t shared = 5 * 7 + 7 + 7 * 2 + 2;
  EXPECT_EQ(model.n_weights(), per_state + shared);
}

}  // namespace
}  // namespace pinn
