// SPDX-License-Identifier: MIT
// Configs to start from, printed by `pinn-solve init`.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace pinn {

/// Commented configs by name: ivp, ivp2, system, bvp.
const std::vector<std::pair<std::string, std::string>>& starter_configs();

}  // namespace pinn
