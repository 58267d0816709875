// SPDX-License-Identifier: MIT
// Text to Expression: the grammar of `pinn-solve help expressions`.
#pragma once

#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

#include "pinn/expression/expression.hpp"

namespace pinn {

inline constexpr std::size_t kMaxExpressionBytes = 65536;
inline constexpr int kMaxExpressionDepth = 200;
inline constexpr std::size_t kMaxExpressionNodes = 100000;

/// A mistake inside an expression: what() is the message, the range is in bytes of the text.
class ExpressionError : public std::runtime_error {
 public:
  ExpressionError(const std::string& message, std::size_t at, std::size_t n_bytes)
      : std::runtime_error(message), offset(at), length(n_bytes) {}

  std::size_t offset;
  std::size_t length;
};

/// Both sides of `left = right`; spans count from the start of the whole text.
struct Equality {
  Expression left;
  Expression right;
};

/// Throws:  ExpressionError at the first mistake.
Expression parse_expression(std::string_view text);

/// May contain integrals.
///
/// Throws:  ExpressionError at the first mistake, also if there is not exactly one '='.
Equality parse_equality(std::string_view text);

/// True for a name that a user may give: ASCII letter or _, then letters, digits, _; not reserved.
bool is_free_name(std::string_view name);

/// True for function names, integral, pi, and, or, not.
bool is_reserved_name(std::string_view name);

/// What to try instead of a name that nobody has defined: `; did you mean "lambda"?`,
/// `; Euler's number is exp(1)`, or nothing. `called` if a bracket follows the name: then functions
/// are candidates too.
std::string unknown_name_hint(std::string_view name,
                              bool called,
                              const std::vector<std::string>& known);

}  // namespace pinn
