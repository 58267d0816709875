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

/// A first look with loose tolerances.
struct Survey {
  Eigen::VectorXd
      largest;  ///< Value of each component at CVODE's own steps; empty: no end reached.
  double seconds = 0.0;
};

/// Needs:  task.points; task.size is not used.
Survey survey(FirstOrder& form, CvodeKind kind, const Task& task, double atol);

}  // namespace pinn::bench
