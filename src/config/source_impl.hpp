// SPDX-License-Identifier: MIT
// What a ConfigSource knows; filled by read_config.
#pragma once

#include <map>
#include <string>
#include <vector>

#include "json.hpp"
#include "pinn/config/read.hpp"

namespace pinn {

struct ConfigSource::Impl {
  std::string name;  ///< Of the file, as the user wrote it.
  std::string text;  ///< Its content.
  JsonNode root;     ///< With the overrides applied.
  std::vector<Override> overrides;
  std::vector<DuplicateKey> duplicates;
  std::map<std::string, int> rejected;  ///< Path of an override that could not be applied.
};

}  // namespace pinn
