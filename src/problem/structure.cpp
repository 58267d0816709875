// SPDX-License-Identifier: MIT
// What kind of equations these are: linear, implicit, smooth, and which state each determines.
#include <algorithm>
#include <set>

#include "analysis.hpp"
#include "draft.hpp"
#include "highest_system.hpp"
#include "pinn/expression/algebra.hpp"

namespace pinn::detail {

namespace {

Degree larger(Degree a, Degree b) { return std::max(a, b); }

Degree sum_of(Degree a, Degree b) {
  const int sum = static_cast<int>(a) + static_cast<int>(b);
  return sum >= 2 ? Degree::Nonlinear : static_cast<Degree>(sum);
}

/// base^exponent: a constant power 0 or 1 keeps the form.
Degree power_degree(Degree base, Degree exponent, const Node& exponent_node) {
  if (larger(base, exponent) == Degree::Constant) return Degree::Constant;
  if (exponent_node.op != Op::Number || exponent == Degree::Nonlinear) return Degree::Nonlinear;
  if (exponent_node.number == 0.0) return Degree::Constant;
  return exponent_node.number == 1.0 ? base : Degree::Nonlinear;
}

/// Degree of a node from those of its children `d`.
Degree node_degree(const Expression& expression, const Node& node, const Degree* d) {
  const Degree all = node.arity == 0 ? Degree::Constant : *std::max_element(d, d + node.arity);
  const auto child = [&](std::size_t i) -> const Node& {
    return expression.nodes()[static_cast<std::size_t>(node.child[i])];
  };
  switch (node.op) {
    case Op::Negate:
    case Op::Add:
    case Op::Subtract:
      return all;
    case Op::Multiply:
      return sum_of(d[0], d[1]);
    case Op::Divide:
      return d[1] == Degree::Constant ? d[0] : Degree::Nonlinear;
    case Op::Power:
      return power_degree(d[0], d[1], child(1));
    case Op::Call:
      if (node.function == Function::If && d[0] == Degree::Constant) return larger(d[1], d[2]);
      if (node.function == Function::Pow) return power_degree(d[0], d[1], child(1));
      break;
    default:
      break;
  }
  return all == Degree::Constant ? Degree::Constant : Degree::Nonlinear;
}

/// First the equations that say outright `x'' = ...`, then whatever is left to only one.
class Labels {
 public:
  explicit Labels(Problem& problem) : problem_(problem) {
    for (const Equation& equation : problem.equations) {
      highest_.push_back(states_at_highest(problem, equation.residual));
    }
  }

  void set() {
    for (std::size_t e = 0; e < problem_.equations.size(); ++e) {
      const int state = explicit_state(problem_.equations[e]);
      if (state >= 0 && highest_[e].size() == 1) give(e, state);
    }
    for (std::size_t e = 0; e < problem_.equations.size(); ++e) {
      const int state = explicit_state(problem_.equations[e]);
      if (state >= 0) give(e, state);
    }
    while (give_the_only_ones()) {
    }
    for (std::size_t e = 0; e < problem_.equations.size(); ++e) {
      std::string& label = problem_.equations[e].label;
      if (label.empty()) label = std::to_string(e + 1);
    }
  }

 private:
  /// The state of `x'' = ...`, or -1.
  int explicit_state(const Equation& equation) const {
    const Node& left = equation.left.root();
    if (left.op != Op::Slot) return -1;
    for (int s = 0; s < problem_.n_states(); ++s) {
      const int order = problem_.states[static_cast<std::size_t>(s)].order;
      if (problem_.slot_of(s, order) == left.slot) return s;
    }
    return -1;
  }

  void give(std::size_t equation, int state) {
    std::string& label = problem_.equations[equation].label;
    if (!label.empty() || !taken_.insert(state).second) return;
    label = problem_.states[static_cast<std::size_t>(state)].name;
  }

  std::vector<int> candidates(std::size_t equation) const {
    std::vector<int> free;
    if (!problem_.equations[equation].label.empty()) return free;
    for (const int state : highest_[equation]) {
      if (taken_.count(state) == 0) free.push_back(state);
    }
    return free;
  }

  /// Labels equations with one free state, and states that only one open equation has.
  bool give_the_only_ones() {
    std::vector<std::vector<std::size_t>> equations_of(problem_.states.size());
    bool given = false;
    for (std::size_t e = 0; e < problem_.equations.size(); ++e) {
      const std::vector<int> free = candidates(e);
      for (const int state : free) equations_of[static_cast<std::size_t>(state)].push_back(e);
      if (free.size() != 1) continue;
      give(e, free.front());
      given = true;
    }
    if (given) return true;
    for (std::size_t s = 0; s < equations_of.size(); ++s) {
      if (equations_of[s].size() != 1) continue;
      const std::size_t equation = equations_of[s].front();
      if (!problem_.equations[equation].label.empty()) continue;
      give(equation, static_cast<int>(s));
      given = true;
    }
    return given;
  }

