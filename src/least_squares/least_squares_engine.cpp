// SPDX-License-Identifier: MIT
// From the conditions both ways to the ends of the domain, and the model put together.
#include "pinn/least_squares/least_squares.hpp"

#include <algorithm>
#include <chrono>
#include <iterator>
#include <limits>
#include <utility>

#include "pinn/problem/delays.hpp"
#include "pinn/util/number_text.hpp"
#include "readout/initial_state.hpp"
#include "window_march.hpp"

namespace pinn {

namespace {

using Clock = std::chrono::steady_clock;
using least_squares::LmStep;
using least_squares::MarchEnd;
using least_squares::MarchSettings;
using least_squares::WindowMarch;

const std::vector<int> kDefaultHidden{16, 16};

// Residuals are relative to the size of the states: this much better than what is to be accepted,
// for they add up along the way. A loose tolerance costs hardly less than the largest here.
constexpr double kShare = 1e-2;
constexpr double kLargestTolerance = 3e-7;
constexpr double kTarget =
    0.1;  ///< Of the tolerance, for the whole network without the last touch.

// A window that needs more iterations is too long; a window of fixed length has the limit of the
// config.
constexpr int kIterations = 60;
constexpr int kPatience = 10;
constexpr double kHopeless =
    0.02;  ///< Residuals after some iterations from which few starts recover.

constexpr int kPointsPerUnit = 2;  ///< Of the widest hidden layer.
constexpr int kFewestPoints = 24;
constexpr int kStarts = 3;

class Training {
 public:
  Training(const Problem& problem, const Config& config, TrainObserver& observer)
      : problem_(problem), config_(config), observer_(observer) {
    const auto& hidden = config.network.hidden.value;
    settings_.shape = {hidden ? *hidden : kDefaultHidden, config.network.activation};
    settings_.seed = config.training.seed;
    settings_.max_windows = config.training.stop.windows;
    settings_.go_on = [this](const LmStep& step, const Window& window) {
      return after_step(step, window);
    };
    settings_.on_window = [this](const Window& window, double off_points) {
      LmStep unknown;
      unknown.parts.assign(problem_.equations.size(), kNaN);
      unknown.grad_norm = kNaN;
      row(window, "readout", off_points, unknown);
    };
    const auto& widths = settings_.shape.hidden;
    const int widest = widths.empty() ? 1 : *std::max_element(widths.begin(), widths.end());
    auto& training = settings_.training;
    training.n_points = std::max(kFewestPoints, kPointsPerUnit * widest);
    training.tolerance = least_squares_tolerance(config);
    training.minimisation.target = kTarget * training.tolerance;
    training.minimisation.max_iterations = kIterations;
    training.minimisation.patience = kPatience;
    training.minimisation.hopeless = kHopeless;
    if (const auto& n_windows = config.training.windows.value) {
      settings_.fixed_length = (problem.end - problem.start) / static_cast<double>(*n_windows);
      settings_.starts = std::max(kStarts, config.training.restarts);
      training.minimisation.max_iterations = static_cast<int>(config.training.stop.iterations);
      training.minimisation.hopeless = std::numeric_limits<double>::infinity();
    }
  }

  TrainingResult run() {
    const readout::Components components(problem_);
    const readout::InitialState initial = readout::initial_state(problem_, components);
    if (!readout::begin(problem_, initial, result_)) return std::move(result_);
    observer_.on_start(0);
    result_.reason = StopReason::Converged;
    std::vector<Window> windows = way(initial, problem_.start);
    std::reverse(windows.begin(), windows.end());
    if (result_.reason == StopReason::Converged) {
      std::vector<Window> there = way(initial, problem_.end);
      std::move(there.begin(), there.end(), std::back_inserter(windows));
    }
    result_.model.windows = std::move(windows);
    finish();
    return std::move(result_);
  }

