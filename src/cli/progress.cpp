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

namespace pinn::cli {

namespace {

constexpr std::chrono::milliseconds kRewriteEvery{200};
constexpr std::chrono::seconds kLogEvery{30};
constexpr std::int64_t kLogParts = 10;  ///< A line every tenth of the iterations.
constexpr std::size_t kDefaultWidth = 80;

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

std::string time_left(const ProgressState& state) {
  if (state.iteration <= 0 || state.total <= 0) return "";
  const double left = state.seconds * static_cast<double>(state.total - state.iteration) /
                      static_cast<double>(state.iteration);
  return "  " + duration_text(std::round(left) < 1.0 ? left : std::round(left)) + " left";
}

}  // namespace

std::string progress_text(const ProgressState& state, std::size_t width) {
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

Progress::Progress(ProgressMode mode) : mode_(chosen(mode)) {}

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
  next_log_ = (total_iterations + kLogParts - 1) / kLogParts;
  n_equations_ = problem.equations.size();
  for (const Equation& equation : problem.equations) part_names_.push_back("res_" + equation.label);
  part_names_.emplace_back("cond");
  for (const DataSeries& series : data) part_names_.push_back("data_" + series.name);
}

void Progress::take(const Iteration& row) {
  state_.iteration = row.iteration;
  state_.loss = row.loss;
  state_.seconds = std::chrono::duration<double>(Clock::now() - begin_).count();
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
  const bool tenth = state_.total > 0 && row.iteration >= next_log_;
  if (!tenth && now - shown_ < kLogEvery) return;
  shown_ = now;
  while (state_.total > 0 && next_log_ <= row.iteration) {
    next_log_ += std::max<std::int64_t>(1, state_.total / kLogParts);
  }
  print_message(progress_text(state_, std::string::npos) + "\n");
}

void Progress::rewrite_line() {
  // One column stays free: a full line would wrap on some terminals.
  print_message("\r" + progress_text(state_, terminal_width() - 1) + "\x1b[K");
  line_open_ = true;
}

void Progress::clear_line() {
  if (line_open_) print_message("\r\x1b[K");
  line_open_ = false;
}

void Progress::on_training_end() { clear_line(); }

int Progress::stop_signal() { return noted_signal(); }

}  // namespace pinn::cli
