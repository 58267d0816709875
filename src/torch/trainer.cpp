// SPDX-License-Identifier: MIT
// The training loop: stages, steps, reasons to stop.
#include "trainer.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "optimizers.hpp"
#include "pinn/config/names.hpp"
#include "pinn/problem/guess.hpp"
#include "pinn/util/number_text.hpp"
#include "start_from_guess.hpp"
#include "trainer_stage.hpp"

namespace pinn {

namespace {

/// The first iterations are all recorded: the loss falls fastest there.
constexpr std::int64_t kDenseRows = 100;

PointsConfig points_of(const Config& config, const Loss& loss) {
  PointsConfig points = config.training.points;
  if (!loss.has_equations()) points.count = 0;
  return points;
}

}  // namespace

Trainer::Trainer(const Problem& problem,
                 const Config& config,
                 const Trial& trial,
                 const Loss& loss,
                 const Scaling& scaling,
                 const torch::TensorOptions& options,
                 TrainObserver& observer)
    : problem_(problem),
      config_(config),
      trial_(trial),
      loss_(loss),
      scaling_(scaling),
      observer_(observer),
      network_(config.network,
               trial.frame().input,
               problem.n_states(),
               options,
               choose_derivatives(config.training.derivatives, options)),
      sampler_(points_of(config, loss), trial.frame(), loss.fixed_points(), options),
      balance_(config.training, options) {}

void Trainer::begin(const TrainerContext& context) {
  context_ = context;
  const at::Generator generator = at::detail::createCPUGenerator(context.seed);
  network_.initialize(generator);
  if (!context.weights.empty()) restore_weights(context.weights);
  sampler_.reset(context.seed, generator);
  balance_.reset(sampler_.n_points(), loss_.data().size());
  validation_ = sampler_.validation_batch();
  if (context.weights.empty() && begins_with_guess(problem_)) {
    start_from_guess(problem_, trial_, network_, sampler_.draw_frozen(), sampler_.n_points());
  }
  result_ = TrainerResult();
  row_ = Iteration();
  row_.iteration = context.first_iteration;
  row_.restart = context.restart;
  row_.window = context.window;
  best_weights_ = copy_weights();
  last_finite_ = kNaN;
  rate_factor_ = 1.0;
}

TrainerResult Trainer::run(const TrainerContext& context) {
  begin(context);
  const std::vector<StageConfig> stages = stages_of(config_.training);
  for (const StageConfig& stage : stages) {
    if (stage.optimizer == Optimizer::Ssbroyden) check_quasi_newton();
    result_.stages.emplace_back();
    result_.stages.back().optimizer = std::string(to_name(stage.optimizer));
  }
  for (std::size_t i = 0; i < stages.size(); ++i) {
    result_.stages[i] = run_stage(i, stages[i]);
    result_.reason = result_.stages[i].reason;
    result_.message = result_.stages[i].ended_by;
    const bool next =
        result_.reason == StopReason::IterationLimit || result_.reason == StopReason::NoProgress;
    if (!next) break;
  }
  restore_weights(best_weights_);
  result_.window = trial_.window(network_);
  result_.weights = std::move(best_weights_);
  result_.iterations = row_.iteration - context.first_iteration;
  return std::move(result_);
}

StageSummary Trainer::run_stage(std::size_t index, const StageConfig& config) {
  Stage stage;
  stage.index = index;
  stage.config = config;
  stage.summary.optimizer = std::string(to_name(config.optimizer));
  row_.stage = static_cast<int>(index) + 1;
  row_.optimizer = std::string(to_name(config.optimizer));
  const double start = seconds();
  if (holds_points(config.optimizer)) sampler_.set_reach(1.0);
  if (config.optimizer == Optimizer::LevenbergMarquardt) {
    run_least_squares(stage);
  } else if (config.optimizer == Optimizer::Ssbroyden) {
    run_quasi_newton(stage);
  } else {
    stage.optimizer =
        make_optimizer(config, network_.parameters(), rate_factor_ * scheduled_rate(config, 1));
    while (iterate(stage)) {
    }
  }
  stage.summary.iterations = stage.iteration;
  stage.summary.seconds = seconds() - start;
  stage.summary.final_loss = row_.loss;
  return std::move(stage.summary);
}

/// One iteration; false if the stage is over.
bool Trainer::iterate(Stage& stage) {
  ++stage.iteration;
  ++row_.iteration;
  row_.learning_rate = rate_factor_ * scheduled_rate(stage.config, stage.iteration);
  set_learning_rate(*stage.optimizer, row_.learning_rate);
  const bool is_finite = step(stage);
  row_.seconds = seconds();
  if (!is_finite) {
    add_last_row(stage);
    return false;
  }
  observer_.on_iteration(row_);
  const bool over = stage.summary.reason != StopReason::NotRun || stop(stage);
  if (is_row(stage, over) && !add_row(stage)) return false;
  return !over;
}

/// True if the iteration is recorded and its weights may be kept as the best.
bool Trainer::is_row(const Stage& stage, bool over) const {
  return over || stage.iteration == 1 || stage.config.optimizer == Optimizer::Lbfgs ||
         row_.iteration <= kDenseRows || row_.iteration % config_.output.history_every == 0;
}

bool Trainer::step(Stage& stage) {
  return stage.config.optimizer == Optimizer::Lbfgs ? step_lbfgs(stage) : step_gradient(stage);
}

bool Trainer::step_gradient(Stage& stage) {
  stage.parts = loss_.evaluate(network_, draw_points(stage), balance_.factors());
  row_.loss = stage.parts.total.item<double>();
  if (!std::isfinite(row_.loss)) return recover(stage, "loss", row_.loss, stage.parts);
  last_finite_ = row_.loss;
  row_.weights = balance_.by_part();
  balance_.update(stage.parts, network_.parameters(), stage.iteration);
  set_gradients(stage.parts);
  stage.optimizer->step();
  return true;
}

bool Trainer::step_lbfgs(Stage& stage) {
  const torch::Tensor& x = sampler_.draw_frozen();
  const std::vector<torch::Tensor> before = copy_weights();
  bool is_first = true;
  const auto closure = [&] {
    LossParts parts = loss_.evaluate(network_, x, balance_.factors());
    set_gradients(parts);
    const torch::Tensor total = parts.total.detach();
    if (std::exchange(is_first, false)) stage.parts = std::move(parts);
    return total;
  };
  row_.loss = stage.optimizer->step(closure).item<double>();
  if (!std::isfinite(row_.loss)) return recover(stage, "loss", row_.loss, stage.parts);
  last_finite_ = row_.loss;
  const std::vector<torch::Tensor>& after = network_.parameters();
  const bool is_moved =
      !std::equal(before.begin(), before.end(), after.begin(), [](const auto& a, const auto& b) {
        return torch::equal(a, b);
      });
  if (is_moved) {
    stage.is_fresh = false;
    return true;
  }
  if (stage.is_fresh) {
    const std::string loss = to_short_text(row_.loss);
    stage.end(StopReason::NoProgress,
              "no lower loss along the search direction: " + loss + " >= " + loss);
    return true;
  }
  // once more along the plain gradient, without the history that led here
  stage.optimizer = make_optimizer(stage.config, after, row_.learning_rate);
  stage.is_fresh = true;
  return true;
}

void Trainer::set_gradients(const LossParts& parts) {
  const std::vector<torch::Tensor>& parameters = network_.parameters();
  const std::vector<torch::Tensor> gradients = gradients_of(parts, parameters);
  for (std::size_t i = 0; i < gradients.size(); ++i) {
    torch::Tensor parameter = parameters[i];
    parameter.mutable_grad() = gradients[i];
  }
}

/// True if a rule ends the stage after this iteration.
bool Trainer::stop(Stage& stage) {
  const StopConfig& rules = config_.training.stop;
  if (row_.loss < stage.lowest) {
    stage.lowest = row_.loss;
    stage.lowest_at = stage.iteration;
  }
  const std::int64_t waited = stage.iteration - stage.lowest_at;
  if (observer_.stop_requested()) {
    stage.end(StopReason::Interrupted,
              "was asked to stop at iteration " + std::to_string(row_.iteration));
  } else if (rules.loss && row_.loss <= *rules.loss) {
    stage.end(StopReason::Converged,
              "loss " + to_short_text(row_.loss) + " <= " + to_short_text(*rules.loss));
  } else if (is_enough()) {
    stage.end(StopReason::Converged,
              "loss " + to_short_text(row_.loss) + " <= " + to_short_text(*context_.promise) +
                  ", and the estimated error is small enough");
  } else if (rules.max_seconds && row_.seconds >= *rules.max_seconds) {
    stage.end(StopReason::TimeLimit,
              to_short_text(row_.seconds) + " s >= " + to_short_text(*rules.max_seconds) + " s");
  } else if (rules.patience > 0 && waited >= rules.patience) {
    stage.end(StopReason::NoProgress,
              std::to_string(waited) + " iterations without a loss below " +
                  to_short_text(stage.lowest) + " >= " + std::to_string(rules.patience));
  } else if (stage.iteration >= stage.config.iterations) {
    stage.end(StopReason::IterationLimit,
              std::to_string(stage.iteration) + " of " + std::to_string(stage.config.iterations) +
                  " iterations");
  }
  return stage.summary.reason != StopReason::NotRun;
}

/// Where it is not, it is asked again at a hundredth of the loss: a tenth of the residuals.
bool Trainer::is_enough() {
  constexpr double kLower = 0.01;
  if (!context_.promise || !(row_.loss <= *context_.promise)) return false;
  if (observer_.is_enough(model())) return true;
  context_.promise = kLower * row_.loss;
  return false;
}

double Trainer::seconds() const {
  const auto elapsed = std::chrono::steady_clock::now() - context_.start;
  return std::chrono::duration<double>(elapsed).count();
}

std::vector<torch::Tensor> Trainer::copy_weights() const {
  std::vector<torch::Tensor> copies;
  for (const torch::Tensor& parameter : network_.parameters()) {
    copies.push_back(parameter.detach().clone());
  }
  return copies;
}

void Trainer::restore_weights(const std::vector<torch::Tensor>& weights) {
  const torch::NoGradGuard no_grad;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    torch::Tensor parameter = network_.parameters()[i];
    parameter.copy_(weights[i]);
  }
}

}  // namespace pinn
