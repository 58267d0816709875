// SPDX-License-Identifier: MIT
// Numbers as text by <charconv>, which no locale changes.
#include "pinn/util/number_text.hpp"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
#include <system_error>

namespace pinn {

namespace {

constexpr std::size_t kLongestDouble = 32;  // "-2.2250738585072014e-308" and a margin

std::string not_finite_text(double value) {
  if (std::isnan(value)) return "nan";
  return value > 0 ? "inf" : "-inf";
}

}  // namespace

std::string to_text(double value) {
  if (!std::isfinite(value)) return not_finite_text(value);
  std::array<char, kLongestDouble> buffer{};
  const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), value);
  return {buffer.data(), result.ptr};
}

std::string to_short_text(double value, int digits) {
  if (!std::isfinite(value)) return not_finite_text(value);
  if (value == 0.0) return "0";
  const double magnitude = std::abs(value);
  const bool plain = magnitude >= 1e-2 && magnitude < 1e5;
  std::array<char, 64> buffer{};
  const auto result = plain ? std::to_chars(buffer.data(),
                                            buffer.data() + buffer.size(),
                                            value,
                                            std::chars_format::general,
                                            std::max(digits, 3))
                            : std::to_chars(buffer.data(),
                                            buffer.data() + buffer.size(),
                                            value,
                                            std::chars_format::scientific,
                                            digits - 1);
  return {buffer.data(), result.ptr};
}

std::optional<double> parse_number(std::string_view text) {
  if (!text.empty() && text.front() == '+') text.remove_prefix(1);
  if (text.empty() || text.front() == '+') return std::nullopt;
  double value = 0.0;
  const auto result = std::from_chars(text.data(), text.data() + text.size(), value);
  if (result.ptr != text.data() + text.size()) return std::nullopt;
  if (result.ec == std::errc::result_out_of_range) return std::nullopt;
  if (result.ec != std::errc()) return std::nullopt;
  return value;
}

}  // namespace pinn
