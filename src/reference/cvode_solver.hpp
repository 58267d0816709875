// SPDX-License-Identifier: MIT
// CVODE with a dense exact Jacobian, one internal step at a time.
#pragma once

#include <Eigen/Dense>
#include <memory>
#include <string>
#include <vector>

#include "pinn/problem/explicit_form.hpp"

namespace pinn {

enum class Multistep { Adams, Bdf };

/// Tolerances on the components of u.
struct VectorTolerance {
  double rtol = 1e-10;
  Eigen::VectorXd atol;
  double longest_step = 0.0;  ///< 0: any.
};

/// The right side of one smooth stretch.
struct Stretch {
  const ExplicitForm* form = nullptr;      ///< With every branch fixed as it is on this stretch.
  const ExplicitForm* original = nullptr;  ///< Takes over where the fixed branch is not finite.
  double low = 0.0;                        ///< Never evaluated below
  double high = 0.0;                       ///< or above.
};

/// One integrator. Numerical failures are return values.
class CvodeSolver {
 public:
  CvodeSolver(Multistep method, const VectorTolerance& tolerance);
  ~CvodeSolver();
  CvodeSolver(const CvodeSolver&) = delete;
  CvodeSolver& operator=(const CvodeSolver&) = delete;

  /// Begins at (t, u) towards `stop`, which is met exactly and never passed.
  void start(const Stretch& stretch, double t, const Eigen::VectorXd& u, double stop);

  /// Takes one internal step. Empty if it worked, else why not.
  std::string step();

  double t() const;                  ///< Where the last step ended.
  const Eigen::VectorXd& u() const;  ///< Its values.
  long rhs_evaluations() const;      ///< Since construction.

  /// Values at `t` inside the last step, from the polynomial of the method.
  Eigen::VectorXd interpolate(double t) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace pinn
