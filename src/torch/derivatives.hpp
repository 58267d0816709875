// SPDX-License-Identifier: MIT
// Derivatives of network outputs with respect to the variable, by torch::autograd::grad.
#pragma once

#include <torch/torch.h>

#include <vector>

namespace pinn {

/// Derivatives of every state with respect to the variable, orders 1 to `order`, at every point.
///
/// Shapes:  y (n_points, n_states), x (n_points, 1) -> `order` tensors (n_points, n_states).
/// Needs:   x.requires_grad() before y was computed; row i of y depends on row i of x alone.
/// Throws:  InternalError if the shapes disagree or order < 0.
/// Cost:    one backward pass per order for one state, two for any larger number; the graph is kept
///          for the gradient of the loss.
std::vector<torch::Tensor> state_derivatives(const torch::Tensor& y,
                                             const torch::Tensor& x,
                                             int order);

}  // namespace pinn
