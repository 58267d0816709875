// SPDX-License-Identifier: MIT
// The rules of differentiation; the conventions are those of dual.cpp.
#include "pinn/expression/algebra.hpp"

namespace pinn {

namespace {

constexpr double kTwoOverSqrtPi = 1.12837916709551257390;
constexpr double kLn10 = 2.30258509299404568402;

}  // namespace

/// The partial derivative of a function by its argument `place`.
Algebra::Term Algebra::slope(const Node& of, Term self, std::size_t place) {
  const Term x = of.child[0];
  const Term one = number(1.0);
  switch (of.function) {
    case Function::Exp:
      return self;
    case Function::Log:
      return divide(one, x);
    case Function::Log10:
      return divide(one, multiply(number(kLn10), x));
    case Function::Sqrt:
      return divide(one, multiply(number(2.0), self));
    case Function::Sin:
      return call(Function::Cos, x);
    case Function::Cos:
      return negate(call(Function::Sin, x));
    case Function::Tan:
      return add(one, power(self, number(2.0)));
    case Function::Asin:
      return divide(one, call(Function::Sqrt, subtract(one, power(x, number(2.0)))));
    case Function::Acos:
      return divide(number(-1.0), call(Function::Sqrt, subtract(one, power(x, number(2.0)))));
    case Function::Atan:
      return divide(one, add(one, power(x, number(2.0))));
    case Function::Atan2: {
      const Term y = of.child[0];
      const Term other = of.child[1];
      const Term square = add(power(other, number(2.0)), power(y, number(2.0)));
      return place == 0 ? divide(other, square) : negate(divide(y, square));
    }
    case Function::Sinh:
      return call(Function::Cosh, x);
    case Function::Cosh:
      return call(Function::Sinh, x);
    case Function::Tanh:
      return subtract(one, power(self, number(2.0)));
    case Function::Erf:
      return multiply(number(kTwoOverSqrtPi), call(Function::Exp, negate(power(x, number(2.0)))));
    case Function::Abs:
      return call(Function::Sign, x);
    case Function::Sign:
    case Function::Step:
    case Function::Min:
    case Function::Max:
    case Function::Pow:
    case Function::If:
      break;  // by node_derivative
  }
  return number(0.0);
}

/// b^c: c b^(c - 1) b' + b^c log(b) c'.
Algebra::Term Algebra::power_derivative(Term self, const std::vector<Term>& slopes) {
  const Term base = child(self, 0);
  const Term exponent = child(self, 1);
  Term sum = number(0.0);
  if (!is_number(slopes[0], 0.0)) {
    const Term lower = power(base, subtract(exponent, number(1.0)));
    sum = multiply(multiply(exponent, lower), slopes[0]);
  }
  if (!is_number(slopes[1], 0.0)) {
    sum = add(sum, multiply(multiply(self, call(Function::Log, base)), slopes[1]));
  }
  return sum;
}

Algebra::Term Algebra::node_derivative(Term self, const std::vector<Term>& slopes) {
  const Node of = node(self);  // a copy: the list grows
  const auto choose = [&](Op op) {
    const Term test = append(op, of.child[0], of.child[1]);
    return call(Function::If, test, slopes[0], slopes[1]);
  };
  switch (of.op) {
    case Op::Negate:
      return negate(slopes[0]);
    case Op::Add:
      return add(slopes[0], slopes[1]);
    case Op::Subtract:
      return subtract(slopes[0], slopes[1]);
    case Op::Multiply:
      return add(multiply(slopes[0], of.child[1]), multiply(of.child[0], slopes[1]));
    case Op::Divide:
      if (is_number(slopes[1], 0.0)) return divide(slopes[0], of.child[1]);
      return divide(subtract(slopes[0], multiply(self, slopes[1])), of.child[1]);
    case Op::Power:
      return power_derivative(self, slopes);
    case Op::Call:
      break;
    default:
      return number(0.0);  // comparisons
  }
  if (of.function == Function::Pow) return power_derivative(self, slopes);
  if (of.function == Function::Min) return choose(Op::LessEqual);
  if (of.function == Function::Max) return choose(Op::GreaterEqual);
  if (of.function == Function::If) {
    return call(Function::If, of.child[0], slopes[1], slopes[2]);
  }
  Term sum = number(0.0);
  for (std::size_t i = 0; i < of.arity; ++i) {
    if (is_number(slopes[i], 0.0)) continue;
    const Term by = slope(of, self, i);
    // 1 / x times x' is x' / x
    const Node quotient = node(by);
    const bool is_reciprocal = quotient.op == Op::Divide && is_number(quotient.child[0], 1.0);
    sum = add(sum, is_reciprocal ? divide(slopes[i], quotient.child[1]) : multiply(by, slopes[i]));
  }
  return sum;
}

Algebra::Term Algebra::derivative(Term of, const LeafDerivative& of_leaf) {
  const auto end = static_cast<std::size_t>(of) + 1;
  std::vector<bool> is_part(end, false);
  is_part.back() = true;
  for (std::size_t i = end; i-- > 0;) {
    for (std::size_t c = 0; is_part[i] && c < nodes_[i].arity; ++c) {
      is_part[static_cast<std::size_t>(nodes_[i].child[c])] = true;
    }
  }
  const Term zero = number(0.0);
  std::vector<Term> slopes;  // of every term up to `of`
  for (Term term = 0; term <= of; ++term) {
    const Node at = node(term);
    if (!is_part[static_cast<std::size_t>(term)]) {
      slopes.push_back(zero);
      continue;
    }
    if (at.op == Op::Name || at.op == Op::Slot) {
      const Symbol symbol = symbol_of(at);
      slopes.push_back(of_leaf(at, symbol));
      continue;
    }
    std::vector<Term> inner;
    bool is_constant = true;
    for (std::size_t i = 0; i < at.arity; ++i) {
      inner.push_back(slopes[static_cast<std::size_t>(at.child[i])]);
      is_constant = is_constant && is_number(inner.back(), 0.0);
    }
    slopes.push_back(is_constant ? zero : node_derivative(term, inner));
  }
  return slopes.back();
}

}  // namespace pinn
