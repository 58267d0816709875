// SPDX-License-Identifier: MIT
// The loss of a network whose weights are set by hand, against the formulas written out.
#include "loss.hpp"

#include <gmock/gmock.h>

#include <cmath>
#include <filesystem>

#include "pinn/util/file.hpp"
#include "tolerances.hpp"
#include "workbench.hpp"

namespace pinn {
namespace {

using test::prepare_problem;
using test::Workbench;

/// N(t) = a sin(w t + b) + c for a network with one hidden unit.
struct Neuron {
  double w = 1.3;
  double b = 0.2;
  double a = -0.7;
  double c = 0.4;

  double value(double t) const { return a * std::sin(w * t + b) + c; }
  double slope(double t) const { return a * w * std::cos(w * t + b); }
};

const std::string kOneUnit =
    R"(, "network": {"hidden": [1], "activation": "sin"}, "training": {"conditions": "soft")";

struct NeuronBench : Workbench {
  NeuronBench(const std::string& problem,
              const Neuron& neuron,
              const std::string& training = "",
              std::vector<DataSeries> series = {})
      : Workbench(prepare_problem(problem, kOneUnit + training + "}"), std::move(series)) {
    const torch::NoGradGuard no_grad;
    const std::vector<double> values{neuron.w, neuron.b, neuron.a, neuron.c};
    for (std::size_t i = 0; i < values.size(); ++i) {
      torch::Tensor parameter = network.parameters()[i];
      parameter.fill_(values[i]);
    }
  }
};

TEST(Loss, IsTheMeanSquareOfTheResidualAndTheSquareOfTheCondition) {
  const Neuron n;
  NeuronBench bench(
      R"("domain": [0, 2], "equations": ["y' = -3*y + t"], "conditions": ["y(0) = 1"])", n);

  const LossParts parts = bench.loss.evaluate(bench.network, bench.batch({0.0, 0.5, 2.0}));

  double sum = 0.0;
  for (const double t : {0.0, 0.5, 2.0}) {
    sum += std::pow(n.slope(t) - (-3.0 * n.value(t) + t), 2);
  }
  const double violation = n.value(0.0) - 1.0;
  EXPECT_NEAR(parts.residuals.at(0).item<double>(), sum / 3.0, test::kFewRoundings);
  EXPECT_NEAR(parts.conditions.item<double>(), violation * violation, test::kFewRoundings);
  EXPECT_NEAR(parts.total.item<double>(), sum / 3.0 + violation * violation, test::kFewRoundings);
}

TEST(Loss, TakesAMeasuredInputWhereThePointsAreOnTheUsersScale) {
  const Neuron n;
  const auto path = std::filesystem::path(testing::TempDir()) / "pinn_loss_input.csv";
  write_file(path, "t,u\n0,1\n50,3\n100,0\n");
  NeuronBench bench(
      R"("domain": [0, 100], "equations": ["y' = u - y"], "conditions": ["y(0) = 1"], "inputs": {"u":
        {"file": ")" +
          path.string() + R"(", "variable": "t", "column": "u"}})",
      n);

  const torch::Tensor residual = bench.loss.residual(bench.network, bench.batch({25.0, 75.0}), 0);

