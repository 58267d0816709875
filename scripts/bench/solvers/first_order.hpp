// SPDX-License-Identifier: MIT
// u' = f(t, u) at one point at a time, from the programs that the readout engine evaluates too.
#pragma once

#include <Eigen/Dense>
#include <memory>
#include <vector>

#include "pinn/expression/program.hpp"
#include "pinn/problem/explicit_form.hpp"
#include "pinn/problem/problem.hpp"
#include "readout/right_side.hpp"

namespace pinn::bench {

/// The right side as an integrator wants it. Working memory is kept between calls.
///
/// Needs:  no inputs, !problem.implicit. The problem must outlive this.
class FirstOrder {
 public:
  explicit FirstOrder(const Problem& problem);

  int size() const { return components_.count; }
  const readout::Components& components() const { return components_; }

  /// False if a value is not finite.
  bool right_side(double t, const double* u, double* du);

  /// Shapes:  jacobian (n, n), columns one after the other. False as above.
  bool jacobian(double t, const double* u, double* jacobian);

  long evaluations = 0;
  long jacobians = 0;

 private:
  enum class Kind { Solved, Separate, System };

  void fill(double t, const double* u);
  void set_separate(const Problem& problem);
  bool separate_highest();

  readout::Components components_;
  Kind kind_ = Kind::Solved;
  Program values_;       ///< Solved: highest derivatives; separate: residuals with slopes by them.
  Program derivatives_;  ///< The same with derivatives by the components.
  std::vector<int> state_of_equation_;  ///< Separate only.
  std::vector<int> component_of_slot_;
  std::unique_ptr<ExplicitForm> system_;  ///< Several highest derivatives in one equation.
  Eigen::MatrixXd system_jacobian_;
  std::vector<double> slots_;
  std::vector<double> rows_;
  std::vector<double> slope_;  ///< Per equation: minus its slope by its highest derivative, or 1.
  Program::Workspace workspace_;
};

}  // namespace pinn::bench
