// SPDX-License-Identifier: MIT
// The networks of a solution: one torch::nn::Sequential for all states or one for each.
#pragma once

#include <torch/torch.h>

#include <memory>
#include <vector>

#include "network_jets.hpp"
#include "pinn/config/config.hpp"
#include "pinn/model/model.hpp"

namespace pinn {

/// How a network gets its derivatives with respect to the variable.
///
/// Throws:  ConfigError if jets are asked for on a device that has none.
Derivatives choose_derivatives(Derivatives choice, const torch::TensorOptions& options);

/// Multilayer perceptrons N_s(inputs(x)) of the variable in network units, x = (v - shift) * rate.
class Network {
 public:
  Network(const NetworkConfig& config,
          const InputMap& input,
          int n_states,
          const torch::TensorOptions& options,
          Derivatives derivatives);

  /// Weights and biases from U(-1, 1)/sqrt(fan_in), torch's own default.
  void initialize(const at::Generator& generator);

  /// Values and derivatives of the networks with respect to x, one list for each network.
  ///
  /// Shapes:  x (n_points, 1) -> order + 1 tensors (n_points, n_states), or (n_points, 1) for each
  ///          state.
  /// Needs:   x requires its gradient (autograd only).
  std::vector<std::vector<torch::Tensor>> derivatives(const torch::Tensor& x, int order);

  /// The jets of the one network for all states; null with autograd or one network for each state.
  NetworkJets* only_jets() const { return jets_.size() == 1 ? jets_.front().get() : nullptr; }

  /// What an optimizer moves: all weights in one tensor with jets, else one for each layer's part.
  const std::vector<torch::Tensor>& parameters() const { return parameters_; }
  std::int64_t n_weights() const;
  int n_states() const { return n_states_; }

  /// Takes the weights from networks of these shapes.
  void set_from(const std::vector<Mlp>& networks);

  /// The weights in doubles.
  std::vector<Mlp> to_mlps() const;

 private:
  torch::Tensor inputs(const torch::Tensor& x) const;
  void join_weights(const torch::TensorOptions& options);

  Activation activation_;
  InputMap input_;
  int n_states_;
  std::vector<torch::nn::Sequential> sequentials_;
  std::vector<torch::Tensor> parameters_;
  std::vector<std::unique_ptr<NetworkJets>> jets_;  ///< Of every network; none: autograd.
};

}  // namespace pinn
