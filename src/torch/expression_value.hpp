// SPDX-License-Identifier: MIT
// Expressions on tensors: the value type, and an evaluator that treats `if` row by row.
#pragma once

#include <torch/torch.h>

#include <vector>

#include "pinn/expression/expression.hpp"

namespace pinn {

/// A plain number, or scale * tensor + shift. Products and sums with numbers only change scale and
/// shift, so that k*y costs no operation on tensors.
///
/// Invariant:  without a tensor the value is shift, and scale is not used.
class TensorValue {
 public:
  TensorValue() = default;
  explicit TensorValue(double number) : shift_(number) {}
  explicit TensorValue(torch::Tensor tensor) : tensor_(std::move(tensor)) {}
  TensorValue(torch::Tensor tensor, double scale, double shift)
      : tensor_(std::move(tensor)), scale_(scale), shift_(shift) {}

  bool is_number() const { return !tensor_.defined(); }
  double number() const { return shift_; }

  /// The value as one tensor.
  ///
  /// Needs:  !is_number().
  torch::Tensor tensor() const;

  const torch::Tensor& bare() const { return tensor_; }
  double scale() const { return scale_; }
  double shift() const { return shift_; }

  /// Rows of the value that `rows` lists.
  TensorValue select_rows(const torch::Tensor& rows) const;

 private:
  torch::Tensor tensor_;
  double scale_ = 1.0;
  double shift_ = 0.0;
};

TensorValue operator-(const TensorValue& a);
TensorValue operator+(const TensorValue& a, const TensorValue& b);
TensorValue operator-(const TensorValue& a, const TensorValue& b);
TensorValue operator*(const TensorValue& a, const TensorValue& b);
TensorValue operator/(const TensorValue& a, const TensorValue& b);

TensorValue exp(const TensorValue& x);
TensorValue log(const TensorValue& x);
TensorValue log10(const TensorValue& x);
TensorValue sqrt(const TensorValue& x);
TensorValue sin(const TensorValue& x);
TensorValue cos(const TensorValue& x);
TensorValue tan(const TensorValue& x);
TensorValue asin(const TensorValue& x);
TensorValue acos(const TensorValue& x);
TensorValue atan(const TensorValue& x);
TensorValue atan2(const TensorValue& y, const TensorValue& x);
TensorValue sinh(const TensorValue& x);
TensorValue cosh(const TensorValue& x);
TensorValue tanh(const TensorValue& x);
TensorValue erf(const TensorValue& x);
TensorValue absolute(const TensorValue& x);
TensorValue sign(const TensorValue& x);
TensorValue step(const TensorValue& x);
TensorValue minimum(const TensorValue& a, const TensorValue& b);
TensorValue maximum(const TensorValue& a, const TensorValue& b);
TensorValue power(const TensorValue& base, double exponent);
TensorValue power(const TensorValue& base, const TensorValue& exponent);

// Tests give tensors of bools; they are meant for the first argument of `if` alone.
TensorValue less(const TensorValue& a, const TensorValue& b);
TensorValue less_equal(const TensorValue& a, const TensorValue& b);
TensorValue equal(const TensorValue& a, const TensorValue& b);
TensorValue logical_not(const TensorValue& a);
TensorValue logical_and(const TensorValue& a, const TensorValue& b);
TensorValue logical_or(const TensorValue& a, const TensorValue& b);

/// Rows of a where the test holds, of b elsewhere. Gradients of both sides are computed for every
/// row: TensorExpression does not use it.
TensorValue select(const TensorValue& test, const TensorValue& a, const TensorValue& b);

/// An expression prepared for tensors.
class TensorExpression {
 public:
  explicit TensorExpression(Expression expression);

  /// Value of the expression; slot i has the value slots[i]. Both sides of an `if` are evaluated on
  /// their own rows only, so that no nan and no gradient comes out of the side not taken.
  ///
  /// Needs:  slots that are used and are tensors all have the same number of rows.
  TensorValue evaluate(const std::vector<TensorValue>& slots) const;

  const Expression& expression() const { return expression_; }

 private:
  TensorValue run(std::size_t first, std::size_t last, const std::vector<TensorValue>& slots) const;
  TensorValue branch(const TensorValue& test,
                     std::size_t node,
                     const std::vector<TensorValue>& slots) const;
  TensorValue run_rows(std::size_t child,
                       const torch::Tensor& rows,
                       const std::vector<TensorValue>& slots) const;

  Expression expression_;
  std::vector<std::size_t> begin_;  ///< First node of the subtree of each node.
  std::vector<std::ptrdiff_t> if_;  ///< The `if` whose second argument begins here, or -1.
};

}  // namespace pinn
