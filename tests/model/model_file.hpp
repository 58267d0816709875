// SPDX-License-Identifier: MIT
// Models to save and their files taken apart, for tests.
#pragma once

#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <utility>

#include "model/random_model.hpp"
#include "pinn/model/model.hpp"
#include "pinn/util/error.hpp"

namespace pinn::test {

/// A model with every feature and numbers that are hard to write down.
inline SavedModel rich_model() {
  SavedModel saved;
  saved.model.variable = "x";
  saved.model.states = {"u", "w"};
  saved.model.windows = {test::rich_window(-1.0, 0.1, Window::Argument::Saturating, true),
                         test::rich_window(0.1, 1.0 / 3.0, Window::Argument::Linear, false)};
  saved.model.windows[0].offset << -0.0, 5e-324, 1.7976931348623157e308, 1e22, 1e23,
      123456789012345680.0;
  saved.model.windows[0].networks[1].layers[0].weight(0, 0) = -0.0;
  saved.model.windows[0].networks[1].layers[0].weight(0, 1) = 5e-324;
  saved.config = "{\"name\": \"\\u00e9 \xc3\xa9 \\\"quoted\\\"\\n\"}";
  return saved;
}

/// The smallest model: one state, one layer of one weight.
inline SavedModel small_model() {
  SavedModel saved;
  saved.model.states = {"y"};
  saved.model.windows = {
      test::plain_window(0.0, 1.0, test::random_mlp({1, 1}, Activation::Tanh, 1))};
  return saved;
}

inline std::string error_of(std::string_view bytes) {
  try {
    parse_safetensors(bytes, "m.safetensors");
  } catch (const ConfigError& e) {
    return e.what();
  }
  return "no error";
}

inline std::string length_bytes(std::uint64_t length) {
  std::string bytes(8, '\0');
  for (std::size_t i = 0; i < 8; ++i) bytes[i] = static_cast<char>((length >> (8 * i)) & 0xFFU);
  return bytes;
}

inline std::string file_of(const std::string& header, const std::string& data = "") {
  return length_bytes(header.size()) + header + data;
}

/// The header of a file, as text, and the data after it.
inline std::pair<std::string, std::string> split(const std::string& bytes) {
  std::uint64_t length = 0;
  std::memcpy(&length, bytes.data(), sizeof(length));
  return {bytes.substr(8, length), bytes.substr(8 + length)};
}

}  // namespace pinn::test
