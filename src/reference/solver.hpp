// SPDX-License-Identifier: MIT
// Whole solves, both ways from the point of the conditions, by any method and tolerance.
#pragma once

#include <Eigen/Dense>
#include <memory>
#include <string>
#include <vector>

#include "integrate.hpp"
#include "pinn/problem/switches.hpp"
#include "pinn/reference/reference.hpp"

namespace pinn {

/// Values at the point of the conditions; a message if they do not determine them.
struct Start {
  std::string failure;
  double at = 0.0;
  Eigen::VectorXd u;
};

/// Both legs of one solve.
struct Solve {
  std::string failure;
  double reached = 0.0;
  bool at_event = false;
  long steps = 0;
  long rhs_evaluations = 0;
  std::vector<Sample> samples;  ///< Increasing; own steps among them.
};

/// What one solve is to be like.
struct SolvePlan {
  Multistep method = Multistep::Adams;
  double factor = 1.0;  ///< Times the tolerances of the options.
  std::vector<double> points;
  std::size_t max_own_steps = 0;
  long max_steps = 2'000'000;
  bool to_event = false;  ///< Ends at problem.stop_when.
};

/// Repeats the solve of one problem; all solves share max_seconds.
class Solver {
 public:
  /// Tolerances of the second solve, which measures the error of the first.
  static constexpr double kCoarser = 10.0;

  /// Problem and options must outlive the solver.
  Solver(const Problem& problem, const ReferenceOptions& options);

  const Start& start() const { return start_; }
  const ExplicitForm& form() const { return system_.original(); }

  Solve solve(const SolvePlan& plan);

  /// The method asked for; for auto Adams, unless BDF does it in under a third of the steps.
  Multistep choose_method();

 private:
  VectorTolerance tolerance_times(double factor) const;
  std::vector<double> points_towards(const std::vector<double>& points, double end) const;

  std::shared_ptr<Track> track_;  ///< Null without delays.
  const Problem problem_;
  const ReferenceOptions& options_;
  SwitchedSystem system_;
  Budget budget_;
  Start start_;
};

}  // namespace pinn
