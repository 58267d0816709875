// SPDX-License-Identifier: MIT
// JSON from an untrusted file: no deep nesting, no flood of values, no duplicate keys.
#pragma once

#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string_view>

namespace pinn {

/// Why a text was refused, as a clause such as "is not JSON (byte 17)".
class JsonRefused : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// The value of the whole text.
///
/// Throws:  JsonRefused.
nlohmann::json parse_bounded_json(std::string_view text);

}  // namespace pinn
