// SPDX-License-Identifier: MIT
#include "../../src/verify/precise_windows.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "model/random_model.hpp"
#include "tolerances.hpp"

namespace pinn {
namespace {

using Real = long double;

const std::vector<double> kPlaces{0.0, 0.1, 0.25, 0.5, 0.83, 1.0};
constexpr int kOrder = 2;

std::vector<double> points_of(const Window& window, bool backwards) {
  std::vector<double> points;
  for (const double place : kPlaces) {
    const double part = backwards ? 1.0 - place : place;
    points.push_back(window.start + (window.end - window.start) * part);
  }
  return points;
}

/// Two states and 30 units whose weights of some 1e6 cancel each other.
Window cancelling_window() {
  Mlp network = test::random_mlp({1, 30, 2}, Activation::Tanh, 7);
  Linear& output = network.layers.back();
  for (Eigen::Index j = 0; j < 30; j += 2) {
    network.layers[0].weight(j + 1, 0) = network.layers[0].weight(j, 0);
    network.layers[0].bias(j + 1) = network.layers[0].bias(j) + 1e-6;
    output.weight.col(j) *= 1e6;
    output.weight.col(j + 1) = -output.weight.col(j);
  }
  return test::plain_window(2.0, 2.5, network);
}

/// Value, first and second derivative by the formulas of tanh, in long double.
Real known(const Window& window, double at, Eigen::Index state, int derivative) {
  const Mlp& network = window.networks[0];
  const Real rate = window.input.rate;
  const Real x = (static_cast<Real>(at) - window.input.shift) * rate;
  Real sum = derivative == 0 ? static_cast<Real>(network.layers[1].bias(state)) : 0.0L;
  for (Eigen::Index j = 0; j < network.layers[0].bias.size(); ++j) {
    const Real w = network.layers[0].weight(j, 0);
    const Real u = std::tanh(w * x + network.layers[0].bias(j));
    const Real slope = w * rate * (1.0L - u * u);
    const Real term = derivative == 0 ? u : derivative == 1 ? slope : -2.0L * u * slope * w * rate;
    sum += term * network.layers[1].weight(state, j);
  }
  return sum;
}

class PreciseWindowsTest : public ::testing::Test {
 protected:
  void SetUp() override {
    if (std::numeric_limits<Real>::digits <= std::numeric_limits<double>::digits) {
      GTEST_SKIP() << "long double has no more digits than double here";
    }
  }

  PreciseWindows precise_;
  std::vector<Eigen::MatrixXd> values_;
};

TEST_F(PreciseWindowsTest, KnowsSumsThatADoubleDoesNot) {
  const Window window = cancelling_window();
  for (const bool backwards : {false, true}) {
    const auto points = points_of(window, backwards);
    ASSERT_TRUE(precise_.evaluate(window, {points, kPlaces, backwards}, kOrder, values_));
    const auto plain = evaluate_window_many(window, points, kOrder);
    double worst_plain = 0.0;
    for (std::size_t i = 0; i < points.size(); ++i) {
      for (int state = 0; state < 2; ++state) {
        for (int k = 0; k <= kOrder; ++k) {
          const auto row = static_cast<Eigen::Index>(i);
          const auto d = static_cast<std::size_t>(k);
          const Real truth = known(window, points[i], state, k);
          const Real size = std::abs(truth);
          EXPECT_NEAR(
              static_cast<double>((values_[d](row, state) - truth) / size), 0.0, test::kPreciseSum);
          worst_plain = std::max(
              worst_plain, static_cast<double>(std::abs(plain[d](row, state) - truth) / size));
        }
      }
    }
    EXPECT_GT(worst_plain, 20 * test::kPreciseSum);
  }
}

TEST_F(PreciseWindowsTest, TakesPointsThatAreRoundedFarFromNought) {
  Window window = cancelling_window();
  window.start = 1000.0;
  window.end = 1000.01;
  window.input.shift = 0.5 * (window.start + window.end);
  window.input.rate = 2.0 / (window.end - window.start);
  const auto points = points_of(window, false);

  ASSERT_TRUE(precise_.evaluate(window, {points, kPlaces, false}, 0, values_));

  for (std::size_t i = 0; i < points.size(); ++i) {
    const Real truth = known(window, points[i], 0, 0);
    EXPECT_NEAR(static_cast<double>((values_[0](static_cast<Eigen::Index>(i), 0) - truth) / truth),
                0.0,
                test::kPreciseSum);
  }
}

TEST_F(PreciseWindowsTest, LeavesOtherWindowsAlone) {
  const auto refuses = [this](const Window& window, const std::vector<double>& points) {
    return !precise_.evaluate(window, {points, kPlaces, false}, 0, values_);
  };
  Window sine = cancelling_window();
  sine.networks[0].activation = Activation::Sin;
  EXPECT_TRUE(refuses(sine, points_of(sine, false)));

  const Window rich = test::rich_window(0, 1, Window::Argument::Linear, false);
  EXPECT_TRUE(refuses(rich, points_of(rich, false)));

  const Window plain = cancelling_window();
  auto moved = points_of(plain, false);
  moved[2] += 1e-3;
  EXPECT_TRUE(refuses(plain, moved));
}

}  // namespace
}  // namespace pinn
