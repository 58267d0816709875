// SPDX-License-Identifier: MIT
// Constant expressions in a config: "4*pi", "8/3".
#pragma once

#include <set>
#include <string>

#include "json.hpp"
#include "pinn/util/diagnostic.hpp"

namespace pinn {

/// Replaces the constant expressions of problem.domain and problem.parameters by their numbers; the
/// nodes keep their places. Texts whose syntax is wrong are left: they have been reported.
///
/// Returns the names of the parameters that other parameters use.
std::set<std::string> resolve_constants(JsonNode& root, Diagnostics& diagnostics);

}  // namespace pinn
