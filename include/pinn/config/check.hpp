// SPDX-License-Identifier: MIT
// Checks of a config that need to know the problem.
#pragma once

#include <string>
#include <vector>

#include "pinn/config/config.hpp"
#include "pinn/util/diagnostic.hpp"

namespace pinn {

/// Checks that the method fits an equation of order `highest_order`: relu and leaky_relu are an
/// error for order 2 and more, and a warning (`activation-not-smooth`) otherwise.
void check_method(const Config& config, int highest_order, Diagnostics& diagnostics);

/// Checks that accept.atol and training.tolerance name states only.
void check_state_names(const Config& config,
                       const std::vector<std::string>& states,
                       Diagnostics& diagnostics);

}  // namespace pinn
