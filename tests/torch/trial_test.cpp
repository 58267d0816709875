// SPDX-License-Identifier: MIT
// Networks and trial solutions on tensors agree with the exported model, which is plain C++.
#include <gmock/gmock.h>

#include <cmath>

#include "derivatives.hpp"
#include "pinn/config/names.hpp"
#include "tolerances.hpp"
#include "workbench.hpp"

namespace pinn {
namespace {

using test::prepare_problem;
using test::Workbench;

const std::vector<double> kPlaces{0.0, 0.13, 0.7, 1.1, 1.9, 2.0};

/// Largest difference of values and derivatives between tensors and model, relative to 1 and the
/// size of the value.
double largest_difference(Workbench& bench, const std::vector<double>& places, int order) {
  const std::vector<torch::Tensor> states =
      bench.trial.states(bench.network,
                         bench.batch(places),
                         static_cast<std::int64_t>(places.size()),
                         std::max(order, bench.trial.condition_order()));
  const Window window = bench.trial.window(bench.network);
  double largest = 0.0;
  for (std::size_t i = 0; i < places.size(); ++i) {
    const Eigen::MatrixXd expected = evaluate_window(window, places[i], order);
    for (int d = 0; d <= order; ++d) {
      for (int s = 0; s < bench.problem().n_states(); ++s) {
        const double value =
            states[static_cast<std::size_t>(d)][static_cast<std::int64_t>(i)][s].item<double>();
        const double size = std::max(1.0, std::abs(expected(s, d)));
        largest = std::max(largest, std::abs(value - expected(s, d)) / size);
      }
    }
  }
  return largest;
}

std::string with_network(const std::string& network) { return ", \"network\": {" + network + "}"; }

const std::string kSecondOrder =
    R"("domain": [0, 2], "equations": ["y'' = -y"], "conditions": ["y(0) = 0.4", "y'(0) = -1.5"])";

TEST(Trial, EqualsTheExportedModelForEveryActivation) {
  for (const ActivationInfo& info : activations()) {
    const std::string network =
        "\"hidden\": [7, 5, 6], \"activation\": \"" + std::string(info.name) + "\"";
    const std::string& problem = info.smooth ? kSecondOrder : test::kDecay;
    const int order = info.smooth ? 2 : 1;
    Workbench bench(prepare_problem(problem, with_network(network)));

    EXPECT_LE(largest_difference(bench, kPlaces, order), test::kCoreAgainstLibTorch) << info.name;
  }
}

TEST(Trial, EqualsTheExportedModelUpToTheFourthDerivative) {
  const std::string beam =
      R"("domain": [0, 2], "equations": ["y'''' = -1"],)"
      R"("conditions": ["y(0) = 0", "y'(0) = 0", "y''(2) = 0", "y'''(2) = 0"])";
  for (const std::string activation : {"tanh", "sin", "sigmoid", "silu", "gelu", "softplus"}) {
    const std::string network = R"("hidden": [6, 6], "activation": ")" + activation + "\"";
    Workbench bench(prepare_problem(beam, with_network(network)));

    EXPECT_LE(largest_difference(bench, kPlaces, 4), test::kHighDerivatives) << activation;
  }
}

TEST(Trial, EqualsTheExportedModelWithANetworkPerStateAndFourierFeatures) {
  const std::string system = R"("domain": [0, 2], "equations": ["u' = v", "v' = -u", "w'' = u"],)"
                             R"("conditions": ["u(0) = 1", "v(0) = 0", "w(0) = 2", "w'(0) = 3"])";
  for (const std::string per_state : {"false", "true"}) {
    const std::string network =
        R"("hidden": [6, 6], "fourier_features": 2, "per_state": )" + per_state;
    Workbench bench(prepare_problem(system, with_network(network)));

    EXPECT_LE(largest_difference(bench, kPlaces, 2), test::kCoreAgainstLibTorch) << per_state;
  }
}

TEST(Trial, EqualsTheExportedModelOnALargeDomainWithLargeStates) {
  const std::string problem = R"("domain": [100, 900], "equations": ["y' = -y/200", "z' = y"],)"
                              R"("conditions": ["y(100) = 5000", "z(100) = 2"])";
  const std::string network = R"("hidden": [6, 6], "fourier_features": 1)";
  Workbench bench(prepare_problem(problem, with_network(network)));

  EXPECT_EQ(bench.scaling.input.rate, 1.0 / 800.0);
  EXPECT_EQ(bench.scaling.state(0), 5000.0);
  EXPECT_EQ(bench.scaling.state(1), 1.0);
  EXPECT_LE(largest_difference(bench, {100.0, 250.0, 555.5, 900.0}, 1), test::kCoreAgainstLibTorch);
}

TEST(Trial, MeetsInitialValuesOfAnyOrderToRounding) {
  Workbench bench(prepare_problem(kSecondOrder));

  const Window window = bench.trial.window(bench.network);

  EXPECT_EQ(window.argument, Window::Argument::Saturating);
  const Eigen::MatrixXd start = evaluate_window(window, 0.0, 1);
  EXPECT_NEAR(start(0, 0), 0.4, test::kFewRoundings);
  EXPECT_NEAR(start(0, 1), -1.5, test::kFewRoundings);
}

TEST(Trial, MeetsInitialValuesThatAreGivenAsCombinations) {
  Workbench bench(prepare_problem(R"("domain": [1, 3], "equations": ["u' = v", "v' = -u"],)"
                                  R"("conditions": ["u(1) + v(1) = 3", "u(1) - 2*v(1) = 0"])"));

  const Window window = bench.trial.window(bench.network);

  EXPECT_EQ(window.argument, Window::Argument::Saturating);
  const Eigen::MatrixXd start = evaluate_window(window, 1.0, 0);
  EXPECT_NEAR(start(0, 0), 2.0, test::kFewRoundings);
  EXPECT_NEAR(start(1, 0), 1.0, test::kFewRoundings);
}

TEST(Trial, MeetsBoundaryValuesToRoundingOnTensorsToo) {
  Workbench bench(prepare_problem(R"("domain": [0, 2], "equations": ["y'' = -y"],)"
                                  R"("conditions": ["y(0) = 0.4", "y(2) + 3*y'(2) = 2"])"));

  const std::vector<torch::Tensor> y =
      bench.trial.states(bench.network, bench.batch({0.0, 2.0}), 2, 1);

  EXPECT_NEAR(y[0][0].item<double>(), 0.4, test::kFewRoundings);
  EXPECT_NEAR((y[0][1] + 3 * y[1][1]).item<double>(), 2.0, test::kFewRoundings);
  EXPECT_LE(largest_difference(bench, kPlaces, 2), test::kCoreAgainstLibTorch);
}

TEST(Trial, MeetsAnInitialValueAtTheEndOfTheDomain) {
  Workbench bench(prepare_problem(
      R"("domain": [0, 2], "equations": ["y' = -y"], "conditions": ["y(2) = 0.25"])"));

  const Window window = bench.trial.window(bench.network);

  EXPECT_NEAR(evaluate_window(window, 2.0, 0)(0, 0), 0.25, test::kFewRoundings);
  EXPECT_LE(largest_difference(bench, kPlaces, 1), test::kCoreAgainstLibTorch);
}

TEST(StateDerivatives, OfAStraightLineEndAfterTheFirst) {
  const torch::Tensor x =
      torch::linspace(0, 1, 5, torch::kFloat64).unsqueeze(1).requires_grad_(true);

  const auto derivatives = state_derivatives(2.0 * x, x, 2);

  EXPECT_TRUE(torch::equal(derivatives[0], torch::full_like(x, 2.0)));
  EXPECT_TRUE(torch::equal(derivatives[1], torch::zeros_like(x)));
}

TEST(StateDerivatives, OfAConstantAreZero) {
  const torch::Tensor x = torch::ones({3, 1}, torch::kFloat64).requires_grad_(true);

  for (const std::int64_t n_states : {1, 2}) {
    const torch::Tensor y = torch::ones({3, n_states}, torch::kFloat64);
    EXPECT_TRUE(torch::equal(state_derivatives(y, x, 1)[0], torch::zeros_like(y)));
  }
}

TEST(StateDerivatives, OfSeveralStatesAreThoseOfEach) {
  const torch::Tensor x =
      torch::linspace(0, 1, 5, torch::kFloat64).unsqueeze(1).requires_grad_(true);
  const torch::Tensor y = torch::cat({torch::sin(x), x * x * x, torch::ones_like(x)}, 1);

  const auto derivatives = state_derivatives(y, x, 2);

  const torch::Tensor first = torch::cat({torch::cos(x), 3 * x * x, torch::zeros_like(x)}, 1);
  const torch::Tensor second = torch::cat({-torch::sin(x), 6 * x, torch::zeros_like(x)}, 1);
  EXPECT_LE((derivatives[0] - first).abs().max().item<double>(), test::kFewRoundings);
  EXPECT_LE((derivatives[1] - second).abs().max().item<double>(), test::kFewRoundings);
}

}  // namespace
}  // namespace pinn
