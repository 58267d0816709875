// SPDX-License-Identifier: MIT
// The equations in one window, as residuals over all weights of its network.
#pragma once

#include <Eigen/Dense>
#include <vector>

#include "levenberg_marquardt.hpp"
#include "pinn/expression/program.hpp"
#include "pinn/model/jets.hpp"
#include "pinn/model/model.hpp"
#include "pinn/problem/problem.hpp"

namespace pinn::least_squares {

/// Points of a window and what the residuals there count.
struct Quadrature {
  std::vector<double> points;  ///< Values of the variable.
  Eigen::VectorXd roots;       ///< (n_points) Square roots of the weights, whose mean is 1.
};

/// Roots of a Chebyshev polynomial, which keep away from the ends, with the weights of an integral.
Quadrature chebyshev_points(double start, double end, int count);

/// Residual of equation e at point i: roots(i) * factors(e) * F_e, row e * n_points + i.
class WindowResiduals : public Residuals {
 public:
  /// Needs:   the problem outlives this; the window has one network for all states, without Fourier
  ///          features, and a linear argument.
  WindowResiduals(const Problem& problem, Window window, Quadrature at, Eigen::VectorXd factors);

  bool evaluate(const Eigen::VectorXd& weights, Eigen::VectorXd& residuals) override;
  void jacobian(const Eigen::VectorXd& weights, Eigen::MatrixXd& transposed) override;

  int n_parts() const override { return static_cast<int>(factors_.size()); }

  /// The window with these weights.
  Window window_with(const Eigen::VectorXd& weights) const;

 private:
  void run(const Program& program);
  void states_from(const Eigen::MatrixXd& outputs);

  const Problem& problem_;
  Window window_;
  Quadrature at_;
  Eigen::VectorXd factors_;
  int n_ = 0;                ///< Coefficients: the highest order and 1.
  Eigen::MatrixXd inputs_;   ///< (1, n_points * n)
  Eigen::MatrixXd offsets_;  ///< (n_states, n_points * n) Coefficients of the offset at the points.
  Eigen::MatrixXd products_;  ///< (n_states, n_points * n) Of scale times factor.
  Program values_;
  Program derivatives_;
  std::vector<int> state_of_slot_;
  std::vector<int> order_of_slot_;
  Program::Workspace workspace_;
  Jets jets_;
  Eigen::MatrixXd slots_;  ///< (n_points, n_slots)
  Eigen::MatrixXd rows_;   ///< (n_points, n_rows)
};

}  // namespace pinn::least_squares
