// SPDX-License-Identifier: MIT
// How wrong a model is, by its own defect: the linearised error equation along the solution.
#pragma once

#include <Eigen/Dense>
#include <cstddef>
#include <limits>
#include <string>
#include <vector>

#include "pinn/config/config.hpp"
#include "pinn/model/model.hpp"
#include "pinn/problem/problem.hpp"

namespace pinn {

/// The estimated error of every state at some points.
///
/// Equation:  e = model - solution; with the residual F(model) = q and F(solution) = 0, to first
///            order  F_h e_h + F_u e_u = q  for the highest derivatives h and all lower ones u. It
///            starts with the violation of the conditions and jumps where windows do not join.
struct ErrorEstimate {
  bool available = false;
  std::string message = "estimate_error() was not called";  ///< Why not available; else empty.
  double origin = 0.0;  ///< Where the conditions stand and errors grow from; nan: several places.
  std::vector<double> points;  ///< Increasing.
  Eigen::MatrixXd values;      ///< (n_points, n_states): the model.
  /// (n_points, n_states): value minus estimated solution; where windows meet the larger side; nan
  /// outside of the model, infinite from where it can no longer be told.
  Eigen::MatrixXd error;
  /// (n_points, n_states): what rounding alone may amount to. No estimate below it means anything.
  Eigen::MatrixXd floor;

  static constexpr std::size_t kNoRow = static_cast<std::size_t>(-1);

  /// Row of `point`; kNoRow if it was not asked for there.
  std::size_t find_row(double point) const;

  /// The estimate as it is judged: not below the floor.
  double size(std::size_t row, int state) const;

  /// The same with the sign of the error; nan where there is none.
  double signed_size(std::size_t row, int state) const;
};

/// Where an estimate is largest beside the tolerance.
struct EstimateRatio {
  double ratio =
      0.0;  ///< Estimate over atol + rtol |value|; infinite if the estimate is not known.
  std::string state;
  double at = 0.0;
};

/// Estimates the error of a model from nothing but the model and the problem.
///
/// Needs:   points in any order; those outside of the model get nan.
/// Never throws for a numerical failure: `available` is false and `message` says why.
/// Cost:    some 20 steps of an implicit method per window, on systems of 3 times the total order.
ErrorEstimate estimate_error(const Model& model,
                             const Problem& problem,
                             std::vector<double> points);

/// Largest ratio of estimate to tolerance over all points that lie in the model.
///
/// Needs:   estimate.available
EstimateRatio largest_ratio(const ErrorEstimate& estimate,
                            const Problem& problem,
                            const AcceptConfig& accept);

/// Point next to the conditions, on either side, where the estimate exceeds the tolerance; nan if
/// it never does.
double horizon(const ErrorEstimate& estimate, const Problem& problem, const AcceptConfig& accept);

/// Largest estimate of each state, not below the floor.
///
/// Shapes:  -> (n_states)
Eigen::VectorXd largest_estimates(const ErrorEstimate& estimate);

}  // namespace pinn
