// SPDX-License-Identifier: MIT
// Arithmetic of numbers and tensors.
#include "expression_value.hpp"

#include <cmath>
#include <utility>

#include "pinn/expression/evaluate.hpp"

namespace pinn {

namespace {

using torch::Tensor;

/// Applies `on_number` or `on_tensor`.
template <typename OnNumber, typename OnTensor>
TensorValue apply_unary(const TensorValue& x, OnNumber on_number, OnTensor on_tensor) {
  if (x.is_number()) return TensorValue(on_number(x.number()));
  return TensorValue(on_tensor(x.tensor()));
}

/// Both as tensors, a number as a tensor without rows that broadcasts.
template <typename OnNumber, typename OnTensor>
TensorValue apply_binary(const TensorValue& a,
                         const TensorValue& b,
                         OnNumber on_number,
                         OnTensor on_tensor) {
  if (a.is_number() && b.is_number()) return TensorValue(on_number(a.number(), b.number()));
  const auto like = [](const TensorValue& number, const TensorValue& tensor) {
    return torch::full({1, 1}, number.number(), tensor.bare().options().requires_grad(false));
  };
  if (a.is_number()) return TensorValue(on_tensor(like(a, b), b.tensor()));
  if (b.is_number()) return TensorValue(on_tensor(a.tensor(), like(b, a)));
  return TensorValue(on_tensor(a.tensor(), b.tensor()));
}

/// A test that may be a number as a tensor of bools like `other`.
Tensor to_bools(const TensorValue& test, const TensorValue& other) {
  if (!test.is_number()) return test.bare();
  return torch::full_like(other.bare(), test.number() != 0.0, torch::kBool);
}

bool is_scaled_only(const TensorValue& x) { return x.shift() == 0.0; }

}  // namespace

Tensor TensorValue::tensor() const {
  if (scale_ == 1.0) return shift_ == 0.0 ? tensor_ : tensor_ + shift_;
  if (scale_ == -1.0) return shift_ == 0.0 ? -tensor_ : torch::rsub(tensor_, shift_);
  return shift_ == 0.0 ? tensor_ * scale_ : tensor_ * scale_ + shift_;
}

TensorValue TensorValue::select_rows(const Tensor& rows) const {
  if (is_number() || tensor_.size(0) == 1) return *this;
  return {tensor_.index_select(0, rows), scale_, shift_};
}

TensorValue operator-(const TensorValue& a) {
  if (a.is_number()) return TensorValue(-a.number());
  return {a.bare(), -a.scale(), -a.shift()};
}

TensorValue operator+(const TensorValue& a, const TensorValue& b) {
  if (a.is_number() && b.is_number()) return TensorValue(a.number() + b.number());
  const double shift = a.shift() + b.shift();
  if (a.is_number()) return {b.bare(), b.scale(), shift};
  if (b.is_number()) return {a.bare(), a.scale(), shift};
  if (a.scale() == 1.0) return {torch::add(a.bare(), b.bare(), b.scale()), 1.0, shift};
  if (b.scale() == 1.0) return {torch::add(b.bare(), a.bare(), a.scale()), 1.0, shift};
  if (a.scale() == b.scale()) return {a.bare() + b.bare(), a.scale(), shift};
  return {torch::add(a.bare() * a.scale(), b.bare(), b.scale()), 1.0, shift};
}

TensorValue operator-(const TensorValue& a, const TensorValue& b) { return a + (-b); }

TensorValue operator*(const TensorValue& a, const TensorValue& b) {
  if (a.is_number() && b.is_number()) return TensorValue(a.number() * b.number());
  if (a.is_number()) return {b.bare(), a.number() * b.scale(), a.number() * b.shift()};
  if (b.is_number()) return b * a;
  if (is_scaled_only(a) && is_scaled_only(b)) {
    return {a.bare() * b.bare(), a.scale() * b.scale(), 0.0};
  }
  return TensorValue(a.tensor() * b.tensor());
}

TensorValue operator/(const TensorValue& a, const TensorValue& b) {
  if (a.is_number() && b.is_number()) return TensorValue(a.number() / b.number());
  if (b.is_number()) return {a.bare(), a.scale() / b.number(), a.shift() / b.number()};
  const bool plain = is_scaled_only(b) && (a.is_number() || is_scaled_only(a));
  if (a.is_number()) {
    const Tensor inverse = (plain ? b.bare() : b.tensor()).reciprocal();
    return {inverse, plain ? a.number() / b.scale() : a.number(), 0.0};
  }
  if (plain) return {a.bare() / b.bare(), a.scale() / b.scale(), 0.0};
  return TensorValue(a.tensor() / b.tensor());
}

#define PINN_UNARY(name, number_function, tensor_function)             \
  TensorValue name(const TensorValue& x) {                             \
    return apply_unary(                                                \
        x,                                                             \
        [](double number) { return number_function(number); },         \
        [](const Tensor& tensor) { return tensor_function(tensor); }); \
  }

PINN_UNARY(exp, std::exp, torch::exp)
PINN_UNARY(log, std::log, torch::log)
PINN_UNARY(log10, std::log10, torch::log10)
PINN_UNARY(sqrt, std::sqrt, torch::sqrt)
PINN_UNARY(sin, std::sin, torch::sin)
PINN_UNARY(cos, std::cos, torch::cos)
PINN_UNARY(tan, std::tan, torch::tan)
PINN_UNARY(asin, std::asin, torch::asin)
PINN_UNARY(acos, std::acos, torch::acos)
PINN_UNARY(atan, std::atan, torch::atan)
PINN_UNARY(sinh, std::sinh, torch::sinh)
PINN_UNARY(cosh, std::cosh, torch::cosh)
PINN_UNARY(tanh, std::tanh, torch::tanh)
PINN_UNARY(erf, std::erf, torch::erf)
PINN_UNARY(absolute, pinn::absolute, torch::abs)
PINN_UNARY(sign, pinn::sign, torch::sign)

#undef PINN_UNARY

TensorValue step(const TensorValue& x) {
  return apply_unary(
      x,
      [](double number) { return pinn::step(number); },
      [](const Tensor& tensor) {
        const torch::NoGradGuard no_grad;
        const Tensor value = (tensor >= 0.0).to(tensor.scalar_type());
        return torch::where(torch::isnan(tensor), tensor, value);  // nan stays nan
      });
}

TensorValue atan2(const TensorValue& y, const TensorValue& x) {
  return apply_binary(
      y,
      x,
      [](double a, double b) { return std::atan2(a, b); },
      [](const Tensor& a, const Tensor& b) { return torch::atan2(a, b); });
}

TensorValue minimum(const TensorValue& a, const TensorValue& b) {
  return apply_binary(
      a,
      b,
      [](double p, double q) { return pinn::minimum(p, q); },
      [](const Tensor& p, const Tensor& q) { return torch::minimum(p, q); });
}

TensorValue maximum(const TensorValue& a, const TensorValue& b) {
  return apply_binary(
      a,
      b,
      [](double p, double q) { return pinn::maximum(p, q); },
      [](const Tensor& p, const Tensor& q) { return torch::maximum(p, q); });
}

TensorValue power(const TensorValue& base, double exponent) {
  if (base.is_number()) return TensorValue(pinn::power(base.number(), exponent));
  if (exponent == 0.0) return TensorValue(1.0);
  if (exponent == 1.0) return base;
  if (exponent == 2.0) return base * base;
  if (exponent == -1.0) return TensorValue(1.0) / base;
  const bool is_integer = exponent == std::floor(exponent);
  if (is_integer && is_scaled_only(base)) {
    return {torch::pow(base.bare(), exponent), std::pow(base.scale(), exponent), 0.0};
  }
  return TensorValue(torch::pow(base.tensor(), exponent));
}

TensorValue power(const TensorValue& base, const TensorValue& exponent) {
  if (exponent.is_number()) return power(base, exponent.number());
  if (base.is_number()) return TensorValue(torch::pow(base.number(), exponent.tensor()));
  return TensorValue(torch::pow(base.tensor(), exponent.tensor()));
}

TensorValue less(const TensorValue& a, const TensorValue& b) {
  return apply_binary(
      a,
      b,
      [](double p, double q) { return pinn::less(p, q); },
      [](const Tensor& p, const Tensor& q) { return torch::lt(p, q); });
}

TensorValue less_equal(const TensorValue& a, const TensorValue& b) {
  return apply_binary(
      a,
      b,
      [](double p, double q) { return pinn::less_equal(p, q); },
      [](const Tensor& p, const Tensor& q) { return torch::le(p, q); });
}

TensorValue equal(const TensorValue& a, const TensorValue& b) {
  return apply_binary(
      a,
      b,
      [](double p, double q) { return pinn::equal(p, q); },
      [](const Tensor& p, const Tensor& q) { return torch::eq(p, q); });
}

TensorValue logical_not(const TensorValue& a) {
  if (a.is_number()) return TensorValue(pinn::logical_not(a.number()));
  return TensorValue(torch::logical_not(a.bare()));
}

TensorValue logical_and(const TensorValue& a, const TensorValue& b) {
  if (a.is_number() && b.is_number()) return TensorValue(pinn::logical_and(a.number(), b.number()));
  return TensorValue(torch::logical_and(to_bools(a, b), to_bools(b, a)));
}

TensorValue logical_or(const TensorValue& a, const TensorValue& b) {
  if (a.is_number() && b.is_number()) return TensorValue(pinn::logical_or(a.number(), b.number()));
  return TensorValue(torch::logical_or(to_bools(a, b), to_bools(b, a)));
}

TensorValue select(const TensorValue& test, const TensorValue& a, const TensorValue& b) {
  if (test.is_number()) return test.number() != 0.0 ? a : b;
  return apply_binary(
      a,
      b,
      [](double p, double) { return p; },
      [&](const Tensor& p, const Tensor& q) { return torch::where(test.bare(), p, q); });
}

}  // namespace pinn
