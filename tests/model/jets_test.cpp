// SPDX-License-Identifier: MIT
// Jets against Mlp::series_many and against central differences of it.
#include "pinn/model/jets.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <vector>

#include "model/random_model.hpp"
#include "tolerances.hpp"

namespace pinn {
namespace {

constexpr int kPoints = 3;

Eigen::MatrixXd inputs_of(int n) {
  Eigen::MatrixXd inputs = Eigen::MatrixXd::Zero(1, static_cast<Eigen::Index>(kPoints) * n);
  for (int p = 0; p < kPoints; ++p) {
    inputs(0, p * n) = 0.6 * p - 0.7;
    if (n > 1) inputs(0, p * n + 1) = 1.3;
  }
  return inputs;
}

/// Any numbers, the same on every run.
Eigen::MatrixXd some_adjoint(Eigen::Index rows, Eigen::Index columns) {
  Eigen::MatrixXd adjoint(rows, columns);
  for (Eigen::Index i = 0; i < adjoint.size(); ++i) {
    adjoint.reshaped()(i) = std::sin(1.0 + 2.3 * static_cast<double>(i));
  }
  return adjoint;
}

/// The network with one weight moved.
double moved_sum(const Mlp& network,
                 Eigen::Index weight,
                 double step,
                 const Eigen::MatrixXd& inputs,
                 const Eigen::MatrixXd& adjoint,
                 int n) {
  Mlp moved = network;
  Eigen::VectorXd weights = weights_of(network);
  weights(weight) += step;
  set_weights(moved, weights);
  return moved.series_many(inputs, n).cwiseProduct(adjoint).sum();
}

/// A column for each point.
Eigen::MatrixXd gradients_of(const Mlp& network,
                             const Eigen::MatrixXd& inputs,
                             const Eigen::MatrixXd& adjoint,
                             int n) {
  Jets jets;
  jets.forward(network, inputs, n);
  Eigen::MatrixXd by_point(network.n_weights(), inputs.cols() / n);
  jets.gradients(adjoint, by_point);
  return by_point;
}

TEST(Jets, HaveTheSeriesOfTheNetwork) {
  for (const ActivationInfo& info : activations()) {
    const Mlp network = test::random_mlp({1, 7, 5, 2}, info.activation, 3);
    for (const int n : {1, 2, 3, 5}) {
      const Eigen::MatrixXd inputs = inputs_of(n);
      const Eigen::MatrixXd expected = network.series_many(inputs, n);
      EXPECT_LT((Jets().forward(network, inputs, n) - expected).norm(), test::kFewRoundings)
          << info.name << " " << n;
    }
  }
}

TEST(Jets, GradientIsTheCentralDifference) {
  for (const ActivationInfo& info : activations()) {
    for (const std::vector<int>& sizes :
         std::vector<std::vector<int>>{{1, 2}, {1, 6, 2}, {1, 5, 4, 2}, {1, 4, 3, 4, 1}}) {
      const Mlp network = test::random_mlp(sizes, info.activation, 4);
      for (const int n : {1, 2, 3, 4}) {
        const Eigen::MatrixXd inputs = inputs_of(n);
        const Eigen::MatrixXd adjoint = some_adjoint(sizes.back(), inputs.cols());

        const Eigen::VectorXd gradient = gradients_of(network, inputs, adjoint, n).rowwise().sum();

        ASSERT_EQ(gradient.size(), network.n_weights());
        for (Eigen::Index w = 0; w < gradient.size(); ++w) {
          const double h = test::kDifferenceStep;
          const double difference = (moved_sum(network, w, h, inputs, adjoint, n) -
                                     moved_sum(network, w, -h, inputs, adjoint, n)) /
                                    (2 * h);
          EXPECT_NEAR(gradient(w), difference, test::kDifferenceTolerance)
              << info.name << ", " << sizes.size() - 1 << " layers, weight " << w << ", order "
              << n - 1;
        }
      }
    }
  }
}

TEST(Jets, GradientOfAPointIsThatOfItsOwnAdjoints) {
  const Mlp network = test::random_mlp({1, 6, 5, 2}, Activation::Silu, 5);
  const int n = 3;
  const Eigen::MatrixXd inputs = inputs_of(n);
  const Eigen::MatrixXd adjoint = some_adjoint(2, inputs.cols());
  const Eigen::MatrixXd by_point = gradients_of(network, inputs, adjoint, n);

  for (int p = 0; p < kPoints; ++p) {
    Eigen::MatrixXd alone = Eigen::MatrixXd::Zero(2, inputs.cols());
    alone.middleCols(p * n, n) = adjoint.middleCols(p * n, n);

    const Eigen::VectorXd gradient = gradients_of(network, inputs, alone, n).rowwise().sum();

    EXPECT_LT((by_point.col(p) - gradient).norm(), test::kSumOfHundreds);
  }
}

TEST(Jets, WeightsGoIntoOneVectorAndBack) {
  const Mlp network = test::random_mlp({1, 4, 2}, Activation::Tanh, 6);
  Mlp copy = test::random_mlp({1, 4, 2}, Activation::Tanh, 7);

  set_weights(copy, weights_of(network));

  EXPECT_EQ(copy.layers[0].weight, network.layers[0].weight);
  EXPECT_EQ(copy.layers[1].weight, network.layers[1].weight);
  EXPECT_EQ(copy.layers[1].bias, network.layers[1].bias);
  EXPECT_EQ(weights_of(network)(0), network.layers[0].weight(0, 0));
}

}  // namespace
}  // namespace pinn
