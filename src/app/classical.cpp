// SPDX-License-Identifier: MIT
// CVODE at the points of the output.
#include "pinn/app/classical.hpp"

#include "pinn/problem/problem.hpp"
#include "pinn/report/tables.hpp"
#include "results.hpp"

namespace pinn {

Classical solve_classically(const Prepared& prepared, const std::function<bool()>& stop_requested) {
  const Problem& problem = prepared.problem;
  ReferenceOptions options = reference_options(problem, prepared.config);
  options.stop_requested = stop_requested;
  Classical classical;
  const std::vector<double> points = output_points(problem, prepared.config, nullptr);
  classical.solution = solve_reference(problem, options, points, 0);
  Table& table = classical.table;
  table.columns.push_back(problem.variable);
  for (const State& state : problem.states) {
    table.columns.push_back(state.name);
    for (int k = 1; k < state.order; ++k) {
      table.columns.push_back(derivative_column(state.name, problem.variable, k));
    }
  }
  for (const State& state : problem.states) table.columns.push_back(state.name + "_own_err");
  if (!classical.solution.solved) return classical;
  for (std::size_t i = 0; i < classical.solution.points.size(); ++i) {
    const auto row = static_cast<Eigen::Index>(i);
    std::vector<Cell> cells{classical.solution.points[i]};
    for (int s = 0; s < problem.n_states(); ++s) {
      for (int k = 0; k < problem.states[static_cast<std::size_t>(s)].order; ++k) {
        cells.emplace_back(classical.solution.values[static_cast<std::size_t>(k)](row, s));
      }
    }
    for (int s = 0; s < problem.n_states(); ++s) {
      cells.emplace_back(classical.solution.own_error(row, s));
    }
    table.rows.push_back(std::move(cells));
  }
  return classical;
}

}  // namespace pinn
