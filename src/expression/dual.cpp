// SPDX-License-Identifier: MIT
// The derivative of every operation.
#include "pinn/expression/dual.hpp"

#include <cmath>

#include "pinn/expression/scalar.hpp"

namespace pinn {

namespace {

constexpr double kTwoOverSqrtPi = 1.12837916709551257390;
constexpr double kLn10 = 2.30258509299404568402;

/// factor * slope, where a slope of 0 wins over an infinite factor: sqrt(t) at t = 0 does not
/// depend on y.
double scaled(double factor, double slope) { return slope == 0.0 ? 0.0 : factor * slope; }

/// A function of x with this value and derivative.
Dual chain(const Dual& x, double value, double derivative) {
  Dual result(value, x.gradient);
  for (double& slope : result.gradient) slope = scaled(derivative, slope);
  return result;
}

/// A function of a and b with this value and these partial derivatives.
Dual chain(double value, const Dual& a, double by_a, const Dual& b, double by_b) {
  if (b.gradient.empty()) return chain(a, value, by_a);
  if (a.gradient.empty()) return chain(b, value, by_b);
  Dual result(value, a.gradient);
  for (std::size_t i = 0; i < result.gradient.size(); ++i) {
    result.gradient[i] = scaled(by_a, a.gradient[i]) + scaled(by_b, b.gradient[i]);
  }
  return result;
}

}  // namespace

Dual Dual::independent(double number, std::size_t width, std::size_t place) {
  Dual result(number, std::vector<double>(width, 0.0));
  result.gradient[place] = 1.0;
  return result;
}

Dual operator-(const Dual& a) { return chain(a, -a.value, -1.0); }

Dual operator+(const Dual& a, const Dual& b) { return chain(a.value + b.value, a, 1.0, b, 1.0); }

Dual operator-(const Dual& a, const Dual& b) { return chain(a.value - b.value, a, 1.0, b, -1.0); }

Dual operator*(const Dual& a, const Dual& b) {
  return chain(a.value * b.value, a, b.value, b, a.value);
}

Dual operator/(const Dual& a, const Dual& b) {
  const double quotient = a.value / b.value;
  return chain(quotient, a, 1.0 / b.value, b, -quotient / b.value);
}

Dual exp(const Dual& x) {
  const double value = std::exp(x.value);
  return chain(x, value, value);
}

Dual log(const Dual& x) { return chain(x, std::log(x.value), 1.0 / x.value); }

Dual log10(const Dual& x) { return chain(x, std::log10(x.value), 1.0 / (x.value * kLn10)); }

Dual sqrt(const Dual& x) {
  const double value = std::sqrt(x.value);
  return chain(x, value, 0.5 / value);
}

Dual sin(const Dual& x) { return chain(x, std::sin(x.value), std::cos(x.value)); }

Dual cos(const Dual& x) { return chain(x, std::cos(x.value), -std::sin(x.value)); }

Dual tan(const Dual& x) {
  const double value = std::tan(x.value);
  return chain(x, value, 1.0 + value * value);
}

// (1 - x)(1 + x) keeps the digits of 1 - x^2 near the ends.
Dual asin(const Dual& x) {
  return chain(x, std::asin(x.value), 1.0 / std::sqrt((1.0 - x.value) * (1.0 + x.value)));
}

Dual acos(const Dual& x) {
  return chain(x, std::acos(x.value), -1.0 / std::sqrt((1.0 - x.value) * (1.0 + x.value)));
}

Dual atan(const Dual& x) { return chain(x, std::atan(x.value), 1.0 / (1.0 + x.value * x.value)); }

Dual atan2(const Dual& y, const Dual& x) {
  const double square = x.value * x.value + y.value * y.value;
  return chain(std::atan2(y.value, x.value), y, x.value / square, x, -y.value / square);
}

Dual sinh(const Dual& x) { return chain(x, std::sinh(x.value), std::cosh(x.value)); }

Dual cosh(const Dual& x) { return chain(x, std::cosh(x.value), std::sinh(x.value)); }

Dual tanh(const Dual& x) {
  const double value = std::tanh(x.value);
  return chain(x, value, (1.0 - value) * (1.0 + value));
}

Dual erf(const Dual& x) {
  return chain(x, std::erf(x.value), kTwoOverSqrtPi * std::exp(-x.value * x.value));
}

Dual absolute(const Dual& x) { return chain(x, absolute(x.value), sign(x.value)); }

Dual sign(const Dual& x) { return Dual(sign(x.value)); }

Dual step(const Dual& x) { return Dual(step(x.value)); }

Dual minimum(const Dual& a, const Dual& b) {
  return std::isnan(a.value) || a.value <= b.value ? a : b;
}

Dual maximum(const Dual& a, const Dual& b) {
  return std::isnan(a.value) || a.value >= b.value ? a : b;
}

Dual power(const Dual& base, double exponent) {
  const double slope = exponent == 0.0 ? 0.0 : exponent * std::pow(base.value, exponent - 1.0);
  return chain(base, std::pow(base.value, exponent), slope);
}

Dual power(const Dual& base, const Dual& exponent) {
  if (exponent.gradient.empty()) return power(base, exponent.value);
  const double value = std::pow(base.value, exponent.value);
  const double by_base =
      exponent.value == 0.0 ? 0.0 : exponent.value * std::pow(base.value, exponent.value - 1.0);
  // 0^b = 0 for every b > 0, although log(0) is not finite.
  const double by_exponent = value == 0.0 ? 0.0 : value * std::log(base.value);
  return chain(value, base, by_base, exponent, by_exponent);
}

Dual less(const Dual& a, const Dual& b) { return Dual(less(a.value, b.value)); }

Dual less_equal(const Dual& a, const Dual& b) { return Dual(less_equal(a.value, b.value)); }

Dual equal(const Dual& a, const Dual& b) { return Dual(equal(a.value, b.value)); }

Dual logical_not(const Dual& a) { return Dual(logical_not(a.value)); }

Dual logical_and(const Dual& a, const Dual& b) { return Dual(logical_and(a.value, b.value)); }

Dual logical_or(const Dual& a, const Dual& b) { return Dual(logical_or(a.value, b.value)); }

Dual select(const Dual& test, const Dual& a, const Dual& b) { return test.value != 0.0 ? a : b; }

}  // namespace pinn
