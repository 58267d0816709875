// SPDX-License-Identifier: MIT
// What a run leaves in its folder.
#include <chrono>
#include <filesystem>

#include "pinn/app/basis_values.hpp"
#include "pinn/config/names.hpp"
#include "pinn/model/model.hpp"
#include "pinn/report/plot_script.hpp"
#include "pinn/report/tensorboard.hpp"
#include "pinn/report/verdict_text.hpp"
#include "pinn/util/file.hpp"
#include "pinn/util/number_text.hpp"
#include "results.hpp"
#include "run.hpp"

namespace pinn {

namespace {

/// The signals, so that a model can be evaluated without the files they came from.
std::vector<SavedSignal> saved_signals(const Problem& problem) {
  std::vector<SavedSignal> signals;
  for (const Input& input : problem.inputs) {
    if (input.signal) signals.push_back({input.name, input.signal->at(), input.signal->values()});
  }
  return signals;
}

}  // namespace

Outcome Run::write_results() {
  Outcome outcome;
  if (has_model()) {
    outcome.solution = make_solution(record_);
    record_.observables = observable_ranges(record_.problem, outcome.solution);
  }
  take_choices(record_);
  record_.seconds.total = seconds_so_far();
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

void Run::write_config_and_record() {
  folder_->write("config.json", kept_config(record_, prepared_, folder_.get()));
  record_.files = folder_->files();
  folder_->write("run.json", to_json(record_));
}

void Run::write_files(const Table& solution) {
  const bool modelled = has_model();
  const bool past = modelled && record_.config.output.extrapolate.has_value();
  const std::string config = kept_config(record_, prepared_, folder_.get());
  if (modelled) {
    folder_->write("solution.csv", to_csv(solution));
    folder_->write("validation.csv",
                   to_csv(validation_table(*record_.verdict, record_.problem.variable)));
    folder_->write("conditions.csv", to_csv(conditions_table(*record_.verdict)));
    folder_->write(
        "model.safetensors",
        to_safetensors({record_.training->model, config, saved_signals(record_.problem)}));
  }
  if (record_.single) {
    folder_->write("single_solution.csv", to_csv(make_single_solution(record_)));
    folder_->write("single.safetensors",
                   to_safetensors({record_.single->model, config, saved_signals(record_.problem)}));
  }
  if (past) folder_->write("extrapolation.csv", to_csv(make_extrapolation(record_)));
  const bool compared = modelled && is_comparison(record_.verdict->basis);
  folder_->write(
      "plot.gp",
      plot_script(record_.problem,
                  {record_.config.name, modelled, compared, past, goes_by_window(record_.config)}));
  if (record_.config.output.tensorboard) write_events();
  folder_->write("config.json", config);
  record_.files = folder_->files();
  folder_->write("run.json", to_json(record_));
}

void Run::write_events() {
  constexpr std::size_t kMostBytes = std::size_t{1} << 30;
  const std::filesystem::path history = folder_->file("history.csv");
  std::error_code failure;
  if (!std::filesystem::exists(history, failure)) return;
  const auto since_1970 = std::chrono::system_clock::now().time_since_epoch();
  const double now = std::chrono::duration<double>(since_1970).count();
  folder_->write("events.out.tfevents.pinn-solve",
                 tensorboard_events(read_file(history, kMostBytes), now - seconds_so_far()));
}

void Run::fail(const std::string& message, ExitCode code) {
  if (!folder_) return;
  record_.status = RunStatus::Failed;
  record_.exit_code = static_cast<int>(code);
  record_.message = message;
  record_.finished = time_stamp();
  record_.seconds.total = seconds_so_far();
  try {
    record_.files = folder_->files();
    folder_->write("run.json", to_json(record_));
    if (code != ExitCode::Io) folder_->publish();
  } catch (const FileError&) {
    // The first failure is the one to tell.
  }
  if (code == ExitCode::Io) folder_->discard_partial();
}

void Run::discard() {
  if (folder_) folder_->discard();
}

void Run::say(const std::string& text) {
  observer_.on_message(text);
  log_lines({text});
}

void Run::log_lines(const std::vector<std::string>& lines) {
  if (!log_) return;
  for (std::string line : lines) {
    while (!line.empty() && line.back() == '\n') line.pop_back();
    log_->write_line(time_stamp() + " " + line);
  }
}

void Run::log_training() {
  const TrainingResult& training = *record_.training;
  for (std::size_t i = 0; i < training.stages.size(); ++i) {
    const StageSummary& stage = training.stages[i];
    log_lines({"stage " + std::to_string(i + 1) + ": " + std::to_string(stage.iterations) + " " +
               stage.optimizer + " iterations, " + duration_text(stage.seconds) + ", loss " +
               to_short_text(stage.final_loss) + ", ended by " + stage.ended_by});
  }
  log_lines({"training: " + training.message + "; best model of iteration " +
             std::to_string(training.best_iteration)});
}

std::string Run::command_text() const {
  std::string text;
  for (const std::string& word : request_.argv) text += " " + word;
  return text;
}

}  // namespace pinn
