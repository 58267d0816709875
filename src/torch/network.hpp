// SPDX-License-Identifier: MIT
// The networks of a solution: one torch::nn::Sequential for all states or one for each.
#pragma once

#include <torch/torch.h>

#include <vector>

#include "pinn/config/config.hpp"
#include "pinn/model/model.hpp"

namespace pinn {

/// Hidden widths the engine uses for "auto".
const std::vector<int>& default_hidden();

/// Multilayer perceptrons N_s(inputs(x)) of the variable in network units, x = (v - shift) * rate.
class Network {
 public:
  Network(const NetworkConfig& config,
          const InputMap& input,
          int n_states,
          const torch::TensorOptions& options);

  /// Weights and biases from U(-1, 1)/sqrt(fan_in), torch's own default.
  void initialize(const at::Generator& generator);

  /// Shapes:  x (n_points, 1) -> one tensor (n_points, n_states), or one (n_points, 1) per state.
  std::vector<torch::Tensor> forward(const torch::Tensor& x);

  const std::vector<torch::Tensor>& parameters() const { return parameters_; }
  std::int64_t n_weights() const;
  int n_states() const { return n_states_; }

  /// The weights in doubles.
  std::vector<Mlp> to_mlps() const;

 private:
  torch::Tensor inputs(const torch::Tensor& x) const;

  Activation activation_;
  InputMap input_;
  int n_states_;
  std::vector<torch::nn::Sequential> sequentials_;
  std::vector<torch::Tensor> parameters_;
};

}  // namespace pinn
