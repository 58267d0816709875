// SPDX-License-Identifier: MIT
// problem.stop_when: what it may contain, and the function whose sign is watched.
#include "analysis.hpp"
#include "draft.hpp"
#include "pinn/util/number_text.hpp"

namespace pinn::detail {

namespace {

/// Why this problem cannot end at an event; empty if it can.
std::string unsuitable(const Problem& problem) {
  if (problem.kind == ProblemKind::Bvp) {
    return "only the solution of an initial-value problem can end at an event";
  }
  if (problem.conditions.front().values.front().at != problem.start) {
    return "a solution that ends at an event must begin at " + problem.variable + " = " +
           to_text(problem.start) + ", the start of the domain";
  }
  return "";
}

}  // namespace

void make_stop_event(Draft& draft) {
  if (!draft.stop_when) return;
  const Sides& sides = *draft.stop_when;
  const Problem& problem = draft.problem;
  const Place place{sides.path, 0, 0, false};
  const std::string why = unsuitable(problem);
  if (!why.empty()) return draft.error(place, why);
  const auto left = bind(draft, sides.equality->left, sides.path);
  if (!left) return;
  const auto right = bind(draft, sides.equality->right, sides.path);
  if (!right) return;
  StopEvent event{sides.text, residual_of(*left, *right)};
  const std::vector<int> highest = states_at_highest(problem, event.expression);
  if (!highest.empty()) {
    const State& state = problem.states[static_cast<std::size_t>(highest.front())];
    return draft.error(place,
                       "the event contains " + primed(state.name, state.order) +
                           ", the highest derivative of " + state.name +
                           "; write what the equation says of it");
  }
  bool has_state = false;
  for (const Node& node : event.expression.nodes()) {
    has_state = has_state || (node.op == Op::Slot && problem.is_state_slot(node.slot));
  }
  if (!has_state) {
    return draft.error(place, "the event contains no state; end the domain there instead");
  }
  draft.problem.stop_when = std::move(event);
}

}  // namespace pinn::detail
