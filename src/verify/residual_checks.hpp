// SPDX-License-Identifier: MIT
// Does the model satisfy the equations, and do its windows join?
#pragma once

#include <optional>
#include <vector>

#include "model_values.hpp"
#include "pinn/verify/verdict.hpp"

namespace pinn {

/// Checks |residual| <= atol + rtol (largest term of the equation).
class ResidualChecks {
 public:
  ResidualChecks(const ModelValues& values, const AcceptConfig& accept);

  /// The check of equation `index`; nothing at a lone place where the equation is not finite. At a
  /// jump the side with the smaller residual counts.
  /// `slots` are those of `at`.
  std::optional<Check> check(std::size_t index, double at, const std::vector<double>& slots) const;

  /// States and their derivatives below the order, left against right of every edge of windows.
  std::vector<Check> joints() const;

 private:
  Check check_at(std::size_t index, double at, const std::vector<double>& slots) const;
  bool is_finite_near(std::size_t index, double at) const;

  const ModelValues& values_;
  const AcceptConfig& accept_;
  std::vector<std::vector<Expression>> terms_;  ///< Of every equation.
  std::vector<double> atol_;                    ///< By equation.
};

}  // namespace pinn
