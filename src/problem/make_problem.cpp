// SPDX-License-Identifier: MIT
// The way from the texts of a config to a Problem, step by step.
#include <algorithm>
#include <cmath>

#include "draft.hpp"
#include "pinn/util/nearest_name.hpp"
#include "pinn/util/number_text.hpp"

namespace pinn {

namespace detail {

namespace {

constexpr std::size_t kMaxEquations = 1000;

/// Calls parse(text); tells the mistake if there is one.
template <typename Result, typename Parse>
std::optional<Result> parse_text(Draft& draft,
                                 const std::string& path,
                                 const std::string& text,
                                 Parse parse) {
  try {
    return parse(text);
  } catch (const ExpressionError& error) {
    draft.error({path, error.offset, error.length, false}, error.what());
    return std::nullopt;
  }
}

Sides parse_one(Draft& draft, const std::string& text, const std::string& path) {
  Sides sides{path, text, std::nullopt};
  sides.equality = parse_text<Equality>(draft, sides.path, text, parse_equality);
  return sides;
}

std::vector<Sides> parse_sides(Draft& draft,
                               const std::vector<std::string>& texts,
                               const std::string& path) {
  std::vector<Sides> all;
  for (std::size_t i = 0; i < texts.size(); ++i) {
    all.push_back(parse_one(draft, texts[i], member_path(path, std::to_string(i))));
  }
  return all;
}

std::vector<NamedExpression> parse_named(Draft& draft,
                                         const NamedList<std::string>& texts,
                                         const std::string& path) {
  std::vector<NamedExpression> all;
  for (const auto& [name, text] : texts) {
    NamedExpression item{name, member_path(path, name), std::nullopt};
    item.expression = parse_text<Expression>(draft, item.path, text, parse_expression);
    all.push_back(std::move(item));
  }
  return all;
}

/// A constant is a state that does not change.
void add_unknowns(Draft& draft) {
  for (const auto& [name, unknown] : draft.config.problem.unknowns) {
    const std::string path = member_path("problem.unknowns", name);
    draft.equations.push_back(parse_one(draft, name + "' = 0", path));
    if (!unknown.initial) continue;
    NamedExpression guess{name, path, Expression::constant(*unknown.initial)};
    draft.guess.push_back(std::move(guess));
  }
}

void parse_all(Draft& draft) {
  const ProblemConfig& problem = draft.config.problem;
  draft.equations = parse_sides(draft, problem.equations, "problem.equations");
  draft.conditions = parse_sides(draft, problem.conditions, "problem.conditions");
  if (!problem.stop_when.empty()) {
    draft.stop_when = parse_one(draft, problem.stop_when, "problem.stop_when");
  }
  draft.exact = parse_named(draft, problem.exact, "problem.exact");
  draft.guess = parse_named(draft, problem.guess, "problem.guess");
  draft.history = parse_named(draft, problem.history, "problem.history");
  add_unknowns(draft);
  draft.observables = parse_named(draft, problem.observables, "problem.observables");
  for (NamedExpression& item : parse_named(draft, problem.definitions, "problem.definitions")) {
    Definition definition;
    definition.name = item.name;
    definition.path = item.path;
    definition.expression = std::move(item.expression);
    draft.definitions.push_back(std::move(definition));
  }
}

void check_domain(Draft& draft) {
  const Problem& problem = draft.problem;
  if (draft.has_error_at("problem.domain", true)) return;
  const std::string domain =
      "domain [" + to_text(problem.start) + ", " + to_text(problem.end) + "]";
  const Place place{"problem.domain", 0, 0, false};
  if (!std::isfinite(problem.start) || !std::isfinite(problem.end) ||
      !std::isfinite(problem.end - problem.start)) {
    draft.error(place, domain + " is not finite");
  } else if (problem.start == problem.end) {
    draft.error(place, domain + " is empty; expected [a, b] with a < b");
  } else if (problem.start > problem.end) {
    draft.error(place,
                domain + " is reversed; expected [a, b] with a < b: [" + to_text(problem.end) +
                    ", " + to_text(problem.start) + "]");
  }
}

/// True if no equations could be derived; the mistake has been told.
bool lacks_motion(const Draft& draft) {
  return draft.equations.empty() && (draft.has_error_at("problem.hamiltonian", true) ||
                                     draft.has_error_at("problem.lagrangian", true));
}

/// As many equations as states.
void check_equation_count(Draft& draft) {
  const Place place{"problem.equations", 0, 0, false};
  const std::size_t n_equations = draft.equations.size();
  const std::vector<State>& states = draft.problem.states;
  const bool all_parsed = std::all_of(draft.equations.begin(),
                                      draft.equations.end(),
                                      [](const Sides& e) { return e.equality.has_value(); });
  if (n_equations == 0) {
    if (lacks_motion(draft)) return;
    draft.error(place, "no equation; expected one for every state, for example \"y' = -y\"");
  } else if (n_equations > kMaxEquations) {
    draft.error(place,
                std::to_string(n_equations) + " equations, at most " +
                    std::to_string(kMaxEquations) + " are allowed");
  } else if (states.empty() && all_parsed) {
    draft.error(place,
                "no equation contains a state; a state is a name with a prime, for example y'");
  } else if (states.size() != n_equations && all_parsed) {
    std::string names;
    for (std::size_t s = 0; s < std::min<std::size_t>(states.size(), 12); ++s) {
      names += (s > 0 ? ", " : "") + states[s].name;
    }
    draft.error(place,
                counted(n_equations, "equation") + " for " + counted(states.size(), "state") +
                    " (" + names + (states.size() > 12 ? ", ..." : "") +
                    "); expected as many equations as states");
  }
}

/// Names of everything but the conditions.
void check_all_names(Draft& draft) {
  for (Definition& definition : draft.definitions) {
    if (!definition.expression) continue;
    check_names(draft, *definition.expression, definition.path, Context::Definition);
  }
  if (draft.motion &&
      !check_names(draft, *draft.motion->expression, draft.motion->path, Context::Equation)) {
    return;  // its derivatives have the same names
  }
  for (const Sides& equation : draft.equations) {
    if (!equation.equality) continue;
    if (check_names(draft, equation.equality->left, equation.path, Context::Equation)) {
      check_names(draft, equation.equality->right, equation.path, Context::Equation);
    }
  }
  if (draft.stop_when && draft.stop_when->equality) {
    const Equality& sides = *draft.stop_when->equality;
    if (check_names(draft, sides.left, draft.stop_when->path, Context::Equation)) {
      check_names(draft, sides.right, draft.stop_when->path, Context::Equation);
    }
  }
  const auto check = [&](const std::vector<NamedExpression>& list, Context context) {
    for (const NamedExpression& item : list) {
      if (item.expression) check_names(draft, *item.expression, item.path, context);
    }
  };
  check(draft.observables, Context::Observable);
  check(draft.exact, Context::Exact);
  check(draft.guess, Context::Exact);
  check(draft.history, Context::Exact);
}

bool contains_state(const Problem& problem, const Expression& expression) {
  const auto& nodes = expression.nodes();
  return std::any_of(nodes.begin(), nodes.end(), [&](const Node& node) {
    return node.op == Op::Slot && problem.is_state_slot(node.slot);
  });
}

void bind_equations(Draft& draft) {
  for (const Sides& sides : draft.equations) {
    const auto left = bind(draft, sides.equality->left, sides.path);
    if (!left) continue;
    const auto right = bind(draft, sides.equality->right, sides.path);
    if (!right) continue;
    Equation equation{
        sides.text, *left, *right, residual_of(*left, *right), "", draft.motion.has_value()};
    if (!contains_state(draft.problem, equation.residual)) {
      draft.error({sides.path, 0, 0, false}, "the equation contains no state");
      continue;
    }
    draft.problem.equations.push_back(std::move(equation));
  }
}

/// Expressions given by state: exact solutions and guesses.
void bind_by_state(Draft& draft,
                   const std::vector<NamedExpression>& list,
                   std::vector<std::optional<Expression>>& by_state) {
  by_state.assign(draft.problem.states.size(), std::nullopt);
  for (const NamedExpression& item : list) {
    const int state = draft.problem.find_state(item.name);
    by_state[static_cast<std::size_t>(state)] = bind(draft, *item.expression, item.path);
  }
}

void check_keys_are_states(Draft& draft, const std::vector<NamedExpression>& list) {
  std::vector<std::string> names;
  for (const State& state : draft.problem.states) names.push_back(state.name);
  for (const NamedExpression& item : list) {
    if (draft.problem.find_state(item.name) >= 0) continue;
    draft.error({item.path, 0, 0, true},
                in_quotes(item.name) + " is not a state" + did_you_mean(item.name, names),
                draft.names.note());
  }
}

/// Everything that needs all names to be right.
void bind_all(Draft& draft) {
  bind_equations(draft);
  bind_by_state(draft, draft.exact, draft.problem.exact);
  bind_by_state(draft, draft.guess, draft.problem.guess);
  for (const NamedExpression& item : draft.observables) {
    if (const auto expression = bind(draft, *item.expression, item.path)) {
      draft.problem.observables.push_back({item.name, *expression});
    }
  }
}

}  // namespace

}  // namespace detail

Problem make_problem(const Config& config, Diagnostics& diagnostics) {
  using namespace detail;
  Draft draft(config, diagnostics);
  draft.problem.variable = config.problem.variable;
  draft.problem.start = config.problem.start;
  draft.problem.end = config.problem.end;
  draft.problem.parameters = config.problem.parameters;
  parse_all(draft);
  check_domain(draft);
  collect_names(draft);
  derive_motion(draft);
  replace_integrals(draft);
  collect_states(draft);
  collect_observables(draft);
  resolve_definitions(draft);
  cut_at_infinity(draft);
  check_equation_count(draft);
  check_all_names(draft);
  check_keys_are_states(draft, draft.exact);
  check_keys_are_states(draft, draft.guess);
  check_keys_are_states(draft, draft.history);
  if (!lacks_motion(draft)) make_conditions(draft);
  if (!has_errors(diagnostics)) bind_all(draft);
  if (!has_errors(diagnostics)) bind_history(draft);
  if (!has_errors(diagnostics)) reduce_index(draft);
  if (!has_errors(diagnostics)) make_stop_event(draft);
  if (!has_errors(diagnostics)) find_structure(draft);
  check_columns(draft);
  if (!has_errors(diagnostics)) find_warnings(draft);
  return std::move(draft.problem);
}

}  // namespace pinn
