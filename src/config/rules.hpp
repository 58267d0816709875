// SPDX-License-Identifier: MIT
// Rules of a config that join several keys.
#pragma once

#include <filesystem>
#include <string>

#include "json.hpp"
#include "pinn/config/config.hpp"
#include "pinn/util/diagnostic.hpp"

namespace pinn {

/// The value at a path, or null. Paths here have no dots inside a key.
const JsonNode* value_at(const JsonNode& root, const std::string& path);

/// Appends what is wrong between keys that are right one by one; `root` tells which were given.
/// Data paths are relative to `folder`.
void check_rules(const Config& config,
                 const JsonNode& root,
                 const std::filesystem::path& folder,
                 Diagnostics& diagnostics);

}  // namespace pinn
