// SPDX-License-Identifier: MIT
// Characters of UTF-8 text.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace pinn {

/// Bytes of the character at `at`: 1 to 4, or 0 if it is not valid UTF-8.
std::size_t utf8_length(std::string_view text, std::size_t at);

/// Number of characters; every byte that is not valid counts one.
std::size_t utf8_count(std::string_view text);

/// The character as UTF-8. Needs: a code point, no surrogate.
std::string utf8_of(std::uint32_t code);

/// True if all of it is valid.
bool is_utf8(std::string_view text);

}  // namespace pinn
