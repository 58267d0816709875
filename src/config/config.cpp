// SPDX-License-Identifier: MIT
// Values that a config leaves to the program and that follow from the config alone.
#include "pinn/config/config.hpp"

#include <algorithm>

namespace pinn {

double atol_of(const AcceptConfig& accept, const std::string& state) {
  if (const double* one = std::get_if<double>(&accept.atol)) return *one;
  for (const auto& [name, atol] : std::get<NamedList<double>>(accept.atol)) {
    if (name == state) return atol;
  }
  return std::get<double>(AcceptConfig{}.atol);
}

double relative_tolerance(const AcceptConfig& accept) {
  if (accept.rtol > 0.0) return accept.rtol;
  if (const double* one = std::get_if<double>(&accept.atol)) return *one;
  double smallest = std::get<double>(AcceptConfig{}.atol);
  for (const auto& [name, atol] : std::get<NamedList<double>>(accept.atol)) {
    smallest = std::min(smallest, atol);
  }
  return smallest;
}

double learning_rate_of(const StageConfig& stage) {
  if (stage.learning_rate) return *stage.learning_rate;
  switch (stage.optimizer) {
    case Optimizer::Sgd:
      return 0.01;
    case Optimizer::Adam:
    case Optimizer::Adamw:
    case Optimizer::Rmsprop:
      return 0.001;
    case Optimizer::Lbfgs:
    case Optimizer::Ssbroyden:
    case Optimizer::LevenbergMarquardt:
      return 1.0;
  }
  return 0.001;
}

double final_learning_rate_of(const StageConfig& stage) {
  if (stage.schedule == Schedule::Constant) return learning_rate_of(stage);
  constexpr double kFall = 100.0;
  return stage.final_learning_rate.value_or(learning_rate_of(stage) / kFall);
}

std::vector<int> default_hidden() { return {30, 30}; }

std::int64_t n_weights(const NetworkConfig& network, int n_states) {
  std::int64_t count = 0;
  std::int64_t width = 1 + 2 * network.fourier_features;
  for (const std::int64_t next : network.hidden.value.value_or(default_hidden())) {
    count += (width + 1) * next;
    width = next;
  }
  return network.per_state ? (count + width + 1) * n_states : count + (width + 1) * n_states;
}

bool has_learning_rate(Optimizer optimizer) {
  return optimizer != Optimizer::Ssbroyden && optimizer != Optimizer::LevenbergMarquardt;
}

bool holds_points(Optimizer optimizer) {
  return optimizer == Optimizer::Lbfgs || !has_learning_rate(optimizer);
}

std::int64_t adapt_every(const PointsConfig& points) {
  constexpr std::int64_t kSeldom = 1000;
  return points.resample_every > 0 ? points.resample_every : kSeldom;
}

std::vector<StageConfig> stages_of(const TrainingConfig& training) {
  if (!training.stages.empty()) return training.stages;
  StageConfig adam;
  adam.optimizer = Optimizer::Adam;
  adam.iterations = 300;
  adam.learning_rate = 0.005;
  StageConfig last;
  last.optimizer =
      training.precision == Precision::Float64 ? Optimizer::Ssbroyden : Optimizer::Lbfgs;
  last.iterations = 2000;
  return {adam, last};
}

}  // namespace pinn
