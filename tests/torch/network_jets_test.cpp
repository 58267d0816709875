// SPDX-License-Identifier: MIT
// Jets against torch::autograd::grad: values, derivatives and gradients of the weights.
#include "network_jets.hpp"

#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "network.hpp"
#include "pinn/util/error.hpp"
#include "tolerances.hpp"

namespace pinn {
namespace {

torch::TensorOptions options_of(torch::Dtype type) { return torch::TensorOptions().dtype(type); }

struct Case {
  NetworkConfig network;
  int n_states = 1;
  int order = 0;
  std::int64_t n_points = 1;
  torch::Dtype type = torch::kFloat64;
};

InputMap input_of(const NetworkConfig& network) {
  InputMap input;
  input.shift = 0.4;
  input.rate = 1.5;
  input.fourier_features = network.fourier_features;
  input.fourier_start = -0.3;
  input.fourier_length = 2.5;
  return input;
}

/// Derivatives of all states, highest order last, and the gradient of their weighted sum.
struct Evaluation {
  std::vector<torch::Tensor> derivatives;
  torch::Tensor gradient;
};

Evaluation evaluate(const Case& wanted, Derivatives derivatives) {
  const torch::TensorOptions options = options_of(wanted.type);
  Network network(wanted.network, input_of(wanted.network), wanted.n_states, options, derivatives);
  network.initialize(at::detail::createCPUGenerator(11));
  const torch::Tensor x =
      torch::linspace(-1.0, 1.2, wanted.n_points, options).unsqueeze(1).requires_grad_(true);
  const auto by_network = network.derivatives(x, wanted.order);
  Evaluation evaluation;
  torch::Tensor sum = torch::zeros({}, options);
  for (int k = 0; k <= wanted.order; ++k) {
    std::vector<torch::Tensor> columns;
    for (const auto& list : by_network) columns.push_back(list[static_cast<std::size_t>(k)]);
    evaluation.derivatives.push_back(torch::cat(columns, 1));
    const torch::Tensor& last = evaluation.derivatives.back();
    sum = sum + (torch::sin(torch::arange(last.numel(), options) + k).view_as(last) * last).sum();
  }
  std::vector<torch::Tensor> parts;
  for (const torch::Tensor& part : torch::autograd::grad(
           {sum}, network.parameters(), {}, false, false, /*allow_unused=*/true)) {
    parts.push_back(part.defined() ? part.reshape({-1}) : torch::zeros({0}, options));
  }
  evaluation.gradient = torch::cat(parts);
  return evaluation;
}

double difference(const torch::Tensor& a, const torch::Tensor& b) {
  return ((a - b).abs().max() / b.abs().max().clamp_min(1e-30)).item<double>();
}

void expect_equal(const Case& wanted, double tolerance, const std::string& what) {
  const Evaluation jets = evaluate(wanted, Derivatives::Jets);
  const Evaluation autograd = evaluate(wanted, Derivatives::Autograd);
  for (std::size_t k = 0; k < jets.derivatives.size(); ++k) {
    ASSERT_EQ(jets.derivatives[k].sizes(), autograd.derivatives[k].sizes()) << what;
    EXPECT_LE(difference(jets.derivatives[k], autograd.derivatives[k]), tolerance)
        << what << ", derivative " << k;
  }
  ASSERT_EQ(jets.gradient.numel(), autograd.gradient.numel()) << what;
  EXPECT_LE(difference(jets.gradient, autograd.gradient), tolerance) << what << ", gradient";
}

TEST(NetworkJets, AgreeWithAutogradForEveryActivationDepthAndOrder) {
  for (const ActivationInfo& info : activations()) {
    for (const std::vector<int>& hidden :
         std::vector<std::vector<int>>{{9}, {8, 11}, {7, 5, 6}, {6, 7, 5, 8}}) {
      for (int order = 0; order <= (info.smooth ? 4 : 1); ++order) {
        Case wanted;
        wanted.network.hidden.value = hidden;
        wanted.network.activation = info.activation;
        wanted.n_states = 2;
        wanted.order = order;
        wanted.n_points = 37;
        expect_equal(wanted,
                     test::kJetsAgainstAutograd,
                     std::string(info.name) + ", " + std::to_string(hidden.size()) +
                         " hidden layers, order " + std::to_string(order));
      }
    }
  }
}

TEST(NetworkJets, AgreeWithAutogradInFloatOverManyBlocks) {
  for (const Activation activation : {Activation::Tanh, Activation::LeakyRelu}) {
    Case wanted;
    wanted.network.hidden.value = {50, 50, 50};
    wanted.network.activation = activation;
    wanted.order = 1;
    wanted.n_points = 1001;
    wanted.type = torch::kFloat32;
    expect_equal(wanted, test::kSumOfHundredsInFloat, "float");
  }
}

TEST(NetworkJets, AgreeWithAutogradWithFourierFeaturesAndANetworkForEachState) {
  Case wanted;
  wanted.network.hidden.value = {8, 9};
  wanted.network.fourier_features = 3;
  wanted.network.per_state = true;
  wanted.n_states = 3;
  wanted.order = 3;
  wanted.n_points = 20;
  expect_equal(wanted, test::kJetsAgainstAutograd, "per state");
}

TEST(NetworkJets, KeepTheGradientOfAnEarlierCall) {
  const torch::TensorOptions options = options_of(torch::kFloat64);
  const auto jets = make_network_jets({1, 6, 1}, Activation::Tanh, InputMap(), options);
  const torch::Tensor weights = torch::linspace(-1.0, 1.0, 19, options).requires_grad_(true);
  const torch::Tensor x = torch::linspace(0.0, 1.0, 5, options).unsqueeze(1);
  const auto gradient_of = [&](const torch::Tensor& y) {
    return torch::autograd::grad({y.sum()}, {weights})[0];
  };
  const torch::Tensor alone = gradient_of(network_derivatives(*jets, x, weights, 1)[1]);

  const torch::Tensor first = network_derivatives(*jets, x, weights, 1)[1];
  const torch::Tensor second = network_derivatives(*jets, x + 3.0, weights, 1)[1];

  EXPECT_FALSE(torch::equal(gradient_of(second), alone));
  EXPECT_TRUE(torch::equal(gradient_of(first), alone));
}

TEST(NetworkJets, GiveTheSameBytesForAnyNumberOfThreads) {
  Case wanted;
  wanted.network.hidden.value = {20, 20};
  wanted.order = 2;
  wanted.n_points = 700;
  const int before = at::get_num_threads();
  at::set_num_threads(1);
  const Evaluation one = evaluate(wanted, Derivatives::Jets);
  at::set_num_threads(2);
  const Evaluation two = evaluate(wanted, Derivatives::Jets);
  at::set_num_threads(before);
  EXPECT_TRUE(torch::equal(one.gradient, two.gradient));
  EXPECT_TRUE(torch::equal(one.derivatives[2], two.derivatives[2]));
}

TEST(NetworkJets, AreRefusedOnADeviceThatHasNone) {
  const auto cuda = torch::TensorOptions().device(torch::kCUDA);
  EXPECT_EQ(choose_derivatives(Derivatives::Auto, cuda), Derivatives::Autograd);
  EXPECT_EQ(choose_derivatives(Derivatives::Auto, torch::TensorOptions()), Derivatives::Jets);
  EXPECT_THROW(choose_derivatives(Derivatives::Jets, cuda), ConfigError);
}

}  // namespace
}  // namespace pinn
