// SPDX-License-Identifier: MIT
// Keys of format 1 that a later version brings: refused by name, never ignored.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pinn {

/// The error for a key that a later version brings; nothing for every other path.
std::optional<std::string> later_key_message(std::string_view path);

}  // namespace pinn
