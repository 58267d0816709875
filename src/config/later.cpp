// SPDX-License-Identifier: MIT
// The table of what is not available yet, each row with what to do until then.
#include "later.hpp"

#include <array>

namespace pinn {

namespace {

struct LaterKey {
  std::string_view path;
  std::string_view advice;
};

constexpr std::string_view kSweep = "vary the keys of a config with scripts/sweep";
constexpr std::string_view kRemove = "remove the key";

constexpr std::array<LaterKey, 6> kKeys{{
    {"problem.family", kSweep},
    {"training.checkpoint_every", kRemove},
    {"output.family", kSweep},
    {"base", kSweep},
    {"grid", kSweep},
    {"zip", kSweep},
}};

std::string message(const std::string& what, std::string_view advice) {
  return what + " is not available in version " PINN_VERSION "; " + std::string(advice);
}

}  // namespace

std::optional<std::string> later_key_message(std::string_view path) {
  for (const LaterKey& key : kKeys) {
    if (path == key.path) return message("\"" + std::string(path) + "\"", key.advice);
  }
  return std::nullopt;
}

}  // namespace pinn
