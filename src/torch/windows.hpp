// SPDX-License-Identifier: MIT
// An initial-value problem cut into windows that are trained one after the other.
#pragma once

#include <vector>

#include "pinn/engine/engine.hpp"
#include "pinn/model/model.hpp"
#include "pinn/problem/problem.hpp"

namespace pinn {

/// The part from `start` to `end` as a problem of its own. All but the first start from the states
/// where `last`, the window before, ends.
Problem window_problem(const Problem& problem, double start, double end, const Window* last);

/// The measurements inside the window; a series without any is left out. An edge belongs to the
/// window on its right.
std::vector<DataSeries> window_data(const std::vector<DataSeries>& data, const Problem& window);

}  // namespace pinn