 private:
  std::vector<Window> way(const readout::InitialState& initial, double to) {
    std::vector<Window> windows;
    if (to == initial.at) return windows;
    Problem problem = problem_;
    problem.past = past_of(windows);
    WindowMarch march(problem, settings_);
    MarchEnd end = march.run(initial.at, initial.u, to, windows);
    if (end.reason == StopReason::Interrupted) {
      end.reason = stop_reason_;
      end.message =
          stop_message_ + " at " + problem_.variable + " = " + to_short_text(end.reached, 6);
    }
    const WindowStatistics& part = march.statistics();
    statistics_.windows += part.windows;
    statistics_.iterations += part.iterations;
    statistics_.rejected += part.rejected;
    statistics_.rhs_evaluations += part.rhs_evaluations;
    statistics_.factorisations += part.factorisations;
    result_.best_loss = march.last_off_points() * march.last_off_points();
    result_.reason = end.reason;
    result_.message = end.message;
    if (end.reached != to) result_.reached = end.reached;
    return windows;
  }

  void row(const Window& window, const char* optimizer, double rms, const LmStep& step) {
    if (window.start != window_start_ || window.end != window_end_) ++n_tries_;
    window_start_ = window.start;
    window_end_ = window.end;
    Iteration row;
    row.iteration = ++result_.iterations;
    row.window = n_tries_;
    row.optimizer = optimizer;
    row.seconds = seconds();
    row.learning_rate = kNaN;
    row.loss = rms * rms;
    row.residuals = step.parts;
    row.conditions = 0.0;
    row.grad_norm = step.grad_norm;
    row.window_start = window.start;
    row.window_end = window.end;
    observer_.on_iteration(row);
    observer_.on_row(row, Model());
  }

  bool after_step(const LmStep& step, const Window& window) {
    row(window, "levenberg_marquardt", step.rms, step);
    const auto& limit = config_.training.stop.max_seconds;
    if (observer_.stop_requested()) {
      stop_reason_ = StopReason::Interrupted;
      stop_message_ = "interrupted";
    } else if (limit && seconds() > *limit) {
      stop_reason_ = StopReason::TimeLimit;
      stop_message_ = "training.stop.max_seconds " + to_short_text(*limit) + " reached";
    }
    return stop_message_.empty();
  }

  void finish() {
    result_.seconds = seconds();
    result_.statistics = statistics_;
    result_.best_iteration = result_.iterations;
    if (result_.reason != StopReason::Converged) return;
    result_.message = statistics_.windows == 1
                          ? "one network covers the domain"
                          : std::to_string(statistics_.windows) + " windows cover the domain";
  }

  double seconds() const { return std::chrono::duration<double>(Clock::now() - begin_).count(); }

  const Problem& problem_;
  const Config& config_;
  TrainObserver& observer_;
  MarchSettings settings_;
  double window_start_ = kNaN;
  double window_end_ = kNaN;
  int n_tries_ = 0;
  StopReason stop_reason_ = StopReason::Converged;
  std::string stop_message_;
  WindowStatistics statistics_;
  TrainingResult result_;
  Clock::time_point begin_ = Clock::now();
};

}  // namespace

double first_window_length(const Problem& problem) {
  const readout::Components components(problem);
  const readout::InitialState initial = readout::initial_state(problem, components);
  const double way = problem.end - problem.start;
  if (!initial.failure.empty()) return way;
  least_squares::StartValues values(problem);
  return values.at(initial.at, initial.u) ? values.first_length(way) : way;
}

double least_squares_tolerance(const Config& config) {
  const auto& given = config.training.tolerance.value;
  if (!given) {
    const double asked = relative_tolerance(config.accept);
    return std::clamp(kShare * asked, kSmallestLeastSquaresTolerance, kLargestTolerance);
  }
  if (const double* number = std::get_if<double>(&*given)) return *number;
  double smallest = kLargestTolerance;
  for (const auto& entry : std::get<NamedList<double>>(*given)) {
    smallest = std::min(smallest, entry.second);
  }
  return smallest;
}

TrainingResult LeastSquaresEngine::train(const Problem& problem,
                                         const Config& config,
                                         const std::vector<DataSeries>& /*data*/,
                                         TrainObserver& observer) {
  return Training(problem, config, observer).run();
}

std::string LeastSquaresEngine::version() const { return ""; }

}  // namespace pinn
