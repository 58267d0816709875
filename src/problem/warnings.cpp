// SPDX-License-Identifier: MIT
// What is allowed but probably not meant.
#include <algorithm>
#include <cmath>
#include <optional>

#include "analysis.hpp"
#include "draft.hpp"
#include "pinn/expression/evaluate.hpp"
#include "pinn/problem/highest_derivatives.hpp"
#include "pinn/util/number_text.hpp"

namespace pinn::detail {

namespace {

void warn_unused(Draft& draft) {
  const auto& parameters = draft.config.problem.parameters;
  const auto& used = draft.config.problem.used_by_parameters;
  for (std::size_t i = 0; i < parameters.size(); ++i) {
    if (draft.parameter_used[i]) continue;
    if (std::find(used.begin(), used.end(), parameters[i].first) != used.end()) continue;
    draft.warning({"problem.parameters." + parameters[i].first, 0, 0, true},
                  "unused",
                  "parameter " + in_quotes(parameters[i].first) + " is never used");
  }
  const auto& inputs = draft.config.problem.inputs;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (draft.input_used[i]) continue;
    draft.warning({"problem.inputs." + inputs[i].first, 0, 0, true},
                  "unused",
                  "measured input " + in_quotes(inputs[i].first) + " is never used");
  }
  for (const Definition& definition : draft.definitions) {
    if (definition.used) continue;
    draft.warning({definition.path, 0, 0, true},
                  "unused",
                  "definition " + in_quotes(definition.name) + " is never used");
  }
}

void warn_kink(Draft& draft) {
  for (std::size_t e = 0; e < draft.problem.equations.size(); ++e) {
    const Node* kink = nullptr;
    if (!has_kink(draft.problem.equations[e].residual, &kink)) continue;
    const std::string name(kink->op == Op::Call ? function_info(kink->function).name : "if");
    draft.warning(place_of(draft.equations[e].path, kink->span),
                  "non-smooth",
                  "the equation is not smooth where " + name +
                      " switches, where a network is least accurate");
  }
}

/// `a^b^c` without brackets: people read it as (a^b)^c as often as a^(b^c).
void warn_power_chain(Draft& draft, const Expression& expression, const std::string& path) {
  const std::string& text = expression.text();
  for (const Node& node : expression.nodes()) {
    if (node.op != Op::Power) continue;
    const Node& exponent = expression.nodes()[static_cast<std::size_t>(node.child[1])];
    if (exponent.op != Op::Power || exponent.span.offset == 0) continue;
    const std::size_t before = text.find_last_not_of(" \t\r\n", exponent.span.offset - 1);
    if (before == std::string::npos || text[before] != '^') continue;
    const std::string shown = text.substr(node.span.offset, node.span.length);
    draft.warning(place_of(path, node.span),
                  "power-chain",
                  in_quotes(shown) + " means a^(b^c); brackets make that clear");
    return;
  }
}

void warn_power_chains(Draft& draft) {
  for (const Sides& equation : draft.equations) {
    warn_power_chain(draft, equation.equality->left, equation.path);
    warn_power_chain(draft, equation.equality->right, equation.path);
  }
  for (const Definition& definition : draft.definitions) {
    warn_power_chain(draft, *definition.expression, definition.path);
  }
  for (const auto* list : {&draft.exact, &draft.observables, &draft.guess}) {
    for (const NamedExpression& item : *list) warn_power_chain(draft, *item.expression, item.path);
  }
}

constexpr int kDraws = 8;

/// True if the residual is finite at `at` for some generic values of the states.
bool is_finite_somewhere(const Problem& problem, const Expression& residual, double at) {
  for (int draw = 0; draw < kDraws; ++draw) {
    if (std::isfinite(evaluate<double>(residual, generic_slots(problem, at, draw)))) return true;
  }
  return false;
}

void warn_singular_end(Draft& draft) {
  const Problem& problem = draft.problem;
  const double length = problem.end - problem.start;
  for (std::size_t e = 0; e < problem.equations.size(); ++e) {
    const Expression& residual = problem.equations[e].residual;
    for (const double at : {problem.start, problem.end}) {
      const double near = at == problem.start ? at + 1e-3 * length : at - 1e-3 * length;
      if (is_finite_somewhere(problem, residual, at)) continue;
      if (!is_finite_somewhere(problem, residual, near)) continue;
      draft.warning({draft.equations[e].path, 0, 0, false},
                    "singular-end",
                    "the equation is not finite at " + problem.variable + " = " + to_text(at) +
                        ", an end of the domain");
    }
  }
}

/// Values below the highest derivatives at the point of the conditions; nothing where they do not
/// stand there one by one.
std::optional<Eigen::VectorXd> given_values(const Problem& problem) {
  Eigen::VectorXd u = Eigen::VectorXd::Constant(problem.total_order(), std::nan(""));
  for (const Condition& condition : problem.conditions) {
    if (!condition.linear || condition.values.size() != 1) return std::nullopt;
    const PointValue& value = condition.values.front();
    Eigen::Index index = value.derivative;
    for (int s = 0; s < value.state; ++s)
      index += problem.states[static_cast<std::size_t>(s)].order;
    u(index) = condition.target / condition.coefficients.front();
  }
  if (!u.allFinite()) return std::nullopt;
  return u;
}

std::string highest_text(const Problem& problem, const Eigen::VectorXd& highest) {
  std::string text;
  for (int s = 0; s < problem.n_states(); ++s) {
    const State& state = problem.states[static_cast<std::size_t>(s)];
    text += (s > 0 ? ", " : "") + primed(state.name, state.order) + " = " +
            to_short_text(highest(s), 6);
  }
  return text;
}

void warn_several_highest(Draft& draft) {
  constexpr std::size_t kMostShown = 4;
  const Problem& problem = draft.problem;
  if (problem.kind != ProblemKind::Ivp || !problem.implicit || problem.n_given() > 0) return;
  const std::optional<Eigen::VectorXd> u = given_values(problem);
  if (!u || problem.conditions.empty()) return;
  const double at = problem.conditions.front().values.front().at;
  const auto found = highest_derivatives(problem, at, *u, guessed_highest(problem, at));
  if (found.size() < 2) return;
  std::string others;
  for (std::size_t i = 1; i < std::min(found.size(), kMostShown); ++i) {
    others += (i > 1 ? "; or " : "") + highest_text(problem, found[i]);
  }
  draft.warning({"problem.equations", 0, 0, false},
                "several-solutions",
                "at " + problem.variable + " = " + to_text(at) + " the equations hold with " +
                    highest_text(problem, found.front()) + ", which is taken, and with " + others +
                    "; the highest derivative of problem.guess there chooses");
}

}  // namespace

void find_warnings(Draft& draft) {
  warn_several_highest(draft);
  warn_unused(draft);
  warn_kink(draft);
  warn_power_chains(draft);
  warn_singular_end(draft);
}

}  // namespace pinn::detail
