// SPDX-License-Identifier: MIT
// Runs the stages of one training: one network, one window, one seed.
#pragma once

#include <torch/torch.h>

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "loss.hpp"
#include "loss_balance.hpp"
#include "network.hpp"
#include "pinn/engine/engine.hpp"
#include "sampler.hpp"
#include "trial.hpp"

namespace pinn {

/// Place of a training among all windows and restarts.
struct TrainerContext {
  int restart = 1;
  int window = 1;
  std::uint32_t seed = 0;
  std::int64_t first_iteration = 0;  ///< Iterations done before.
  std::chrono::steady_clock::time_point start;
  std::vector<Window> windows;         ///< Finished ones, before this.
  std::vector<torch::Tensor> weights;  ///< To start from; none: random ones.
  std::optional<double> goal;          ///< Loss without which the window is of no use.
  std::optional<double> promise;  ///< Loss at which the observer is asked whether it is enough.
};

/// What one training gave.
struct TrainerResult {
  StopReason reason = StopReason::NotRun;
  std::string message;
  Window window;  ///< With the best weights.
  std::vector<torch::Tensor> weights;
  std::int64_t iterations = 0;
  std::int64_t best_iteration = 0;
  double best_loss = kNaN;
  std::vector<StageSummary> stages;

  /// True if nothing may follow: neither a window nor a restart.
  bool ends_all() const {
    return reason == StopReason::TimeLimit || reason == StopReason::Interrupted;
  }
};

/// The loop over stages and iterations. The weights with the lowest validation loss are kept.
class Trainer {
 public:
  Trainer(const Problem& problem,
          const Config& config,
          const Trial& trial,
          const Loss& loss,
          const Scaling& scaling,
          const torch::TensorOptions& options,
          TrainObserver& observer);

  TrainerResult run(const TrainerContext& context);

 private:
  struct Stage;  ///< What lasts for one stage.

  void begin(const TrainerContext& context);
  StageSummary run_stage(std::size_t index, const StageConfig& config);
  bool iterate(Stage& stage);
  bool step(Stage& stage);
  bool step_gradient(Stage& stage);
  bool step_lbfgs(Stage& stage);
  void run_least_squares(Stage& stage);
  void check_quasi_newton() const;
  void run_quasi_newton(Stage& stage);
  bool is_row(const Stage& stage, bool over) const;
  double reach() const;
  const torch::Tensor& draw_points(const Stage& stage);
  void adapt_points();
  void set_gradients(const LossParts& parts);
  bool recover(Stage& stage, const std::string& what, double loss, const LossParts& parts);
  bool stop(Stage& stage);
  bool is_enough();
  bool add_row(Stage& stage);
  void add_last_row(const Stage& stage);
  void fill_parts(const LossParts& parts);
  double seconds() const;
  std::vector<torch::Tensor> copy_weights() const;
  void restore_weights(const std::vector<torch::Tensor>& weights);
  Model model() const;

  const Problem& problem_;
  const Config& config_;
  const Trial& trial_;
  const Loss& loss_;
  const Scaling& scaling_;
  TrainObserver& observer_;
  Network network_;
  Sampler sampler_;
  LossBalance balance_;

  TrainerContext context_;
  TrainerResult result_;
  Iteration row_;
  torch::Tensor validation_;
  std::vector<torch::Tensor> best_weights_;
  double last_finite_ = kNaN;
  double rate_factor_ = 1.0;  ///< 1/2 after the one recovery from a loss that was not finite.
};

}  // namespace pinn
