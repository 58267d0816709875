// SPDX-License-Identifier: MIT
// Keys that the rest of a config leaves without effect: warned of when read, left out when written.
#pragma once

#include <string>
#include <vector>

#include "pinn/config/config.hpp"

namespace pinn {

/// A key without effect and why.
struct UnusedKey {
  std::string path;
  std::string reason;
};

/// Every key that has no effect in this config, whether it was given or not.
std::vector<UnusedKey> unused_keys(const Config& config);

/// Keys that the optimizer of a stage does not have.
std::vector<std::string> keys_lacking(Optimizer optimizer);

/// Optimizers that have a key that not all have; empty if all do.
std::vector<Optimizer> optimizers_with(const std::string& stage_key);

}  // namespace pinn
