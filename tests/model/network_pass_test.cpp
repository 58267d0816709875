// SPDX-License-Identifier: MIT
// Blocks and groups of points against one block of all of them.
#include "pinn/model/network_pass.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <thread>
#include <vector>

#include "tolerances.hpp"

namespace pinn {
namespace {

const std::vector<int> kWidths{1, 7, 6, 2};
constexpr int kOrder = 2;
constexpr int kOutputs = 2;

std::vector<double> some_weights() {
  std::vector<double> weights((1 + 1) * 7 + (7 + 1) * 6 + (6 + 1) * 2);
  for (std::size_t i = 0; i < weights.size(); ++i)
    weights[i] = std::sin(1.0 + 7.3 * static_cast<double>(i));
  return weights;
}

std::vector<double> places(int n_points) {
  std::vector<double> x;
  for (int p = 0; p < n_points; ++p) x.push_back(std::cos(0.37 * p));
  return x;
}

/// The adjoint that a test gives to a derivative: of its value and its place.
double adjoint_of(double value, int k, int output, std::int64_t point) {
  return value + 0.1 * k - 0.2 * output + std::sin(static_cast<double>(point));
}

/// Derivatives (order + 1, n_outputs, n_points), and the gradient of their sum with the adjoints.
struct Evaluation {
  std::vector<double> derivatives;
  std::vector<double> gradient;
  std::vector<std::int64_t> firsts;  ///< Of every block.
};

Evaluation in_one_block(int n_points) {
  const std::vector<double> weights = some_weights();
  const std::vector<double> x = places(n_points);
  JetBlock<double> block(kWidths, Activation::Tanh, kOrder + 1, n_points);
  fill_inputs(InputMap(), x.data(), kOrder + 1, block);
  block.forward(layer_views(kWidths, weights.data()));
  Evaluation all;
  const std::vector<double> factorial{1.0, 1.0, 2.0};
  for (int k = 0; k <= kOrder; ++k) {
    for (int i = 0; i < kOutputs; ++i) {
      for (int p = 0; p < n_points; ++p) {
        const double f = factorial[static_cast<std::size_t>(k)];
        all.derivatives.push_back(f * block.output(i, k)[p]);
        block.adjoint(i, k)[p] = f * adjoint_of(all.derivatives.back(), k, i, p);
      }
    }
  }
  all.gradient.assign(weights.size(), 0.0);
  block.gradient(layer_views(kWidths, weights.data()), layer_sums(kWidths, all.gradient.data()));
  return all;
}

Evaluation by_blocks(int n_points, int n_together, int n_workers) {
  const std::vector<double> weights = some_weights();
  const std::vector<double> x = places(n_points);
  NetworkPass<double> pass(kWidths, Activation::Tanh, InputMap());
  pass.prepare(n_points, n_together, kOrder, n_workers);
  Evaluation all;
  all.derivatives.resize(static_cast<std::size_t>((kOrder + 1) * kOutputs * n_points));
  all.firsts.resize(pass.n_blocks());
  const auto visit = [&](const BlockValues& values) {
    all.firsts[values.number] = values.first;
    for (std::size_t i = 0; i < static_cast<std::size_t>((kOrder + 1) * kOutputs); ++i) {
      for (std::size_t p = 0; p < values.n_points; ++p) {
        const std::size_t point = static_cast<std::size_t>(values.first) + p;
        const double value = values.derivatives[i * values.n_points + p];
        EXPECT_EQ(values.x[p], x[point]);
        all.derivatives[i * static_cast<std::size_t>(n_points) + point] = value;
        values.adjoints[i * values.n_points + p] = adjoint_of(value,
                                                              static_cast<int>(i) / kOutputs,
                                                              static_cast<int>(i) % kOutputs,
                                                              static_cast<std::int64_t>(point));
      }
    }
  };
  std::vector<std::thread> threads;
  for (int w = 0; w < n_workers; ++w) {
    threads.emplace_back([&, w] {
      const auto worker = static_cast<std::size_t>(w);
      for (std::size_t g = worker; g < pass.n_groups(); g += static_cast<std::size_t>(n_workers)) {
        pass.run(g, worker, x.data(), weights.data(), visit, true);
      }
    });
  }
  for (std::thread& thread : threads) thread.join();
  all.gradient.assign(weights.size(), 0.0);
  pass.add_gradient(all.gradient.data());
  return all;
}

double largest_difference(const std::vector<double>& a, const std::vector<double>& b) {
  double difference = 0.0;
  double size = 0.0;
  for (std::size_t i = 0; i < a.size(); ++i) {
    difference = std::max(difference, std::abs(a[i] - b[i]));
    size = std::max(size, std::abs(b[i]));
  }
  return difference / size;
}

TEST(NetworkPass, GivesWhatOneBlockGives) {
  for (const int n_points : {1, 31, 64, 65, 130, 501}) {
    const Evaluation expected = in_one_block(n_points);
    const Evaluation found = by_blocks(n_points, 1, 1);
    EXPECT_LT(largest_difference(found.derivatives, expected.derivatives), test::kFewRoundings);
    EXPECT_LT(largest_difference(found.gradient, expected.gradient), test::kSumOfHundreds)
        << n_points << " points";
  }
}

TEST(NetworkPass, KeepsTheLastPointsInOneBlock) {
  for (int n_together = 0; n_together <= 200; n_together += 10) {
    const Evaluation found = by_blocks(300, n_together, 1);
    EXPECT_LE(found.firsts.back(), 300 - n_together);
    EXPECT_LT(found.firsts.back(), 300);
    EXPECT_TRUE(std::is_sorted(found.firsts.begin(), found.firsts.end()));
  }
}

TEST(NetworkPass, RoundsAlikeWithAnyNumberOfThreads) {
  const Evaluation one = by_blocks(501, 2, 1);
  const Evaluation three = by_blocks(501, 2, 3);
  EXPECT_EQ(one.derivatives, three.derivatives);
  EXPECT_EQ(one.gradient, three.gradient);
}

TEST(NetworkPass, GivesNoGradientThatIsNotWanted) {
  const std::vector<double> weights = some_weights();
  const std::vector<double> x = places(10);
  NetworkPass<double> pass(kWidths, Activation::Tanh, InputMap());
  pass.prepare(10, 0, kOrder, 1);
  const auto visit = [](const BlockValues& values) { values.adjoints[0] = 1.0; };
  pass.run(0, 0, x.data(), weights.data(), visit, false);
  std::vector<double> gradient(weights.size());
  pass.add_gradient(gradient.data());
  EXPECT_EQ(gradient, std::vector<double>(weights.size()));
}

}  // namespace
}  // namespace pinn
