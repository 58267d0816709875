// SPDX-License-Identifier: MIT
// Finds the switch that a model passes between two windows, and what it does to errors.
#include "event_jumps.hpp"

#include <cmath>

#include "pinn/expression/dual.hpp"
#include "pinn/expression/evaluate.hpp"
#include "pinn/problem/switches.hpp"

namespace pinn {

namespace {

/// A window that ends at an event ends there to this part of its length.
constexpr double kAtTheEvent = 1e-5;

}  // namespace

EventJumps::EventJumps(const Problem& problem) : problem_(problem) {
  if (problem.smooth) return;
  for (const Equation& equation : problem.equations) {
    for (std::size_t i = 0; i < equation.residual.nodes().size(); ++i) {
      const auto function = switching_function(equation.residual, i);
      if (!function) continue;
      bool of_state = false;
      bool of_highest = false;
      for (int s = 0; s < problem.n_states(); ++s) {
        const int order = problem.states[static_cast<std::size_t>(s)].order;
        for (int k = 0; k < order; ++k) {
          of_state = of_state || function->uses_slot(problem.slot_of(s, k));
        }
        of_highest = of_highest || function->uses_slot(problem.slot_of(s, order));
      }
      if (of_state && !of_highest) switches_.push_back(*function);
    }
  }
}

void EventJumps::take(const ErrorEquation& equation,
                      const Eigen::RowVectorXd& before,
                      const Eigen::RowVectorXd& after,
                      double length,
                      Eigen::MatrixXd& state) const {
  const auto size = static_cast<std::size_t>(equation.size());
  std::vector<Dual> slots(static_cast<std::size_t>(problem_.n_slots));
  slots[0] = Dual::independent(before(0), size + 1, size);
  Eigen::VectorXd slope(equation.size());  // of the lower derivatives, on the branch that is left
  for (int s = 0; s < equation.n_states(); ++s) {
    for (int k = 0; k < equation.order_of(s); ++k) {
      const int slot = problem_.slot_of(s, k);
      const auto place = static_cast<std::size_t>(equation.begin_of(s) + k);
      slots[static_cast<std::size_t>(slot)] = Dual::independent(before(slot), size + 1, place);
      slope(equation.begin_of(s) + k) = before(slot + 1);
    }
  }
  double nearest = kAtTheEvent * std::abs(length);
  Eigen::RowVectorXd delay;  // by the state: how much later the solution switches
  for (const Expression& function : switches_) {
    const Dual g = evaluate(function, slots);
    Eigen::RowVectorXd by_state(equation.size());
    for (std::size_t i = 0; i < size; ++i) by_state(static_cast<Eigen::Index>(i)) = g.slope(i);
    const double rate = g.slope(size) + by_state * slope;
    const double distance = std::abs(g.value / rate);
    if (!(distance <= nearest)) continue;
    nearest = distance;
    delay = by_state / rate;
  }
  if (delay.size() == 0 || !delay.allFinite()) return;
  const Eigen::RowVectorXd delays = delay * state;
  for (int s = 0; s < equation.n_states(); ++s) {
    const int highest = problem_.slot_of(s, equation.order_of(s));
    state.row(equation.last_of(s)) += (after(highest) - before(highest)) * delays;
  }
}

}  // namespace pinn
