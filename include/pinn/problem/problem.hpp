// SPDX-License-Identifier: MIT
// The problem as mathematics: states, equations, conditions, and what kind of problem they make.
#pragma once

#include <limits>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "pinn/config/config.hpp"
#include "pinn/expression/expression.hpp"
#include "pinn/problem/past.hpp"
#include "pinn/problem/signal.hpp"
#include "pinn/util/diagnostic.hpp"

namespace pinn {

enum class ProblemKind { Ivp, Bvp };

/// An unknown function and its highest derivative.
struct State {
  std::string name;
  int order = 1;
  bool algebraic = false;  ///< No equation has it with a prime; its derivative comes from one that
                           ///< was differentiated.
};

/// left = right, both over the slots of Problem. The residual is left - right.
struct Equation {
  std::string text;
  Expression left;
  Expression right;
  Expression residual;
  std::string label;     ///< The state it determines, else "1", "2", ...: the <e> of `res_<e>`.
  bool derived = false;  ///< Not one of the config's: made from an energy or by differentiating.
  int constraint = -1;   ///< Number of the constraint whose derivative it is; -1: of none.
};

/// A state or a derivative of it at one point of the domain.
struct PointValue {
  int state = 0;
  int derivative = 0;
  double at = 0.0;
};

/// left = right over slots of its own: slot i is values[i]; parameters are numbers by then.
struct Condition {
  std::string text;
  std::vector<PointValue> values;
  Expression left;
  Expression right;
  Expression residual;               ///< left - right.
  bool linear = false;               ///< sum_i coefficients[i] * values[i] = target
  std::vector<double> coefficients;  ///< Linear only; as many as values.
  double target = 0.0;               ///< Linear only.
  bool derived = false;              ///< Not given: the equations ask for this value.
};

/// Where the solution ends: the first place where left - right changes its sign after the start.
struct StopEvent {
  std::string text;       ///< "y = 0"
  Expression expression;  ///< left - right over the slots of Problem, without highest derivatives.
};

struct Observable {
  std::string name;
  Expression expression;  ///< Over the slots of Problem.
};

/// A measured signal that expressions use by name.
struct Input {
  std::string name;
  int slot = 0;
  std::shared_ptr<const Signal> signal;  ///< Null until its file was read.
};

/// A state or a derivative below its order, a constant time before: y(t - tau).
struct Lag {
  int state = 0;
  int derivative = 0;
  double delay = 0.0;  ///< Positive.
  int slot = 0;
};

/// What a config asks to be solved. Expressions refer to slots: slot 0 is the variable, then every
/// state with its derivatives from 0 to its order, then the inputs, then the delayed values.
/// Parameters and definitions have been put in.
struct Problem {
  std::string variable = "t";
  double start = 0.0;
  double end = 1.0;
  std::vector<std::pair<std::string, double>> parameters;
  std::vector<State> states;
  std::vector<Equation> equations;    ///< As many as states.
  std::vector<Equation> constraints;  ///< Equations without highest derivatives, which stand among
                                      ///< `equations` differentiated; they hold at the start.
  std::vector<Condition> conditions;  ///< As many as the orders add up to.
  std::vector<Observable> observables;
  std::vector<Input> inputs;
  std::vector<Lag> lags;
  /// Before the start: per state none, or the expressions of its derivatives 0 .. order - 1, which
  /// use slot 0 alone.
  std::vector<std::vector<Expression>> history;
  double history_end = 0.0;          ///< The start, also in a part of the problem.
  std::shared_ptr<const Past> past;  ///< Of the lags, from the start on; null until it is solved.
  std::optional<StopEvent> stop_when;
  std::vector<std::optional<Expression>> exact;  ///< One per state; uses slot 0 alone.
  std::vector<std::optional<Expression>> guess;  ///< One per state; uses slot 0 alone.
  ProblemKind kind = ProblemKind::Ivp;
  bool start_is_cut = false;  ///< Conditions at -inf stand at the start,
  bool end_is_cut = false;    ///< at inf at the end: the domain stands for an infinite one.
  bool linear = false;        ///< Every equation is linear in the states and their derivatives.
  bool implicit = false;      ///< No explicit form: the equations are not affine in the highest
                              ///< derivatives, or do not determine them.
  bool smooth = true;         ///< No abs, sign, min, max, step or if in an equation.
  std::vector<int> state_slot_begin;  ///< Slot of each state's 0th derivative.
  int n_slots = 1;

  int n_states() const { return static_cast<int>(states.size()); }
  int slot_of(int state, int derivative) const {
    return state_slot_begin[static_cast<std::size_t>(state)] + derivative;
  }
  /// True for a state or a derivative of one.
  bool is_state_slot(int slot) const { return slot > 0 && slot < n_slots - n_given(); }
  /// Slots whose values come from elsewhere: inputs and lags.
  int n_given() const { return static_cast<int>(inputs.size() + lags.size()); }

  /// Puts the values of inputs and lags at v into their slots; nan where a file was not read or
  /// nothing is known of the past.
  ///
  /// Shapes:  slots (n_slots)
  void fill_inputs(double v, std::vector<double>& slots) const;
  double lagged_value(const Lag& lag, double v) const;

  /// The same for many places, which stand in slot 0.
  ///
  /// Shapes:  slots (n_points, n_slots)
  template <typename Matrix>
  void fill_input_columns(Matrix& slots) const;

  int highest_order() const;
  int total_order() const;                        ///< Sum of the orders.
  bool all_exact() const;                         ///< Every state has an exact solution.
  int find_state(const std::string& name) const;  ///< -1 if there is none.
};

template <typename Matrix>
void Problem::fill_input_columns(Matrix& slots) const {
  for (const Input& input : inputs) {
    for (auto i = slots.rows(); i-- > 0;) {
      slots(i, input.slot) = input.signal ? input.signal->value(slots(i, 0))
                                          : std::numeric_limits<double>::quiet_NaN();
    }
  }
  for (const Lag& lag : lags) {
    for (auto i = slots.rows(); i-- > 0;) slots(i, lag.slot) = lagged_value(lag, slots(i, 0));
  }
}

/// Primes that a name may carry.
inline constexpr int kMaxOrder = 8;

/// Nodes that all expressions of a problem may have together.
inline constexpr std::size_t kMaxProblemNodes = 2000000;

/// Builds the problem; every mistake and warning is appended with its place. The result is usable
/// only if no error was appended. Where `diagnostics` already holds an error at a path, no second
/// one is appended there: one mistake is told once, also if reading the config has told it before.
Problem make_problem(const Config& config, Diagnostics& diagnostics);

/// A few sentences for `check`: states, orders, kind, conditions.
std::vector<std::string> describe(const Problem& problem);

}  // namespace pinn
