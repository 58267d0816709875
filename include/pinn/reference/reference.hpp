// SPDX-License-Identifier: MIT
// The classical solution of an initial-value problem by CVODE or IDA, with its own error known.
#pragma once

#include <Eigen/Dense>
#include <functional>
#include <string>
#include <vector>

#include "pinn/problem/problem.hpp"

namespace pinn {

struct ReferenceOptions {
  ReferenceMethod method = ReferenceMethod::Auto;
  double rtol = 1e-10;
  std::vector<double> atol;              ///< One per state.
  double max_seconds = 60.0;             ///< Gives up after that.
  std::function<bool()> stop_requested;  ///< Polled at every step; may be empty.
  bool may_tighten = false;  ///< Goes down to kSmallestRtol if its own error is far above rtol.

  static constexpr double kSmallestRtol = 1e-13;  ///< Below it rounding decides.
};

/// Tolerances from the config: given, or rtol 1e-5 of accept.rtol within 1e-13 .. 1e-10 and atol
/// 1e-2 of it times the state's size (its largest value in the conditions), never above 1e-2 of the
/// state's accept.atol. Tolerances that are not given may be tightened.
ReferenceOptions reference_options(const Problem& problem, const Config& config);

/// Why the method is not for this problem, as far as its equations show; empty if it is. For auto:
/// why none is.
std::string why_no_method(const Problem& problem, ReferenceMethod method);

/// Values of the classical solution at the points asked for.
struct ReferenceSolution {
  bool solved = false;
  std::string message = "solve_reference() was not called";  ///< Why not solved; else empty.
  double reached = 0.0;   ///< Where it stopped: an end of the domain, or the event, if solved.
  bool at_event = false;  ///< Solved up to problem.stop_when, short of the end of the domain.
  std::string method;     ///< "CVODE BDF", "CVODE Adams" or "IDA".
  std::string key;        ///< "cvode_bdf", "cvode_adams" or "ida".
  double rtol = 0.0;
  double atol = 0.0;  ///< Smallest over the states.
  long steps = 0;
  long rhs_evaluations = 0;
  double seconds = 0.0;
  std::vector<double> points;  ///< Increasing: asked for, and its own steps (thinned).
  std::vector<bool> own_step;  ///< Which points are its own steps alone.
  /// (n_points, n_states) per derivative 0 .. order - 1 of each state: values[k](i, s); nan where k
  /// >= order.
  std::vector<Eigen::MatrixXd> values;
  /// (n_points, n_states): largest difference nearby to a second solve at 10 times the tolerances.
  Eigen::MatrixXd own_error;
  double max_own_error = 0.0;

  static constexpr std::size_t kNoRow = static_cast<std::size_t>(-1);

  /// Row of `point`; kNoRow if the solution was not asked for there.
  std::size_t find_row(double point) const;

  /// Row of `point`.
  ///
  /// Throws:  InternalError if the solution was not asked for there.
  std::size_t row_of(double point) const;
};

/// Integrates both ways from the point of the conditions; restarts where the argument of abs, sign,
/// min, max, step or if changes sign. Implicit equations go to IDA, and on request algebraic ones
/// as they were written. Boundary problems and conditions that are not linear come back unsolved
/// with the reason. Where problem.stop_when ends the solution, that place takes the part of the
/// domain's end: it is a point, and those past it are left out.
///
/// Needs:   points inside the domain, in any order.
/// Never throws for a numerical failure: `solved` is false and `message` says why.
/// Cost:    four solves for method auto, two else; two more if tightened.
ReferenceSolution solve_reference(const Problem& problem,
                                  const ReferenceOptions& options,
                                  std::vector<double> points,
                                  std::size_t max_own_steps);

/// "SUNDIALS 6.4.1".
std::string sundials_version();

}  // namespace pinn
