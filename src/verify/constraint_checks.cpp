// SPDX-License-Identifier: MIT
// Constraints against the tolerances of the states, by their derivatives.
#include "constraint_checks.hpp"

#include <cmath>
#include <limits>

#include "pinn/expression/dual.hpp"
#include "pinn/expression/evaluate.hpp"
#include "pinn/util/number_text.hpp"
#include "tolerance.hpp"

namespace pinn {

namespace {

// Beside the tolerances: a constraint is a difference of terms that have been rounded.
constexpr double kRoundings = 16.0 * std::numeric_limits<double>::epsilon();

struct Violation {
  double size = 0.0;
  double allowed = 0.0;
};

Violation violation_at(const Problem& problem,
                       const Equation& constraint,
                       const std::vector<double>& slots,
                       const AcceptConfig& accept) {
  std::vector<Dual> duals(slots.begin(), slots.end());
  const auto n = static_cast<std::size_t>(problem.n_slots);
  std::vector<double> tolerances(n, 0.0);
  std::vector<double> sizes(n, 0.0);
  for (int s = 0; s < problem.n_states(); ++s) {
    const State& state = problem.states[static_cast<std::size_t>(s)];
    for (int k = 0; k < state.order; ++k) {
      const auto slot = static_cast<std::size_t>(problem.slot_of(s, k));
      duals[slot] = Dual::independent(slots[slot], n, slot);
      sizes[slot] = magnitude(slots[slot]);
      tolerances[slot] = atol_of(accept, state.name) + accept.rtol * sizes[slot];
    }
  }
  const Dual value = evaluate(constraint.residual, duals);
  Violation violation{magnitude(value.value), 0.0};
  for (std::size_t i = 0; i < n; ++i) {
    if (tolerances[i] == 0.0 && sizes[i] == 0.0) continue;
    violation.allowed += std::abs(value.slope(i)) * (tolerances[i] + kRoundings * sizes[i]);
  }
  return violation;
}

}  // namespace

std::optional<std::string> broken_constraint(const ModelValues& values,
                                             const AcceptConfig& accept,
                                             const std::vector<double>& points) {
  const Problem& problem = values.problem();
  if (problem.constraints.empty()) return std::nullopt;
  double worst = 1.0;
  std::optional<std::string> sentence;
  for (const double at : points) {
    const std::vector<double> slots = values.slots(at);
    for (const Equation& constraint : problem.constraints) {
      const Violation violation = violation_at(problem, constraint, slots, accept);
      if (violation.size <= worst * violation.allowed) continue;
      worst = violation.size / violation.allowed;
      sentence = "the sides of \"" + constraint.text + "\" differ by " +
                 to_short_text(violation.size) + " at " + problem.variable + " = " +
                 to_short_text(at, 6) + ", more than the tolerances of the states explain (" +
                 to_short_text(violation.allowed) + ")";
    }
  }
  return sentence;
}

}  // namespace pinn
