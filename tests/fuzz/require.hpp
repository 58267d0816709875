// SPDX-License-Identifier: MIT
// How a fuzz target says that a promise was broken: by ending the process, which libFuzzer reports.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstdio>
#include <cstdlib>
#include <string>

namespace pinn::fuzz {

/// Ends the process with `message` if `holds` is false.
inline void require(bool holds, const std::string& message) {
  if (holds) return;
  std::fprintf(stderr, "broken promise: %s\n", message.c_str());
  std::abort();
}

inline std::string to_string(const std::uint8_t* data, std::size_t size) {
  return std::string(reinterpret_cast<const char*>(data), size);
}

}  // namespace pinn::fuzz
