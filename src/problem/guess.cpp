// SPDX-License-Identifier: MIT
// Looks at conditions and guesses.
#include "pinn/problem/guess.hpp"

#include <algorithm>

namespace pinn {

const Condition* away_from_start(const Problem& problem) {
  for (const Condition& condition : problem.conditions) {
    for (const PointValue& value : condition.values) {
      if (value.at != problem.start) return &condition;
    }
  }
  return nullptr;
}

bool begins_with_guess(const Problem& problem) {
  const auto is_given = [](const auto& guess) { return guess.has_value(); };
  return !problem.linear && away_from_start(problem) != nullptr &&
         std::any_of(problem.guess.begin(), problem.guess.end(), is_given);
}

}  // namespace pinn
