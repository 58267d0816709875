// SPDX-License-Identifier: MIT
// The names inside a model file, shared by writer and reader.
#pragma once

#include <cstddef>
#include <string>

namespace pinn::model_file {

inline constexpr const char* kFormat = "format";
inline constexpr const char* kFormatValue = "pinn-solve model 1";
inline constexpr const char* kVariable = "variable";
inline constexpr const char* kStates = "states";
inline constexpr const char* kActivation = "activation";
inline constexpr const char* kWindows = "windows";
inline constexpr const char* kConfig = "config";

inline constexpr const char* kLinear = "linear";
inline constexpr const char* kSaturating = "saturating";

/// "window.K." or "window.K.STATE.".
inline std::string tensor_prefix(std::size_t window, const std::string& state) {
  const std::string prefix = "window." + std::to_string(window) + ".";
  return state.empty() ? prefix : prefix + state + ".";
}

inline constexpr const char* kInput = "input.";
inline constexpr const char* kInputAt = ".at";
inline constexpr const char* kInputValues = ".values";

/// The place of layer `l` in a Sequential of Linear, activation, Linear, ...
inline std::string layer_prefix(const std::string& prefix, std::size_t l) {
  return prefix + std::to_string(2 * l) + ".";
}

}  // namespace pinn::model_file
