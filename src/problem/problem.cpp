// SPDX-License-Identifier: MIT
// What follows directly from the parts of a Problem.
#include "pinn/problem/problem.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <numeric>

#include "pinn/expression/evaluate.hpp"

namespace pinn {

void Problem::fill_inputs(double v, std::vector<double>& slots) const {
  for (const Input& input : inputs) {
    slots[static_cast<std::size_t>(input.slot)] =
        input.signal ? input.signal->value(v) : std::numeric_limits<double>::quiet_NaN();
  }
  for (const Lag& lag : lags) slots[static_cast<std::size_t>(lag.slot)] = lagged_value(lag, v);
}

double Problem::lagged_value(const Lag& lag, double v) const {
  const double at = v - lag.delay;
  // Rounding may set start + tau - tau beside the start; the history reaches up to it.
  const double rounding =
      4.0 * std::numeric_limits<double>::epsilon() * std::max(std::abs(v), std::abs(lag.delay));
  if (at <= history_end + rounding) {
    const auto& by_derivative = history[static_cast<std::size_t>(lag.state)];
    return evaluate<double>(by_derivative[static_cast<std::size_t>(lag.derivative)], {at});
  }
  return past ? past->value(lag.state, lag.derivative, at)
              : std::numeric_limits<double>::quiet_NaN();
}

int Problem::highest_order() const {
  int highest = 0;
  for (const State& state : states) highest = std::max(highest, state.order);
  return highest;
}

int Problem::total_order() const {
  return std::accumulate(states.begin(), states.end(), 0, [](int sum, const State& state) {
    return sum + state.order;
  });
}

bool Problem::all_exact() const {
  return std::all_of(exact.begin(), exact.end(), [](const auto& e) { return e.has_value(); });
}

int Problem::find_state(const std::string& name) const {
  const auto found = std::find_if(
      states.begin(), states.end(), [&](const State& state) { return state.name == name; });
  return found == states.end() ? -1 : static_cast<int>(found - states.begin());
}

}  // namespace pinn
