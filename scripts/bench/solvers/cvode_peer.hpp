// SPDX-License-Identifier: MIT
// CVODE as its own users would call it.
#pragma once

#include "first_order.hpp"
#include "peer.hpp"

namespace pinn::bench {

/// Which method, and how its implicit steps are solved.
enum class CvodeKind {
  AdamsFixedPoint,  ///< Adams, fixed-point iteration: no Jacobian.
  AdamsNewton,      ///< Adams, Newton with the exact dense Jacobian.
  BdfNewton,        ///< Backward differentiation formulas, the same Newton.
};

/// Solves the task. Creating and freeing CVODE is in its time, making `form` is not.
PeerRun run_cvode(FirstOrder& form, CvodeKind kind, const Task& task, double tolerance);

/// Largest value of each component at CVODE's own steps; empty if it does not reach the end.
///
/// Needs:  task.points; task.size is not used.
Eigen::VectorXd largest_values(FirstOrder& form, CvodeKind kind, const Task& task);

}  // namespace pinn::bench
