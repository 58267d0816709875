// SPDX-License-Identifier: MIT
// From the conditions both ways to the ends of the domain, or all windows at once; and the model
// put together.
#include <algorithm>
#include <chrono>
#include <cmath>
#include <iterator>
#include <utility>

#include "boundary_training.hpp"
#include "initial_state.hpp"
#include "march.hpp"
#include "pinn/problem/delays.hpp"
#include "pinn/readout/readout.hpp"
#include "pinn/util/number_text.hpp"
#include "right_side.hpp"

namespace pinn {

namespace {

using Clock = std::chrono::steady_clock;
using readout::Components;
using readout::March;
using readout::MarchEnd;
using readout::MarchSettings;
using readout::Tolerance;
using readout::WindowReport;

// The windows are solved this much better than what is to be accepted: the verdict sees the inside
// of the windows, and errors grow along the way.
constexpr double kShare = 1.0 / 30.0;

constexpr int kFewestFeatures = 16;  ///< Beside those that the start of a window takes.

constexpr double kLargestRtol = 1e-3;

Tolerance tolerance_of(const Problem& problem, const Config& config) {
  Tolerance tolerance;
  tolerance.rtol = readout_rtol(config);
  tolerance.atol.resize(problem.n_states());
  const double share = config.accept.rtol > 0.0 ? tolerance.rtol / config.accept.rtol : kShare;
  for (int s = 0; s < problem.n_states(); ++s) {
    const std::string& name = problem.states[static_cast<std::size_t>(s)].name;
    tolerance.atol(s) = std::min(share, kShare) * atol_of(config.accept, name);
  }
  const auto& given = config.training.tolerance.value;
  if (given && std::holds_alternative<NamedList<double>>(*given)) {
    for (const auto& [name, value] : std::get<NamedList<double>>(*given)) {
      const int s = problem.find_state(name);
      if (s >= 0) tolerance.atol(s) *= value / std::max(tolerance.rtol, value);
    }
  }
  return tolerance;
}

/// One training: what its windows, rows and limits have in common.
class Training {
 public:
  Training(const Problem& problem, const Config& config, TrainObserver& observer)
      : problem_(problem), config_(config), observer_(observer), components_(problem) {}

  TrainingResult run() {
    if (problem_.kind == ProblemKind::Bvp) return run_boundary();
    const readout::InitialState initial = readout::initial_state(problem_, components_);
    if (!readout::begin(problem_, initial, result_)) return std::move(result_);
    observer_.on_start(0);
    settings_ = make_settings();
    std::vector<Window> back = way(initial, problem_.start);
    std::reverse(back.begin(), back.end());
    if (result_.reason != StopReason::Diverged || initial.at == problem_.start) {
      std::vector<Window> there = way(initial, problem_.end);
      std::move(there.begin(), there.end(), std::back_inserter(back));
    }
    result_.model.windows = std::move(back);
    finish();
    return std::move(result_);
  }

 private:
  MarchSettings make_settings() {
    MarchSettings settings;
    settings.tolerance = tolerance_of(problem_, config_);
    settings.max_windows = config_.training.stop.windows;
    settings.fixed_windows = config_.training.windows.value;
    if (config_.network.hidden.value) settings.n_features = config_.network.hidden.value->front();
    if (config_.training.stop.max_seconds) {
      settings.max_seconds = *config_.training.stop.max_seconds;
      settings.deadline = begin_ + std::chrono::duration_cast<Clock::duration>(
                                       std::chrono::duration<double>(settings.max_seconds));
    }
    settings.stop_requested = [this] { return observer_.stop_requested(); };
    settings.on_window = [this](const WindowReport& report) { row(report); };
    return settings;
  }

