// SPDX-License-Identifier: MIT
// Activations as modules of a torch::nn::Sequential, written so that they differentiate cheaply.
#include "activations.hpp"

namespace pinn {

namespace {

/// torch::softplus returns its argument above the threshold: at the default of 20 that is wrong by
/// 2e-9, at 40 by less than a rounding of float64.
constexpr double kSoftplusThreshold = 40.0;

class SinImpl : public torch::nn::Module {
 public:
  torch::Tensor forward(const torch::Tensor& z) { return torch::sin(z); }
};
TORCH_MODULE(Sin);

/// z for z > 0, else slope z, as a product with the slopes. at::leaky_relu sends a gradient of
/// zeros through the whole network for the second derivative that does not exist; a product with a
/// constant does not, which saves about a tenth of an iteration.
class PiecewiseLinearImpl : public torch::nn::Module {
 public:
  explicit PiecewiseLinearImpl(double slope) : slope_(slope) {}

  torch::Tensor forward(const torch::Tensor& z) {
    torch::Tensor slopes;
    {
      const torch::NoGradGuard no_grad;
      if (!ones_.defined() || ones_.sizes() != z.sizes() || ones_.dtype() != z.dtype() ||
          ones_.device() != z.device()) {
        ones_ = torch::ones_like(z);
      }
      slopes = at::leaky_relu_backward(ones_, z.detach(), slope_, /*self_is_result=*/false);
    }
    return z * slopes;
  }

 private:
  double slope_;
  torch::Tensor ones_;
};
TORCH_MODULE(PiecewiseLinear);

}  // namespace

void push_activation(torch::nn::Sequential& sequential, Activation activation) {
  switch (activation) {
    case Activation::Tanh:
      return sequential->push_back(torch::nn::Tanh());
    case Activation::Sin:
      return sequential->push_back(Sin());
    case Activation::Sigmoid:
      return sequential->push_back(torch::nn::Sigmoid());
    case Activation::Silu:
      return sequential->push_back(torch::nn::SiLU());
    case Activation::Gelu:
      return sequential->push_back(torch::nn::GELU());
    case Activation::Softplus:
      return sequential->push_back(
          torch::nn::Softplus(torch::nn::SoftplusOptions().threshold(kSoftplusThreshold)));
    case Activation::Relu:
      return sequential->push_back(PiecewiseLinear(0.0));
    case Activation::LeakyRelu:
      return sequential->push_back(PiecewiseLinear(kLeakySlope));
  }
}

}  // namespace pinn