  Problem& problem_;
  std::vector<std::vector<int>> highest_;
  std::set<int> taken_;
};

}  // namespace

Degree degree_in(const Expression& expression, const std::vector<bool>& counts) {
  std::vector<Degree> stack;
  for (const Node& node : expression.nodes()) {
    const std::size_t first = stack.size() - node.arity;
    Degree degree = Degree::Constant;
    if (node.op == Op::Slot) {
      const auto slot = static_cast<std::size_t>(node.slot);
      degree = slot < counts.size() && counts[slot] ? Degree::Affine : Degree::Constant;
    } else {
      degree = node_degree(expression, node, stack.data() + first);
    }
    stack.resize(first);
    stack.push_back(degree);
  }
  return stack.back();
}

std::vector<bool> highest_slots(const Problem& problem) {
  std::vector<bool> slots(static_cast<std::size_t>(problem.n_slots), false);
  for (int s = 0; s < problem.n_states(); ++s) {
    const int order = problem.states[static_cast<std::size_t>(s)].order;
    slots[static_cast<std::size_t>(problem.slot_of(s, order))] = true;
  }
  return slots;
}

std::vector<bool> state_slots(const Problem& problem) {
  std::vector<bool> slots;
  for (int slot = 0; slot < problem.n_slots; ++slot) slots.push_back(problem.is_state_slot(slot));
  for (const Lag& lag : problem.lags) slots[static_cast<std::size_t>(lag.slot)] = true;
  return slots;
}

std::vector<int> states_at_highest(const Problem& problem, const Expression& expression) {
  std::vector<bool> used(static_cast<std::size_t>(problem.n_slots), false);
  for (const Node& node : expression.nodes()) {
    if (node.op == Op::Slot) used[static_cast<std::size_t>(node.slot)] = true;
  }
  std::vector<int> states;
  for (int s = 0; s < problem.n_states(); ++s) {
    const int order = problem.states[static_cast<std::size_t>(s)].order;
    if (used[static_cast<std::size_t>(problem.slot_of(s, order))]) states.push_back(s);
  }
  return states;
}

bool is_kink(const Node& node) {
  const bool is_comparison = node.op >= Op::Less && node.op <= Op::Or;
  return is_comparison || (node.op == Op::Call && !function_info(node.function).smooth);
}

bool has_kink(const Expression& expression, const Node** which) {
  for (const Node& node : expression.nodes()) {
    if (!is_kink(node)) continue;
    if (which != nullptr) *which = &node;
    return true;
  }
  return false;
}

Expression slope_of(const Expression& formula) {
  Algebra algebra;
  const Algebra::Term term = algebra.read(formula);
  return algebra.write(algebra.derivative(
      term, [&](const Node& /*variable*/, const Symbol& /*name*/) { return algebra.number(1.0); }));
}

std::vector<double> generic_slots(const Problem& problem, double at, int draw) {
  // Multiples of the golden ratio fill the unit interval evenly, so no two slots are near.
  constexpr double kGoldenFraction = 0.61803398874989485;
  std::vector<double> slots(static_cast<std::size_t>(problem.n_slots), at);
  double fraction = 0.1 + 0.37 * draw;
  for (std::size_t i = 1; i < slots.size(); ++i) {
    fraction += kGoldenFraction;
    fraction -= static_cast<double>(static_cast<int>(fraction));
    const double size = 0.3 + 1.2 * fraction;
    slots[i] = draw % 2 == 0 || i % 2 == 0 ? size : -size;
  }
  return slots;
}

void find_structure(Draft& draft) {
  Problem& problem = draft.problem;
  const std::vector<bool> all = state_slots(problem);
  const std::vector<bool> highest = highest_slots(problem);
  problem.linear = true;
  problem.implicit = false;
  problem.smooth = true;
  for (const Equation& equation : problem.equations) {
    if (degree_in(equation.residual, all) == Degree::Nonlinear) problem.linear = false;
    if (degree_in(equation.residual, highest) == Degree::Nonlinear) problem.implicit = true;
    if (has_kink(equation.residual)) problem.smooth = false;
  }
  if (!problem.implicit && !determines_highest(problem)) {
    problem.implicit = true;
    draft.warning(
        {"problem.equations", 0, 0, false},
        "no-explicit-form",
        "the equations do not determine the highest derivatives, so there is no classical "
        "solution to compare with; solve one of them for each");
  }
  Labels(problem).set();
}

}  // namespace pinn::detail
