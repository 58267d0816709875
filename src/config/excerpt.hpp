// SPDX-License-Identifier: MIT
// A line of a text with a caret below it.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace pinn {

/// Line and column of a byte, from 1; columns count characters.
struct LineColumn {
  std::size_t line = 1;
  std::size_t column = 1;
};

LineColumn line_column(std::string_view text, std::size_t offset);

/// The line of byte `begin`, numbered, and the caret line under `length` bytes of it:
///
///     6 |     "equations": ["y' = -lamda*y"],
///       |                          ^~~~~
///
/// Tabs are copied into the caret line, a long line is cut around the caret, and what a terminal
/// could obey is shown as `?`.
std::string excerpt(std::string_view text, std::size_t begin, std::size_t length);

/// The same without a number, for a text that is not a file.
std::string plain_excerpt(std::string_view text, std::size_t begin, std::size_t length);

}  // namespace pinn
