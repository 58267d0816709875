// SPDX-License-Identifier: MIT
// Residuals against the size of the terms that they are the difference of.
#include "residual_checks.hpp"

#include <algorithm>
#include <cmath>

#include "pinn/expression/evaluate.hpp"
#include "tolerance.hpp"

namespace pinn {

namespace {

double smallest_atol(const Problem& problem, const AcceptConfig& accept) {
  double smallest = kInfinite;
  for (const State& state : problem.states) {
    smallest = std::min(smallest, atol_of(accept, state.name));
  }
  return smallest;
}

bool all_finite(const std::vector<double>& values) {
  return std::all_of(values.begin(), values.end(), [](double v) { return std::isfinite(v); });
}

}  // namespace

ResidualChecks::ResidualChecks(const ModelValues& values, const AcceptConfig& accept)
    : values_(values), accept_(accept) {
  const Problem& problem = values.problem();
  for (const Equation& equation : problem.equations) {
    terms_.push_back(terms_of_both(equation.left, equation.right));
    const bool is_state = problem.find_state(equation.label) >= 0;
    atol_.push_back(is_state ? atol_of(accept, equation.label) : smallest_atol(problem, accept));
  }
}

Check ResidualChecks::check_at(std::size_t index,
                               double at,
                               const std::vector<double>& slots) const {
  const Equation& equation = values_.problem().equations[index];
  double largest = 0.0;
  for (const Expression& term : terms_[index]) {
    largest = std::max(largest, magnitude(evaluate<double>(term, slots)));
  }
  const double left = evaluate<double>(equation.left, slots);
  const double right = evaluate<double>(equation.right, slots);
  const double tolerance = atol_[index] + accept_.rtol * largest;
  // An infinite term must not make an infinite tolerance, and a state that is not finite must not
  // escape because the equation does not ask for it.
  Check check = make_check(at, "res_" + equation.label, left, right, tolerance, 0.0);
  if (!std::isfinite(tolerance) || !all_finite(slots)) check.ratio = kInfinite;
  return check;
}

bool ResidualChecks::is_finite_near(std::size_t index, double at) const {
  for (const int side : {-1, 1}) {
    const double nearby = values_.nearby(at, side);
    if (nearby == at) continue;
    if (!std::isfinite(check_at(index, nearby, values_.slots(nearby)).error)) return false;
  }
  return true;
}

std::optional<Check> ResidualChecks::check(std::size_t index,
                                           double at,
                                           const std::vector<double>& slots) const {
  Check best = check_at(index, at, slots);
  if (passes(best)) return best;
  if (!std::isfinite(best.error)) {
    // The equation, not the model, is to blame only if it is finite all around.
    if (all_finite(slots) && is_finite_near(index, at)) return std::nullopt;
    return best;
  }
  for (const int side : {-1, 1}) {
    const Check beside = check_at(index, at, values_.slots(values_.beside(at, side)));
    if (beside.ratio < best.ratio) best = beside;
  }
  return best;
}

std::vector<Check> ResidualChecks::joints() const {
  const Problem& problem = values_.problem();
  std::vector<Check> checks;
  for (const double edge : values_.edges()) {
    const std::vector<double> left = values_.left_slots(edge);
    const std::vector<double> right = values_.slots(edge);
    for (int s = 0; s < problem.n_states(); ++s) {
      const State& state = problem.states[static_cast<std::size_t>(s)];
      std::string name = state.name;
      for (int k = 0; k < state.order; ++k, name += "'") {
        const auto slot = static_cast<std::size_t>(problem.slot_of(s, k));
        const double tolerance =
            atol_of(accept_, state.name) + accept_.rtol * magnitude(right[slot]);
        Check check = make_check(edge, name, left[slot], right[slot], tolerance, 0.0);
        if (!std::isfinite(tolerance)) check.ratio = kInfinite;
        checks.push_back(check);
      }
    }
  }
  return checks;
}

}  // namespace pinn
