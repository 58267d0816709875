// SPDX-License-Identifier: MIT
// Conditions: their points, their linear form, how many there must be, and the kind of problem.
#include <algorithm>
#include <cmath>
#include <set>
#include <tuple>

#include "analysis.hpp"
#include "draft.hpp"
#include "pinn/expression/algebra.hpp"
#include "pinn/expression/dual.hpp"
#include "pinn/expression/evaluate.hpp"
#include "pinn/util/number_text.hpp"

namespace pinn::detail {

namespace {

using ValueKey = std::tuple<int, int, double>;

ValueKey key_of(const PointValue& value) { return {value.state, value.derivative, value.at}; }

/// "y(0) = 1" for the first state.
std::string example_condition(const Problem& problem) {
  return problem.states.front().name + "(" + to_text(problem.start) + ") = 1";
}

void make_condition(Draft& draft, const Sides& sides) {
  Condition condition;
  condition.text = sides.text;
  const auto left = bind_condition(draft, sides.equality->left, sides.path, condition.values);
  if (!left) return;
  const auto right = bind_condition(draft, sides.equality->right, sides.path, condition.values);
  if (!right) return;
  if (condition.values.empty()) {
    draft.error({sides.path, 0, 0, false},
                "the condition contains no state; expected a value at a point, for example " +
                    example_condition(draft.problem));
    return;
  }
  condition.left = *left;
  condition.right = *right;
  condition.residual = residual_of(*left, *right);
  set_linear_form(condition);
  const auto is_zero = [](double c) { return c == 0.0; };
  if (condition.linear &&
      std::all_of(condition.coefficients.begin(), condition.coefficients.end(), is_zero)) {
    draft.error({sides.path, 0, 0, false}, "the states in the condition cancel");
    return;
  }
  draft.problem.conditions.push_back(std::move(condition));
}

std::string orders_text(const Problem& problem) {
  constexpr std::size_t kMostListed = 6;
  std::string text;
  for (std::size_t s = 0; s < std::min(problem.states.size(), kMostListed); ++s) {
    if (s > 0) text += ", ";
    text += problem.states[s].name + " " + std::to_string(problem.states[s].order);
  }
  return problem.states.size() > kMostListed ? text + ", ..." : text;
}

/// "; missing: x'(0)" if only one set of initial values can be meant.
std::string missing_text(const Problem& problem, std::size_t n_missing) {
  constexpr std::size_t kMostListed = 6;
  if (n_missing > kMostListed) return "";
  std::set<std::pair<int, int>> given;
  double at = problem.start;
  if (!problem.conditions.empty()) at = problem.conditions.front().values.front().at;
  for (const Condition& condition : problem.conditions) {
    for (const PointValue& value : condition.values) {
      if (value.at != at) return "";
      given.insert({value.state, value.derivative});
    }
  }
  std::string text;
  std::size_t n_found = 0;
  for (int s = 0; s < problem.n_states(); ++s) {
    const State& state = problem.states[static_cast<std::size_t>(s)];
    for (int k = 0; k < state.order; ++k) {
      if (given.count({s, k}) > 0) continue;
      text +=
          (n_found++ == 0 ? "; missing: " : ", ") + primed(state.name, k) + "(" + to_text(at) + ")";
    }
  }
  return n_found == n_missing ? text : "";
}

/// Tells the first condition whose left side follows from those before it.
void check_independent(Draft& draft) {
  constexpr std::size_t kMostChecked = 500;  // elimination of more would take noticeable time
  constexpr double kRounding = 1e-12;
  const std::vector<Condition>& conditions = draft.problem.conditions;
  if (conditions.size() > kMostChecked) return;
  std::map<ValueKey, std::map<ValueKey, double>> rows;  // by pivot, pivot entry 1
  for (std::size_t c = 0; c < conditions.size(); ++c) {
    if (!conditions[c].linear) return;
    std::map<ValueKey, double> row;
    double size = 0.0;
    for (std::size_t i = 0; i < conditions[c].values.size(); ++i) {
      row[key_of(conditions[c].values[i])] += conditions[c].coefficients[i];
      size = std::max(size, std::abs(conditions[c].coefficients[i]));
    }
    for (const auto& [pivot, other] : rows) {
      const auto entry = row.find(pivot);
      if (entry == row.end() || entry->second == 0.0) continue;
      const double factor = entry->second;
      for (const auto& [key, value] : other) row[key] -= factor * value;
    }
    const auto largest = std::max_element(row.begin(), row.end(), [](const auto& a, const auto& b) {
      return std::abs(a.second) < std::abs(b.second);
    });
    const double pivot_value = largest->second;
    if (std::abs(pivot_value) <= kRounding * size) {
      draft.error({"problem.conditions." + std::to_string(c), 0, 0, false},
                  "the condition repeats or contradicts the ones before it");
      return;
    }
    const ValueKey pivot = largest->first;
    for (auto& [key, value] : row) value /= pivot_value;
    // Older rows lose the new pivot, so that one pass over the rows is enough for the next one.
    for (auto& [other_pivot, other] : rows) {
      const auto entry = other.find(pivot);
      if (entry == other.end() || entry->second == 0.0) continue;
      const double factor = entry->second;
      for (const auto& [key, value] : row) other[key] -= factor * value;
      other.erase(pivot);
    }
    rows.emplace(pivot, std::move(row));
  }
}

ProblemKind kind_of(const Problem& problem) {
  for (const Condition& condition : problem.conditions) {
    for (const PointValue& value : condition.values) {
      if (value.at != problem.conditions.front().values.front().at) return ProblemKind::Bvp;
    }
  }
  return ProblemKind::Ivp;
}

}  // namespace

void set_linear_form(Condition& condition) {
  const std::vector<bool> all(condition.values.size(), true);
  if (degree_in(condition.residual, all) == Degree::Nonlinear) return;
  std::vector<Dual> zeros;
  for (std::size_t i = 0; i < condition.values.size(); ++i) {
    zeros.push_back(Dual::independent(0.0, condition.values.size(), i));
  }
  const Dual value = evaluate(condition.residual, zeros);
  condition.linear = true;
  condition.target = value.value == 0.0 ? 0.0 : -value.value;
  for (std::size_t i = 0; i < condition.values.size(); ++i) {
    condition.coefficients.push_back(value.slope(i));
  }
}

bool has_algebraic_states(const Problem& problem) {
  return std::any_of(problem.states.begin(), problem.states.end(), [](const State& state) {
    return state.algebraic;
  });
}

void check_condition_count(Draft& draft, std::size_t given, bool may_complete) {
  const auto needed = static_cast<std::size_t>(draft.problem.total_order());
  if (given == needed || (may_complete && given < needed)) return;
  const std::string orders =
      "the orders add up to " + std::to_string(needed) + " (" + orders_text(draft.problem) + ")";
  std::string advice;
  if (given > needed) {
    advice = "; remove " + std::to_string(given - needed);
  } else if (draft.problem.conditions.size() == given) {
    advice = missing_text(draft.problem, needed - given);
  }
  draft.error({"problem.conditions", 0, 0, false},
              counted(given, "condition") + " where " + std::to_string(needed) +
                  (needed == 1 ? " is" : " are") + " needed: " + orders + advice);
}

Condition derived_condition(const Problem& problem, const PointValue& value, double target) {
  const std::string& name = problem.states[static_cast<std::size_t>(value.state)].name;
  Algebra algebra;
  Condition condition;
  condition.text =
      primed(name, value.derivative) + "(" + to_text(value.at) + ") = " + to_text(target);
  condition.values = {value};
  condition.left = algebra.write(algebra.slot(0, {name, value.derivative}));
  condition.right = Expression::constant(target);
  condition.residual = residual_of(condition.left, condition.right);
  condition.derived = true;
  set_linear_form(condition);
  return condition;
}

void make_conditions(Draft& draft) {
  for (const Sides& sides : draft.conditions) {
    if (!sides.equality) continue;
    if (check_names(draft, sides.equality->left, sides.path, Context::Condition) &&
        check_names(draft, sides.equality->right, sides.path, Context::Condition)) {
      make_condition(draft, sides);
    }
  }
  const auto parsed = [](const Sides& equation) { return equation.equality.has_value(); };
  // The orders are known only if every equation was understood.
  if (!std::all_of(draft.equations.begin(), draft.equations.end(), parsed)) return;
  if (draft.problem.states.empty()) return;
  // Equations or a history may determine the others.
  const bool may_complete = !draft.history.empty() || has_algebraic_states(draft.problem);
  check_condition_count(draft, draft.conditions.size(), may_complete);
  if (draft.problem.conditions.size() != draft.conditions.size()) return;
  check_independent(draft);
  draft.problem.kind = kind_of(draft.problem);
}

}  // namespace pinn::detail
