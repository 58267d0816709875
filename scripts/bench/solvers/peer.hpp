// SPDX-License-Identifier: MIT
// What every solver of the comparison is asked and what it answers.
#pragma once

#include <time.h>

#include <Eigen/Dense>
#include <string>
#include <vector>

namespace pinn::bench {

/// Seconds that this thread has computed: what else runs on the machine does not count.
inline double cpu_seconds() {
  timespec now{};
  clock_gettime(CLOCK_THREAD_CPUTIME_ID, &now);
  return static_cast<double>(now.tv_sec) + 1e-9 * static_cast<double>(now.tv_nsec);
}

/// The same for every solver, so that equal tolerances mean the same.
///
/// Equation:  |error of component c| <= tolerance * (|u_c| + size_c)
struct Task {
  double start = 0.0;          ///< Where the conditions stand.
  Eigen::VectorXd u;           ///< (n) components there.
  std::vector<double> points;  ///< On the way, the start left out, the end last.
  Eigen::VectorXd size;        ///< (n) largest value of each component.
  double max_seconds = 0.0;    ///< Gives up after that.
  bool adams = true;           ///< Not so stiff that Adams has no chance.
};

/// One solve, from nothing prepared but the right side to values at the points.
struct PeerRun {
  std::string failure = "was not run";  ///< Empty if it worked.
  double seconds = 0.0;
  long steps = 0;  ///< Or windows.
  long rhs_evaluations = 0;
  long jacobians = 0;
  Eigen::MatrixXd values;  ///< (n_points, n_states)
};

}  // namespace pinn::bench
