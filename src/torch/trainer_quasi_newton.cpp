// SPDX-License-Identifier: MIT
// The stage that moves all weights by self-scaled Broyden's method, in plain doubles.
#include "pinn/engine/forecast.hpp"
#include "pinn/engine/quasi_newton.hpp"
#include "pinn/util/error.hpp"
#include "pinn/util/number_text.hpp"
#include "trainer_stage.hpp"

namespace pinn {

namespace {

Eigen::Index count_weights(const std::vector<torch::Tensor>& parameters) {
  Eigen::Index size = 0;
  for (const torch::Tensor& parameter : parameters) size += parameter.numel();
  return size;
}

void put(const Eigen::VectorXd& values, const std::vector<torch::Tensor>& parameters) {
  const torch::NoGradGuard no_grad;
  Eigen::Index at = 0;
  for (torch::Tensor parameter : parameters) {
    const torch::Tensor part = torch::from_blob(
        const_cast<double*>(values.data()) + at, parameter.sizes(), torch::kFloat64);
    parameter.copy_(part);
    at += parameter.numel();
  }
}

Eigen::VectorXd values_of(const std::vector<torch::Tensor>& tensors, Eigen::Index size) {
  Eigen::VectorXd values = Eigen::VectorXd::Zero(size);
  Eigen::Index at = 0;
  for (const torch::Tensor& tensor : tensors) {
    const torch::Tensor flat =
        tensor.detach().to(torch::kCPU, torch::kFloat64).contiguous().reshape({-1});
    std::copy_n(flat.data_ptr<double>(), flat.numel(), values.data() + at);
    at += flat.numel();
  }
  return values;
}

}  // namespace

void Trainer::check_quasi_newton() const {
  const Eigen::Index size = count_weights(network_.parameters());
  if (size <= kMostQuasiNewtonUnknowns) return;
  throw ConfigError("pinn-solve: error: training.stages: ssbroyden takes up to " +
                    std::to_string(kMostQuasiNewtonUnknowns) + " weights, the network has " +
                    std::to_string(size) + "; use lbfgs or a smaller network.hidden");
}

void Trainer::run_quasi_newton(Stage& stage) {
  const std::vector<torch::Tensor>& parameters = network_.parameters();
  const torch::Tensor& points = sampler_.draw_frozen();
  const Eigen::Index size = count_weights(parameters);
  const Objective objective = [&](const Eigen::VectorXd& weights, Eigen::VectorXd& gradient) {
    put(weights, parameters);
    stage.parts = loss_.evaluate(network_, points, balance_.factors());
    const double total = stage.parts.total.item<double>();
    set_gradients(stage.parts);
    std::vector<torch::Tensor> gradients;
    for (const torch::Tensor& parameter : parameters) {
      const torch::Tensor& part = parameter.grad();
      gradients.push_back(part.defined() ? part : torch::zeros_like(parameter));
    }
    gradient = values_of(gradients, size);
    return total;
  };
  std::optional<Forecast> forecast;
  if (context_.goal) forecast.emplace(*context_.goal, stage.config.iterations);
  bool is_told = true;
  const auto watch = [&](const QuasiNewtonStep& step) {
    ++stage.iteration;
    ++row_.iteration;
    row_.learning_rate = step.length;  // the column holds what sets the length of a step
    row_.loss = step.value;
    row_.seconds = seconds();
    last_finite_ = step.value;
    observer_.on_iteration(row_);
    bool over = stop(stage);
    if (!over && forecast && forecast->is_out_of_reach(stage.iteration, step.value)) {
      over = true;
      stage.end(StopReason::NoProgress,
                "loss " + to_short_text(step.value) + " falls too slowly for " +
                    to_short_text(*context_.goal) + " in " +
                    std::to_string(stage.config.iterations) + " iterations");
    }
    is_told = is_row(stage, over);
    return (!is_told || add_row(stage)) && !over;
  };
  Eigen::VectorXd weights = values_of(parameters, size);
  const QuasiNewtonResult result =
      minimise_self_scaled(objective, weights, stage.config.iterations, watch);
  if (stage.summary.reason != StopReason::NotRun) return;
  const bool is_finite = result.end != QuasiNewtonResult::End::NotFinite;
  if (!is_told && !add_row(stage)) return;
  stage.end(is_finite ? StopReason::NoProgress : StopReason::Diverged,
            is_finite ? result.message : "the loss is not finite where the stage begins");
}

}  // namespace pinn
