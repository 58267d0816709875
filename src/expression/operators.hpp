// SPDX-License-Identifier: MIT
// The one table of operators: the parser reads it by token, the printer by operation.
#pragma once

#include <string_view>

#include "lexer.hpp"
#include "pinn/expression/expression.hpp"

namespace pinn::detail {

/// The name that an integral is called by.
inline constexpr std::string_view kIntegral = "integral";

// How tightly something binds; larger is tighter.
inline constexpr int kAny = 0;
inline constexpr int kOr = 1;
inline constexpr int kAnd = 2;
inline constexpr int kNot = 3;
inline constexpr int kCompare = 4;
inline constexpr int kSum = 5;
inline constexpr int kTerm = 6;
inline constexpr int kUnary = 7;
inline constexpr int kPower = 8;
inline constexpr int kAtom = 9;

struct OperatorInfo {
  Op op;
  TokenKind token;
  int level;
  std::string_view text;       ///< As printed.
  std::string_view tree_text;  ///< As printed in print_tree.
};

/// The operator between two operands that the token stands for; nullptr if it is none.
const OperatorInfo* find_infix(TokenKind token);

/// The row of an operation; nullptr for leaves and calls.
const OperatorInfo* find_operator(Op op);

inline bool is_comparison(Op op) { return op >= Op::Less && op <= Op::NotEqual; }

/// True for what gives true or false.
inline bool is_test(Op op) { return op >= Op::Less && op <= Op::Or; }

}  // namespace pinn::detail
