// SPDX-License-Identifier: MIT
// Precedence and text of every operator.
#include "operators.hpp"

#include <array>

namespace pinn::detail {

namespace {

constexpr std::array<OperatorInfo, 15> kTable{{
    {Op::Or, TokenKind::Or, kOr, " or ", " or "},
    {Op::And, TokenKind::And, kAnd, " and ", " and "},
    {Op::Not, TokenKind::Not, kNot, "not ", "not "},
    {Op::Less, TokenKind::Less, kCompare, " < ", " < "},
    {Op::LessEqual, TokenKind::LessEqual, kCompare, " <= ", " <= "},
    {Op::Greater, TokenKind::Greater, kCompare, " > ", " > "},
    {Op::GreaterEqual, TokenKind::GreaterEqual, kCompare, " >= ", " >= "},
    {Op::Equal, TokenKind::EqualEqual, kCompare, " == ", " == "},
    {Op::NotEqual, TokenKind::NotEqual, kCompare, " != ", " != "},
    {Op::Add, TokenKind::Plus, kSum, " + ", " + "},
    {Op::Subtract, TokenKind::Minus, kSum, " - ", " - "},
    {Op::Multiply, TokenKind::Star, kTerm, "*", " * "},
    {Op::Divide, TokenKind::Slash, kTerm, "/", " / "},
    {Op::Negate, TokenKind::Minus, kUnary, "-", "-"},
    {Op::Power, TokenKind::Caret, kPower, "^", " ^ "},
}};

bool is_prefix(Op op) { return op == Op::Not || op == Op::Negate; }

}  // namespace

const OperatorInfo* find_infix(TokenKind token) {
  for (const OperatorInfo& info : kTable) {
    if (info.token == token && !is_prefix(info.op)) return &info;
  }
  return nullptr;
}

const OperatorInfo* find_operator(Op op) {
  for (const OperatorInfo& info : kTable) {
    if (info.op == op) return &info;
  }
  return nullptr;
}

}  // namespace pinn::detail
