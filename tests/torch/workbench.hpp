// SPDX-License-Identifier: MIT
// The parts of the engine put together for one problem.
#pragma once

#include <torch/torch.h>

#include <vector>

#include "loss.hpp"
#include "network.hpp"
#include "pinn/engine/scaling.hpp"
#include "problem_text.hpp"
#include "sampler.hpp"
#include "trial.hpp"

namespace pinn::test {

inline torch::TensorOptions float64_options() {
  return torch::TensorOptions().dtype(torch::kFloat64);
}

/// Everything that train_window() of the engine makes, in float64, with random weights.
struct Workbench {
  explicit Workbench(Prepared prepared_problem, std::vector<DataSeries> series = {})
      : prepared(std::move(prepared_problem)),
        data(std::move(series)),
        hard(make_hard_conditions(problem(), config().training.conditions)),
        scaling(make_features(make_scaling(problem(), data), config())),
        trial(problem(), hard, scaling, float64_options()),
        loss(problem(), config().training.weights, data, hard, scaling, trial, float64_options()),
        network(config().network,
                scaling.input,
                problem().n_states(),
                float64_options(),
                choose_derivatives(config().training.derivatives, float64_options())) {
    network.initialize(at::detail::createCPUGenerator(7));
  }

  Workbench(const Workbench&) = delete;  // the parts refer to each other
  Workbench& operator=(const Workbench&) = delete;

  const Problem& problem() const { return prepared.problem; }
  const Config& config() const { return prepared.config; }

  /// The points followed by the rows that the loss needs, in units of the network.
  torch::Tensor batch(std::vector<double> points) const {
    for (const double point : loss.fixed_points()) points.push_back(point);
    for (double& point : points) point = (point - scaling.input.shift) * scaling.input.rate;
    return torch::tensor(points, torch::kFloat64).unsqueeze(1).requires_grad_(true);
  }

  static Scaling make_features(Scaling scaling, const Config& config) {
    scaling.input.fourier_features = config.network.fourier_features;
    return scaling;
  }

  Prepared prepared;
  std::vector<DataSeries> data;
  HardConditions hard;
  Scaling scaling;
  Trial trial;
  Loss loss;
  Network network;
};

}  // namespace pinn::test
