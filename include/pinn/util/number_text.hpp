// SPDX-License-Identifier: MIT
// Numbers as text, the same in every locale.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace pinn {

/// Shortest text that reads back to the same double; "nan", "inf", "-inf".
std::string to_text(double value);

/// Rounded for people: `digits` significant digits, "8.1e-03" or "0.155".
std::string to_short_text(double value, int digits = 2);

/// Reads the whole text as a number with '.' as decimal mark; also nan, inf, -inf and a leading
/// '+'. Nothing if any character is left over or the text is empty.
std::optional<double> parse_number(std::string_view text);

}  // namespace pinn
