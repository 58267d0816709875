// SPDX-License-Identifier: MIT
// The checks of a verdict, summed up by state.
#pragma once

#include <vector>

#include "pinn/verify/verdict.hpp"

namespace pinn {

/// One StateError for every name among the checks, in order of appearance.
std::vector<StateError> sum_up(const std::vector<Check>& checks);

}  // namespace pinn
