// SPDX-License-Identifier: MIT
// What the app does while an engine trains.
#pragma once

#include <Eigen/Dense>
#include <exception>
#include <optional>
#include <vector>

#include "pinn/app/solve.hpp"
#include "pinn/report/tables.hpp"

namespace pinn {

/// Writes the history, measures the error and passes everything on to the run's observer.
class TrainingWatch : public TrainObserver {
 public:
  /// Where the error against the basis is measured at every row of the history.
  struct Probe {
    std::vector<double> points;
    Eigen::MatrixXd values;  ///< (n_points, n_states)
  };

  TrainingWatch(const Prepared& prepared,
                SolveObserver& observer,
                HistoryFile* history,
                Probe probe,
                RunRecord& record,
                std::function<void(const std::string&)> say);

  void on_start(std::int64_t total_iterations) override;
  void on_iteration(const Iteration& row) override;
  void on_row(Iteration& row, const Model& model) override;
  void on_warning(const std::string& id, const std::string& message) override;
  bool stop_requested() override;
  bool is_enough(const Model& model) override;

  /// The rows to come belong to another solve of the same problem.
  void begin_restart();

  /// Throws the FileError that ended the training, if there was one.
  void rethrow() const;

 private:
  const Prepared& prepared_;
  SolveObserver& observer_;
  HistoryFile* history_;  ///< Null without a folder.
  Probe probe_;
  RunRecord& record_;
  std::function<void(const std::string&)> say_;
  std::exception_ptr failure_;
  int earlier_restarts_ = 0;
  std::int64_t iterations_ = 0;          ///< Of the last row.
  std::int64_t earlier_iterations_ = 0;  ///< Before the restart.
};

}  // namespace pinn
