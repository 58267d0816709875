// SPDX-License-Identifier: MIT
// One rewritten line on a terminal, whole lines elsewhere.
#include "progress.hpp"

#include <sys/ioctl.h>
#include <unistd.h>

#include <algorithm>
#include <cmath>
#include <cstdlib>

#include "command_line.hpp"
#include "pinn/report/tables.hpp"
#include "pinn/report/verdict_text.hpp"
#include "pinn/util/number_text.hpp"
#include "signals.hpp"
#include "terminal_style.hpp"

namespace pinn::cli {

namespace {

constexpr std::chrono::milliseconds kRewriteEvery{200};
constexpr std::chrono::seconds kLogEvery{30};
constexpr std::chrono::seconds kWindowsLogEvery{1};  ///< Most are done by then.
constexpr int kLogParts = 10;                        ///< A line every tenth of the way.
constexpr std::size_t kDefaultWidth = 80;
constexpr int kLiveRows = 11;  ///< Of each of two pictures: they fit 24 lines with the line below.

bool is_terminal() {
  const char* term = std::getenv("TERM");
  return ::isatty(STDERR_FILENO) == 1 && !(term != nullptr && std::string(term) == "dumb");
}

ProgressMode chosen(ProgressMode mode) {
  if (mode == ProgressMode::Auto || mode == ProgressMode::Line) {
    return is_terminal() ? ProgressMode::Line : ProgressMode::Log;
  }
  return mode;
}

std::size_t terminal_width() {
  winsize size{};
  if (::ioctl(STDERR_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col > 0) return size.ws_col;
  const char* columns = std::getenv("COLUMNS");
  const auto width = columns != nullptr ? parse_number(columns) : std::nullopt;
  return width && *width >= 20.0 && *width < 1e4 ? static_cast<std::size_t>(*width) : kDefaultWidth;
}

/// What is done of the whole, from 0 to 1.
double done_of(const ProgressState& state) {
  if (state.window > 0) return (state.at - state.start) / (state.end - state.start);
  if (state.total <= 0) return 0.0;
  return static_cast<double>(state.iteration) / static_cast<double>(state.total);
}

std::string time_left(const ProgressState& state) {
  const double done = done_of(state);
  if (!(done > 0.0)) return "";
  const double left = state.seconds * (1.0 - done) / done;
  return "  " + duration_text(std::round(left) < 1.0 ? left : std::round(left)) + " left";
}

/// "decay window 12  t = 3.4 of 10  1 s left"
std::string window_text(const ProgressState& state, std::size_t width) {
  std::string text = state.name + " window " + std::to_string(state.window) + "  " +
                     state.variable + " = " + to_short_text(state.at, 3) + " of " +
                     to_short_text(state.end, 3);
  if (state.seconds > 0.0) text += time_left(state);
  return text.substr(0, width);
}

}  // namespace

std::string progress_text(const ProgressState& state, std::size_t width) {
  if (state.window > 0) return window_text(state, width);
  const std::string total = state.total > 0 ? "/" + std::to_string(state.total) : "";
  const std::string head = state.name + " " + std::to_string(state.iteration) + total + "  loss " +
                           to_short_text(state.loss);
  std::string tail;
  if (state.seconds > 0.0) {
    const double rate = static_cast<double>(state.iteration) / state.seconds;
    tail = "  " + to_short_text(rate, 3) + " it/s" + time_left(state);
  }
  std::string parts;
  for (const auto& [name, value] : state.parts) {
    const std::string next = "  " + name + " " + to_short_text(value);
    if (head.size() + parts.size() + next.size() + tail.size() > width) break;
    parts += next;
  }
  return (head + parts + tail).substr(0, width);
}

Progress::Progress(ProgressMode mode, bool live)
    : mode_(chosen(mode)), wants_live_(live && mode_ == ProgressMode::Line) {
  if (live && !wants_live_) {
    print_message("pinn-solve: warning: --live needs a terminal on standard error\n");
  }
}

void Progress::on_message(const std::string& text) {
  clear_line();
  print_message(text.empty() || text.back() != '\n' ? text + "\n" : text);
}

void Progress::on_training_start(const std::string& name,
                                 const Problem& problem,
                                 const std::vector<DataSeries>& data,
                                 std::int64_t total_iterations) {
  begin_ = shown_ = Clock::now();
  state_.name = name;
  state_.total = total_iterations;
  state_.variable = problem.variable;
  state_.start = problem.start;
  state_.end = problem.end;
  n_equations_ = problem.equations.size();
  for (const Equation& equation : problem.equations) part_names_.push_back("res_" + equation.label);
  part_names_.emplace_back("cond");
  for (const DataSeries& series : data) part_names_.push_back("data_" + series.name);
  if (!wants_live_) return;
  TerminalStyle style = style_of(STDERR_FILENO);
  style.columns = static_cast<int>(terminal_width()) - 1;
  style.rows = kLiveRows;
  live_.emplace(problem, style);
}

void Progress::on_row(const Iteration& row, const Model& model) {
  if (!live_) return;
  live_->add(row);
  if (model.windows.empty() || !live_->is_due()) return;
  const std::string wipe = live_->wipe();
  print_message(wipe + (wipe.empty() ? "\r\x1b[K" : "") + live_->draw(model));
  rewrite_line();
}

void Progress::take(const Iteration& row) {
  state_.iteration = row.iteration;
  state_.loss = row.loss;
  state_.seconds = std::chrono::duration<double>(Clock::now() - begin_).count();
  if (!std::isnan(row.window_end)) {
    state_.window = row.window;
    state_.at = row.window_end;
  }
  if (row.residuals.size() != n_equations_) return;  // parts come with some iterations only
  std::vector<double> values = row.residuals;
  values.push_back(row.conditions);
  values.insert(values.end(), row.data.begin(), row.data.end());
  state_.parts.clear();
  for (std::size_t i = 0; i < values.size() && i < part_names_.size(); ++i) {
    if (!std::isnan(values[i])) state_.parts.emplace_back(part_names_[i], values[i]);
  }
  if (state_.parts.size() == 1) state_.parts.clear();  // the only part is the loss
}

void Progress::on_iteration(const Iteration& row) {
  if (mode_ == ProgressMode::None) return;
  take(row);
  const Clock::time_point now = Clock::now();
  if (mode_ == ProgressMode::Line) {
    if (now - shown_ < kRewriteEvery) return;
    shown_ = now;
    rewrite_line();
    return;
  }
  const int part = static_cast<int>(kLogParts * done_of(state_));
  const bool is_next = part > logged_ && (state_.window == 0 || now - shown_ >= kWindowsLogEvery);
  if (!is_next && now - shown_ < kLogEvery) return;
  shown_ = now;
  logged_ = std::max(logged_, part);
  print_message(progress_text(state_, std::string::npos) + "\n");
}

void Progress::rewrite_line() {
  // One column stays free: a full line would wrap on some terminals.
  print_message("\r" + progress_text(state_, terminal_width() - 1) + "\x1b[K");
  line_open_ = true;
}

void Progress::clear_line() {
  if (live_) live_->keep();
  if (line_open_) print_message("\r\x1b[K");
  line_open_ = false;
}

void Progress::on_training_end() { clear_line(); }

int Progress::stop_signal() { return noted_signal(); }

}  // namespace pinn::cli
