// SPDX-License-Identifier: MIT
// IDA with a dense exact Jacobian, one internal step at a time.
#pragma once

#include <Eigen/Dense>
#include <memory>
#include <string>

#include "cvode_solver.hpp"
#include "residual_system.hpp"

namespace pinn {

/// One integrator. Numerical failures are return values.
class IdaSolver {
 public:
  /// The system must outlive the solver.
  IdaSolver(ResidualSystem& system, const VectorTolerance& tolerance);
  ~IdaSolver();
  IdaSolver(const IdaSolver&) = delete;
  IdaSolver& operator=(const IdaSolver&) = delete;

  /// Begins at (t, u) with the slopes du towards `stop`, which is met exactly and never passed.
  ///
  /// Needs:  F(t, u, du) = 0
  void start(double t, const Eigen::VectorXd& u, const Eigen::VectorXd& du, double stop);

  /// Takes one internal step. Empty if it worked, else why not.
  std::string step();

  double t() const;                   ///< Where the last step ended.
  const Eigen::VectorXd& u() const;   ///< Its values
  const Eigen::VectorXd& du() const;  ///< and slopes.
  long evaluations() const;           ///< Of the residual, since construction.

  /// Values at `t` inside the last step, from the polynomial of the method.
  Eigen::VectorXd interpolate(double t) const;

 private:
  struct Impl;
  std::unique_ptr<Impl> impl_;
};

}  // namespace pinn
