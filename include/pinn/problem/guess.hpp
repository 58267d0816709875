// SPDX-License-Identifier: MIT
// Where conditions stand, and whether a guess says which solution is meant.
#pragma once

#include "pinn/problem/problem.hpp"

namespace pinn {

/// The first condition with a value elsewhere than at the start; null if there is none.
const Condition* away_from_start(const Problem& problem);

/// True if the problem has a guess that picks one of several solutions: equations that are not
/// linear, with conditions elsewhere than at the start.
bool begins_with_guess(const Problem& problem);

}  // namespace pinn
