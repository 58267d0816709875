// SPDX-License-Identifier: MIT
// The tokens of JSON: blanks and comments, strings, numbers.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "json.hpp"

namespace pinn {

/// A reading position.
struct JsonCursor {
  std::string_view text;
  std::size_t at = 0;

  bool done() const { return at >= text.size(); }
  char peek(std::size_t ahead = 0) const {
    return at + ahead < text.size() ? text[at + ahead] : '\0';
  }
};

/// Line of a byte, from 1.
std::size_t line_of(std::string_view text, std::size_t offset);

/// What stands at the cursor, for messages: `"}"`, or `the end of the file`.
std::string found_at(const JsonCursor& cursor);

/// Skips blanks and comments.
///
/// Throws:  JsonFailure for a comment that does not end and for `#`.
void skip_blanks(JsonCursor& cursor);

/// Reads the string that begins at the cursor and decodes it.
///
/// Throws:  JsonFailure for everything JSON does not allow inside a string.
std::string scan_string(JsonCursor& cursor);

/// Reads the number that begins at the cursor.
///
/// Throws:  JsonFailure with the way it should be written.
JsonNode scan_number(JsonCursor& cursor);

/// Throws:  JsonFailure for bytes that are not UTF-8, NUL, and UTF-16 or UTF-32 texts.
void check_encoding(std::string_view text);

/// Fails because the value at `begin` is a word or formula without quotes.
[[noreturn]] void fail_at_bare_text(std::string_view text, std::size_t begin);

}  // namespace pinn
