// SPDX-License-Identifier: MIT
// One run from its config to its files.
#include "pinn/app/solve.hpp"

#include <chrono>
#include <csignal>
#include <utility>

#include "pinn/app/basis_values.hpp"
#include "pinn/model/model.hpp"
#include "pinn/report/plot_script.hpp"
#include "pinn/report/run_folder.hpp"
#include "pinn/report/verdict_text.hpp"
#include "pinn/util/error.hpp"
#include "results.hpp"
#include "training_watch.hpp"

namespace pinn {

namespace {

using Clock = std::chrono::steady_clock;

constexpr std::size_t kProbePoints = 50;  ///< Enough for a curve, too few to slow a training.

double seconds_since(Clock::time_point start) {
  return std::chrono::duration<double>(Clock::now() - start).count();
}

std::string signal_name(int signal) {
  if (signal == SIGINT) return "SIGINT";
  if (signal == SIGTERM) return "SIGTERM";
  if (signal == SIGUSR1) return "SIGUSR1";
  return "signal " + std::to_string(signal);
}

/// One run. Its members come into being in the order of solve().
class Run {
 public:
  Run(const SolveRequest& request, SolveObserver& observer)
      : request_(request), observer_(observer), begin_(Clock::now()) {}

  void prepare_problem() {
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

  void load_engine(const EngineFactory& make_engine) {
    engine_ = make_engine();
    record_.engine_version = engine_->version();
  }

  /// From here on a run that is killed shows as one: its run.json says "running".
  void open_folder() {
    if (request_.out) {
      folder_ = std::make_unique<RunFolder>(*request_.out, request_.overwrite);
      log_ = std::make_unique<LineFile>(folder_->file("log.txt"));
      history_ = std::make_unique<HistoryFile>(
          folder_->file("history.csv"), prepared_.problem, prepared_.data.series);
      write_config_and_record();
    }
    if (!prepared_.warnings_text.empty()) say(prepared_.warnings_text);
  }

  void solve_reference_first() {
    const Problem& problem = prepared_.problem;
    const Config& config = prepared_.config;
    if (problem.kind == ProblemKind::Ivp && config.reference.method != ReferenceMethod::None) {
      call_classical_solver();
    }
    if (observer_.stop_signal() != 0) return;
    const std::string mistake = basis_mistake(problem, config, reference());
    if (!mistake.empty()) throw ConfigError(mistake);
  }

  void call_classical_solver() {
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

  void train() {
    record_.seconds.startup = seconds_since(begin_);
    if (observer_.stop_signal() != 0) return;
    TrainingWatch watch(
        prepared_, observer_, history_.get(), probe(), record_, [this](const std::string& text) {
          say(text);
        });
    record_.training =
        engine_->train(prepared_.problem, prepared_.config, prepared_.data.series, watch);
    observer_.on_training_end();
    watch.rethrow();
    record_.seconds.solve = seconds_since(begin_) - record_.seconds.startup;
  }

  void judge_model() {
    if (!has_model()) return;
    record_.verdict = judge(record_.training->model,
                            record_.problem,
                            record_.config,
                            record_.training->hard,
                            reference());
    for (const Diagnostic& d : record_.verdict->warnings) {
      record_.warnings.push_back({d.id, d.message});
      say(record_.config.name + ": warning: " + d.message);
    }
    measure_restarts();
  }

  void decide() {
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

  Outcome write_results() {
    Outcome outcome;
    if (has_model()) {
      outcome.solution = make_solution(record_);
      record_.observables = observable_ranges(record_.problem, outcome.solution);
    }
    take_choices(record_);
    record_.seconds.total = seconds_since(begin_);
    record_.seconds.check = record_.seconds.total - record_.seconds.startup - record_.seconds.solve;
    record_.finished = time_stamp();
    if (folder_) write_files(outcome.solution);
    outcome.verdict_lines = verdict_lines(record_, folder_ ? folder_->out().string() : "");
    log_lines(outcome.verdict_lines);
    if (folder_) folder_->publish();
    outcome.signal = signal_;
    outcome.record = std::move(record_);
    return outcome;
  }

  void discard() {
    if (folder_) folder_->discard();
  }

  /// Leaves what exists, marked as failed; an earlier run is not touched by a write error.
  void fail(const std::string& message, ExitCode code) {
    if (!folder_) return;
    record_.status = RunStatus::Failed;
    record_.exit_code = static_cast<int>(code);
    record_.message = message;
    record_.finished = time_stamp();
    record_.seconds.total = seconds_since(begin_);
    try {
      record_.files = folder_->files();
      folder_->write("run.json", to_json(record_));
      if (code != ExitCode::Io) folder_->publish();
    } catch (const FileError&) {
      // The first failure is the one to tell.
    }
    if (code == ExitCode::Io) folder_->discard_partial();
  }

 private:
  bool has_model() const { return record_.training && !record_.training->model.windows.empty(); }

  const ReferenceSolution* reference() const {
    return record_.reference ? &*record_.reference : nullptr;
  }

  void say(const std::string& text) {
    observer_.on_message(text);
    log_lines({text});
  }

  void log_lines(const std::vector<std::string>& lines) {
    if (!log_) return;
    for (std::string line : lines) {
      while (!line.empty() && line.back() == '\n') line.pop_back();
      log_->write_line(time_stamp() + " " + line);
    }
  }

  std::string iterations_text() const {
    if (!record_.training) return record_.message;
    return "after " + std::to_string(record_.training->iterations) + " of " +
           std::to_string(record_.total_iterations) + " iterations";
  }

  /// Every so many check points, so that the reference has values there.
  TrainingWatch::Probe probe() const {
    TrainingWatch::Probe probe;
    const std::vector<double> points = check_points(record_.problem, record_.config.accept);
    const std::size_t stride = std::max<std::size_t>(1, points.size() / kProbePoints);
    for (std::size_t i = 0; i < points.size(); i += stride) probe.points.push_back(points[i]);
    const Basis basis = expected_basis(record_.problem, record_.config.accept, reference());
    probe.values = basis_values(record_.problem, basis, reference(), probe.points);
    return probe;
  }

  void measure_restarts() {
    const std::vector<double> points = check_points(record_.problem, record_.config.accept);
    const Eigen::MatrixXd values =
        basis_values(record_.problem, record_.verdict->basis, reference(), points);
    for (RestartSummary& restart : record_.training->restarts) {
      if (restart.model.windows.empty()) continue;
      restart.max_error = largest_error(restart.model, points, values);
    }
  }

  void write_config_and_record() {
    folder_->write("config.json", kept_config(record_, prepared_, folder_.get()));
    record_.files = folder_->files();
    folder_->write("run.json", to_json(record_));
  }

  void write_files(const Table& solution) {
    const bool modelled = has_model();
    const bool past = modelled && record_.config.output.extrapolate.has_value();
    const std::string config = kept_config(record_, prepared_, folder_.get());
    if (modelled) {
      folder_->write("solution.csv", to_csv(solution));
      folder_->write("validation.csv",
                     to_csv(validation_table(*record_.verdict, record_.problem.variable)));
      folder_->write("conditions.csv", to_csv(conditions_table(*record_.verdict)));
      write_model(folder_->file("model.safetensors"), {record_.training->model, config});
    }
    if (past) folder_->write("extrapolation.csv", to_csv(make_extrapolation(record_)));
    const bool compared = modelled && record_.verdict->basis != Basis::Residual;
    folder_->write("plot.gp",
                   plot_script(record_.problem, {record_.config.name, modelled, compared, past}));
    folder_->write("config.json", config);
    record_.files = folder_->files();
    folder_->write("run.json", to_json(record_));
  }

  const SolveRequest& request_;
  SolveObserver& observer_;
  Clock::time_point begin_;
  Prepared prepared_;
  std::unique_ptr<Engine> engine_;
  std::unique_ptr<RunFolder> folder_;
  std::unique_ptr<LineFile> log_;
  std::unique_ptr<HistoryFile> history_;
  RunRecord record_;
  int signal_ = 0;
};

}  // namespace

Outcome solve(const SolveRequest& request,
              SolveObserver& observer,
              const EngineFactory& make_engine) {
  Run run(request, observer);
  run.prepare_problem();
  run.load_engine(make_engine);
  try {
    run.open_folder();
    run.solve_reference_first();
    run.train();
    run.judge_model();
    run.decide();
    return run.write_results();
  } catch (const ConfigError&) {
    run.discard();
    throw;
  } catch (const FileError& e) {
    run.fail(e.what(), ExitCode::Io);
    throw;
  } catch (const std::exception& e) {
    run.fail(e.what(), ExitCode::Internal);
    throw;
  }
}

}  // namespace pinn
