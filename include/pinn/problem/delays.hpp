// SPDX-License-Identifier: MIT
// Delays: where the solution of delayed equations is not smooth, and the model as its own past.
#pragma once

#include <memory>
#include <vector>

#include "pinn/model/model.hpp"
#include "pinn/problem/problem.hpp"

namespace pinn {

/// Places inside the domain that no step may go across: where what is not smooth at the start comes
/// back after sums of the delays, and others between, no further apart than the smallest delay, so
/// that what a step asks of the past is known before the step.
///
/// Returns: increasing, empty without delays.
std::vector<double> delay_stops(const Problem& problem);

/// Delayed values from windows that may still be added to.
///
/// Needs:   the windows increase and outlive the result. Gives nan as long as there is no window.
std::shared_ptr<const Past> past_of(const std::vector<Window>& windows);

/// Smallest delay.
///
/// Needs:   problem.lags is not empty.
double shortest_delay(const Problem& problem);

/// The problem with delayed values taken from the model.
///
/// Needs:   the model outlives the result.
Problem with_past(const Problem& problem, const Model& model);

}  // namespace pinn
