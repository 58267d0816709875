// SPDX-License-Identifier: MIT
// Carries the error and the traces of rounding from window to window.
#pragma once

#include <Eigen/Dense>
#include <cstdint>
#include <string>
#include <vector>

#include "error_equation.hpp"
#include "error_past.hpp"
#include "event_jumps.hpp"
#include "pinn/verify/error_estimate.hpp"
#include "precise_windows.hpp"
#include "radau_step.hpp"

namespace pinn {

/// How finely each window is stepped through.
struct ErrorGrid {
  int n_stages;  ///< In one step over the whole window, or in each of several.
  int n_steps = 1;
  int n_short_stages;  ///< Where that takes too large a system: in each of many steps.
  int n_short_steps;
};

/// Integrates the error equation along a model, away from the conditions on both sides.
class ErrorMarch {
 public:
  /// Needs:   model and problem outlive it; an initial-value problem.
  ErrorMarch(const Model& model, const Problem& problem, ErrorGrid grid);

  /// Fills error and floor at estimate.points; false, with the reason in estimate.message, if there
  /// is none.
  bool run(ErrorEstimate& estimate);

 private:
  struct Stretch;

  bool begin(const Window& window);
  bool march(int direction);
  void leave(Eigen::Index row, double length);
  bool cross(const Stretch& stretch);
  bool fill_coefficients(const Stretch& stretch, const RadauTable& table, int n_steps);
  void add_delayed_edges(const Stretch& stretch);
  Eigen::Index evaluate_coefficients(const Stretch& stretch, const RadauTable& table, double inset);
  void evaluate_model(const Window& window, bool backwards);
  void enter(const Stretch& stretch);
  bool step_through(const RadauTable& table, int most_unknowns);
  void add_second_order(const RadauTable& table, double h, Eigen::Index first);
  void add_rounding(const Stretch& stretch);
  void take_delayed_errors();
  void record(const RadauTable& table, double from, double to);
  void record_row(std::size_t row, const Eigen::RowVectorXd& state_row, int state);
  Eigen::VectorXd lower_values(Eigen::Index row) const;
  Eigen::RowVectorXd slots_at(Eigen::Index row) const;
  void fail(const std::string& message) { estimate_->message = message; }

  const Model& model_;
  const Problem& problem_;
  ErrorGrid grid_;
  RadauTable table_;
  RadauTable short_table_;
  ErrorEquation equation_;
  RadauStep step_;
  EventJumps jumps_;
  ErrorPast past_;
  Eigen::MatrixXd delayed_;  ///< (n_points, n_lags) Errors of the delayed values.
  PreciseWindows precise_;
  ErrorEstimate* estimate_ = nullptr;

  Eigen::MatrixXd state_;          ///< (size, 1 + n_traces): the error, then traces of rounding.
  Eigen::VectorXd left_behind_;    ///< (size) The model where the last window was left.
  Eigen::RowVectorXd left_slots_;  ///< (n_slots) The same with the highest derivatives.
  double left_length_ = 0.0;       ///< Of the last window.
  bool has_left_ = false;
  Eigen::VectorXd noise_;       ///< (n_states) Size of the sums that the window's values are.
  std::vector<double> places_;  ///< Edges of the steps;
  std::vector<double> edges_;   ///< as parts of the way through the stretch.
  std::vector<double> points_;  ///< Start of the stretch, the stages, its end;
  std::vector<double> inside_;  ///< as parts of the way through the stretch.
  std::vector<Eigen::MatrixXd> model_values_;  ///< By derivative: (n_points, n_states);
  bool are_precise_ = false;                   ///< they have no more than their own rounding.
  Eigen::MatrixXd slots_;
  std::uint64_t random_ = 0;
};

}  // namespace pinn
