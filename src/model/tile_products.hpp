// SPDX-License-Identifier: MIT
// The two matrix products of a layer, in tiles that stay in registers.
#pragma once

#include "lanes.hpp"

namespace pinn {

/// A matrix whose entries stand anywhere: (i, j) at data[i * row_step + j * column_step].
template <typename T>
struct Weights {
  const T* data;
  std::ptrdiff_t row_step;
  std::ptrdiff_t column_step;
};

/// Numbers to start the rows of a product from, in their first `n_columns` columns, a multiple of
/// kRowPadding; zeros elsewhere.
template <typename T>
struct Bias {
  const T* data;
  std::ptrdiff_t n_columns;
};

/// How the rows of values lie: `n_columns` numbers each, a multiple of kRowPadding, `step` apart.
struct Rows {
  std::ptrdiff_t n_columns;
  std::ptrdiff_t step;
};

/// A product keeps a tile of `rows` rows and `columns` registers of sums, beside the inputs of a
/// column and a weight.
template <typename T, int bytes, int rows, int columns>
class Tiles {
 public:
  /// z = W h + b
  ///
  /// Shapes:  W (n_out, n_in), b (n_out); h (n_in) rows, z (n_out) rows.
  static PINN_INLINE void product(const Weights<T>& weights,
                                  const Bias<T>& bias,
                                  int n_out,
                                  int n_in,
                                  const Rows& layout,
                                  const T* h,
                                  T* z) {
    for (std::ptrdiff_t c = 0; c < layout.n_columns; c += kTileColumns) {
      Weights<T> w = weights;
      const T* start = c < bias.n_columns ? bias.data : nullptr;
      T* to = z + c;
      int left = n_out;
      for (; left >= rows; left -= rows) {
        product_tile<rows>(w, start, n_in, layout.step, h + c, to);
        w.data += rows * w.row_step;
        if (start != nullptr) start += rows;
        to += rows * layout.step;
      }
      if (left > 0) product_rest<rows - 1>(left, w, start, n_in, layout.step, h + c, to);
    }
  }

  /// sum += a b^T
  ///
  /// Shapes:  a (n_a) rows, b (n_b) rows; sum (n_a, n_b), row by row.
  static PINN_INLINE void outer(
      int n_a, int n_b, const Rows& layout, const T* a, const T* b, T* sum) {
    int r = 0;
    for (; r + kRows <= n_a; r += kRows) {
      outer_rows<kRows>(n_b, layout, a + r * layout.step, b, sum + r * n_b);
    }
    if (r < n_a) outer_rest<kRows - 1>(n_a - r, n_b, layout, a + r * layout.step, b, sum + r * n_b);
  }

 private:
  using V = typename Lanes<T, bytes>::Type;
  static constexpr int kLanes = Lanes<T, bytes>::kCount;
  static constexpr std::ptrdiff_t kTileColumns = std::ptrdiff_t{columns} * kLanes;
  /// Tiles of outer(): their sums, one side and a number of the other fit the registers.
  static constexpr int kRows = 4;
  static constexpr int kColumns = rows * columns >= 16 ? 4 : 3;

  template <int r_count>
  static PINN_INLINE void product_tile(
      const Weights<T>& w, const T* start, int n_in, std::ptrdiff_t step, const T* h, T* z) {
    LaneArray<LaneArray<V, columns>, r_count> sum;
    for (int r = 0; r < r_count; ++r) {
      const V first = start != nullptr ? start[r] - V{} : V{};
      for (int c = 0; c < columns; ++c) sum[r][c] = first;
    }
    for (int i = 0; i < n_in; ++i) {
      LaneArray<V, columns> in;
      for (int c = 0; c < columns; ++c) in[c] = lanes<V>(h + i * step + c * kLanes);
      const T* weight = w.data + i * w.column_step;
      for (int r = 0; r < r_count; ++r) {
        const V factor = weight[r * w.row_step] - V{};  // x - 0 is x: no instruction, unlike x + 0
        for (int c = 0; c < columns; ++c) sum[r][c] += factor * in[c];
      }
    }
    for (int r = 0; r < r_count; ++r) {
      for (int c = 0; c < columns; ++c) lanes<V>(z + r * step + c * kLanes) = sum[r][c];
    }
  }

  template <int r_count>
  static PINN_INLINE void product_rest(int n_rows,
                                       const Weights<T>& w,
                                       const T* start,
                                       int n_in,
                                       std::ptrdiff_t step,
                                       const T* h,
                                       T* z) {
    if (n_rows == r_count) return product_tile<r_count>(w, start, n_in, step, h, z);
    if constexpr (r_count > 1) product_rest<r_count - 1>(n_rows, w, start, n_in, step, h, z);
  }

  template <int r_count, int s_count>
  static PINN_INLINE void outer_tile(
      const Rows& layout, const T* a, const T* b, T* sum, std::ptrdiff_t sum_step) {
    LaneArray<LaneArray<V, s_count>, r_count> total;
    for (int r = 0; r < r_count; ++r) {
      for (int s = 0; s < s_count; ++s) total[r][s] = V{};
    }
    for (std::ptrdiff_t c = 0; c < layout.n_columns; c += kLanes) {
      LaneArray<V, s_count> right;
      for (int s = 0; s < s_count; ++s) right[s] = lanes<V>(b + s * layout.step + c);
      for (int r = 0; r < r_count; ++r) {
        const V left = lanes<V>(a + r * layout.step + c);
        for (int s = 0; s < s_count; ++s) total[r][s] += left * right[s];
      }
    }
    for (int r = 0; r < r_count; ++r) {
      for (int s = 0; s < s_count; ++s) {
        sum[r * sum_step + s] += LaneSum<T, bytes>::of(total[r][s]);
      }
    }
  }

  template <int r_count, int s_count>
  static PINN_INLINE void outer_columns_rest(
      int n_b, const Rows& layout, const T* a, const T* b, T* sum, std::ptrdiff_t sum_step) {
    if (n_b == s_count) return outer_tile<r_count, s_count>(layout, a, b, sum, sum_step);
    if constexpr (s_count > 1) {
      outer_columns_rest<r_count, s_count - 1>(n_b, layout, a, b, sum, sum_step);
    }
  }

  template <int r_count>
  static PINN_INLINE void outer_rows(int n_b, const Rows& layout, const T* a, const T* b, T* sum) {
    int s = 0;
    for (; s + kColumns <= n_b; s += kColumns) {
      outer_tile<r_count, kColumns>(layout, a, b + s * layout.step, sum + s, n_b);
    }
    if (s == n_b) return;
    outer_columns_rest<r_count, kColumns - 1>(
        n_b - s, layout, a, b + s * layout.step, sum + s, n_b);
  }

  template <int r_count>
  static PINN_INLINE void outer_rest(
      int n_a, int n_b, const Rows& layout, const T* a, const T* b, T* sum) {
    if (n_a == r_count) return outer_rows<r_count>(n_b, layout, a, b, sum);
    if constexpr (r_count > 1) outer_rest<r_count - 1>(n_a, n_b, layout, a, b, sum);
  }
};

}  // namespace pinn
