// SPDX-License-Identifier: MIT
// The one table of functions: parser, printer, help and suggestions read it.
#include "pinn/expression/functions.hpp"

namespace pinn {

const std::vector<FunctionInfo>& functions() {
  static const std::vector<FunctionInfo> table{
      {Function::Exp, "exp", 1, true, "e to the power x"},
      {Function::Log, "log", 1, true, "natural logarithm"},
      {Function::Log10, "log10", 1, true, "logarithm to base 10"},
      {Function::Sqrt, "sqrt", 1, true, "square root"},
      {Function::Sin, "sin", 1, true, "sine of an angle in radians"},
      {Function::Cos, "cos", 1, true, "cosine"},
      {Function::Tan, "tan", 1, true, "tangent"},
      {Function::Asin, "asin", 1, true, "inverse of sin"},
      {Function::Acos, "acos", 1, true, "inverse of cos"},
      {Function::Atan, "atan", 1, true, "inverse of tan"},
      {Function::Atan2, "atan2", 2, true, "atan2(y, x): angle of the point (x, y)"},
      {Function::Sinh, "sinh", 1, true, "hyperbolic sine"},
      {Function::Cosh, "cosh", 1, true, "hyperbolic cosine"},
      {Function::Tanh, "tanh", 1, true, "hyperbolic tangent"},
      {Function::Erf, "erf", 1, true, "error function"},
      {Function::Abs, "abs", 1, false, "absolute value"},
      {Function::Sign, "sign", 1, false, "-1, 0 or 1"},
      {Function::Min, "min", 2, false, "the smaller of two values"},
      {Function::Max, "max", 2, false, "the larger of two values"},
      {Function::Pow, "pow", 2, true, "pow(a, b): a^b"},
      {Function::If, "if", 3, false, "if(test, a, b): a where the test holds, else b"},
      {Function::Step, "step", 1, false, "0 for x < 0, else 1"},
  };
  return table;
}

const FunctionInfo& function_info(Function function) {
  return functions()[static_cast<std::size_t>(function)];
}

const FunctionInfo* find_function(std::string_view name) {
  for (const FunctionInfo& info : functions()) {
    if (info.name == name) return &info;
  }
  return nullptr;
}

}  // namespace pinn
