// SPDX-License-Identifier: MIT
// Derivatives by one or two backward passes per order, whatever the number of states.
#include "derivatives.hpp"

#include "pinn/util/error.hpp"

namespace pinn {

namespace {

/// Vector-Jacobian product d(y . v)/dx; undefined where y does not depend on x.
torch::Tensor backward(const torch::Tensor& y, const torch::Tensor& x, const torch::Tensor& v) {
  if (!y.requires_grad()) return {};  // grad would throw, even with allow_unused
  return torch::autograd::grad(
      {y}, {x}, {v}, /*retain_graph=*/true, /*create_graph=*/true, /*allow_unused=*/true)[0];
}

torch::Tensor one_derivative(const torch::Tensor& y, const torch::Tensor& x) {
  // Rows may be summed first: row i of y depends on row i of x alone.
  if (y.size(1) == 1) return backward(y, x, torch::ones_like(y));
  // g = sum_s v_s dy_s/dx is linear in v: its derivatives with respect to v are all the dy_s/dx.
  const torch::Tensor v = torch::ones_like(y).requires_grad_(true);
  const torch::Tensor g = backward(y, x, v);
  if (!g.defined()) return {};
  return backward(g, v, torch::ones_like(g));
}

}  // namespace

std::vector<torch::Tensor> state_derivatives(const torch::Tensor& y,
                                             const torch::Tensor& x,
                                             int order) {
  if (order < 0 || y.dim() != 2 || x.dim() != 2 || x.size(1) != 1 || y.size(0) != x.size(0)) {
    throw InternalError("state_derivatives: y must be (n_points, n_states), x (n_points, 1)");
  }
  std::vector<torch::Tensor> derivatives;
  for (int k = 0; k < order; ++k) {
    const torch::Tensor& last = k == 0 ? y : derivatives.back();
    torch::Tensor next = one_derivative(last, x);
    // a constant, or a straight line and its second derivative: there is no graph to go through
    derivatives.push_back(next.defined() ? next : torch::zeros_like(y));
  }
  return derivatives;
}

}  // namespace pinn
