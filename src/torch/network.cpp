// SPDX-License-Identifier: MIT
// Builds, feeds and exports the networks.
#include "network.hpp"

#include <cmath>

#include "activations.hpp"
#include "derivatives.hpp"
#include "pinn/util/error.hpp"

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

void copy_into(torch::Tensor& tensor, const Eigen::MatrixXd& matrix) {
  using RowMajor = Eigen::Matrix<double, Eigen::Dynamic, Eigen::Dynamic, Eigen::RowMajor>;
  RowMajor rows = matrix;
  tensor.copy_(torch::from_blob(rows.data(), tensor.sizes(), torch::kFloat64));
}

}  // namespace

Derivatives choose_derivatives(Derivatives choice, const torch::TensorOptions& options) {
  if (choice == Derivatives::Autograd) return choice;
  if (options.device().is_cpu()) return Derivatives::Jets;
  if (choice == Derivatives::Auto) return Derivatives::Autograd;
  throw ConfigError(
      "pinn-solve: error: training.derivatives is \"jets\", which run on the cpu only, but "
      "runtime.device gives \"cuda\"; use \"auto\" or --set runtime.device=cpu");
}

Network::Network(const NetworkConfig& config,
                 const InputMap& input,
                 int n_states,
                 const torch::TensorOptions& options,
                 Derivatives derivatives)
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
  if (derivatives == Derivatives::Autograd) return;
  std::vector<int> widths{input.n_inputs()};
  for (const int next : config.hidden.value.value_or(default_hidden())) widths.push_back(next);
  widths.push_back(n_outputs);
  for (int k = 0; k < n_networks; ++k) {
    jets_.push_back(make_network_jets(widths, activation_, input, options));
  }
  join_weights(options);
}

/// Moves all weights into one tensor: an optimizer then needs a few operations, not a few for each
/// part of each layer.
void Network::join_weights(const torch::TensorOptions& options) {
  torch::Tensor joined = torch::empty({n_weights()}, options);
  std::int64_t first = 0;
  for (torch::Tensor& parameter : parameters_) {
    parameter.set_data(joined.narrow(0, first, parameter.numel()).view(parameter.sizes()));
    first += parameter.numel();
  }
  parameters_ = {joined.set_requires_grad(true)};
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

std::vector<std::vector<torch::Tensor>> Network::derivatives(const torch::Tensor& x, int order) {
  std::vector<std::vector<torch::Tensor>> all;
  all.reserve(sequentials_.size());
  if (!jets_.empty()) {
    const torch::Tensor& weights = parameters_.front();
    const std::int64_t n = weights.numel() / static_cast<std::int64_t>(jets_.size());
    for (std::size_t k = 0; k < jets_.size(); ++k) {
      const bool is_only = jets_.size() == 1;
      const auto first = static_cast<std::int64_t>(k) * n;
      all.push_back(network_derivatives(
          *jets_[k], x, is_only ? weights : weights.narrow(0, first, n), order));
    }
    return all;
  }
  const torch::Tensor h = inputs(x);
  for (torch::nn::Sequential& sequential : sequentials_) {
    const torch::Tensor y = sequential->forward(h);
    std::vector<torch::Tensor> derivatives = state_derivatives(y, x, order);
    derivatives.insert(derivatives.begin(), y);
    all.push_back(std::move(derivatives));
  }
  return all;
}

std::int64_t Network::n_weights() const {
  std::int64_t sum = 0;
  for (const torch::Tensor& parameter : parameters_) sum += parameter.numel();
  return sum;
}

void Network::set_from(const std::vector<Mlp>& networks) {
  const torch::NoGradGuard no_grad;
  for (std::size_t k = 0; k < sequentials_.size(); ++k) {
    std::size_t layer = 0;
    for (const auto& module : *sequentials_[k]) {
      auto* linear = module.ptr()->as<torch::nn::LinearImpl>();
      if (linear == nullptr) continue;
      const auto& [weight, bias] = networks[k].layers[layer++];
      copy_into(linear->weight, weight);
      copy_into(linear->bias, bias);
    }
  }
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
