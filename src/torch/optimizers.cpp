// SPDX-License-Identifier: MIT
// One case per optimizer and per schedule.
#include "optimizers.hpp"

#include <cmath>

#include "pinn/util/error.hpp"

namespace pinn {

namespace {

constexpr double kPi = 3.14159265358979323846;

/// LibTorch's own limits (1e-7, 1e-9) end an optimisation in float64 long before its rounding does.
constexpr double kLbfgsTolerance = 1e-15;

}  // namespace

std::unique_ptr<torch::optim::Optimizer> make_optimizer(
    const StageConfig& stage, const std::vector<torch::Tensor>& parameters, double learning_rate) {
  namespace optim = torch::optim;
  const double rate = learning_rate;
  const std::tuple<double, double> betas{stage.betas[0], stage.betas[1]};
  switch (stage.optimizer) {
    case Optimizer::Sgd:
      return std::make_unique<optim::SGD>(
          parameters,
          optim::SGDOptions(rate).momentum(stage.momentum).weight_decay(stage.weight_decay));
    case Optimizer::Adam:
      return std::make_unique<optim::Adam>(
          parameters, optim::AdamOptions(rate).betas(betas).weight_decay(stage.weight_decay));
    case Optimizer::Adamw:
      return std::make_unique<optim::AdamW>(
          parameters, optim::AdamWOptions(rate).betas(betas).weight_decay(stage.weight_decay));
    case Optimizer::Rmsprop:
      return std::make_unique<optim::RMSprop>(
          parameters,
          optim::RMSpropOptions(rate).momentum(stage.momentum).weight_decay(stage.weight_decay));
    case Optimizer::Lbfgs:
      return std::make_unique<optim::LBFGS>(parameters,
                                            optim::LBFGSOptions(rate)
                                                .max_iter(1)
                                                .max_eval(1000)
                                                .tolerance_grad(kLbfgsTolerance)
                                                .tolerance_change(kLbfgsTolerance)
                                                .line_search_fn("strong_wolfe"));
    case Optimizer::Ssbroyden:
    case Optimizer::LevenbergMarquardt:
      break;  // they move no tensors
  }
  throw InternalError("unknown optimizer");
}

void set_learning_rate(torch::optim::Optimizer& optimizer, double learning_rate) {
  for (auto& group : optimizer.param_groups()) group.options().set_lr(learning_rate);
}

double scheduled_rate(const StageConfig& stage, std::int64_t iteration) {
  const double first = learning_rate_of(stage);
  const double last = stage.final_learning_rate.value_or(first / 100.0);
  if (stage.schedule == Schedule::Constant || stage.iterations < 2) return first;
  const double s = static_cast<double>(iteration - 1) / static_cast<double>(stage.iterations - 1);
  if (stage.schedule == Schedule::Cosine) {
    return last + 0.5 * (first - last) * (1.0 + std::cos(kPi * s));
  }
  return first * std::pow(last / first, s);
}

}  // namespace pinn