  TrainingResult run_boundary() {
    readout::begin(problem_, {}, result_);
    observer_.on_start(0);
    readout::BoundarySettings settings;
    settings.tolerance = tolerance_of(problem_, config_);
    settings.max_windows = config_.training.stop.windows;
    settings.fixed_windows = config_.training.windows.value;
    if (config_.network.hidden.value) settings.n_features = config_.network.hidden.value->front();
    settings.all_solutions = config_.problem.solutions == Solutions::All;
    bool is_late = false;
    settings.stop_requested = [&] {
      const auto& limit = config_.training.stop.max_seconds;
      is_late = limit && seconds() >= *limit;
      return is_late || observer_.stop_requested();
    };
    readout::BoundaryResult solved = readout::solve_boundary(problem_, components_, settings);
    statistics_ = solved.statistics;
    result_.reason = is_late ? StopReason::TimeLimit : solved.reason;
    result_.message = is_late ? to_short_text(*config_.training.stop.max_seconds) + " s are over"
                              : solved.message;
    result_.model.windows = std::move(solved.windows);
    for (std::size_t k = 0; k < result_.model.windows.size(); ++k) {
      const Window& window = result_.model.windows[k];
      WindowReport report;
      report.start = window.start;
      report.end = window.end;
      report.residuals = solved.residuals[k];
      row(report);
    }
    for (std::vector<Window>& windows : solved.others) {
      Model other = result_.model;
      other.windows = std::move(windows);
      result_.others.push_back(std::move(other));
    }
    finish();
    result_.message = is_late ? result_.message : solved.message;
    return std::move(result_);
  }

  std::vector<Window> way(const readout::InitialState& initial, double to) {
    std::vector<Window> windows;
    if (to == initial.at) return windows;
    Problem problem = problem_;
    problem.past = past_of(windows);
    March march(problem, components_, settings_);
    const MarchEnd end = march.run(initial.at, initial.u, to, windows);
    add(march.statistics());
    result_.reason = end.reason;
    if (!end.message.empty()) result_.message = end.message;
    if (end.reached != to) result_.reached = end.reached;
    return windows;
  }

  void add(const WindowStatistics& part) {
    WindowStatistics& all = statistics_;
    all.windows += part.windows;
    all.iterations += part.iterations;
    all.newton_iterations += part.newton_iterations;
    all.rejected += part.rejected;
    all.rhs_evaluations += part.rhs_evaluations;
    all.jacobian_evaluations += part.jacobian_evaluations;
    all.factorisations += part.factorisations;
    all.switches += part.switches;
    all.events += part.events;
  }

  void row(const WindowReport& report) {
    Iteration row;
    row.iteration = ++result_.iterations;
    row.window = static_cast<int>(result_.iterations);
    row.optimizer = "newton";
    row.seconds = seconds();
    row.residuals = report.residuals;
    row.loss = 0.0;
    for (const double part : report.residuals) row.loss += part;
    row.conditions = 0.0;
    row.window_start = report.start;
    row.window_end = report.end;
    observer_.on_iteration(row);
    observer_.on_row(row, Model());
    last_loss_ = row.loss;
  }

  void finish() {
    result_.seconds = seconds();
    result_.statistics = statistics_;
    result_.best_iteration = result_.iterations;
    result_.best_loss = last_loss_;
    if (result_.reason == StopReason::Converged) {
      result_.message = std::to_string(statistics_.windows) + " windows cover the domain";
    }
  }

  double seconds() const { return std::chrono::duration<double>(Clock::now() - begin_).count(); }

  const Problem& problem_;
  const Config& config_;
  TrainObserver& observer_;
  Components components_;
  MarchSettings settings_;
  WindowStatistics statistics_;
  TrainingResult result_;
  double last_loss_ = kNaN;
  Clock::time_point begin_ = Clock::now();
};

}  // namespace

double readout_rtol(const Config& config) {
  const auto& given = config.training.tolerance.value;
  if (!given) return std::clamp(kShare * config.accept.rtol, kSmallestReadoutRtol, kLargestRtol);
  if (const double* number = std::get_if<double>(&*given))
    return std::max(*number, kSmallestReadoutRtol);
  double smallest = kLargestRtol;
  for (const auto& entry : std::get<NamedList<double>>(*given)) {
    smallest = std::min(smallest, entry.second);
  }
  return std::max(smallest, kSmallestReadoutRtol);
}

bool readout_applies(const Problem& problem, const Config& config) {
  const TrainingConfig& training = config.training;
  const auto& hidden = config.network.hidden.value;
  const bool narrow = hidden && (hidden->size() != 1 ||
                                 hidden->front() < kFewestFeatures + problem.highest_order());
  return training.conditions == Imposed::Hard && training.precision == Precision::Float64 &&
         training.stages.empty() && config.problem.data.empty() &&
         config.network.activation == Activation::Tanh && !narrow;
}

TrainingResult ReadoutEngine::train(const Problem& problem,
                                    const Config& config,
                                    const std::vector<DataSeries>& /*data*/,
                                    TrainObserver& observer) {
  return Training(problem, config, observer).run();
}

/// Empty: it is a part of the program, and no LibTorch is loaded.
std::string ReadoutEngine::version() const { return ""; }

}  // namespace pinn
