// SPDX-License-Identifier: MIT
// Derivatives of a network by Taylor series through its layers, as one node of LibTorch's graph.
#pragma once

#include <torch/torch.h>

#include <functional>
#include <memory>
#include <vector>

#include "pinn/model/activation.hpp"
#include "pinn/model/model.hpp"
#include "pinn/model/network_pass.hpp"

namespace pinn {

/// A multilayer perceptron cut into blocks of points, which the threads of LibTorch share.
class NetworkJets {
 public:
  virtual ~NetworkJets() = default;

  /// Shapes:  x (n_points, 1), weights (n_weights): layer by layer the weight, row by row, then the
  ///          bias -> order + 1 tensors (n_points, n_outputs).
  virtual std::vector<torch::Tensor> forward(const torch::Tensor& x,
                                             const torch::Tensor& weights,
                                             int order) = 0;

  /// Tells one call of forward() from all others.
  virtual std::int64_t last_call() const = 0;

  /// Gradient of the sum of adjoint times derivative over all outputs of forward() in that call
  /// with this x and these weights; what it kept is used if no later call has overwritten it.
  ///
  /// Shapes:  adjoints: as the outputs, undefined ones count as zeros -> (n_weights)
  virtual torch::Tensor backward(const torch::Tensor& x,
                                 const torch::Tensor& weights,
                                 const std::vector<torch::Tensor>& adjoints,
                                 std::int64_t call) = 0;

  /// Cuts the points of pass() into blocks, see NetworkPass::prepare().
  ///
  /// Returns: the number of blocks
  virtual std::size_t prepare_pass(std::int64_t n_points, std::int64_t n_together, int order) = 0;

  /// Forward and, with the adjoints that `visit` leaves, backward, block by block. Several threads
  /// may call `visit` at once.
  ///
  /// Shapes:  x (n_points, 1), weights (n_weights) -> gradient (n_weights), undefined if not wanted
  /// Needs:   prepare_pass() with this number of points, and as many threads as then.
  virtual torch::Tensor pass(const torch::Tensor& x,
                             const torch::Tensor& weights,
                             const std::function<void(const BlockValues&)>& visit,
                             bool with_gradient) = 0;
};

/// Shapes:  widths (n_layers + 1): inputs, hidden units, outputs.
/// Needs:   options: float32 or float64 on the CPU.
std::unique_ptr<NetworkJets> make_network_jets(const std::vector<int>& widths,
                                               Activation activation,
                                               const InputMap& input,
                                               const torch::TensorOptions& options);

/// NetworkJets::forward() in the graph of LibTorch: `weights` gets a gradient, x none.
///
/// Needs:   jets live as long as the graph is followed backward.
std::vector<torch::Tensor> network_derivatives(NetworkJets& jets,
                                               const torch::Tensor& x,
                                               const torch::Tensor& weights,
                                               int order);

}  // namespace pinn
