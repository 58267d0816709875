// SPDX-License-Identifier: MIT
// A member of nested JSON objects.
#pragma once

#include <nlohmann/json.hpp>
#include <string>
#include <string_view>

namespace pinn::cli {

/// The value at a path such as "/acceptance/max_error"; null if it is not there.
inline const nlohmann::ordered_json* json_at(const nlohmann::ordered_json& from,
                                             std::string_view path) {
  const nlohmann::ordered_json* value = &from;
  while (!path.empty()) {
    path.remove_prefix(1);
    const std::string_view key = path.substr(0, path.find('/'));
    path.remove_prefix(key.size());
    if (!value->is_object()) return nullptr;
    const auto found = value->find(std::string(key));
    if (found == value->end()) return nullptr;
    value = &*found;
  }
  return value;
}

}  // namespace pinn::cli
