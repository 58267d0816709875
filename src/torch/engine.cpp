// SPDX-License-Identifier: MIT
// Restarts and windows round the trainer, and the border where LibTorch's exceptions end.
#include "engine.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>
#include <utility>

#include "network.hpp"
#include "pinn/engine/hard_conditions.hpp"
#include "pinn/engine/scaling.hpp"
#include "pinn/problem/delays.hpp"
#include "pinn/util/error.hpp"
#include "pinn/util/number_text.hpp"
#include "runtime.hpp"
#include "trainer.hpp"
#include "window_course.hpp"
#include "windows.hpp"

namespace pinn {

namespace {

/// One restart: all windows.
struct Restart {
  TrainingResult result;
  bool ends_all = false;
};

void check_activation(const Problem& problem, const NetworkConfig& network) {
  for (const ActivationInfo& info : activations()) {
    if (info.activation != network.activation || info.smooth) continue;
    for (const State& state : problem.states) {
      if (state.order < 2) continue;
      throw ConfigError("pinn-solve: error: network.activation \"" + std::string(info.name) +
                        "\" has no second derivative, but " + state.name + " is of order " +
                        std::to_string(state.order) + "; use a smooth one such as \"tanh\"");
    }
  }
}

/// Tells which conditions could not be hard; an error where the config itself says hard.
void report_soft(const HardConditions& hard, const Config& config, TrainObserver& observer) {
  for (const std::string& why : hard.why_soft) {
    if (config.training.conditions_given) {
      throw ConfigError("pinn-solve: error: training.conditions is \"hard\", but " + why +
                        "; use \"soft\" or leave the key out");
    }
    observer.on_warning("soft-condition", why);
  }
}

/// Stages of several windows as one list: counts add up, the last word counts.
void merge_stages(std::vector<StageSummary>& total, const std::vector<StageSummary>& window) {
  if (total.empty()) {
    total = window;
    return;
  }
  for (std::size_t i = 0; i < total.size(); ++i) {
    const std::int64_t iterations = total[i].iterations + window[i].iterations;
    const double seconds = total[i].seconds + window[i].seconds;
    total[i] = window[i];
    total[i].iterations = iterations;
    total[i].seconds = seconds;
  }
}

class TorchEngine : public Engine {
 public:
  TrainingResult train(const Problem& problem,
                       const Config& config,
                       const std::vector<DataSeries>& data,
                       TrainObserver& observer) override;
  std::string version() const override { return libtorch_version(); }
};

/// What all restarts share.
struct Job {
  const Problem& problem;
  const Config& config;
  const std::vector<DataSeries>& data;
  TrainObserver& observer;
  std::int64_t n_windows;
  Runtime runtime;
  std::chrono::steady_clock::time_point start;
};

/// One window of one restart.
TrainerResult train_window(const Job& job,
                           const Problem& problem,
                           const Config& config,
                           const TrainerContext& context) {
  const std::vector<DataSeries> data =
      job.n_windows == 1 ? job.data : window_data(job.data, problem);
  const HardConditions hard = make_hard_conditions(problem, config.training.conditions);
  Scaling scaling = make_scaling(problem, data);
  scaling.input.fourier_features = config.network.fourier_features;
  const Trial trial(problem, hard, scaling, job.runtime.options);
  const Loss loss(
      problem, config.training.weights, data, hard, scaling, trial, job.runtime.options);
  Trainer trainer(problem, config, trial, loss, scaling, job.runtime.options, job.observer);
  return trainer.run(context);
}

Restart train_restart(const Job& job, int restart, std::int64_t first_iteration) {
  Config config = job.config;
  config.training.points.count =
      std::max<std::int64_t>(2, (config.training.points.count + job.n_windows - 1) / job.n_windows);
  TrainerContext context;
  context.restart = restart;
  context.window = 0;
  context.seed = config.training.seed + static_cast<std::uint32_t>(restart - 1);
  context.start = job.start;
  Restart done;
  TrainingResult& result = done.result;
  result.best_loss = 0.0;
  WindowCourse course(job.problem, config);
  config.training.stop.loss = course.enough();
  if (course.is_adaptive()) context.goal = course.tolerance() * course.tolerance();
  context.promise = course.promise();
  for (double at = job.problem.start; at < job.problem.end;) {
    const double end = course.next_end(at);
    const Window* last = context.windows.empty() ? nullptr : &context.windows.back();
    Problem problem = window_problem(job.problem, at, end, last);
    problem.past = past_of(context.windows);
    ++context.window;
    context.first_iteration = first_iteration + result.iterations;
    TrainerResult window = train_window(job, problem, config, context);
    result.reason = window.reason;
    result.message = window.message;
    result.iterations += window.iterations;
    merge_stages(result.stages, window.stages);
    done.ends_all = window.ends_all();
    if (!course.judge(at, window)) {
      if (!course.is_stuck()) continue;
      result.reason = StopReason::NoProgress;
      result.message = "the residuals stay at " + to_short_text(std::sqrt(window.best_loss)) +
                       " of the states, above " + to_short_text(course.tolerance()) + ", at " +
                       job.problem.variable + " = " + to_short_text(at, 6);
      break;
    }
    context.windows.push_back(window.window);
    context.weights = std::move(window.weights);  // the next window looks much like this one
    result.best_iteration = window.best_iteration;
    result.best_loss += window.best_loss * (end - at) / (job.problem.end - job.problem.start);
    at = end;
    if (done.ends_all || window.reason == StopReason::Diverged) break;
    if (course.is_adaptive() && at == job.problem.end) {
      result.reason = StopReason::Converged;
      result.message = std::to_string(context.windows.size()) +
                       (context.windows.size() == 1 ? " window covers" : " windows cover") +
                       " the domain";
    }
  }
  result.model.variable = job.problem.variable;
  for (const State& state : job.problem.states) result.model.states.push_back(state.name);
  result.model.windows = context.windows;
  return done;
}

/// A restart is better if it covers more of the domain, or as much with a lower validation loss.
bool is_better(const TrainingResult& a, const TrainingResult& b) {
  const auto end_of = [](const TrainingResult& result) {
    return result.model.windows.empty() ? -std::numeric_limits<double>::infinity()
                                        : result.model.windows.back().end;
  };
  if (end_of(a) != end_of(b)) return end_of(a) > end_of(b);
  return a.best_loss < b.best_loss || (std::isnan(b.best_loss) && !std::isnan(a.best_loss));
}

TrainingResult train_all(const Job& job, const HardConditions& hard) {
  TrainingResult best;
  std::vector<RestartSummary> restarts;
  std::int64_t iterations = 0;
  for (int k = 1; k <= job.config.training.restarts; ++k) {
    Restart restart = train_restart(job, k, iterations);
    iterations += restart.result.iterations;
    RestartSummary summary;
    summary.seed = job.config.training.seed + static_cast<std::uint32_t>(k - 1);
    summary.loss = restart.result.best_loss;
    summary.model = restart.result.model;
    restarts.push_back(std::move(summary));
    const StopReason reason = restart.result.reason;
    const std::string message = restart.result.message;
    if (k == 1 || is_better(restart.result, best)) best = std::move(restart.result);
    if (restart.ends_all) {  // the whole training ended for this reason, whichever model is best
      best.reason = reason;
      best.message = message;
      break;
    }
  }
  best.restarts = std::move(restarts);
  best.iterations = iterations;
  best.hard = hard.hard;
  best.soft = hard.soft;
  best.threads = job.runtime.threads;
  best.device = job.runtime.device;
  const auto elapsed = std::chrono::steady_clock::now() - job.start;
  best.seconds = std::chrono::duration<double>(elapsed).count();
  return best;
}

TrainingResult TorchEngine::train(const Problem& problem,
                                  const Config& config,
                                  const std::vector<DataSeries>& data,
                                  TrainObserver& observer) {
  const auto start = std::chrono::steady_clock::now();
  check_activation(problem, config.network);
  const WindowCourse course(problem, config);
  const std::int64_t n_windows = course.count();
  const HardConditions hard = make_hard_conditions(problem, config.training.conditions);
  report_soft(hard, config, observer);
  try {
    const double flops =
        flops_per_iteration(problem, config.network, config.training.points.count / n_windows);
    const Job job{problem, config, data, observer, n_windows, set_up_runtime(config, flops), start};
    std::int64_t total = 0;
    for (const StageConfig& stage : stages_of(config.training)) total += stage.iterations;
    observer.on_start(!course.is_adaptive() ? total * n_windows * config.training.restarts : 0);
    return train_all(job, hard);
  } catch (const c10::Error& error) {
    throw InternalError(std::string("LibTorch: ") + error.what_without_backtrace());
  }
}

}  // namespace

std::unique_ptr<Engine> make_torch_engine() { return std::make_unique<TorchEngine>(); }

double flops_per_iteration(const Problem& problem,
                           const NetworkConfig& network,
                           std::int64_t n_rows) {
  double n_weights = 0.0;
  double width = 1.0 + 2.0 * network.fourier_features;
  for (const int next : network.hidden.value.value_or(default_hidden())) {
    n_weights += width * next;
    width = next;
  }
  n_weights += width * (network.per_state ? 1.0 : problem.n_states());
  if (network.per_state) n_weights *= problem.n_states();
  const double passes = std::pow(2.0, problem.highest_order()) - 1.0;
  const double shared = network.per_state ? 1.0 : std::min(2.0, 1.0 * problem.n_states());
  return 2.0 * n_weights * static_cast<double>(n_rows) * 3.0 * (1.0 + shared * passes);
}

}  // namespace pinn
