// SPDX-License-Identifier: MIT
// Tables from models, verdicts and iterations.
#include "pinn/report/tables.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "pinn/expression/evaluate.hpp"
#include "pinn/problem/delays.hpp"

namespace pinn {

namespace {

Cell part(const std::vector<double>& parts, std::size_t i) {
  return i < parts.size() ? parts[i] : kNaN;
}

/// Row `i` of Model::evaluate_many as the slots of the problem.
std::vector<double> slots_of_row(const Problem& problem,
                                 const std::vector<Eigen::MatrixXd>& values,
                                 double v,
                                 Eigen::Index i) {
  std::vector<double> slots(static_cast<std::size_t>(problem.n_slots));
  slots[0] = v;
  problem.fill_inputs(v, slots);
  for (int s = 0; s < problem.n_states(); ++s) {
    for (int k = 0; k <= problem.states[static_cast<std::size_t>(s)].order; ++k) {
      slots[static_cast<std::size_t>(problem.slot_of(s, k))] =
          values[static_cast<std::size_t>(k)](i, s);
    }
  }
  return slots;
}

}  // namespace

std::string derivative_column(const std::string& state, const std::string& variable, int k) {
  const std::string power = k > 1 ? std::to_string(k) : "";
  return "d" + power + state + "_d" + variable + power;
}

std::vector<std::string> solution_header(const Problem& problem, const SolutionColumns& columns) {
  std::vector<std::string> header{problem.variable};
  for (const State& state : problem.states) {
    header.push_back(state.name);
    for (int k = 1; columns.derivatives && k <= state.order; ++k) {
      header.push_back(derivative_column(state.name, problem.variable, k));
    }
  }
  if (columns.residuals) {
    for (const Equation& equation : problem.equations) header.push_back("res_" + equation.label);
  }
  for (const Observable& observable : problem.observables) header.push_back(observable.name);
  if (columns.reference) {
    for (const State& state : problem.states) {
      header.push_back(state.name + "_ref");
      header.push_back(state.name + "_err");
    }
  }
  if (columns.estimate != nullptr) {
    for (const State& state : problem.states) header.push_back(state.name + "_err_est");
  }
  return header;
}

Table solution_table(const Problem& given,
                     const Model& model,
                     const std::vector<double>& points,
                     const SolutionColumns& columns,
                     const Eigen::MatrixXd& reference) {
  const Problem problem = with_past(given, model);
  Table table;
  table.columns = solution_header(problem, columns);
  const std::vector<Eigen::MatrixXd> values = model.evaluate_many(points, problem.highest_order());
  for (std::size_t i = 0; i < points.size(); ++i) {
    const std::vector<double> slots =
        slots_of_row(problem, values, points[i], static_cast<Eigen::Index>(i));
    std::vector<Cell> row{points[i]};
    for (int s = 0; s < problem.n_states(); ++s) {
      const int order = columns.derivatives ? problem.states[static_cast<std::size_t>(s)].order : 0;
      for (int k = 0; k <= order; ++k) {
        row.emplace_back(slots[static_cast<std::size_t>(problem.slot_of(s, k))]);
      }
    }
    if (columns.residuals) {
      for (const Equation& equation : problem.equations) {
        row.emplace_back(evaluate<double>(equation.residual, slots));
      }
    }
    for (const Observable& observable : problem.observables) {
      row.emplace_back(evaluate<double>(observable.expression, slots));
    }
    for (int s = 0; columns.reference && s < problem.n_states(); ++s) {
      const double ref = reference(static_cast<Eigen::Index>(i), s);
      row.emplace_back(ref);
      row.emplace_back(slots[static_cast<std::size_t>(problem.slot_of(s, 0))] - ref);
    }
    const std::size_t found =
        columns.estimate != nullptr ? columns.estimate->find_row(points[i]) : ErrorEstimate::kNoRow;
    for (int s = 0; columns.estimate != nullptr && s < problem.n_states(); ++s) {
      const bool known = found != ErrorEstimate::kNoRow;
      row.emplace_back(known ? columns.estimate->signed_size(found, s) : kNaN);
    }
    table.rows.push_back(std::move(row));
  }
  return table;
}

Table validation_table(const Verdict& verdict, const std::string& variable) {
  Table table{{variable, "state", "value", "ref", "error", "tolerance", "ratio"}, {}};
  for (const Check& c : verdict.checks) {
    table.rows.push_back({c.at, c.state, c.value, c.ref, c.error, c.tolerance, c.ratio});
  }
  return table;
}

Table conditions_table(const Verdict& verdict) {
  Table table{{"condition", "imposed", "left", "right", "violation"}, {}};
  for (const ConditionCheck& c : verdict.conditions) {
    const std::string imposed = c.hard ? "hard" : "soft";
    table.rows.push_back({c.condition, imposed, c.left, c.right, c.violation});
  }
  return table;
}

std::vector<ObservableRange> observable_ranges(const Problem& problem, const Table& solution) {
  std::vector<ObservableRange> ranges;
  for (const Observable& observable : problem.observables) {
    const auto found = std::find(solution.columns.begin(), solution.columns.end(), observable.name);
    const auto column = static_cast<std::size_t>(found - solution.columns.begin());
    ObservableRange range{observable.name, kNaN, kNaN, kNaN};
    for (const auto& row : solution.rows) {
      const double value = std::get<double>(row[column]);
      const double moved = std::abs(value - std::get<double>(solution.rows.front()[column]));
      range.min = std::fmin(range.min, value);  // fmin and fmax pass over nan
      range.max = std::fmax(range.max, value);
      range.drift = std::fmax(range.drift, moved);
    }
    ranges.push_back(range);
  }
  return ranges;
}

std::vector<std::string> history_header(const Problem& problem,
                                        const std::vector<DataSeries>& data,
                                        HistoryColumns columns) {
  std::vector<std::string> header{
      "iteration", "restart", "window", "stage", "optimizer", "seconds", "learning_rate", "loss"};
  for (const Equation& equation : problem.equations) header.push_back("res_" + equation.label);
  header.emplace_back("cond");
  std::map<std::string, int> seen;
  std::vector<std::string> weights{"weight_cond"};
  for (const DataSeries& series : data) {
    const int n = ++seen[series.name];
    const std::string name = series.name + (n > 1 ? "_" + std::to_string(n) : "");
    header.push_back("data_" + name);
    weights.push_back("weight_" + name);
  }
  if (columns.weights) header.insert(header.end(), weights.begin(), weights.end());
  for (const char* column : {"grad_norm", "val_loss", "val_residual_rms", "val_error_max"}) {
    header.emplace_back(column);
  }
  if (columns.windows) header.insert(header.end(), {"window_start", "window_end"});
  return header;
}

HistoryFile::HistoryFile(const std::filesystem::path& path,
                         const Problem& problem,
                         const std::vector<DataSeries>& data,
                         HistoryColumns columns)
    : file_(path),
      n_equations_(problem.equations.size()),
      n_series_(data.size()),
      columns_(columns) {
  file_.write_line(to_csv_line(history_header(problem, data, columns)));
}

void HistoryFile::write(const Iteration& row) {
  std::vector<Cell> cells{row.iteration,
                          std::int64_t{row.restart},
                          std::int64_t{row.window},
                          std::int64_t{row.stage},
                          row.optimizer,
                          row.seconds,
                          row.learning_rate,
                          row.loss};
  for (std::size_t i = 0; i < n_equations_; ++i) cells.push_back(part(row.residuals, i));
  cells.emplace_back(row.conditions);
  for (std::size_t i = 0; i < n_series_; ++i) cells.push_back(part(row.data, i));
  for (std::size_t i = 0; columns_.weights && i < n_series_ + 1; ++i) {
    cells.push_back(part(row.weights, i));
  }
  for (const double value :
       {row.grad_norm, row.val_loss, row.val_residual_rms, row.val_error_max}) {
    cells.emplace_back(value);
  }
  if (columns_.windows) cells.insert(cells.end(), {row.window_start, row.window_end});
  file_.write_line(to_csv_line(cells));
}

}  // namespace pinn
