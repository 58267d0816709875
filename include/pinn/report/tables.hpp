// SPDX-License-Identifier: MIT
// The tables of a run: which columns they have, in which order, and what stands in them.
#pragma once

#include <Eigen/Dense>
#include <string>
#include <vector>

#include "pinn/engine/engine.hpp"
#include "pinn/model/model.hpp"
#include "pinn/problem/problem.hpp"
#include "pinn/util/file.hpp"
#include "pinn/util/table.hpp"
#include "pinn/verify/verdict.hpp"

namespace pinn {

/// "dy_dt", "d2y_dt2": the k-th derivative as a column name.
std::string derivative_column(const std::string& state, const std::string& variable, int k);

/// Which of the optional columns solution.csv has.
struct SolutionColumns {
  bool derivatives = true;
  bool residuals = true;
  bool reference = false;                   ///< <s>_ref and <s>_err.
  const ErrorEstimate* estimate = nullptr;  ///< <s>_err_est; null: none.
};

/// The header of solution.csv: `<v>,{<s>[,d<s>_d<v>,d2<s>_d<v>2,...]}[,{res_<e>}][,{<o>}]
/// [,{<s>_ref,<s>_err}][,{<s>_err_est}]`.
std::vector<std::string> solution_header(const Problem& problem, const SolutionColumns& columns);

/// The model at every point, in the order given.
///
/// Shapes:  reference (n_points, n_states), read only if its columns are asked for.
/// An estimate that was not made at a point is nan there.
Table solution_table(const Problem& problem,
                     const Model& model,
                     const std::vector<double>& points,
                     const SolutionColumns& columns,
                     const Eigen::MatrixXd& reference);

/// validation.csv: one row per check point and state.
Table validation_table(const Verdict& verdict, const std::string& variable);

/// conditions.csv: one row per condition.
Table conditions_table(const Verdict& verdict);

/// Smallest and largest value of an observable at the output points, and how far it moved from the
/// first of them.
struct ObservableRange {
  std::string name;
  double min = kNaN;
  double max = kNaN;
  double drift = kNaN;
};

std::vector<ObservableRange> observable_ranges(const Problem& problem, const Table& solution);

/// Columns of history.csv that not every run has.
struct HistoryColumns {
  bool windows = false;  ///< window_start and window_end: a method that solves window by window.
  bool weights = false;  ///< weight_cond and weight_<series>: training.weights.balance moves them.
};

/// history.csv, which grows while the training runs.
class HistoryFile {
 public:
  /// Writes the header.
  ///
  /// Throws:  FileError.
  HistoryFile(const std::filesystem::path& path,
              const Problem& problem,
              const std::vector<DataSeries>& data,
              HistoryColumns columns);

  /// Throws:  FileError.
  void write(const Iteration& row);

 private:
  LineFile file_;
  std::size_t n_equations_;
  std::size_t n_series_;
  HistoryColumns columns_;
};

/// The header of history.csv. A name that is measured in two files gets `_2` the second time.
std::vector<std::string> history_header(const Problem& problem,
                                        const std::vector<DataSeries>& data,
                                        HistoryColumns columns);

}  // namespace pinn
