// SPDX-License-Identifier: MIT
// Two rules for the weights of a loss.
#include "loss_balance.hpp"

#include <algorithm>
#include <cmath>

namespace pinn {

namespace {

constexpr std::int64_t kBalanceEvery = 100;
constexpr double kKept = 0.9;
/// A part that is met has no gradient: it must not be pulled at for ever.
constexpr double kMostBalance = 1e6;

constexpr double kMemory = 0.999;
constexpr double kAttention = 0.01;

double gradient_norm(const torch::Tensor& part, const std::vector<torch::Tensor>& parameters) {
  if (!part.defined() || !part.requires_grad()) return 0.0;
  double squares = 0.0;
  for (const torch::Tensor& gradient : torch::autograd::grad({part},
                                                             parameters,
                                                             {},
                                                             /*retain_graph=*/true,
                                                             /*create_graph=*/false,
                                                             /*allow_unused=*/true)) {
    if (gradient.defined()) squares += gradient.square().sum().item<double>();
  }
  return std::sqrt(squares);
}

void move_to(double& factor, double goal) {
  if (std::isfinite(goal)) factor = kKept * factor + (1.0 - kKept) * std::min(goal, kMostBalance);
}

}  // namespace

LossBalance::LossBalance(const TrainingConfig& training, const torch::TensorOptions& options)
    : kind_(training.weights.balance),
      weights_(training.weights),
      options_(options),
      is_active_(training.weights.balance != Balance::None || training.causal > 0.0) {
  factors_.causal = training.causal;
}

void LossBalance::reset(std::int64_t n_points, std::size_t n_series) {
  factors_.conditions = 1.0;
  factors_.data.assign(n_series, 1.0);
  if (kind_ == Balance::SelfAdaptive && n_points > 0) {
    factors_.points = torch::ones({n_points, 1}, options_);
  }
}

std::vector<double> LossBalance::by_part() const {
  if (kind_ == Balance::None) return {};
  std::vector<double> all{factors_.conditions};
  all.insert(all.end(), factors_.data.begin(), factors_.data.end());
  return all;
}

void LossBalance::update(const LossParts& parts,
                         const std::vector<torch::Tensor>& parameters,
                         std::int64_t iteration) {
  if (kind_ == Balance::GradientNorm && (iteration - 1) % kBalanceEvery == 0) {
    balance_gradients(parts, parameters);
  }
  if (kind_ == Balance::SelfAdaptive) attend(parts);
}

void LossBalance::balance_gradients(const LossParts& parts,
                                    const std::vector<torch::Tensor>& parameters) {
  torch::Tensor equations;
  for (const torch::Tensor& residual : parts.residuals) {
    equations = equations.defined() ? equations + residual : residual;
  }
  const double pull = weights_.equations * gradient_norm(equations, parameters);
  if (!(pull > 0.0)) return;  // nothing to balance with
  const double conditions = weights_.conditions * gradient_norm(parts.conditions, parameters);
  if (conditions > 0.0) move_to(factors_.conditions, pull / conditions);
  for (std::size_t i = 0; i < parts.data.size(); ++i) {
    const double data = weights_.data * gradient_norm(parts.data[i], parameters);
    if (data > 0.0) move_to(factors_.data[i], pull / data);
  }
}

void LossBalance::attend(const LossParts& parts) {
  const torch::NoGradGuard no_grad;
  if (factors_.points.defined() && parts.squares.defined()) {
    const torch::Tensor r = parts.squares.sqrt();
    const double largest = r.max().item<double>();
    // a new tensor: the graph of these parts still needs the old one
    if (largest > 0.0) factors_.points = factors_.points * kMemory + r * (kAttention / largest);
  }
  const auto root = [](const torch::Tensor& part) {
    return part.defined() ? std::sqrt(part.item<double>()) : 0.0;
  };
  double largest = root(parts.conditions);
  for (const auto* list : {&parts.residuals, &parts.data}) {
    for (const torch::Tensor& part : *list) largest = std::max(largest, root(part));
  }
  if (!(largest > 0.0)) return;
  const auto attend_to = [&](double& factor, const torch::Tensor& part) {
    factor = kMemory * factor + kAttention * root(part) / largest;
  };
  if (parts.conditions.defined()) attend_to(factors_.conditions, parts.conditions);
  for (std::size_t i = 0; i < parts.data.size(); ++i) attend_to(factors_.data[i], parts.data[i]);
}

}  // namespace pinn
