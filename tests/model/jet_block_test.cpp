// SPDX-License-Identifier: MIT
// Blocks of jets, by every kernel of this processor, against Mlp::series_many and Jets.
#include "pinn/model/jet_block.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <string>
#include <vector>

#include "model/random_model.hpp"
#include "pinn/model/jets.hpp"
#include "tolerances.hpp"

namespace pinn {
namespace {

/// A network whose weights stand row by row in one vector, with room for their gradient.
template <typename T>
struct RowWeights {
  explicit RowWeights(const Mlp& network) {
    for (const Linear& layer : network.layers) {
      for (Eigen::Index i = 0; i < layer.weight.rows(); ++i) {
        for (Eigen::Index j = 0; j < layer.weight.cols(); ++j) {
          values.push_back(static_cast<T>(layer.weight(i, j)));
        }
      }
      for (const double bias : layer.bias) values.push_back(static_cast<T>(bias));
    }
    sums.assign(values.size(), T{0});
    std::size_t first = 0;
    for (const Linear& layer : network.layers) {
      const auto size = static_cast<std::size_t>(layer.weight.size());
      views.push_back({&values[first], &values[first + size]});
      targets.push_back({&sums[first], &sums[first + size]});
      first += size + static_cast<std::size_t>(layer.bias.size());
    }
  }

  /// The sums as weights_of() orders them.
  Eigen::VectorXd gradient(const Mlp& network) const {
    Mlp copy = network;
    std::size_t next = 0;
    for (Linear& layer : copy.layers) {
      for (Eigen::Index i = 0; i < layer.weight.rows(); ++i) {
        for (Eigen::Index j = 0; j < layer.weight.cols(); ++j) {
          layer.weight(i, j) = static_cast<double>(sums[next++]);
        }
      }
      for (double& bias : layer.bias) bias = static_cast<double>(sums[next++]);
    }
    return weights_of(copy);
  }

  std::vector<T> values;
  std::vector<T> sums;
  std::vector<LayerView<T>> views;
  std::vector<LayerSums<T>> targets;
};

std::vector<int> widths_of(const Mlp& network) {
  std::vector<int> widths{network.n_inputs()};
  for (const Linear& layer : network.layers) {
    widths.push_back(static_cast<int>(layer.weight.rows()));
  }
  return widths;
}

double some_input(int unit, int k, int p) { return k == 0 ? 0.02 * p - 1.0 + unit : 1.3 / (1 + k); }

double some_adjoint(int unit, int k, int p) { return std::sin(1.0 + 2.3 * p + 0.7 * k + unit); }

/// Largest differences, relative to the largest number.
struct Difference {
  double outputs = 0.0;
  double gradient = 0.0;
};

template <typename T>
Difference difference_of(const Mlp& network, int n, int n_points, int kernel) {
  const int n_outputs = network.n_outputs();
  JetBlock<T> block(widths_of(network), network.activation, n, n_points, kernel);
  const Eigen::Index n_columns = static_cast<Eigen::Index>(n_points) * n;
  Eigen::MatrixXd inputs(network.n_inputs(), n_columns);
  Eigen::MatrixXd adjoint(n_outputs, n_columns);
  for (int p = 0; p < n_points; ++p) {
    for (int k = 0; k < n; ++k) {
      for (int i = 0; i < network.n_inputs(); ++i) {
        block.input(i, k)[p] = static_cast<T>(some_input(i, k, p));
        inputs(i, p * n + k) = some_input(i, k, p);
      }
      for (int i = 0; i < n_outputs; ++i) adjoint(i, p * n + k) = some_adjoint(i, k, p);
    }
  }
  RowWeights<T> weights(network);

  block.forward(weights.views);
  for (int i = 0; i < n_outputs; ++i) {
    for (int k = 0; k < n; ++k) {
      for (int p = 0; p < n_points; ++p) {
        block.adjoint(i, k)[p] = static_cast<T>(some_adjoint(i, k, p));
      }
    }
  }
  block.gradient(weights.views, weights.targets);

  Jets jets;
  const Eigen::MatrixXd expected = network.series_many(inputs, n);
  jets.forward(network, inputs, n);
  Eigen::MatrixXd by_point(network.n_weights(), n_points);
  jets.gradients(adjoint, by_point);
  const Eigen::VectorXd gradient = by_point.rowwise().sum();
  Difference difference;
  for (int i = 0; i < n_outputs; ++i) {
    for (int k = 0; k < n; ++k) {
      for (int p = 0; p < n_points; ++p) {
        const double error = static_cast<double>(block.output(i, k)[p]) - expected(i, p * n + k);
        difference.outputs = std::max(difference.outputs, std::abs(error));
      }
    }
  }
  difference.outputs /= expected.cwiseAbs().maxCoeff();
  difference.gradient =
      (weights.gradient(network) - gradient).cwiseAbs().maxCoeff() / gradient.cwiseAbs().maxCoeff();
  return difference;
}

class JetBlocks : public testing::TestWithParam<int> {};

TEST_P(JetBlocks, AgreeWithTheNetworkAndItsJets) {
  for (const ActivationInfo& info : activations()) {
    for (const std::vector<int>& sizes : std::vector<std::vector<int>>{
             {1, 2}, {1, 7, 1}, {3, 13, 9, 2}, {1, 11, 8, 17, 3}, {1, 3, 4, 5, 6, 1}}) {
      const Mlp network = test::random_mlp(sizes, info.activation, 3);
      for (const int n : {1, 2, 3, 4, 5}) {
        for (const int n_points : {1, 64, 101}) {
          const std::string what = std::string(info.name) + ", " + std::to_string(sizes.size()) +
                                   " widths, " + std::to_string(n) + " coefficients";
          const auto in_double = difference_of<double>(network, n, n_points, GetParam());
          EXPECT_LT(in_double.outputs, test::kSumOfHundreds) << what;
          EXPECT_LT(in_double.gradient, test::kSumOfHundreds) << what;
          const auto in_float = difference_of<float>(network, n, n_points, GetParam());
          EXPECT_LT(in_float.outputs, test::kSumOfHundredsInFloat) << what;
          EXPECT_LT(in_float.gradient, test::kSumOfHundredsInFloat) << what;
        }
      }
    }
  }
}

INSTANTIATE_TEST_SUITE_P(EveryKernel,
                         JetBlocks,
                         testing::Range(0, static_cast<int>(jet_kernel_names().size())));

TEST(JetBlock, AddsToTheSumsItIsGiven) {
  const Mlp network = test::random_mlp({1, 5, 1}, Activation::Tanh, 4);
  JetBlock<double> block({1, 5, 1}, Activation::Tanh, 2, 3);
  RowWeights<double> weights(network);
  for (const int times : {1, 2}) {
    block.forward(weights.views);
    for (int p = 0; p < 3; ++p) block.adjoint(0, 0)[p] = 1.0;
    for (int p = 0; p < 3; ++p) block.adjoint(0, 1)[p] = 0.0;
    block.gradient(weights.views, weights.targets);
    EXPECT_NEAR(weights.sums.back(), 3.0 * times, test::kFewRoundings);  // by the last bias
  }
}

}  // namespace
}  // namespace pinn
