// SPDX-License-Identifier: MIT
// The table of functions that expressions may call.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string_view>
#include <vector>

namespace pinn {

enum class Function : std::uint8_t {
  Exp,
  Log,
  Log10,
  Sqrt,
  Sin,
  Cos,
  Tan,
  Asin,
  Acos,
  Atan,
  Atan2,
  Sinh,
  Cosh,
  Tanh,
  Erf,
  Abs,
  Sign,
  Min,
  Max,
  Pow,
  If,
  Step,
};

/// One row: how it is written and what it takes.
struct FunctionInfo {
  Function function;
  std::string_view name;
  int arity;
  bool smooth;               ///< False for abs, sign, min, max, step, if.
  std::string_view meaning;  ///< For `help expressions`.
};

/// Every function, in the order of the enumeration.
const std::vector<FunctionInfo>& functions();

/// The row of one function.
const FunctionInfo& function_info(Function function);

/// The row with this name; nullptr if there is none.
const FunctionInfo* find_function(std::string_view name);

}  // namespace pinn
