// SPDX-License-Identifier: MIT
// What a person sees while a network trains.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "live.hpp"
#include "pinn/app/solve.hpp"

namespace pinn::cli {

enum class ProgressMode { Auto, Line, Log, None };

/// The parts of one progress line.
struct ProgressState {
  std::string name;  ///< Of the run.
  std::int64_t iteration = 0;
  std::int64_t total = 0;
  double loss = 0.0;
  std::vector<std::pair<std::string, double>> parts;  ///< Of the loss, by column name.
  double seconds = 0.0;
  std::string variable;  ///< Of the problem.
  int window = 0;        ///< Above 0: solved window by window,
  double at = 0.0;       ///< which ends here
  double start = 0.0;    ///< on the way from here
  double end = 0.0;      ///< to here.
};

/// The line, at most `width` characters: the parts of the loss give way first.
std::string progress_text(const ProgressState& state, std::size_t width);

/// Shows progress and messages on standard error.
class Progress : public SolveObserver {
 public:
  /// `Line` needs a terminal; without one it is `Log`. `Auto` takes what fits.
  /// `live`: pictures above the line.
  explicit Progress(ProgressMode mode, bool live = false);

  void on_message(const std::string& text) override;
  void on_training_start(const std::string& name,
                         const Problem& problem,
                         const std::vector<DataSeries>& data,
                         std::int64_t total_iterations) override;
  void on_iteration(const Iteration& row) override;
  void on_row(const Iteration& row, const Model& model) override;
  void on_training_end() override;
  int stop_signal() override;

 private:
  using Clock = std::chrono::steady_clock;

  void take(const Iteration& row);
  void rewrite_line();
  void clear_line();

  ProgressMode mode_;
  bool wants_live_;
  std::optional<Live> live_;
  ProgressState state_;
  std::vector<std::string> part_names_;
  std::size_t n_equations_ = 0;
  Clock::time_point begin_;
  Clock::time_point shown_;
  int logged_ = 0;  ///< Parts of the way that had their line.
  bool line_open_ = false;
};

}  // namespace pinn::cli
