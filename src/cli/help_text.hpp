// SPDX-License-Identifier: MIT
// The longer help texts.
#pragma once

#include <string>
#include <utility>
#include <vector>

namespace pinn::cli {

/// Topics that are neither a command nor a key, with their texts.
const std::vector<std::pair<std::string, std::string>>& help_texts();

}  // namespace pinn::cli
