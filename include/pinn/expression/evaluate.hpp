// SPDX-License-Identifier: MIT
// Evaluates an expression on any type that has the arithmetic: double, Dual, series, tensors.
#pragma once

#include <cmath>
#include <cstddef>
#include <optional>
#include <utility>
#include <vector>

#include "pinn/expression/expression.hpp"
#include "pinn/expression/scalar.hpp"
#include "pinn/util/error.hpp"

namespace pinn {

// What a Value must have. It is constructible from double, and found beside the type (by
// argument-dependent lookup):
//   + - * / between two Values, unary -
//   exp log log10 sqrt sin cos tan asin acos atan sinh cosh tanh erf (Value), atan2(Value, Value)
//   absolute sign step (Value), minimum maximum (Value, Value)
//   power(Value, Value), and power(Value, double) for a constant exponent, which must not go
//   through log(base)
//   less less_equal equal (Value, Value), logical_not (Value), logical_and logical_or
//   (Value, Value): 1 where true, 0 where not; select(test, a, b)
// scalar.hpp has them for double, dual.hpp for Dual.

/// The number a node stands for if it is a literal or a negated literal: exponents such as 2, -1.
inline std::optional<double> literal_value(const Expression& expression, std::int32_t index) {
  const Node& node = expression.nodes()[static_cast<std::size_t>(index)];
  if (node.op == Op::Number) return node.number;
  if (node.op != Op::Negate) return std::nullopt;
  const Node& operand = expression.nodes()[static_cast<std::size_t>(node.child[0])];
  if (operand.op != Op::Number) return std::nullopt;
  return -operand.number;
}

/// base^exponent for a Power node or a call of pow.
template <typename Value>
Value apply_power(const Node& node, const Expression& expression, const Value* a) {
  const auto exponent = literal_value(expression, node.child[1]);
  return exponent ? power(a[0], *exponent) : power(a[0], a[1]);
}

/// The value of a Call node from those of its arguments.
template <typename Value>
Value apply_function(const Node& node, const Expression& expression, const Value* a) {
  using std::acos, std::asin, std::atan, std::atan2, std::cos, std::cosh, std::erf, std::exp,
      std::log, std::log10, std::sin, std::sinh, std::sqrt, std::tan, std::tanh;
  switch (node.function) {
    case Function::Exp:
      return exp(a[0]);
    case Function::Log:
      return log(a[0]);
    case Function::Log10:
      return log10(a[0]);
    case Function::Sqrt:
      return sqrt(a[0]);
    case Function::Sin:
      return sin(a[0]);
    case Function::Cos:
      return cos(a[0]);
    case Function::Tan:
      return tan(a[0]);
    case Function::Asin:
      return asin(a[0]);
    case Function::Acos:
      return acos(a[0]);
    case Function::Atan:
      return atan(a[0]);
    case Function::Atan2:
      return atan2(a[0], a[1]);
    case Function::Sinh:
      return sinh(a[0]);
    case Function::Cosh:
      return cosh(a[0]);
    case Function::Tanh:
      return tanh(a[0]);
    case Function::Erf:
      return erf(a[0]);
    case Function::Abs:
      return absolute(a[0]);
    case Function::Sign:
      return sign(a[0]);
    case Function::Min:
      return minimum(a[0], a[1]);
    case Function::Max:
      return maximum(a[0], a[1]);
    case Function::Pow:
      return apply_power(node, expression, a);
    case Function::If:
      return select(a[0], a[1], a[2]);
    case Function::Step:
      return step(a[0]);
  }
  throw InternalError("a function without a meaning was evaluated");
}

/// The value of one node from those of its children: the meaning of every operation.
///
/// Needs:   a has node.arity values; the node is not a Name, Applied or Slot.
/// Throws:  InternalError for those three.
template <typename Value>
Value apply(const Node& node, const Expression& expression, const Value* a) {
  switch (node.op) {
    case Op::Number:
      return Value(node.number);
    case Op::Negate:
      return -a[0];
    case Op::Add:
      return a[0] + a[1];
    case Op::Subtract:
      return a[0] - a[1];
    case Op::Multiply:
      return a[0] * a[1];
    case Op::Divide:
      return a[0] / a[1];
    case Op::Power:
      return apply_power(node, expression, a);
    case Op::Less:
      return less(a[0], a[1]);
    case Op::LessEqual:
      return less_equal(a[0], a[1]);
    case Op::Greater:
      return less(a[1], a[0]);
    case Op::GreaterEqual:
      return less_equal(a[1], a[0]);
    case Op::Equal:
      return equal(a[0], a[1]);
    case Op::NotEqual:
      return logical_not(equal(a[0], a[1]));
    case Op::Not:
      return logical_not(a[0]);
    case Op::And:
      return logical_and(a[0], a[1]);
    case Op::Or:
      return logical_or(a[0], a[1]);
    case Op::Call:
      return apply_function(node, expression, a);
    case Op::Name:
    case Op::Applied:
    case Op::Integral:
    case Op::Slot:
      break;
  }
  throw InternalError("an expression was evaluated before its names were bound");
}

/// Value of the expression; slot i has the value slots[i]. `stack` is working memory that a caller
/// in a hot loop keeps between calls.
///
/// Needs:  no Name or Applied node; slots for every Slot node.
template <typename Value>
Value evaluate(const Expression& expression,
               const std::vector<Value>& slots,
               std::vector<Value>& stack) {
  stack.clear();
  // The nodes are in postorder, so the children of a node are what was pushed last.
  for (const Node& node : expression.nodes()) {
    if (node.op == Op::Slot) {
      stack.push_back(slots[static_cast<std::size_t>(node.slot)]);
      continue;
    }
    const std::size_t begin = stack.size() - node.arity;
    Value value = apply(node, expression, stack.data() + begin);
    stack.erase(stack.begin() + static_cast<std::ptrdiff_t>(begin), stack.end());
    stack.push_back(std::move(value));
  }
  return std::move(stack.back());
}

template <typename Value>
Value evaluate(const Expression& expression, const std::vector<Value>& slots) {
  std::vector<Value> stack;
  return evaluate(expression, slots, stack);
}

/// Value of an expression without names, such as "4*pi".
///
/// Needs:  no Name, Applied or Slot node.
double evaluate_constant(const Expression& expression);

}  // namespace pinn
