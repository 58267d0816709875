// SPDX-License-Identifier: MIT
// Config to JSON text.
#pragma once

#include <string>

#include "pinn/config/config.hpp"

namespace pinn {

/// The resolved config as JSON text: every key that the run used, in the order of the key table;
/// keys without effect are left out. Reading it again gives a config that is written alike.
std::string write_config(const Config& config);

}  // namespace pinn
