// SPDX-License-Identifier: MIT
// One run, step by step.
#pragma once

#include <chrono>
#include <memory>
#include <string>
#include <vector>

#include "pinn/app/solve.hpp"
#include "pinn/report/run_folder.hpp"
#include "pinn/report/tables.hpp"
#include "pinn/util/error.hpp"
#include "pinn/util/file.hpp"
#include "training_watch.hpp"

namespace pinn {

/// The state of a run; its steps are called in the order in which they stand here.
class Run {
 public:
  Run(const SolveRequest& request, SolveObserver& observer);

  /// Reads the config and says early that the folder cannot be had.
  void prepare_problem();

  void load_engine(const EngineFactory& make_engine);

  /// From here on a run that is killed shows as one: its run.json says "running".
  void open_folder();

  /// Before the training, so that a verdict that cannot be had is known early.
  void solve_reference_first();

  void train();
  void judge_model();

  /// Makes one network of the windows, if the config asks for it.
  void distil_windows();

  /// Status, verdict and exit code from what happened.
  void decide();

  Outcome write_results();

  /// Leaves what exists, marked as failed; an earlier run is not touched by a write error.
  void fail(const std::string& message, ExitCode code);

  /// Leaves nothing.
  void discard();

 private:
  using Clock = std::chrono::steady_clock;

  double seconds_so_far() const;
  bool has_model() const { return record_.training && !record_.training->model.windows.empty(); }
  const ReferenceSolution* reference() const {
    return record_.reference ? &*record_.reference : nullptr;
  }

  /// Puts the reference into the record: at the points of the verdict and the output, and at those
  /// of the model's windows if there is one.
  void call_classical_solver(const Problem& problem, const Model* model);
  bool solve_reference_again();
  void solve_boundary_reference_last();
  void train_once(const Config& config, TrainingWatch& watch);
  void tighten(TrainingWatch& watch);
  double estimated_ratio();
  TrainingWatch::Probe probe() const;
  void check_domain_cut();
  void measure_restarts();
  void judge_single(SingleNetwork& single);
  void estimate_errors();
  std::string iterations_text() const;

  void write_config_and_record();
  void write_events();
  void write_files(const Table& solution);

  /// To people and to the log.
  void say(const std::string& text);
  void log_lines(const std::vector<std::string>& lines);
  void log_training();
  std::string command_text() const;

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

}  // namespace pinn
