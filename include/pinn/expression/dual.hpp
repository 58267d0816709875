// SPDX-License-Identifier: MIT
// A number with its gradient: exact first derivatives of any expression.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

namespace pinn {

/// value + gradient . epsilon with epsilon^2 = 0. An empty gradient is zero of any width.
struct Dual {
  double value = 0.0;
  std::vector<double> gradient;

  Dual() = default;
  explicit Dual(double number) : value(number) {}
  Dual(double number, std::vector<double> slopes) : value(number), gradient(std::move(slopes)) {}

  /// Entry `i` of the gradient.
  double slope(std::size_t i) const { return gradient.empty() ? 0.0 : gradient[i]; }

  /// The `place`-th of `width` independent quantities.
  static Dual independent(double number, std::size_t width, std::size_t place);
};

// At a kink the derivative is that of one side: abs'(0) = 0, sign' = step' = 0, min and max follow
// the argument taken (the first on a tie), if follows the branch taken.

Dual operator-(const Dual& a);
Dual operator+(const Dual& a, const Dual& b);
Dual operator-(const Dual& a, const Dual& b);
Dual operator*(const Dual& a, const Dual& b);
Dual operator/(const Dual& a, const Dual& b);

Dual exp(const Dual& x);
Dual log(const Dual& x);
Dual log10(const Dual& x);
Dual sqrt(const Dual& x);
Dual sin(const Dual& x);
Dual cos(const Dual& x);
Dual tan(const Dual& x);
Dual asin(const Dual& x);
Dual acos(const Dual& x);
Dual atan(const Dual& x);
Dual atan2(const Dual& y, const Dual& x);
Dual sinh(const Dual& x);
Dual cosh(const Dual& x);
Dual tanh(const Dual& x);
Dual erf(const Dual& x);
Dual absolute(const Dual& x);
Dual sign(const Dual& x);
Dual step(const Dual& x);
Dual minimum(const Dual& a, const Dual& b);
Dual maximum(const Dual& a, const Dual& b);

/// Equation:  d(x^c) = c x^(c - 1) dx, so a negative base is as good as any.
Dual power(const Dual& base, double exponent);
Dual power(const Dual& base, const Dual& exponent);

Dual less(const Dual& a, const Dual& b);
Dual less_equal(const Dual& a, const Dual& b);
Dual equal(const Dual& a, const Dual& b);
Dual logical_not(const Dual& a);
Dual logical_and(const Dual& a, const Dual& b);
Dual logical_or(const Dual& a, const Dual& b);
Dual select(const Dual& test, const Dual& a, const Dual& b);

}  // namespace pinn
