// SPDX-License-Identifier: MIT
// The equations in one window, and what else is asked of it, as residuals over all weights.
#pragma once

#include <Eigen/Dense>
#include <optional>
#include <vector>

#include "levenberg_marquardt.hpp"
#include "pinn/engine/engine.hpp"
#include "pinn/expression/program.hpp"
#include "pinn/problem/problem.hpp"
#include "trial_series.hpp"

namespace pinn::least_squares {

/// Points of a window and what the residuals there count.
struct Quadrature {
  std::vector<double> points;  ///< Values of the variable.
  Eigen::VectorXd roots;       ///< (n_points) Square roots of the weights, whose mean is 1.
};

/// Roots of a Chebyshev polynomial, which keep away from the ends, with the weights of an integral.
Quadrature chebyshev_points(double start, double end, int count);

/// What is asked of a window beside its equations.
struct OtherTerms {
  const HardConditions* hard = nullptr;  ///< Null: the frame meets all conditions.
  std::vector<int> soft;                 ///< Indices into problem.conditions.
  Eigen::VectorXd soft_factors;          ///< (soft.size())
  std::vector<DataSeries> data;
  double data_factor = 1.0;
};

/// Residual of equation e at point i: roots(i) * factors(e) * F_e, row e * n_points + i. Then, so
/// that a term counts as much beside the mean over the points as in the sum of squares of a loss,
/// sqrt(n_points) times: every soft condition's factor times its violation, and every measured
/// value's data_factor (predicted - observed) / sigma / sqrt(values of its series).
class WindowResiduals : public Residuals {
 public:
  /// Needs:   the problem and `other.hard` outlive this; the window's networks have their shapes.
  WindowResiduals(const Problem& problem,
                  const Window& window,
                  Quadrature at,
                  Eigen::VectorXd factors,
                  OtherTerms other = {});

  bool evaluate(const Eigen::VectorXd& weights, Eigen::VectorXd& residuals) override;
  void jacobian(const Eigen::VectorXd& weights, Eigen::MatrixXd& transposed) override;

  /// Mean squares by equation, the sum over the soft conditions, and by series.
  std::vector<double> parts(const Eigen::VectorXd& residuals) const override;

  /// The window with these weights.
  Window window_with(const Eigen::VectorXd& weights) const { return trial_->window_with(weights); }

 private:
  /// A slot of a row's programs: a number, or a derivative of a state at a place.
  struct RowSlot {
    double number = 0.0;
    int state = -1;  ///< Negative: the number.
    int derivative = 0;
    Eigen::Index place = 0;  ///< Among all places.
  };

  /// A residual that is a function of states at few places.
  struct Row {
    Program values;
    Program derivatives;
    std::vector<RowSlot> slots;
    double observed = 0.0;
    double factor = 1.0;
  };

  void prepare_equations();
  void add_condition(const Condition& condition, double factor);
  void add_data(const DataSeries& series, double factor);
  Eigen::Index place_of(double at);
  double derivative_at(const Eigen::MatrixXd& states, int state, int order, Eigen::Index p) const;
  void fill_slots(const Eigen::MatrixXd& states);
  void run_row(const Row& row, const Program& program, const Eigen::MatrixXd& states);
  void run(const Program& program, const Eigen::MatrixXd& slots);
  void equation_gradients(Eigen::MatrixXd& transposed);
  void row_gradients(const Eigen::MatrixXd& states, Eigen::MatrixXd& transposed);

  const Problem& problem_;
  Quadrature at_;
  Eigen::VectorXd factors_;
  OtherTerms other_;
  int n_ = 0;                   ///< Coefficients: the highest order and 1.
  std::vector<double> places_;  ///< The points, then what the rows need.
  std::vector<Row> rows_;
  std::vector<std::size_t> row_ends_;  ///< Of the soft conditions, then of every series.
  std::optional<TrialSeries> trial_;
  Program values_;
  Program derivatives_;
  std::vector<int> state_of_slot_;
  std::vector<int> order_of_slot_;
  Program::Workspace workspace_;
  Eigen::MatrixXd slots_;      ///< (n_points, n_slots)
  Eigen::MatrixXd row_slots_;  ///< (1, slots of a row)
  Eigen::MatrixXd results_;    ///< (places of the last program, its rows)
};

}  // namespace pinn::least_squares
