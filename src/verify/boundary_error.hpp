// SPDX-License-Identifier: MIT
// The error of a model of a boundary-value problem.
#pragma once

#include "pinn/verify/error_estimate.hpp"

namespace pinn {

/// Solves the linearised error equation with its conditions on windows finer than those of the
/// model, all at once, until two grids agree.
///
/// Equation:  e' = J e + q in all windows; e is continuous but for the jumps of the model, and the
///            linearised conditions of e are the violations of the model
/// Needs:     estimate.points increasing, estimate.values filled.
/// Fills `error` and `floor`; false with a message if there is no estimate.
bool estimate_boundary_error(const Model& model, const Problem& problem, ErrorEstimate& estimate);

}  // namespace pinn
