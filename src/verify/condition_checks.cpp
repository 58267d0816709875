// SPDX-License-Identifier: MIT
// Conditions by values of the model, or of an exact solution.
#include "condition_checks.hpp"

#include <algorithm>
#include <cmath>

#include "pinn/expression/evaluate.hpp"
#include "tolerance.hpp"

namespace pinn {

std::vector<ConditionCheck> check_conditions(
    const Problem& problem,
    const AcceptConfig& accept,
    const std::vector<int>& hard,
    const std::function<double(const PointValue&)>& value_of,
    const std::function<double(const PointValue&)>& size_of) {
  std::vector<ConditionCheck> checks;
  for (const Condition& condition : problem.conditions) {
    ConditionCheck check;
    check.condition = condition.text;
    const auto index = static_cast<int>(checks.size());
    check.hard = std::find(hard.begin(), hard.end(), index) != hard.end();

    std::vector<double> slots;
    double atol = kInfinite;
    for (const PointValue& value : condition.values) {
      slots.push_back(value_of(value));
      const State& state = problem.states[static_cast<std::size_t>(value.state)];
      double allowed = atol_of(accept, state.name);
      if (size_of && value.derivative > 0) {
        allowed = std::max(allowed, accept.rtol * size_of(value));
      }
      atol = std::min(atol, allowed);
    }
    double largest = 0.0;
    for (const Expression& term : terms_of_both(condition.left, condition.right)) {
      largest = std::max(largest, magnitude(evaluate<double>(term, slots)));
    }
    check.left = evaluate<double>(condition.left, slots);
    check.right = evaluate<double>(condition.right, slots);
    check.violation = magnitude(check.left - check.right);
    check.tolerance = atol + accept.rtol * largest;
    checks.push_back(check);
  }
  return checks;
}

bool holds(const ConditionCheck& check) {
  return std::isfinite(check.violation) && check.violation <= check.tolerance;
}

}  // namespace pinn
