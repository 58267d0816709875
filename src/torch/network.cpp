// SPDX-License-Identifier: MIT
// Builds, feeds and exports the networks.
#include "network.hpp"

#include <cmath>

#include "activations.hpp"

namespace pinn {

namespace {

constexpr double kTwoPi = 6.28318530717958647692;

torch::nn::Sequential make_sequential(const NetworkConfig& config, int n_inputs, int n_outputs) {
  torch::nn::Sequential sequential;
  int width = n_inputs;
  for (const int next : config.hidden.value.value_or(default_hidden())) {
    sequential->push_back(torch::nn::Linear(width, next));
    push_activation(sequential, config.activation);
    width = next;
  }
  sequential->push_back(torch::nn::Linear(width, n_outputs));
  return sequential;
}

Eigen::MatrixXd to_matrix(const torch::Tensor& tensor) {
  const torch::Tensor plain = tensor.detach().to(torch::kCPU, torch::kFloat64).contiguous();
  using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  const Eigen::Index n_columns = plain.dim() == 2 ? plain.size(1) : 1;
  return Eigen::Map<const RowMajor>(plain.data_ptr<double>(), plain.size(0), n_columns);
}

}  // namespace

const std::vector<int>& default_hidden() {
  static const std::vector<int> widths{50, 50, 50};
  return widths;
}

Network::Network(const NetworkConfig& config,
                 const InputMap& input,
                 int n_states,
                 const torch::TensorOptions& options)
    : activation_(config.activation), input_(input), n_states_(n_states) {
  const int n_networks = config.per_state ? n_states : 1;
  const int n_outputs = config.per_state ? 1 : n_states;
  for (int k = 0; k < n_networks; ++k) {
    torch::nn::Sequential sequential = make_sequential(config, input.n_inputs(), n_outputs);
    sequential->to(options.device(), torch::typeMetaToScalarType(options.dtype()));
    for (const torch::Tensor& parameter : sequential->parameters()) {
      parameters_.push_back(parameter);
    }
    sequentials_.push_back(std::move(sequential));
  }
}

void Network::initialize(const at::Generator& generator) {
  const torch::NoGradGuard no_grad;
  for (torch::nn::Sequential& sequential : sequentials_) {
    for (const auto& module : *sequential) {
      auto* linear = module.ptr()->as<torch::nn::LinearImpl>();
      if (linear == nullptr) continue;
      const double bound = 1.0 / std::sqrt(static_cast<double>(linear->weight.size(1)));
      for (torch::Tensor* parameter : {&linear->weight, &linear->bias}) {
        // drawn on the CPU, so that every device starts from the same weights
        parameter->copy_(torch::empty(parameter->sizes(), parameter->options().device(torch::kCPU))
                             .uniform_(-bound, bound, generator));
      }
    }
  }
}

torch::Tensor Network::inputs(const torch::Tensor& x) const {
  if (input_.fourier_features == 0) return x;
  // w = (v - fourier_start) / fourier_length with v = shift + x / rate
  const double slope = kTwoPi / (input_.rate * input_.fourier_length);
  const double phase = kTwoPi * (input_.shift - input_.fourier_start) / input_.fourier_length;
  const torch::Tensor angle = x * slope + phase;
  std::vector<torch::Tensor> columns{x};
  for (int j = 1; j <= input_.fourier_features; ++j) {
    const torch::Tensor multiple = angle * j;
    columns.push_back(torch::sin(multiple));
    columns.push_back(torch::cos(multiple));
  }
  return torch::cat(columns, 1);
}

std::vector<torch::Tensor> Network::forward(const torch::Tensor& x) {
  const torch::Tensor h = inputs(x);
  std::vector<torch::Tensor> outputs;
  outputs.reserve(sequentials_.size());
  for (torch::nn::Sequential& sequential : sequentials_) outputs.push_back(sequential->forward(h));
  return outputs;
}

std::int64_t Network::n_weights() const {
  std::int64_t sum = 0;
  for (const torch::Tensor& parameter : parameters_) sum += parameter.numel();
  return sum;
}

std::vector<Mlp> Network::to_mlps() const {
  std::vector<Mlp> mlps;
  for (const torch::nn::Sequential& sequential : sequentials_) {
    Mlp mlp;
    mlp.activation = activation_;
    for (const auto& module : *sequential) {
      const auto* linear = module.ptr()->as<torch::nn::LinearImpl>();
      if (linear == nullptr) continue;
      mlp.layers.push_back({to_matrix(linear->weight), to_matrix(linear->bias)});
    }
    mlps.push_back(std::move(mlp));
  }
  return mlps;
}

}  // namespace pinn
