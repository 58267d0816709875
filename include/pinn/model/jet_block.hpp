// SPDX-License-Identifier: MIT
// Values, derivatives and gradients of a network at a block of points, as fast as the processor.
#pragma once

#include <cstddef>
#include <memory>
#include <vector>

#include "pinn/model/activation.hpp"

namespace pinn {

template <typename T>
struct JetKernels;

/// Weights of a layer where they lie.
template <typename T>
struct LayerView {
  const T* weight;  ///< (n_out, n_in), row by row
  const T* bias;    ///< (n_out)
};

/// Where the gradient of a layer is added up.
template <typename T>
struct LayerSums {
  T* weight;  ///< (n_out, n_in), row by row
  T* bias;    ///< (n_out)
};

/// Names of the loops that this processor can run, the fastest last.
std::vector<const char*> jet_kernel_names();

/// Points that a block should have, so that it stays in the cache: a multiple of the padding.
///
/// Needs:  T is float or double.
template <typename T>
int block_points(int n_coefficients);

/// Carries truncated Taylor series through a multilayer perceptron, as Mlp::series_many does, and
/// adjoints of the outputs' coefficients back to the weights. All coefficients of a layer go
/// through one matrix product; the points lie in vector registers.
///
/// Equation:  u = a(z): du_k/dz_j = s_(k-j), where s is the series of a'(z).
/// Source:    Bettencourt, Johnson, Duvenaud 2019, Taylor-mode automatic differentiation for
///            higher-order derivatives; the backward pass follows from the same recurrences.
/// Needs:     T is float or double.
template <typename T>
class JetBlock {
 public:
  /// Shapes:  widths (n_layers + 1): inputs, hidden units, outputs.
  /// Needs:   1 <= n_coefficients <= 32; n_points >= 1; kernel: of jet_kernel_names(), the fastest
  ///          if negative.
  JetBlock(std::vector<int> widths,
           Activation activation,
           int n_coefficients,
           int n_points,
           int kernel = -1);

  int n_points() const { return n_points_; }

  /// Coefficient k of an input at all points, to be filled; zeros at first.
  ///
  /// Shapes:  -> (n_points)
  T* input(int unit, int k) { return row(inputs_.front(), unit, k); }

  /// Needs:  the layers stay as they are until gradient().
  void forward(const std::vector<LayerView<T>>& layers);

  /// Shapes:  -> (n_points)
  const T* output(int unit, int k) const { return row(inputs_.back(), unit, k); }

  /// The adjoint of output(unit, k), to be filled before every gradient(), which uses it up.
  ///
  /// Shapes:  -> (n_points)
  T* adjoint(int unit, int k) { return row(adjoint_, unit, k); }

  /// Adds the gradient of the sum of adjoint times output to `sums`.
  void gradient(const std::vector<LayerView<T>>& layers, const std::vector<LayerSums<T>>& sums);

 private:
  struct Free {
    void operator()(T* data) const;
  };
  using Buffer = std::unique_ptr<T, Free>;

  Buffer make_buffer(int n_rows) const;
  T* row(const Buffer& buffer, int unit, int k) const {
    return buffer.get() + unit * step_ + static_cast<std::ptrdiff_t>(k) * padded_;
  }
  void activate(T* z, T* slope);
  T* slope(std::size_t layer, int unit) const;

  std::vector<int> widths_;
  Activation activation_;
  int n_coefficients_;
  int n_points_;
  int padded_;           ///< n_points_, rounded up
  std::ptrdiff_t step_;  ///< From row to row.
  const JetKernels<T>* kernels_;
  std::vector<Buffer> inputs_;  ///< Of every layer, and the outputs.
  std::vector<Buffer> slopes_;  ///< Of the activation after every layer but the last, or nulls.
  Buffer adjoint_;
  Buffer below_;
  std::vector<double> argument_;
  std::vector<double> starts_;
  Buffer start_rows_;
};

}  // namespace pinn
