// SPDX-License-Identifier: MIT
// Piecewise polynomials that meet the first-order equations at Gauss points.
#pragma once

#include <Eigen/Dense>
#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "pinn/model/model.hpp"
#include "pinn/problem/explicit_form.hpp"
#include "pinn/problem/problem.hpp"
#include "readout/boundary_conditions.hpp"

namespace pinn {

/// Matrices of s Gauss points on [-1, 1].
struct GaussRule {
  explicit GaussRule(int n_stages);

  Eigen::VectorXd points;     ///< (s)
  Eigen::MatrixXd integral;   ///< (s, s): integrals of the interpolant from -1 to the points.
  Eigen::RowVectorXd end;     ///< (s): from -1 to 1.
  Eigen::MatrixXd to_series;  ///< (s, s): Legendre coefficients of the interpolant.

  /// Value of the interpolant at x, and its integral from -1, as rows to be multiplied with K.
  ///
  /// Shapes:  -> (2, s)
  Eigen::MatrixXd rows_at(double x) const;
};

/// A piecewise polynomial: u at the edges, u' at the points of every interval.
struct Spline {
  std::vector<double> edges;
  Eigen::MatrixXd u;               ///< (n, W + 1)
  std::vector<Eigen::MatrixXd> K;  ///< W times (n, s)

  std::size_t n_intervals() const { return K.size(); }
};

/// Collocation for u' = f(t, u) with conditions at several places.
class Collocation {
 public:
  /// Needs:   the problem outlives this and is not implicit.
  Collocation(const Problem& problem, std::function<bool()> stop);

  int size() const { return form_.size(); }
  const ExplicitForm& form() const { return form_; }
  const std::vector<double>& places() const { return conditions_.places(); }

  /// The model on these edges.
  Spline from_model(const Model& model, const std::vector<double>& edges) const;

  /// The same polynomials on finer edges.
  Spline refined(const Spline& spline, const std::vector<double>& edges) const;

  /// Newton's method; the reason if it fails, else empty.
  std::string solve(Spline& spline);

  /// Residual of each interval between its points, times half its length, beside what is allowed.
  ///
  /// Shapes:  atol (n), -> (W)
  Eigen::VectorXd residuals(const Spline& spline, double rtol, const Eigen::VectorXd& atol);

  /// u at a place; the left interval counts at an edge.
  Eigen::VectorXd value(const Spline& spline, double at) const;

  long evaluations() const { return evaluations_; }

 private:
  bool newton_step(const Spline& spline, Spline& change);

  const Problem& problem_;
  ExplicitForm form_;
  readout::Components components_;
  readout::BoundaryConditions conditions_;
  GaussRule rule_;
  std::function<bool()> stop_;
  long evaluations_ = 0;
};

}  // namespace pinn
