// SPDX-License-Identifier: MIT
// Blanks, comments, strings and the encoding of JSON text.
#include "json_scan.hpp"

#include <algorithm>
#include <cstdint>
#include <optional>

#include "utf8.hpp"

namespace pinn {

namespace {

bool is_hex(char c) {
  return (c >= '0' && c <= '9') || (c >= 'a' && c <= 'f') || (c >= 'A' && c <= 'F');
}

unsigned hex_value(char c) {
  if (c <= '9') return static_cast<unsigned>(c - '0');
  return static_cast<unsigned>((c | 0x20) - 'a' + 10);
}

/// The four hex digits after `\u` at `at`, or nothing.
std::optional<std::uint32_t> unicode_escape(std::string_view text, std::size_t at) {
  if (at + 6 > text.size() || text[at] != '\\' || text[at + 1] != 'u') return std::nullopt;
  std::uint32_t code = 0;
  for (std::size_t i = at + 2; i < at + 6; ++i) {
    if (!is_hex(text[i])) return std::nullopt;
    code = 16 * code + hex_value(text[i]);
  }
  return code;
}

bool is_high_surrogate(std::uint32_t code) { return code >= 0xD800 && code < 0xDC00; }
bool is_low_surrogate(std::uint32_t code) { return code >= 0xDC00 && code < 0xE000; }

/// An escape as read: what it stands for and its length in the source.
struct Escape {
  std::string decoded;
  std::size_t source_length = 2;
};

Escape unicode(std::string_view text, std::size_t at) {
  const auto code = unicode_escape(text, at);
  if (!code) throw JsonFailure{"\\u needs four hexadecimal digits, as in \\u00e9", at, 2};
  if (*code == 0) throw JsonFailure{"\\u0000 is not allowed in a string", at, 6};
  if (!is_high_surrogate(*code) && !is_low_surrogate(*code)) return {utf8_of(*code), 6};
  const auto low = unicode_escape(text, at + 6);
  if (!is_high_surrogate(*code) || !low || !is_low_surrogate(*low)) {
    throw JsonFailure{"half of a \\u surrogate pair; write the character itself in UTF-8", at, 6};
  }
  return {utf8_of(0x10000 + ((*code - 0xD800) << 10) + (*low - 0xDC00)), 12};
}

/// Reads the escape whose backslash is at `at`.
Escape scan_escape(std::string_view text, std::size_t at) {
  constexpr std::string_view kLetters = "\"\\/bfnrt";
  constexpr std::string_view kMeanings = "\"\\/\b\f\n\r\t";
  const char letter = at + 1 < text.size() ? text[at + 1] : '\0';
  if (letter == 'u') return unicode(text, at);
  const std::size_t index = kLetters.find(letter);
  if (letter == '\0' || index == std::string_view::npos) {
    throw JsonFailure{"unknown escape " + std::string(text.substr(at, 2)) +
                          " in a string; write \\\\ for one backslash",
                      at,
                      2};
  }
  return {std::string(1, kMeanings[index]), 2};
}

bool is_blank(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

}  // namespace

std::size_t line_of(std::string_view text, std::size_t offset) {
  const std::string_view before = text.substr(0, std::min(offset, text.size()));
  return 1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n'));
}

std::string found_at(const JsonCursor& cursor) {
  if (cursor.done()) return "the end of the text";
  const std::size_t length = utf8_length(cursor.text, cursor.at);
  return in_quotes(cursor.text.substr(cursor.at, std::max<std::size_t>(length, 1)));
}

void skip_blanks(JsonCursor& cursor) {
  while (!cursor.done()) {
    const std::size_t begin = cursor.at;
    if (is_blank(cursor.peek())) {
      ++cursor.at;
    } else if (cursor.peek() == '/' && cursor.peek(1) == '/') {
      cursor.at = std::min(cursor.text.find('\n', begin), cursor.text.size());
    } else if (cursor.peek() == '/' && cursor.peek(1) == '*') {
      const std::size_t close = cursor.text.find("*/", begin + 2);
      if (close == std::string_view::npos) {
        throw JsonFailure{"this comment is never closed; end it with */", begin, 2};
      }
      cursor.at = close + 2;
    } else if (cursor.peek() == '#') {
      throw JsonFailure{"comments begin with // here, not with #", begin, 1};
    } else {
      return;
    }
  }
}

std::string scan_string(JsonCursor& cursor) {
  const std::size_t begin = cursor.at++;
  std::string decoded;
  while (true) {
    if (cursor.done()) throw JsonFailure{"this string is never closed; end it with \"", begin, 1};
    const char c = cursor.peek();
    if (c == '"') break;
    if (c == '\n' || c == '\r') {
      throw JsonFailure{
          "this string is not closed on its line; end it with \"", begin, cursor.at - begin};
    }
    if (c == '\t') throw JsonFailure{"a tab inside a string; write \\t or a blank", cursor.at, 1};
    if (static_cast<unsigned char>(c) < 0x20 || c == 0x7f) {
      throw JsonFailure{"a control character inside a string; remove it", cursor.at, 1};
    }
    if (c == '\\') {
      const Escape escape = scan_escape(cursor.text, cursor.at);
      decoded += escape.decoded;
      cursor.at += escape.source_length;
    } else {
      decoded += c;
      ++cursor.at;
    }
  }
  ++cursor.at;
  return decoded;
}

std::size_t source_offset(std::string_view text, std::size_t begin, std::size_t offset) {
  std::size_t at = begin + 1;
  std::size_t decoded = 0;
  while (at < text.size() && decoded < offset && text[at] != '"') {
    if (text[at] == '\\') {
      const Escape escape = scan_escape(text, at);
      decoded += escape.decoded.size();
      at += escape.source_length;
    } else {
      ++decoded;
      ++at;
    }
  }
  return at;
}

void check_encoding(std::string_view text) {
  if (text.substr(0, 2) == "\xFF\xFE" || text.substr(0, 2) == "\xFE\xFF") {
    throw JsonFailure{"the file is in UTF-16; save it as UTF-8", 0, 2};
  }
  for (std::size_t at = 0; at < text.size();) {
    if (text[at] == '\0') throw JsonFailure{"a NUL byte; save the file as UTF-8 text", at, 1};
    const std::size_t length = utf8_length(text, at);
    if (length == 0) {
      constexpr std::string_view kDigits = "0123456789abcdef";
      const auto byte = static_cast<unsigned char>(text[at]);
      throw JsonFailure{std::string("byte 0x") + kDigits[byte >> 4U] + kDigits[byte & 15U] +
                            " is not UTF-8; save the file as UTF-8",
                        at,
                        1};
    }
    at += length;
  }
}

}  // namespace pinn
