// SPDX-License-Identifier: MIT
// The classical solution on its own.
#pragma once

#include <functional>

#include "pinn/app/prepare.hpp"
#include "pinn/reference/reference.hpp"
#include "pinn/util/table.hpp"

namespace pinn {

/// At the output points: the variable, every state with its derivatives below the order, and its
/// own error as `<s>_own_err`. No rows if it was not solved; the solution says why.
struct Classical {
  ReferenceSolution solution;
  Table table;
};

/// Solves an initial-value problem by CVODE with the tolerances of the config.
Classical solve_classically(const Prepared& prepared, const std::function<bool()>& stop_requested);

}  // namespace pinn
