// SPDX-License-Identifier: MIT
// Rows of the history, the weights worth keeping, and the way back from a loss that is not finite.
#include <cmath>

#include "diagnosis.hpp"
#include "optimizers.hpp"
#include "pinn/util/number_text.hpp"
#include "trainer_stage.hpp"

namespace pinn {

namespace {

double item_or_nan(const torch::Tensor& part) {
  return part.defined() ? part.item<double>() : kNaN;
}

}  // namespace

/// A row of the history, with the validation that decides which weights are kept. False if the
/// stage ends because the validation loss is not finite.
bool Trainer::add_row(Stage& stage) {
  fill_parts(stage.parts);
  const LossParts validation = loss_.evaluate(network_, validation_);
  row_.val_loss = validation.total.item<double>();
  double mean_square = 0.0;  // of the residuals in the units of the user
  for (std::size_t e = 0; e < validation.residuals.size(); ++e) {
    const double factor = scaling_.residual(static_cast<Eigen::Index>(e));
    mean_square += validation.residuals[e].item<double>() / (factor * factor);
  }
  row_.val_residual_rms =
      loss_.has_equations()
          ? std::sqrt(mean_square / static_cast<double>(validation.residuals.size()))
          : kNaN;
  row_.val_error_max = kNaN;
  if (std::isfinite(row_.val_loss) && !(row_.val_loss >= result_.best_loss)) {
    result_.best_loss = row_.val_loss;
    result_.best_iteration = row_.iteration;
    best_weights_ = copy_weights();
  }
  observer_.on_row(row_, model());
  if (std::isfinite(row_.val_loss)) return true;
  if (stage.summary.reason != StopReason::NotRun) return true;  // over in any case
  return recover(stage, "validation loss", row_.val_loss, validation);
}

/// The row of a loss that was not finite, without validation.
void Trainer::add_last_row(const Stage& stage) {
  fill_parts(stage.parts);
  row_.val_loss = kNaN;
  row_.val_residual_rms = kNaN;
  row_.val_error_max = kNaN;
  observer_.on_row(row_, model());
}

void Trainer::fill_parts(const LossParts& parts) {
  row_.residuals.assign(problem_.equations.size(), kNaN);
  for (std::size_t e = 0; e < parts.residuals.size(); ++e) {
    row_.residuals[e] = parts.residuals[e].item<double>();
  }
  row_.conditions = item_or_nan(parts.conditions);
  row_.data.clear();
  for (const torch::Tensor& part : parts.data) row_.data.push_back(part.item<double>());
  double sum = 0.0;
  for (const torch::Tensor& parameter : network_.parameters()) {
    if (parameter.grad().defined()) {
      sum += parameter.grad().square().sum().item<double>();
    }
  }
  row_.grad_norm = std::sqrt(sum);
}

Model Trainer::model() const {
  Model model;
  model.variable = problem_.variable;
  for (const State& state : problem_.states) model.states.push_back(state.name);
  model.windows = context_.windows;
  model.windows.push_back(trial_.window(network_));
  return model;
}

/// Back to the best weights with half the rate, once; the second time the stage ends. True if the
/// training goes on.
bool Trainer::recover(Stage& stage, const std::string& what, double loss, const LossParts& parts) {
  Divergence divergence;
  divergence.iteration = row_.iteration;
  divergence.what = what;
  divergence.loss = loss;
  divergence.last_finite = last_finite_;
  divergence.place = place_of_divergence(parts, problem_);
  divergence.stage = stage.index;
  divergence.learning_rate = learning_rate_of(stage.config);
  const bool never = std::isnan(last_finite_);
  if (never || rate_factor_ < 1.0 || !has_learning_rate(stage.config.optimizer)) {
    if (never) {
      const torch::Tensor& x = what == "loss" ? sampler_.draw_frozen() : validation_;
      divergence.place += point_of_divergence(loss_, network_, x, parts, problem_, scaling_.input);
    }
    return stage.end(StopReason::Diverged, divergence_message(divergence));
  }
  rate_factor_ = 0.5;
  restore_weights(best_weights_);
  stage.optimizer =
      make_optimizer(stage.config, network_.parameters(), rate_factor_ * row_.learning_rate);
  stage.is_fresh = true;
  observer_.on_warning("rolled-back",
                       what + " is " + to_text(loss) + " at iteration " +
                           std::to_string(row_.iteration) + divergence.place +
                           "; back to the best weights with half the learning rate");
  return true;
}

}  // namespace pinn
