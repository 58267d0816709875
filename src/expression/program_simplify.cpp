// SPDX-License-Identifier: MIT
// The rules of arithmetic that a graph applies while it grows, and the value of every operation.
#include <cmath>
#include <utility>

#include "pinn/expression/scalar.hpp"
#include "pinn/util/error.hpp"
#include "program_graph.hpp"

namespace pinn {

namespace {

/// Powers up to this one are products: each multiplication adds half a unit in the last place, so
/// the eighth power errs by less than two.
constexpr double kLargestProduct = 8.0;

/// True if dividing by the number and multiplying by its reciprocal are the same.
bool has_exact_reciprocal(double number) {
  int exponent = 0;
  return std::isfinite(number) && std::abs(std::frexp(number, &exponent)) == 0.5 &&
         std::abs(exponent) < 1000;
}

}  // namespace

int Graph::negate(int a) {
  const GraphNode x = (*this)[a];
  if (x.operation == Operation::Negate) return x.a;
  if (x.operation == Operation::Multiply && is_constant(x.a)) {
    return multiply(constant(-(*this)[x.a].number), x.b);
  }
  return folded(Operation::Negate, a, -1, -1);
}

int Graph::add(int a, int b) {
  if (is_constant(b)) std::swap(a, b);
  if (is_constant(a)) {
    const double number = (*this)[a].number;
    if (number == 0.0 && std::signbit(number)) return b;
    return folded(Operation::Add, a, b, -1);
  }
  if ((*this)[b].operation == Operation::Negate) return subtract(a, (*this)[b].a);
  if ((*this)[a].operation == Operation::Negate) return subtract(b, (*this)[a].a);
  if (a > b) std::swap(a, b);
  return folded(Operation::Add, a, b, -1);
}

int Graph::subtract(int a, int b) {
  if (is_constant(b)) return add(a, constant(-(*this)[b].number));
  const GraphNode y = (*this)[b];
  if (y.operation == Operation::Negate) return add(a, y.a);
  if (y.operation == Operation::Multiply && is_constant(y.a) && !is_constant(a)) {
    return add(a, multiply(constant(-(*this)[y.a].number), y.b));
  }
  return folded(Operation::Subtract, a, b, -1);
}

int Graph::multiply(int a, int b) {
  if (is_constant(b)) std::swap(a, b);
  const GraphNode x = (*this)[a];
  const GraphNode y = (*this)[b];
  if (is_constant(a)) {
    if (x.number == 1.0) return b;
    if (x.number == -1.0) return negate(b);
    if (y.operation == Operation::Negate) return multiply(constant(-x.number), y.a);
    return folded(Operation::Multiply, a, b, -1);
  }
  if (x.operation == Operation::Negate) return negate(multiply(x.a, b));
  if (y.operation == Operation::Negate) return negate(multiply(a, y.a));
  if (a > b) std::swap(a, b);
  return folded(Operation::Multiply, a, b, -1);
}

int Graph::divide(int a, int b) {
  if (is_constant(b) && !is_constant(a) && has_exact_reciprocal((*this)[b].number)) {
    return multiply(a, constant(1.0 / (*this)[b].number));
  }
  if ((*this)[a].operation == Operation::Negate) return negate(divide((*this)[a].a, b));
  if ((*this)[b].operation == Operation::Negate) return negate(divide(a, (*this)[b].a));
  return folded(Operation::Divide, a, b, -1);
}

int Graph::power_as_product(int base, int exponent) {
  if (exponent == 1) return base;
  if (exponent % 2 == 1) return multiply(power_as_product(base, exponent - 1), base);
  const int root = power_as_product(base, exponent / 2);
  return multiply(root, root);
}

int Graph::power_in_steps(int base, double exponent) {
  const double size = std::abs(exponent);
  const double whole = std::floor(size);
  int product = whole == 0.0 ? -1 : power_as_product(base, static_cast<int>(whole));
  if (size != whole) {
    const int root = make(Operation::Sqrt, base);
    product = product < 0 ? root : multiply(product, root);
  }
  return exponent > 0.0 ? product : divide(constant(1.0), product);
}

int Graph::power(int base, double exponent) {
  if (exponent == 0.0) return constant(1.0);
  if (is_constant(base)) return constant(pinn::power((*this)[base].number, exponent));
  if (exponent == 1.0) return base;
  const auto n_before = static_cast<int>(nodes_.size());
  int index = -1;
  if (std::abs(exponent) <= kLargestProduct && std::floor(2.0 * exponent) == 2.0 * exponent) {
    index = power_in_steps(base, exponent);
  } else {
    GraphNode node;
    node.operation = Operation::PowerOf;
    node.a = base;
    node.number = exponent;
    index = intern(node);
  }
  // An older value has its derivative already, perhaps by operands older than this base.
  if (index >= n_before) {
    GraphNode& node = nodes_[static_cast<std::size_t>(index)];
    node.power_base = base;
    node.exponent = exponent;
  }
  return index;
}

int Graph::scaled(int factor, int slope) {
  if (is_number(slope, 0.0) || is_number(factor, 0.0)) return -1;
  if (is_constant(slope) || !(*this)[factor].may_not_exist) return multiply(factor, slope);
  return folded(Operation::Scaled, factor, slope, -1);
}

double scalar_value(Operation operation, double a, double b, double c) {
  switch (operation) {
    case Operation::Negate:
      return -a;
    case Operation::Add:
      return a + b;
    case Operation::Subtract:
      return a - b;
    case Operation::Multiply:
      return a * b;
    case Operation::Divide:
      return a / b;
    case Operation::Scaled:
      return b == 0.0 ? 0.0 : a * b;
    case Operation::Power:
    case Operation::PowerOf:
      return power(a, b);
    case Operation::Exp:
      return std::exp(a);
    case Operation::Log:
      return std::log(a);
    case Operation::Log10:
      return std::log10(a);
    case Operation::Sqrt:
      return std::sqrt(a);
    case Operation::Sin:
      return std::sin(a);
    case Operation::Cos:
      return std::cos(a);
    case Operation::Tan:
      return std::tan(a);
    case Operation::Asin:
      return std::asin(a);
    case Operation::Acos:
      return std::acos(a);
    case Operation::Atan:
      return std::atan(a);
    case Operation::Atan2:
      return std::atan2(a, b);
    case Operation::Sinh:
      return std::sinh(a);
    case Operation::Cosh:
      return std::cosh(a);
    case Operation::Tanh:
      return std::tanh(a);
    case Operation::Erf:
      return std::erf(a);
    case Operation::Absolute:
      return absolute(a);
    case Operation::Sign:
      return sign(a);
    case Operation::Step:
      return step(a);
    case Operation::Minimum:
      return minimum(a, b);
    case Operation::Maximum:
      return maximum(a, b);
    case Operation::MinimumIsFirst:
      return std::isnan(a) || a <= b ? 1.0 : 0.0;
    case Operation::MaximumIsFirst:
      return std::isnan(a) || a >= b ? 1.0 : 0.0;
    case Operation::Less:
      return less(a, b);
    case Operation::LessEqual:
      return less_equal(a, b);
    case Operation::Equal:
      return equal(a, b);
    case Operation::Not:
      return logical_not(a);
    case Operation::And:
      return logical_and(a, b);
    case Operation::Or:
      return logical_or(a, b);
    case Operation::Select:
      return select(a, b, c);
    default:
      throw InternalError("an operation without a scalar value was folded");
  }
}

}  // namespace pinn
