// SPDX-License-Identifier: MIT
// The loss in one pass against the same loss by a graph of tensors.
#include "fused_loss.hpp"

#include <gtest/gtest.h>

#include "tolerances.hpp"
#include "workbench.hpp"

namespace pinn {
namespace {

using test::prepare_problem;
using test::Workbench;

// Both are sums of some hundred terms in float64, in different orders.
constexpr double kRoundings = 1e-12;

struct LossAndGradient {
  LossParts parts;
  torch::Tensor gradient;  ///< Of all weights, one after the other.
};

LossAndGradient loss_of(const std::string& problem,
                        const std::string& derivatives,
                        const std::string& conditions,
                        int n_points = 40) {
  Workbench bench(prepare_problem(
      problem,
      R"(, "network": {"hidden": [7, 5], "activation": "tanh"}, "training": {"method": "gradient",
         "conditions": ")" +
          conditions + R"(", "weights": {"equations": 0.7, "conditions": 1.9}, "derivatives": ")" +
          derivatives + R"("})"));
  std::vector<double> points;
  const double length = bench.problem().end - bench.problem().start;
  for (int i = 0; i < n_points; ++i) {
    points.push_back(bench.problem().start + length * i / n_points);
  }
  LossAndGradient found;
  found.parts = bench.loss.evaluate(bench.network, bench.batch(points));
  EXPECT_EQ(found.parts.gradient.defined(), derivatives == "jets");
  std::vector<torch::Tensor> flat;
  for (const torch::Tensor& part : gradients_of(found.parts, bench.network.parameters())) {
    flat.push_back(part.reshape({-1}));
  }
  found.gradient = torch::cat(flat);
  return found;
}

void expect_same_tensor(const torch::Tensor& a, const torch::Tensor& b) {
  ASSERT_EQ(a.sizes(), b.sizes());
  const double size = b.abs().max().item<double>();
  EXPECT_LE((a - b).abs().max().item<double>(), kRoundings * std::max(1.0, size));
}

void expect_same_loss(const std::string& problem,
                      const std::string& conditions = "soft",
                      int n_points = 40) {
  const LossAndGradient jets = loss_of(problem, "jets", conditions, n_points);
  const LossAndGradient autograd = loss_of(problem, "autograd", conditions, n_points);
  expect_same_tensor(jets.parts.total, autograd.parts.total);
  expect_same_tensor(jets.gradient, autograd.gradient);
  ASSERT_EQ(jets.parts.residuals.size(), autograd.parts.residuals.size());
  for (std::size_t e = 0; e < jets.parts.residuals.size(); ++e) {
    expect_same_tensor(jets.parts.residuals[e], autograd.parts.residuals[e]);
  }
  ASSERT_EQ(jets.parts.conditions.defined(), autograd.parts.conditions.defined());
  if (jets.parts.conditions.defined()) {
    expect_same_tensor(jets.parts.conditions, autograd.parts.conditions);
  }
}

TEST(FusedLoss, IsThatOfAGraphForOneEquation) {
  expect_same_loss(
      R"json("domain": [0, 5], "equations": ["y' = -y"], "conditions": ["y(0) = 1"])json");
}

TEST(FusedLoss, IsThatOfAGraphForASystemOfMixedOrders) {
  expect_same_loss(
      R"json("domain": [0, 3], "equations": ["x'' = -sin(x)*y + t", "y' = x'*y - exp(-y^2)"],
             "conditions": ["x(0) = 1", "x'(0) = 0.5", "y(3)^2 + x(0)*y(0) = 2"])json");
}

TEST(FusedLoss, IsThatOfAGraphHoweverTheBlocksOfPointsAreCut) {
  // Two rows of conditions follow the points; a block takes some dozens.
  for (const int n_points : {1, 30, 62, 63, 64, 65, 126, 127, 128, 129, 300}) {
    expect_same_loss(
        R"json("domain": [0, 3], "equations": ["x'' = -sin(x) + t"],
               "conditions": ["x(0) + x(3) = 1", "x'(0) = x'(3)"])json",
        "soft",
        n_points);
  }
}

TEST(FusedLoss, IsThatOfAGraphInScaledUnits) {
  expect_same_loss(
      R"json("domain": [0, 4000], "equations": ["m'' = -m/1000^2 + m*m'/1e5"],
             "conditions": ["m(0) = 500", "m'(4000) = 0"])json");
}

TEST(FusedLoss, IsThatOfAGraphForAnImplicitEquation) {
  expect_same_loss(
      R"json("domain": [0, 2], "equations": ["y'^3 + y' = -y"], "conditions": ["y(0) = 1"])json");
}

TEST(FusedLoss, IsThatOfAGraphWithHardInitialValues) {
  expect_same_loss(
      R"json("domain": [0, 3], "equations": ["x'' = -sin(x)*y + t", "y' = x'*y - exp(-y^2)"],
             "conditions": ["x(0) = 1", "x'(0) = 0.5", "y(0) = 2"])json",
      "hard");
  expect_same_loss(
      R"json("domain": [10, 4000], "equations": ["m''' = -m/1000^3 + m*m''/1e8"],
             "conditions": ["m(10) = 500", "m'(10) = 1", "m''(10) = 0.01"])json",
      "hard");
}

}  // namespace
}  // namespace pinn
