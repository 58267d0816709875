// SPDX-License-Identifier: MIT
// Event files byte by byte: framed records of protocol buffers.
#include "pinn/report/tensorboard.hpp"

#include <array>
#include <cmath>
#include <cstring>
#include <optional>

#include "pinn/util/number_text.hpp"
#include "pinn/util/table.hpp"

namespace pinn {

namespace {

// Keys of protocol buffers: field number times 8 plus the wire type (0 varint, 1 eight bytes,
// 2 text or message, 5 four bytes).
constexpr char kEventWallTime = 1 * 8 + 1;
constexpr char kEventStep = 2 * 8 + 0;
constexpr char kEventVersion = 3 * 8 + 2;
constexpr char kEventSummary = 5 * 8 + 2;
constexpr char kSummaryValue = 1 * 8 + 2;
constexpr char kValueTag = 1 * 8 + 2;
constexpr char kValueSimple = 2 * 8 + 5;

std::array<std::uint32_t, 256> crc_table() {
  constexpr std::uint32_t kReversedPolynomial = 0x82f63b78U;
  std::array<std::uint32_t, 256> table{};
  for (std::uint32_t i = 0; i < 256; ++i) {
    std::uint32_t crc = i;
    for (int bit = 0; bit < 8; ++bit) {
      crc = (crc & 1U) != 0 ? (crc >> 1) ^ kReversedPolynomial : crc >> 1;
    }
    table[i] = crc;
  }
  return table;
}

std::uint32_t masked_crc(std::string_view bytes) {
  const std::uint32_t crc = crc32c(bytes);
  return ((crc >> 15) | (crc << 17)) + 0xa282ead8U;
}

/// Little-endian, whatever the machine.
template <typename Unsigned>
void put_fixed(std::string& out, Unsigned value) {
  for (std::size_t i = 0; i < sizeof value; ++i) {
    out += static_cast<char>(static_cast<unsigned char>(value >> (8 * i)));
  }
}

void put_varint(std::string& out, std::uint64_t value) {
  for (; value >= 0x80U; value >>= 7) {
    out += static_cast<char>(static_cast<unsigned char>(value | 0x80U));
  }
  out += static_cast<char>(static_cast<unsigned char>(value));
}

void put_text(std::string& out, char key, std::string_view text) {
  out += key;
  put_varint(out, text.size());
  out += text;
}

template <typename Unsigned, typename Number>
Unsigned bits_of(Number number) {
  static_assert(sizeof(Unsigned) == sizeof(Number));
  Unsigned bits = 0;
  std::memcpy(&bits, &number, sizeof bits);
  return bits;
}

void put_record(std::string& out, const std::string& event) {
  std::string length;
  put_fixed(length, static_cast<std::uint64_t>(event.size()));
  out += length;
  put_fixed(out, masked_crc(length));
  out += event;
  put_fixed(out, masked_crc(event));
}

std::string new_event(double time) {
  std::string event(1, kEventWallTime);
  put_fixed(event, bits_of<std::uint64_t>(time));
  return event;
}

std::string scalar(const std::string& tag, double value) {
  std::string message;
  put_text(message, kValueTag, tag);
  message += kValueSimple;
  put_fixed(message, bits_of<std::uint32_t>(static_cast<float>(value)));
  return message;
}

std::size_t find_column(const CsvText& csv, std::string_view name) {
  std::size_t column = 0;
  while (column < csv.header.size() && csv.header[column].text != name) ++column;
  return column;
}

}  // namespace

std::uint32_t crc32c(std::string_view bytes) {
  static const std::array<std::uint32_t, 256> table = crc_table();
  std::uint32_t crc = 0xffffffffU;
  for (const char byte : bytes) {
    crc = (crc >> 8) ^ table[(crc ^ static_cast<unsigned char>(byte)) & 0xffU];
  }
  return ~crc;
}

std::string tensorboard_events(std::string_view history_csv, double started) {
  std::string out;
  std::string first = new_event(started);
  put_text(first, kEventVersion, "brain.Event:2");
  put_record(out, first);
  const CsvText csv = parse_csv(history_csv, "history.csv");
  const std::size_t step_column = find_column(csv, "iteration");
  const std::size_t time_column = find_column(csv, "seconds");
  for (const std::vector<CsvText::Field>& row : csv.rows) {
    const auto number_at = [&](std::size_t column) {
      std::optional<double> number;
      if (column < row.size()) number = parse_number(row[column].text);
      if (number && !std::isfinite(*number)) number.reset();  // nan: was not measured
      return number;
    };
    const auto step = static_cast<std::uint64_t>(number_at(step_column).value_or(0.0));
    std::string summary;
    for (std::size_t column = 0; column < csv.header.size(); ++column) {
      if (column == step_column || column == time_column) continue;
      const std::optional<double> value = number_at(column);
      if (value) put_text(summary, kSummaryValue, scalar(csv.header[column].text, *value));
    }
    std::string event = new_event(started + number_at(time_column).value_or(0.0));
    event += kEventStep;
    put_varint(event, step);
    put_text(event, kEventSummary, summary);
    put_record(out, event);
  }
  return out;
}

}  // namespace pinn
