// SPDX-License-Identifier: MIT
// A program's values for the tests, and what evaluate() has to say about them.
#pragma once

#include <cmath>
#include <cstddef>
#include <cstring>
#include <vector>

#include "bound.hpp"
#include "pinn/expression/evaluate.hpp"
#include "pinn/expression/program.hpp"
#include "pinn/expression/vector_math.hpp"

namespace pinn::test {

using Points = std::vector<std::vector<double>>;  // slots of every point

using Evaluation = decltype(&Program::evaluate);

/// All rows at all points; memory between the rows is left out by the strides.
inline Table table_of(const Program& program,
                      const Points& points,
                      Evaluation evaluation = &Program::evaluate) {
  constexpr std::size_t kGap = 3;
  const std::size_t n_points = points.size();
  const std::size_t stride = n_points + kGap;
  const auto n_slots = static_cast<std::size_t>(program.n_slots());
  const auto n_rows = static_cast<std::size_t>(program.n_rows());
  std::vector<double> slots(n_slots * stride, std::nan(""));
  for (std::size_t point = 0; point < n_points; ++point) {
    for (std::size_t slot = 0; slot < n_slots; ++slot) {
      slots[slot * stride + point] = points[point][slot];
    }
  }
  std::vector<double> rows(n_rows * stride, -777.0);
  Program::Workspace workspace;
  (program.*evaluation)(static_cast<int>(n_points),
                        slots.data(),
                        static_cast<std::ptrdiff_t>(stride),
                        rows.data(),
                        static_cast<std::ptrdiff_t>(stride),
                        workspace);
  Table table;
  table.n_points = n_points;
  for (std::size_t row = 0; row < n_rows; ++row) {
    for (std::size_t i = 0; i < stride; ++i) {
      const double value = rows[row * stride + i];
      if (i < n_points)
        table.values.push_back(value);
      else if (value != -777.0)
        throw InternalError("a program wrote beyond its points");
    }
  }
  return table;
}

/// True if both are nan or both have the same bits.
inline bool is_same(double a, double b) {
  return (std::isnan(a) && std::isnan(b)) || std::memcmp(&a, &b, sizeof a) == 0;
}

/// A number as a program computes it: elementary functions of vector_math.hpp, small powers as
/// products, but those of constants as in scalar.hpp. evaluate() of it says to the last bit what a
/// program must give.
struct Rounded {
  double value = 0.0;
  bool is_constant = true;

  Rounded() = default;
  explicit Rounded(double number) : value(number) {}
  Rounded(double number, bool constant) : value(number), is_constant(constant) {}

  static Rounded variable(double number) { return {number, false}; }
};

inline Rounded by(double (*scalar)(double), Rounded x) { return {scalar(x.value), x.is_constant}; }

inline Rounded by(double (*scalar)(double),
                  void (*vector)(int, const double*, double*),
                  Rounded x) {
  if (x.is_constant) return by(scalar, x);
  double y = 0.0;
  vector(1, &x.value, &y);
  return Rounded::variable(y);
}

inline Rounded by(double (*scalar)(double, double), Rounded a, Rounded b) {
  return {scalar(a.value, b.value), a.is_constant && b.is_constant};
}

inline Rounded operator-(Rounded a) { return {-a.value, a.is_constant}; }
inline Rounded operator+(Rounded a, Rounded b) {
  return {a.value + b.value, a.is_constant && b.is_constant};
}
inline Rounded operator-(Rounded a, Rounded b) {
  return {a.value - b.value, a.is_constant && b.is_constant};
}
inline Rounded operator*(Rounded a, Rounded b) {
  return {a.value * b.value, a.is_constant && b.is_constant};
}
inline Rounded operator/(Rounded a, Rounded b) {
  return {a.value / b.value, a.is_constant && b.is_constant};
}
inline Rounded exp(Rounded x) { return by(std::exp, vector_exp, x); }
inline Rounded log(Rounded x) { return by(std::log, vector_log, x); }
inline Rounded sin(Rounded x) { return by(std::sin, vector_sin, x); }
inline Rounded cos(Rounded x) { return by(std::cos, vector_cos, x); }
inline Rounded sinh(Rounded x) { return by(std::sinh, vector_sinh, x); }
inline Rounded cosh(Rounded x) { return by(std::cosh, vector_cosh, x); }
inline Rounded tanh(Rounded x) { return by(std::tanh, vector_tanh, x); }
inline Rounded log10(Rounded x) { return by(std::log10, x); }
inline Rounded sqrt(Rounded x) { return by(std::sqrt, x); }
inline Rounded tan(Rounded x) { return by(std::tan, x); }
inline Rounded asin(Rounded x) { return by(std::asin, x); }
inline Rounded acos(Rounded x) { return by(std::acos, x); }
inline Rounded atan(Rounded x) { return by(std::atan, x); }
inline Rounded atan2(Rounded y, Rounded x) { return by(std::atan2, y, x); }
inline Rounded erf(Rounded x) { return by(std::erf, x); }
inline Rounded absolute(Rounded x) { return by(pinn::absolute, x); }
inline Rounded sign(Rounded x) { return by(pinn::sign, x); }
inline Rounded step(Rounded x) { return by(pinn::step, x); }
inline Rounded minimum(Rounded a, Rounded b) { return by(pinn::minimum, a, b); }
inline Rounded maximum(Rounded a, Rounded b) { return by(pinn::maximum, a, b); }
inline Rounded less(Rounded a, Rounded b) { return by(pinn::less, a, b); }
inline Rounded less_equal(Rounded a, Rounded b) { return by(pinn::less_equal, a, b); }
inline Rounded equal(Rounded a, Rounded b) { return by(pinn::equal, a, b); }
inline Rounded logical_not(Rounded a) { return by(pinn::logical_not, a); }
inline Rounded logical_and(Rounded a, Rounded b) { return by(pinn::logical_and, a, b); }
inline Rounded logical_or(Rounded a, Rounded b) { return by(pinn::logical_or, a, b); }

inline Rounded select(Rounded test, Rounded a, Rounded b) {
  const Rounded& taken = test.value != 0.0 ? a : b;
  const bool are_one = a.is_constant && b.is_constant && is_same(a.value, b.value);
  return {taken.value, taken.is_constant && (test.is_constant || are_one)};
}

inline double product(double base, int exponent) {
  if (exponent == 0) return 1.0;
  if (exponent % 2 == 1) return product(base, exponent - 1) * base;
  return product(base, exponent / 2) * product(base, exponent / 2);
}

inline Rounded power(Rounded base, double exponent) {
  const double size = std::abs(exponent);
  if (exponent == 0.0) return Rounded(1.0);
  if (base.is_constant || size > 8.0 || std::floor(2.0 * size) != 2.0 * size) {
    return {std::pow(base.value, exponent), base.is_constant};
  }
  double value = product(base.value, static_cast<int>(size));
  if (std::floor(size) != size) value *= std::sqrt(base.value);
  return Rounded::variable(exponent < 0.0 ? 1.0 / value : value);
}

inline Rounded power(Rounded base, Rounded exponent) {
  if (exponent.is_constant) return power(base, exponent.value);
  return by([](double a, double b) { return std::pow(a, b); }, base, exponent);
}

}  // namespace pinn::test
