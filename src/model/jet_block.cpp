// SPDX-License-Identifier: MIT
// The layers of a JetBlock, forward and backward.
#include "pinn/model/jet_block.hpp"

#include <algorithm>
#include <array>
#include <cstdlib>
#include <new>
#include <numeric>
#include <type_traits>
#include <utility>

#include "jet_kernels.hpp"

namespace pinn {

namespace {

/// Columns of all coefficients of a block: a layer of 50 units then takes 50 kB in float and 100 kB
/// in double, and a network of three such layers stays in a cache of the second level from
/// forward() to gradient().
constexpr int kBlockColumns = 256;

/// Sums kept side by side, so that no addition waits for the one before.
constexpr int kPartialSums = 16;

int round_up(int n, int multiple) { return (n + multiple - 1) / multiple * multiple; }

/// Needs:  n is a multiple of kPartialSums.
template <typename T>
T sum_of(const T* values, int n) {
  std::array<T, kPartialSums> sums{};
  for (int p = 0; p < n; p += kPartialSums) {
    for (int i = 0; i < kPartialSums; ++i) sums[static_cast<std::size_t>(i)] += values[p + i];
  }
  return std::accumulate(sums.begin(), sums.end(), T{0});
}

}  // namespace

std::vector<const char*> jet_kernel_names() {
  std::vector<const char*> names;
  for (const JetKernels<double>& kernels : jet_kernels<double>()) names.push_back(kernels.name);
  return names;
}

template <typename T>
int block_points(int n_coefficients) {
  return std::max(1, kBlockColumns / n_coefficients / kRowPadding<T>) * kRowPadding<T>;
}

template int block_points<float>(int n_coefficients);
template int block_points<double>(int n_coefficients);

template <typename T>
void JetBlock<T>::Free::operator()(T* data) const {
  std::free(data);
}

template <typename T>
JetBlock<T>::JetBlock(
    std::vector<int> widths, Activation activation, int n_coefficients, int n_points, int kernel)
    : widths_(std::move(widths)),
      activation_(activation),
      n_coefficients_(n_coefficients),
      n_points_(n_points),
      padded_(round_up(n_points, kRowPadding<T>)),
      // Rows that start a power of two apart would share a few lines of the cache.
      step_(static_cast<std::ptrdiff_t>(n_coefficients) * padded_ +
            static_cast<std::ptrdiff_t>(kLaneAlignment / sizeof(T))) {
  const std::vector<JetKernels<T>>& all = jet_kernels<T>();
  kernels_ = kernel < 0 ? &all.back() : &all.at(static_cast<std::size_t>(kernel));
  for (const int width : widths_) inputs_.push_back(make_buffer(width));
  for (std::size_t l = 1; l + 1 < widths_.size(); ++l) {
    slopes_.push_back(slope_follows_from_value(activation) ? Buffer() : make_buffer(widths_[l]));
  }
  const int widest = *std::max_element(widths_.begin(), widths_.end());
  adjoint_ = make_buffer(widest);
  below_ = make_buffer(widest);
  argument_.resize(static_cast<std::size_t>(padded_));
  starts_.resize(3 * argument_.size());
  start_rows_ = make_buffer(3);
}

template <typename T>
typename JetBlock<T>::Buffer JetBlock<T>::make_buffer(int n_rows) const {
  const auto count = static_cast<std::size_t>(n_rows) * static_cast<std::size_t>(step_);
  void* data = std::aligned_alloc(kLaneAlignment, count * sizeof(T));
  if (data == nullptr) throw std::bad_alloc();
  Buffer buffer(static_cast<T*>(data));
  std::fill_n(buffer.get(), count, T{0});
  return buffer;
}

/// One unit: its series and their slopes.
template <typename T>
void JetBlock<T>::activate(T* z, T* slope) {
  const SeriesRows rows{n_coefficients_, padded_};
  if (activation_ == Activation::Relu || activation_ == Activation::LeakyRelu) {
    return kernels_->activate(activation_, rows, {nullptr, nullptr, nullptr}, z, slope);
  }
  T* at = start_rows_.get();
  const std::ptrdiff_t step = padded_;
  const SeriesStart<T*> start{at, at + step, at + 2 * step};
  if (activation_ == Activation::Tanh) {
    kernels_->tanh(padded_, z, start.a);
  } else if constexpr (std::is_same_v<T, double>) {
    start_many(activation_, padded_, z, start);
  } else {
    double* first = starts_.data();
    std::copy_n(z, padded_, argument_.data());
    start_many(activation_, padded_, argument_.data(), {first, first + step, first + 2 * step});
    for (int i = 0; i < 3 * padded_; ++i) at[i] = static_cast<T>(first[i]);
  }
  kernels_->activate(activation_, rows, {start.a, start.b, start.c}, z, slope);
}

template <typename T>
void JetBlock<T>::forward(const std::vector<LayerView<T>>& layers) {
  const Rows layout{static_cast<std::ptrdiff_t>(n_coefficients_) * padded_, step_};
  for (std::size_t l = 0; l < layers.size(); ++l) {
    const int n_in = widths_[l];
    const int n_out = widths_[l + 1];
    const Buffer& z = inputs_[l + 1];
    kernels_->product({layers[l].weight, n_in, 1},
                      {layers[l].bias, padded_},
                      n_out,
                      n_in,
                      layout,
                      inputs_[l].get(),
                      z.get());
    if (l + 1 == layers.size()) return;
    for (int unit = 0; unit < n_out; ++unit) activate(row(z, unit, 0), slope(l, unit));
  }
}

/// Null if the slopes are not kept.
template <typename T>
T* JetBlock<T>::slope(std::size_t layer, int unit) const {
  const Buffer& slopes = slopes_[layer];
  return slopes == nullptr ? nullptr : row(slopes, unit, 0);
}

template <typename T>
void JetBlock<T>::gradient(const std::vector<LayerView<T>>& layers,
                           const std::vector<LayerSums<T>>& sums) {
  const Rows layout{static_cast<std::ptrdiff_t>(n_coefficients_) * padded_, step_};
  const SeriesRows rows{n_coefficients_, padded_};
  for (int unit = 0; unit < widths_.back(); ++unit) {
    for (int k = 0; k < n_coefficients_; ++k) {
      T* values = adjoint(unit, k);
      std::fill(values + n_points_, values + padded_, T{0});
    }
  }
  for (std::size_t l = layers.size(); l-- > 0;) {
    const int n_in = widths_[l];
    const int n_out = widths_[l + 1];
    kernels_->outer(n_out, n_in, layout, adjoint_.get(), inputs_[l].get(), sums[l].weight);
    for (int unit = 0; unit < n_out; ++unit) {
      sums[l].bias[unit] += sum_of(adjoint(unit, 0), padded_);
    }
    if (l == 0) return;
    kernels_->product({layers[l].weight, 1, n_in},
                      {nullptr, 0},
                      n_in,
                      n_out,
                      layout,
                      adjoint_.get(),
                      below_.get());
    adjoint_.swap(below_);
    for (int unit = 0; unit < n_in; ++unit) {
      kernels_->pull_back(
          activation_, rows, row(inputs_[l], unit, 0), slope(l - 1, unit), adjoint(unit, 0));
    }
  }
}

template class JetBlock<float>;
template class JetBlock<double>;

}  // namespace pinn
