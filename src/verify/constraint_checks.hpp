// SPDX-License-Identifier: MIT
// Does the model keep the equations that were differentiated?
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model_values.hpp"
#include "pinn/config/config.hpp"

namespace pinn {

/// Where a constraint is violated by more than errors of the states within their tolerances can
/// explain: |c| > sum_i |dc/dy_i| (atol_i + rtol |y_i|). The worst place; nothing if there is none.
std::optional<std::string> broken_constraint(const ModelValues& values,
                                             const AcceptConfig& accept,
                                             const std::vector<double>& points);

}  // namespace pinn
