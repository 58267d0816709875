// SPDX-License-Identifier: MIT
// The stage that moves all weights by Levenberg's and Marquardt's method, in plain doubles.
#include "pinn/least_squares/loss_minimum.hpp"
#include "trainer_stage.hpp"

namespace pinn {

/// Every iteration goes through the network of LibTorch, so that history, validation, best weights
/// and rules to stop are those of all other stages.
void Trainer::run_least_squares(Stage& stage) {
  const LossTerms terms{problem_,
                        scaling_,
                        config_.training.weights,
                        loss_.data(),
                        trial_.connections(),
                        trial_.hard_conditions().soft,
                        sampler_.grid_values()};
  Window window = trial_.frame();
  window.networks = network_.to_mlps();
  const auto watch = [&](const std::vector<Mlp>& networks, double damping) {
    ++stage.iteration;
    ++row_.iteration;
    row_.learning_rate = damping;  // the column holds what sets the length of a step
    network_.set_from(networks);
    stage.parts = loss_.evaluate(network_, sampler_.draw_frozen());
    set_gradients(stage.parts);
    row_.loss = stage.parts.total.item<double>();
    row_.seconds = seconds();
    observer_.on_iteration(row_);
    const bool over = stop(stage);
    return add_row(stage) && !over;
  };
  const LossMinimum minimum = minimise_loss(terms, window, stage.config.iterations, watch);
  if (stage.summary.reason != StopReason::NotRun) return;
  const bool is_finite = minimum.end != LossMinimum::End::NotFinite;
  stage.end(is_finite ? StopReason::NoProgress : StopReason::Diverged,
            is_finite ? minimum.message : "the loss is not finite where the stage begins");
}

}  // namespace pinn
