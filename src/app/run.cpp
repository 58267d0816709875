// SPDX-License-Identifier: MIT
// The steps of a run up to its verdict.
#include "run.hpp"

#include <algorithm>
#include <csignal>
#include <utility>

#include "domain_cut.hpp"
#include "pinn/app/basis_values.hpp"
#include "pinn/reference/boundary_reference.hpp"
#include "pinn/report/verdict_text.hpp"
#include "results.hpp"

namespace pinn {

namespace {

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
  record_.data_sha256.insert(
      record_.data_sha256.end(), prepared_.input_sha256.begin(), prepared_.input_sha256.end());
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
    const HistoryColumns columns{goes_by_window(prepared_.config),
                                 prepared_.config.training.weights.balance != Balance::None};
    history_ = std::make_unique<HistoryFile>(
        folder_->file("history.csv"), prepared_.problem, prepared_.data.series, columns);
    write_config_and_record();
    log_lines({"pinn-solve " + program_version() + ":" + command_text()});
  }
  if (!prepared_.warnings_text.empty()) say(prepared_.warnings_text);
}

void Run::solve_reference_first() {
  const Problem& problem = prepared_.problem;
  const Config& config = prepared_.config;
  if (problem.kind == ProblemKind::Ivp && config.reference.method != ReferenceMethod::None) {
    call_classical_solver(problem, nullptr);
  }
  if (observer_.stop_signal() != 0) return;
  // Between several places the classical solver begins with the model.
  if (problem.kind == ProblemKind::Bvp && config.reference.method != ReferenceMethod::None &&
      config.accept.basis == Basis::Reference) {
    return;
  }
  const std::string mistake = basis_mistake(problem, config, reference());
  if (!mistake.empty()) throw ConfigError(mistake);
}

void Run::call_classical_solver(const Problem& problem, const Model* model) {
  const Config& config = prepared_.config;
  std::vector<double> points = check_points(problem, config.accept);
  const auto windows = model == nullptr ? window_halves(problem, config) : window_points(*model);
  for (const auto& more : {output_points(problem, config, model), windows}) {
    points.insert(points.end(), more.begin(), more.end());
  }
  ReferenceOptions options = reference_options(problem, config);
  options.stop_requested = [this] { return observer_.stop_signal() != 0; };
  record_.reference = solve_reference(
      problem, options, std::move(points), static_cast<std::size_t>(config.accept.points));
}

/// A reference that does not go as far as the model, or not to the places that only the model
/// knows, is solved again, up to where the model ends.
bool Run::solve_reference_again() {
  const Config& config = prepared_.config;
  if (!record_.reference || observer_.stop_signal() != 0) return false;
  Problem covered = covered_by(record_.problem, record_.training->model);
  const bool is_shorter = covered.end < record_.problem.end;
  const auto* at = config.output.at ? std::get_if<std::string>(&*config.output.at) : nullptr;
  const bool asks_for_windows = at != nullptr && config.training.windows.is_auto() &&
                                record_.training->model.windows.size() > 1;
  if (!is_shorter && !asks_for_windows) return false;
  if (is_shorter) covered.stop_when.reset();
  const ReferenceSolution first = *record_.reference;
  call_classical_solver(covered, &record_.training->model);
  record_.reference->seconds += first.seconds;
  record_.reference->steps += first.steps;
  record_.reference->rhs_evaluations += first.rhs_evaluations;
  return true;
}

/// The points are those of the estimate, which was or will be made of the same model.
void Run::solve_boundary_reference_last() {
  const Config& config = prepared_.config;
  const Problem& problem = prepared_.problem;
  if (problem.kind != ProblemKind::Bvp || config.reference.method == ReferenceMethod::None) return;
  if (observer_.stop_signal() != 0) return;
  const Model& model = record_.training->model;
  std::vector<double> points = check_points(problem, config.accept);
  for (const auto& more : {output_points(problem, config, &model), window_points(model)}) {
    points.insert(points.end(), more.begin(), more.end());
  }
  ReferenceOptions options = reference_options(problem, config);
  options.stop_requested = [this] { return observer_.stop_signal() != 0; };
  record_.reference = solve_boundary_reference(problem, options, model, std::move(points));
}

void Run::judge_model() {
  if (!has_model()) return;
  solve_boundary_reference_last();
  if (solve_reference_again()) record_.estimate.reset();
  if (!record_.estimate) estimate_errors();
  record_.verdict = judge(record_.training->model,
                          record_.problem,
                          record_.config,
                          record_.training->hard,
                          reference(),
                          &*record_.estimate);
  check_domain_cut();
  for (const Diagnostic& d : record_.verdict->warnings) {
    record_.warnings.push_back({d.id, d.message});
    say(record_.config.name + ": warning: " + d.message);
  }
  measure_restarts();
}

/// An answer that the end of the domain decides is not one of the infinite domain.
void Run::check_domain_cut() {
  const Problem& problem = record_.problem;
  if ((!problem.start_is_cut && !problem.end_is_cut) || observer_.stop_signal() != 0) return;
  Verdict& verdict = *record_.verdict;
  TrainObserver silent;
  const std::vector<double> points = check_points(problem, record_.config.accept);
  verdict.cut = measure_domain_cut(prepared_, record_.training->model, points, silent);
  if (verdict.cut->ratio <= 1.0) return;
  verdict.accepted = false;
  verdict.warnings.push_back(domain_cut_warning(problem, *verdict.cut));
}

void Run::measure_restarts() {
  if (record_.training->restarts.empty()) return;
  const std::vector<double> points = check_points(record_.problem, record_.config.accept);
  const Eigen::MatrixXd values =
      basis_values(record_.problem, record_.verdict->basis, reference(), points);
  for (RestartSummary& restart : record_.training->restarts) {
    if (restart.model.windows.empty()) continue;
    restart.max_error =
        largest_error(restart.model, points, values, restart.model.start(), restart.model.end());
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
  const std::string end = end_text(record_);
  if (!end.empty()) record_.message += (record_.message.empty() ? "" : "; ") + end;
  if (reason == StopReason::Diverged || !record_.verdict) {
    record_.status = RunStatus::Diverged;
    record_.exit_code = static_cast<int>(ExitCode::Diverged);
    return;
  }
  record_.accepted = record_.verdict->accepted;
  const bool limited = reason == StopReason::TimeLimit ||
                       (goes_by_window(record_.config) && reason == StopReason::IterationLimit);
  const bool out_of_time = limited && !record_.verdict->accepted;
  record_.status = out_of_time ? RunStatus::Stopped : RunStatus::Finished;
  record_.exit_code = static_cast<int>(record_.verdict->accepted ? ExitCode::Accepted
                                       : out_of_time             ? ExitCode::Stopped
                                                                 : ExitCode::NotAccepted);
}

std::string Run::iterations_text() const {
  if (!record_.training) return record_.message;
  const std::string total =
      record_.total_iterations > 0 ? " of " + std::to_string(record_.total_iterations) : "";
  return "after " + std::to_string(record_.training->iterations) + total + " iterations";
}

}  // namespace pinn
