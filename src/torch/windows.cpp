// SPDX-License-Identifier: MIT
// Cuts domain, conditions and data.
#include "windows.hpp"

#include <algorithm>
#include <cmath>

#include "pinn/problem/delays.hpp"
#include "pinn/util/error.hpp"
#include "pinn/util/number_text.hpp"

namespace pinn {

namespace {

/// y_s^(d)(at) = target
Condition make_initial_value(const PointValue& value, double target, const State& state) {
  Condition condition;
  condition.values = {value};
  condition.linear = true;
  condition.coefficients = {1.0};
  condition.target = target;
  condition.text = state.name + std::string(static_cast<std::size_t>(value.derivative), '\'') +
                   "(" + to_text(value.at) + ") = " + to_text(target);
  Node slot;
  slot.op = Op::Slot;
  slot.slot = 0;
  Node number;
  number.number = target;
  Node difference;
  difference.op = Op::Subtract;
  difference.arity = 2;
  difference.child = {0, 1, -1};
  condition.left = Expression({slot}, {}, "");
  condition.right = Expression::constant(target);
  condition.residual = Expression({slot, number, difference}, {}, "");
  return condition;
}

/// What a window asks of the past must be solved before it.
std::int64_t windows_for_delays(const Problem& problem) {
  constexpr double kRounding = 1e-9;
  if (problem.lags.empty()) return 1;
  const double delays = (problem.end - problem.start) / shortest_delay(problem);
  return std::max<std::int64_t>(1, static_cast<std::int64_t>(std::ceil(delays - kRounding)));
}

}  // namespace

std::int64_t count_windows(const Problem& problem, const Config& config) {
  const std::int64_t needed = windows_for_delays(problem);
  const std::int64_t count = config.training.windows.value.value_or(needed);
  if (count < needed) {
    throw ConfigError("pinn-solve: error: training.windows is " + std::to_string(count) +
                      ", but a window must not be longer than the shortest delay, " +
                      to_text(shortest_delay(problem)) + "; use at least " +
                      std::to_string(needed));
  }
  if (count == 1) return 1;
  for (const Condition& condition : problem.conditions) {
    for (const PointValue& value : condition.values) {
      if (value.at == problem.start) continue;
      throw ConfigError("pinn-solve: error: training.windows is " + std::to_string(count) +
                        ", but condition \"" + condition.text + "\" does not stand at " +
                        problem.variable + " = " + to_text(problem.start) +
                        ", where the windows start; use 1");
    }
  }
  return count;
}

Problem window_problem(const Problem& problem,
                       std::int64_t index,
                       std::int64_t count,
                       const Window* last) {
  const auto edge = [&](std::int64_t k) {
    if (k == count) return problem.end;
    const double way = static_cast<double>(k) / static_cast<double>(count);
    return problem.start + way * (problem.end - problem.start);
  };
  Problem window = problem;
  window.start = edge(index);
  window.end = edge(index + 1);
  if (last == nullptr) return window;
  window.conditions.clear();
  const Eigen::MatrixXd states = evaluate_window(*last, window.start, problem.highest_order());
  for (int s = 0; s < problem.n_states(); ++s) {
    const State& state = problem.states[static_cast<std::size_t>(s)];
    for (int d = 0; d < state.order; ++d) {
      window.conditions.push_back(make_initial_value({s, d, window.start}, states(s, d), state));
    }
  }
  return window;
}

std::vector<DataSeries> window_data(const std::vector<DataSeries>& data, const Problem& window) {
  std::vector<DataSeries> inside;
  for (const DataSeries& series : data) {
    DataSeries part = series;
    part.at.clear();
    part.observed.clear();
    part.sigma.clear();
    for (std::size_t i = 0; i < series.at.size(); ++i) {
      if (series.at[i] < window.start || series.at[i] > window.end) continue;
      part.at.push_back(series.at[i]);
      part.observed.push_back(series.observed[i]);
      part.sigma.push_back(series.sigma[i]);
    }
    if (!part.at.empty()) inside.push_back(std::move(part));
  }
  return inside;
}

}  // namespace pinn
