// SPDX-License-Identifier: MIT
// Evaluates an expression on any type that has the arithmetic: double, Dual, series, tensors.
#pragma once

#include <vector>

#include "pinn/expression/expression.hpp"

namespace pinn {

// Contract (the implementation is a template in this header):
//
//   template <typename Value>
//   Value evaluate(const Expression& expression, const std::vector<Value>& slots);
//
// Value is constructible from double and has + - * / and unary -, the functions of functions.hpp
// by argument-dependent lookup (exp, log, ..., power(Value, Value), power(Value, double) for a
// constant exponent, minimum, maximum, absolute, sign, step, atan2), comparisons that give a Value
// of 0 or 1 (less, less_equal, equal, ...), logical_not/and/or, and select(test, a, b).
//
//   Value apply(const Node& node, const Expression& e, const Value* arguments)
//
// applies one node, so that another evaluator (tensors, which treat `if` row by row so that no nan
// gradient leaks out of the branch not taken) shares the meaning of every operation.

/// Value of an expression without names, such as "4*pi".
///
/// Needs:  no Name, Applied or Slot node.
double evaluate_constant(const Expression& expression);

}  // namespace pinn
