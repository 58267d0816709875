// SPDX-License-Identifier: MIT
// Does the solution end where problem.stop_when says?
#pragma once

#include <vector>

#include "model_values.hpp"
#include "pinn/verify/verdict.hpp"

namespace pinn {

/// Name of the checks below in validation.csv.
inline constexpr const char* kStopState = "stop_when";

/// Looks at the event's function g = left - right; its tolerance is what the tolerances of the
/// states leave open. A model that ends early must have g = 0 there, and so must the reference if
/// it was solved there; before the end g must not change its sign, neither in the model nor, by
/// where it ended, in the reference. Only what fails and the check of the end are given.
///
/// Needs:   values.problem() has stop_when; points increasing.
std::vector<Check> check_event(const ModelValues& values,
                               const AcceptConfig& accept,
                               const std::vector<double>& points,
                               bool ends_early,
                               const ReferenceSolution* reference);

}  // namespace pinn
