// SPDX-License-Identifier: MIT
#include "pinn/model/mlp.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "model/random_model.hpp"
#include "tolerances.hpp"

namespace pinn {
namespace {

TEST(Mlp, OfOneNeuronIsItsFormula) {
  Mlp mlp;
  mlp.layers.resize(2);
  mlp.layers[0].weight = Eigen::MatrixXd::Constant(1, 1, 2.0);
  mlp.layers[0].bias = Eigen::VectorXd::Constant(1, 0.5);
  mlp.layers[1].weight = Eigen::MatrixXd::Constant(1, 1, 3.0);
  mlp.layers[1].bias = Eigen::VectorXd::Constant(1, -1.0);
  Eigen::MatrixXd inputs(1, 3);
  inputs << 0.1, 1.0, 0.0;

  const Eigen::MatrixXd series = mlp.series(inputs);

  const double u = std::tanh(2.0 * 0.1 + 0.5);  // y = 3 tanh(2 x + 1/2) - 1
  EXPECT_NEAR(series(0, 0), 3 * u - 1, test::kFewRoundings);
  EXPECT_NEAR(series(0, 1), 6 * (1 - u * u), test::kFewRoundings);
  EXPECT_NEAR(2 * series(0, 2), -24 * u * (1 - u * u), test::kFewRoundings);
  EXPECT_EQ(mlp.n_weights(), 4);
}

TEST(Mlp, WithOneLayerIsAffine) {
  const Mlp mlp = test::random_mlp({2, 3}, Activation::Sin, 1);
  Eigen::MatrixXd inputs(2, 2);
  inputs << 1.0, 0.5, -2.0, 0.25;

  const Eigen::MatrixXd series = mlp.series(inputs);

  const Eigen::VectorXd value = mlp.layers[0].weight * inputs.col(0) + mlp.layers[0].bias;
  const Eigen::VectorXd slope = mlp.layers[0].weight * inputs.col(1);
  EXPECT_LT((series.col(0) - value).norm(), test::kFewRoundings);
  EXPECT_LT((series.col(1) - slope).norm(), test::kFewRoundings);
}

TEST(Mlp, GivesTheSameForManyPointsAsForEach) {
  const int n = 4;
  for (const ActivationInfo& info : activations()) {
    const Mlp mlp = test::random_mlp({1, 8, 8, 2}, info.activation, 2);
    Eigen::MatrixXd inputs = Eigen::MatrixXd::Zero(1, 5 * n);
    for (int p = 0; p < 5; ++p) inputs.block(0, p * n, 1, 2) << 0.3 * p - 0.7, 1.0;

    const Eigen::MatrixXd all = mlp.series_many(inputs, n);

    for (int p = 0; p < 5; ++p) {
      const Eigen::MatrixXd one = mlp.series(inputs.middleCols(p * n, n));
      EXPECT_LT((all.middleCols(p * n, n) - one).norm(), test::kFewRoundings) << info.name;
    }
  }
}

}  // namespace
}  // namespace pinn
