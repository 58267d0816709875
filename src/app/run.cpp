// SPDX-License-Identifier: MIT
// The steps of a run up to its verdict.
#include "run.hpp"

#include <algorithm>
#include <csignal>
#include <limits>
#include <utility>

#include "pinn/app/basis_values.hpp"
#include "pinn/readout/readout.hpp"
#include "results.hpp"

namespace pinn {

namespace {

// The estimate that an answer shall have, of the tolerance, and what it is solved again for: the
// estimate itself may be a few times too small, and a factor is left for the next one.
constexpr double kAimedRatio = 0.5;
constexpr double kAimedShare = 0.1;
constexpr int kMostTightenings = 4;
constexpr double kMostTightening = 1e-4;
constexpr double kLeastTightening = 0.1;
constexpr double kLeastGain = 2.0;  ///< Less gain than that: rounding decides, not the tolerance.

constexpr std::size_t kProbePoints = 50;  ///< Enough for a curve, too few to slow a training.

std::string signal_name(int signal) {
  if (signal == SIGINT) return "SIGINT";
  if (signal == SIGTERM) return "SIGTERM";
  if (signal == SIGUSR1) return "SIGUSR1";
  return "signal " + std::to_string(signal);
}

}  // namespace

Run::Run(const SolveRequest& request, SolveObserver& observer)
    : request_(request), observer_(observer), begin_(Clock::now()) {}

double Run::seconds_so_far() const {
  return std::chrono::duration<double>(Clock::now() - begin_).count();
}

void Run::prepare_problem() {
  prepared_ = prepare(request_.source, request_.overrides);
  record_.config = prepared_.config;
  record_.problem = prepared_.problem;
  record_.warnings = prepared_.warnings;
  record_.argv = request_.argv;
  record_.config_sha256 = prepared_.config_sha256;
  record_.data_sha256 = prepared_.data.sha256;
  record_.started = time_stamp();
  if (request_.out) RunFolder::require_usable(*request_.out, request_.overwrite);
}

void Run::load_engine(const EngineFactory& make_engine) {
  engine_ = make_engine(prepared_.config);
  record_.engine_version = engine_->version();
}

void Run::open_folder() {
  if (request_.out) {
    folder_ = std::make_unique<RunFolder>(*request_.out, request_.overwrite);
    log_ = std::make_unique<LineFile>(folder_->file("log.txt"));
    history_ = std::make_unique<HistoryFile>(
        folder_->file("history.csv"), prepared_.problem, prepared_.data.series);
    write_config_and_record();
    log_lines({"pinn-solve " + program_version() + ":" + command_text()});
  }
  if (!prepared_.warnings_text.empty()) say(prepared_.warnings_text);
}

void Run::solve_reference_first() {
  const Problem& problem = prepared_.problem;
  const Config& config = prepared_.config;
  if (problem.kind == ProblemKind::Ivp && config.reference.method != ReferenceMethod::None) {
    call_classical_solver();
  }
  if (observer_.stop_signal() != 0) return;
  const std::string mistake = basis_mistake(problem, config, reference());
  if (!mistake.empty()) throw ConfigError(mistake);
}

void Run::call_classical_solver() {
  const Problem& problem = prepared_.problem;
  const Config& config = prepared_.config;
  std::vector<double> points = check_points(problem, config.accept);
  for (const auto& more : {output_points(problem, config), window_halves(problem, config)}) {
    points.insert(points.end(), more.begin(), more.end());
  }
  ReferenceOptions options = reference_options(problem, config);
  options.stop_requested = [this] { return observer_.stop_signal() != 0; };
  record_.reference = solve_reference(
      problem, options, std::move(points), static_cast<std::size_t>(config.accept.points));
}

TrainingWatch::Probe Run::probe() const {
  TrainingWatch::Probe probe;
  const std::vector<double> points = check_points(record_.problem, record_.config.accept);
  const std::size_t stride = std::max<std::size_t>(1, points.size() / kProbePoints);
  for (std::size_t i = 0; i < points.size(); i += stride) probe.points.push_back(points[i]);
  const Basis basis = expected_basis(record_.problem, record_.config.accept, reference());
  probe.values = basis_values(record_.problem, basis, reference(), probe.points);
  return probe;
}

void Run::train() {
  record_.seconds.startup = seconds_so_far();
  if (observer_.stop_signal() != 0) return;
  TrainingWatch watch(
      prepared_, observer_, history_.get(), probe(), record_, [this](const std::string& text) {
        say(text);
      });
  train_once(prepared_.config, watch);
  if (prepared_.config.training.method == Method::Readout) tighten(watch);
  observer_.on_training_end();
  log_training();
}

void Run::train_once(const Config& config, TrainingWatch& watch) {
  const double begin = seconds_so_far();
  record_.training = engine_->train(prepared_.problem, config, prepared_.data.series, watch);
  record_.seconds.solve += seconds_so_far() - begin;
  record_.estimate.reset();
  watch.rethrow();
}

/// Errors grow along a solution, how much is only known with it: where the estimate says that the
/// answer is not as good as it is to be, it is solved again with a smaller tolerance.
void Run::tighten(TrainingWatch& watch) {
  if (!prepared_.config.training.tolerance.is_auto()) return;
  Config config = prepared_.config;
  double last = std::numeric_limits<double>::infinity();
  for (int attempt = 0; attempt < kMostTightenings; ++attempt) {
    if (!has_model() || record_.training->reason != StopReason::Converged) return;
    estimate_errors();
    if (!record_.estimate->available) return;
    const double ratio = largest_ratio(*record_.estimate, record_.problem, config.accept).ratio;
    const double rtol = readout_rtol(config);
    if (ratio < kAimedRatio || ratio > last / kLeastGain || rtol <= kSmallestReadoutRtol) return;
    last = ratio;
    const double factor = std::clamp(kAimedShare / ratio, kMostTightening, kLeastTightening);
    config.training.tolerance.value = std::max(kSmallestReadoutRtol, factor * rtol);
    watch.begin_restart();
    train_once(config, watch);
  }
}

void Run::judge_model() {
  if (!has_model()) return;
  if (!record_.estimate) estimate_errors();
  record_.verdict = judge(record_.training->model,
                          record_.problem,
                          record_.config,
                          record_.training->hard,
                          reference(),
                          &*record_.estimate);
  for (const Diagnostic& d : record_.verdict->warnings) {
    record_.warnings.push_back({d.id, d.message});
    say(record_.config.name + ": warning: " + d.message);
  }
  measure_restarts();
}

void Run::estimate_errors() {
  const Model& model = record_.training->model;
  std::vector<double> points = check_points(record_.problem, record_.config.accept);
  for (const auto& more : {output_points(record_.problem, record_.config), window_points(model)}) {
    points.insert(points.end(), more.begin(), more.end());
  }
  if (record_.reference && record_.reference->solved) {
    const std::vector<double>& more = record_.reference->points;
    points.insert(points.end(), more.begin(), more.end());
  }
  record_.estimate = estimate_error(model, record_.problem, std::move(points));
}

void Run::measure_restarts() {
  const std::vector<double> points = check_points(record_.problem, record_.config.accept);
  const Eigen::MatrixXd values =
      basis_values(record_.problem, record_.verdict->basis, reference(), points);
  for (RestartSummary& restart : record_.training->restarts) {
    if (restart.model.windows.empty()) continue;
    restart.max_error = largest_error(restart.model, points, values);
  }
}

void Run::decide() {
  signal_ = observer_.stop_signal();
  const StopReason reason = record_.training ? record_.training->reason : StopReason::NotRun;
  record_.message = record_.training ? record_.training->message : "before the training began";
  if (signal_ != 0) {
    record_.status = RunStatus::Interrupted;
    record_.exit_code = 128 + signal_;
    record_.message = signal_name(signal_) + ", " + iterations_text();
    return;
  }
  record_.accepted = false;
  if (reason == StopReason::Diverged || !record_.verdict) {
    record_.status = RunStatus::Diverged;
    record_.exit_code = static_cast<int>(ExitCode::Diverged);
    return;
  }
  record_.accepted = record_.verdict->accepted;
  const bool out_of_time = reason == StopReason::TimeLimit && !record_.verdict->accepted;
  record_.status = out_of_time ? RunStatus::Stopped : RunStatus::Finished;
  record_.exit_code = static_cast<int>(record_.verdict->accepted ? ExitCode::Accepted
                                       : out_of_time             ? ExitCode::Stopped
                                                                 : ExitCode::NotAccepted);
}

std::string Run::iterations_text() const {
  if (!record_.training) return record_.message;
  return "after " + std::to_string(record_.training->iterations) + " of " +
         std::to_string(record_.total_iterations) + " iterations";
}

}  // namespace pinn
