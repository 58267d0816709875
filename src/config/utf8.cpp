// SPDX-License-Identifier: MIT
// UTF-8 by the table of well-formed sequences.
// Source: The Unicode Standard, table 3-7.
#include "utf8.hpp"

namespace pinn {

namespace {

unsigned byte_at(std::string_view text, std::size_t at) {
  return at < text.size() ? static_cast<unsigned char>(text[at]) : 0U;
}

bool is_between(unsigned byte, unsigned low, unsigned high) { return byte >= low && byte <= high; }

bool is_tail(unsigned byte) { return is_between(byte, 0x80, 0xBF); }

/// The second byte is bounded further after some first bytes: no overlong form, no surrogate.
bool is_second(unsigned first, unsigned second) {
  switch (first) {
    case 0xE0:
      return is_between(second, 0xA0, 0xBF);
    case 0xED:
      return is_between(second, 0x80, 0x9F);
    case 0xF0:
      return is_between(second, 0x90, 0xBF);
    case 0xF4:
      return is_between(second, 0x80, 0x8F);
    default:
      return is_tail(second);
  }
}

}  // namespace

std::size_t utf8_length(std::string_view text, std::size_t at) {
  const unsigned first = byte_at(text, at);
  if (at >= text.size()) return 0;
  if (first < 0x80) return 1;
  if (!is_between(first, 0xC2, 0xF4) || !is_second(first, byte_at(text, at + 1))) return 0;
  if (first < 0xE0) return 2;
  if (!is_tail(byte_at(text, at + 2))) return 0;
  if (first < 0xF0) return 3;
  return is_tail(byte_at(text, at + 3)) ? 4 : 0;
}

std::size_t utf8_count(std::string_view text) {
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++count) {
    const std::size_t length = utf8_length(text, at);
    at += length == 0 ? 1 : length;
  }
  return count;
}

std::string utf8_of(std::uint32_t code) {
  const auto tail = [&](unsigned shift) {
    return static_cast<char>(0x80U | ((code >> shift) & 0x3FU));
  };
  if (code < 0x80) return {static_cast<char>(code)};
  if (code < 0x800) return {static_cast<char>(0xC0U | (code >> 6U)), tail(0)};
  if (code < 0x10000) return {static_cast<char>(0xE0U | (code >> 12U)), tail(6), tail(0)};
  return {static_cast<char>(0xF0U | (code >> 18U)), tail(12), tail(6), tail(0)};
}

bool is_utf8(std::string_view text) {
  for (std::size_t at = 0; at < text.size();) {
    const std::size_t length = utf8_length(text, at);
    if (length == 0) return false;
    at += length;
  }
  return true;
}

}  // namespace pinn
