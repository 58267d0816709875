// SPDX-License-Identifier: MIT
// What make_problem works on: the parsed texts, the names, and the problem as far as it is built.
#pragma once

#include <cstddef>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "pinn/config/config.hpp"
#include "pinn/expression/parse.hpp"
#include "pinn/problem/problem.hpp"
#include "pinn/util/diagnostic.hpp"

namespace pinn::detail {

enum class NameKind { Variable, State, Input, Parameter, Definition, Observable };

/// "variable", "state", ...
const char* kind_text(NameKind kind);

/// Everything that a name can mean.
class Names {
 public:
  struct Entry {
    NameKind kind;
    std::size_t index;  ///< Place among the names of its kind.
  };

  /// False if the name was there before.
  bool add(const std::string& name, NameKind kind, std::size_t index);

  const Entry* find(const std::string& name) const;

  /// Names that expressions may use, in the order of their kinds.
  std::vector<std::string> usable() const;

  /// "known here: t (variable), y (state), k (parameter)"
  std::string note() const;

 private:
  std::map<std::string, Entry> entries_;
  std::map<NameKind, std::vector<std::string>> by_kind_;
};

/// An abbreviation with what it comes to once its own definitions are put in.
struct Definition {
  std::string name;
  std::string path;
  std::optional<Expression> expression;  ///< Nothing if it does not parse.
  std::size_t n_nodes = 0;               ///< After its definitions are put in; saturates.
  bool uses_state = false;
  bool uses_variable = false;
  bool uses_input = false;
  bool used = false;
};

/// A text of the config that is one expression.
struct NamedExpression {
  std::string name;
  std::string path;
  std::optional<Expression> expression;
};

/// A text of the config with an equals sign.
struct Sides {
  std::string path;
  std::string text;
  std::optional<Equality> equality;
};

struct Draft {
  Draft(const Config& c, Diagnostics& d) : config(c), diagnostics(d) {}

  const Config& config;
  Diagnostics& diagnostics;
  Names names;
  std::vector<Definition> definitions;
  std::vector<Sides> equations;
  std::vector<Sides> conditions;
  std::optional<Sides> stop_when;
  std::vector<NamedExpression> exact;
  std::vector<NamedExpression> guess;
  std::vector<NamedExpression> history;
  std::vector<NamedExpression> observables;
  std::optional<NamedExpression> motion;  ///< What the equations were derived from.
  std::vector<bool> parameter_used;
  std::vector<bool> input_used;
  std::vector<Place> state_places;  ///< Where each state appears first.
  std::size_t n_nodes = 0;          ///< Bound so far.
  Problem problem;

  /// True if an error was told at this path or, if `below`, anywhere under it.
  bool has_error_at(const std::string& path, bool below = false) const;

  /// Appends an error unless one is there at the same path.
  void error(Place place, std::string message, std::string note = "");

  void warning(Place place, std::string id, std::string message);
};

/// The place of a part of the text at `path`.
inline Place place_of(const std::string& path, const Span& span) {
  return {path, span.offset, span.length, false};
}

/// The path of a member: "problem.exact" and "y" give "problem.exact.y".
std::string member_path(const std::string& path, const std::string& key);

/// Text in double quotes.
std::string in_quotes(const std::string& text);

/// A name with its primes: y''.
std::string primed(const std::string& name, int primes);

/// "1 condition", "2 conditions".
std::string counted(std::size_t count, const std::string& noun);

// --- the steps, in the order of make_problem ---

/// Registers variable, parameters and definitions; tells names that clash.
void collect_names(Draft& draft);

/// Equations of motion from problem.hamiltonian or problem.lagrangian, and their energy.
///
/// Needs:  the names and definitions.
void derive_motion(Draft& draft);

/// Puts further states in the place of integrals, which their equations are the derivatives of.
///
/// Needs:  the names and definitions.
void replace_integrals(Draft& draft);

/// Finds the states and their orders in the equations.
void collect_states(Draft& draft);

/// Registers the observables: after the states, so that a clash is told at the observable.
void collect_observables(Draft& draft);

/// Cycles, sizes, and what every definition depends on.
void resolve_definitions(Draft& draft);

/// What the text of an expression may contain.
enum class Context { Equation, Observable, Definition, Exact, Condition };

/// Tells the first name that is unknown or out of place; true if there is none.
bool check_names(Draft& draft,
                 const Expression& expression,
                 const std::string& path,
                 Context context);

/// The expression over the slots of Problem, numbers folded. Nothing, and an error, if it is too
/// large, divides by zero or is nowhere finite.
///
/// Needs:  check_names was true for it and for every definition.
std::optional<Expression> bind(Draft& draft, const Expression& parsed, const std::string& path);

/// The same for a condition; its slots are appended to `values`.
std::optional<Expression> bind_condition(Draft& draft,
                                         const Expression& parsed,
                                         const std::string& path,
                                         std::vector<PointValue>& values);

/// left - right; just left if right is 0.
Expression residual_of(const Expression& left, const Expression& right);

/// Puts the ends of the domain for inf and -inf as points of conditions.
void cut_at_infinity(Draft& draft);

void make_conditions(Draft& draft);

/// Tells that there are too few or too many conditions; with `may_complete`, only the latter.
void check_condition_count(Draft& draft, std::size_t given, bool may_complete);

/// The condition that a value is `target`, which was not given but follows.
Condition derived_condition(const Problem& problem, const PointValue& value, double target);

/// True if the equations determine values of states without a prime.
bool has_algebraic_states(const Problem& problem);

/// The event that ends the solution. Needs the conditions and all names.
void make_stop_event(Draft& draft);

/// What delayed values are before the start, and the conditions that follow from it.
///
/// Needs:  everything else is bound.
void bind_history(Draft& draft);

/// Differentiates equations without highest derivatives until the equations determine these, and
/// completes the conditions by values that meet the equations.
///
/// Needs:  everything is bound.
void reduce_index(Draft& draft);

/// A start that meets conditions and constraints; adds the conditions that are missing.
///
/// Needs:  draft.problem has constraints.
void find_consistent_start(Draft& draft);

/// Coefficients and target of the condition, if its form is linear.
void set_linear_form(Condition& condition);

/// Labels, linear, implicit, smooth.
void find_structure(Draft& draft);

/// Names in data and tolerances, and columns of the output that would have the same name.
void check_columns(Draft& draft);

void find_warnings(Draft& draft);

}  // namespace pinn::detail
