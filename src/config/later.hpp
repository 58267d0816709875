// SPDX-License-Identifier: MIT
// Keys and values of format 1 that a later version brings: refused by name, never ignored.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pinn {

/// The error for a key that a later version brings; nothing for every other path.
std::optional<std::string> later_key_message(std::string_view path);

/// The error for a value that a later version brings; nothing for every other one.
std::optional<std::string> later_value_message(std::string_view path, std::string_view value);

/// True if some choice has this word only in a later version.
bool is_later_choice(std::string_view word);

}  // namespace pinn