  // The network sees t/100, because the domain is longer than 30.
  EXPECT_NEAR(residual[0].item<double>(),
              n.slope(0.25) / 100.0 - (2.0 - n.value(0.25)),
              test::kFewRoundings);
  EXPECT_NEAR(residual[1].item<double>(),
              n.slope(0.75) / 100.0 - (1.5 - n.value(0.75)),
              test::kFewRoundings);
}

TEST(Loss, WeighsItsParts) {
  const Neuron n;
  DataSeries series;
  series.state = 0;
  series.at = {0.5, 1.0};
  series.observed = {2.0, 3.0};
  series.sigma = {0.5, 2.0};
  NeuronBench bench(
      test::kDecay, n, R"(, "weights": {"equations": 2, "conditions": 3, "data": 5})", {series});

  const LossParts parts = bench.loss.evaluate(bench.network, bench.batch({1.5}));

  const double residual = n.slope(1.5) + n.value(1.5);
  const double violation = n.value(0.0) - 1.0;
  const double first = (n.value(0.5) - 2.0) / 0.5;
  const double second = (n.value(1.0) - 3.0) / 2.0;
  const double data = (first * first + second * second) / 2.0;
  EXPECT_NEAR(parts.data.at(0).item<double>(), data, test::kSumOfHundreds);
  EXPECT_NEAR(parts.total.item<double>(),
              2.0 * residual * residual + 3.0 * violation * violation + 5.0 * data,
              test::kSumOfHundreds);
}

TEST(Loss, ComparesObservablesWithTheirData) {
  const Neuron n;
  DataSeries series;
  series.observable = 0;
  series.at = {0.5};
  series.observed = {1.0};
  series.sigma = {1.0};
  NeuronBench bench(test::kDecay + R"(, "observables": {"e": "t*y^2 + y'"})",
                    n,
                    R"(, "weights": {"equations": 0, "conditions": 0})",
                    {series});

  const LossParts parts = bench.loss.evaluate(bench.network, bench.batch({}));

  const double misfit = 0.5 * std::pow(n.value(0.5), 2) + n.slope(0.5) - 1.0;
  EXPECT_NEAR(parts.total.item<double>(), misfit * misfit, test::kFewRoundings);
}

TEST(Loss, OfDataAloneNeedsNoPointsAndNoDerivatives) {
  DataSeries series;
  series.state = 0;
  series.at = {0.5};
  series.observed = {1.0};
  series.sigma = {1.0};
  NeuronBench bench(
      test::kDecay, Neuron(), R"(, "weights": {"equations": 0, "conditions": 0})", {series});

  EXPECT_FALSE(bench.loss.has_equations());
  EXPECT_EQ(bench.loss.order(), 0);
  EXPECT_THAT(bench.loss.fixed_points(), testing::ElementsAre(0.5));
}

TEST(Loss, OfSeveralConditionsIsTheSumOfTheirSquares) {
  const Neuron n;
  NeuronBench bench(R"("domain": [0, 2], "equations": ["y'' = -y"],)"
                    R"("conditions": ["y(0)^2 = 2", "y(2) + y'(0) = 1"])",
                    n);

  const LossParts parts = bench.loss.evaluate(bench.network, bench.batch({1.0}));

  const double first = n.value(0.0) * n.value(0.0) - 2.0;
  const double second = n.value(2.0) + n.slope(0.0) - 1.0;
  EXPECT_NEAR(
      parts.conditions.item<double>(), first * first + second * second, test::kSumOfHundreds);
}

TEST(Loss, GradientAgreesWithDifferences) {
  const auto total = [](const Neuron& n) {
    NeuronBench bench(test::kDecay, n);
    return bench.loss.evaluate(bench.network, bench.batch({0.3, 1.0, 1.7})).total.item<double>();
  };
  const Neuron n;
  NeuronBench bench(test::kDecay, n);
  const LossParts parts = bench.loss.evaluate(bench.network, bench.batch({0.3, 1.0, 1.7}));

  std::vector<torch::Tensor> pieces;
  for (const torch::Tensor& piece : gradients_of(parts, bench.network.parameters())) {
    pieces.push_back(piece.reshape(-1));
  }
  const torch::Tensor gradient = torch::cat(pieces);

  const double h = test::kDifferenceStep;
  const std::vector<std::pair<Neuron, Neuron>> moved{
      {{n.w - h, n.b, n.a, n.c}, {n.w + h, n.b, n.a, n.c}},
      {{n.w, n.b - h, n.a, n.c}, {n.w, n.b + h, n.a, n.c}},
      {{n.w, n.b, n.a - h, n.c}, {n.w, n.b, n.a + h, n.c}},
      {{n.w, n.b, n.a, n.c - h}, {n.w, n.b, n.a, n.c + h}}};
  for (std::size_t i = 0; i < moved.size(); ++i) {
    const double expected = (total(moved[i].second) - total(moved[i].first)) / (2.0 * h);
    EXPECT_NEAR(gradient[static_cast<std::int64_t>(i)].item<double>(),
                expected,
                test::kDifferenceTolerance);
  }
}

TEST(Loss, MeasuresLargeStatesInTheirOwnSize) {
  Workbench bench(prepare_problem(
      R"("domain": [0, 1000], "equations": ["y' = -y/100"], "conditions": ["y(0) = 5000"])"));

  // residuals of size 5000/1000 count as 1
  EXPECT_DOUBLE_EQ(bench.scaling.residual(0), 1000.0 / 5000.0);
}

}  // namespace
}  // namespace pinn
