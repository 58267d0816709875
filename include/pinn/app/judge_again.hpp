// SPDX-License-Identifier: MIT
// A finished run judged once more, by other tolerances.
#pragma once

#include "pinn/app/solve.hpp"

namespace pinn {

/// Judges a model as solve() judges one that it has trained; the classical solver runs again, and
/// nothing is written unless request.out is there. The source is the config that the model solves.
///
/// Throws:  as solve().
Outcome judge_again(const SolveRequest& request, SolveObserver& observer, const Model& model);

}  // namespace pinn
