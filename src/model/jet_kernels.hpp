// SPDX-License-Identifier: MIT
// The loops of a JetBlock, compiled for several kinds of processor.
#pragma once

#include <vector>

#include "activation_series.hpp"
#include "tile_products.hpp"

namespace pinn {

/// Taylor coefficients of one unit at the points of a block: coefficient k at point p stands at
/// [k * n_points + p]. n_points is a multiple of kRowPadding.
struct SeriesRows {
  int n_coefficients;
  int n_points;
};

/// True if a' need not be kept, because it follows from a.
inline bool slope_follows_from_value(Activation activation) {
  return activation == Activation::Tanh || activation == Activation::Relu ||
         activation == Activation::LeakyRelu;
}

/// Loops for one kind of processor. All of them give the same numbers up to roundings.
template <typename T>
struct JetKernels {
  const char* name;

  /// z = W h + b, see Tiles::product.
  void (*product)(const Weights<T>& weights,
                  const Bias<T>& bias,
                  int n_out,
                  int n_in,
                  const Rows& layout,
                  const T* h,
                  T* z);

  /// sum += a b^T, see Tiles::outer.
  void (*outer)(int n_a, int n_b, const Rows& layout, const T* a, const T* b, T* sum);

  /// tanh of n numbers.
  void (*tanh)(int n, const T* z, T* value);

  /// z <- a(z), and the series of a'(z) unless it follows from the values; start: what SeriesStart
  /// says, n_points numbers each.
  void (*activate)(Activation activation,
                   const SeriesRows& rows,
                   const SeriesStart<const T*>& start,
                   T* z,
                   T* slope);

  /// Adjoints of the coefficients of a(z) to those of z, in place.
  ///
  /// Equation:  Z_j = sum_(k >= j) U_k s_(k-j) with the series s of a'(z).
  void (*pull_back)(
      Activation activation, const SeriesRows& rows, const T* value, const T* slope, T* adjoint);
};

/// Those that this processor has, the fastest last.
template <typename T>
const std::vector<JetKernels<T>>& jet_kernels();

}  // namespace pinn
