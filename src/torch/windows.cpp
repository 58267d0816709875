// SPDX-License-Identifier: MIT
// Cuts domain, conditions and data.
#include "windows.hpp"

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

}  // namespace

Problem window_problem(const Problem& problem, double start, double end, const Window* last) {
  Problem window = problem;
  window.start = start;
  window.end = end;
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
