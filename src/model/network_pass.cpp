// SPDX-License-Identifier: MIT
// Blocks one after the other, each through all layers and back.
#include "pinn/model/network_pass.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace pinn {

namespace {

constexpr double kHalfTurn = 3.14159265358979323846;

/// A group keeps a gradient of its own. With few blocks each is a group, for as many threads; with
/// many, adding up the gradients should remain a small part of the work.
constexpr std::size_t kFewBlocks = 16;
constexpr std::size_t kMostGroups = 64;

std::size_t blocks_per_group(std::size_t n_blocks) {
  if (n_blocks < kFewBlocks) return 1;
  return std::max<std::size_t>(2, (n_blocks + kMostGroups - 1) / kMostGroups);
}

/// function(layer, place of its weight, place of its bias)
template <typename Function>
void for_each_layer(const std::vector<int>& widths, Function function) {
  std::ptrdiff_t next = 0;
  for (std::size_t l = 0; l + 1 < widths.size(); ++l) {
    const std::ptrdiff_t size = static_cast<std::ptrdiff_t>(widths[l]) * widths[l + 1];
    function(next, next + size);
    next += size + widths[l + 1];
  }
}

}  // namespace

template <typename T>
void fill_inputs(const InputMap& input, const T* x, int n_coefficients, JetBlock<T>& block) {
  const int n_points = block.n_points();
  std::copy_n(x, n_points, block.input(0, 0));
  if (n_coefficients > 1) std::fill_n(block.input(0, 1), n_points, T{1});
  if (input.fourier_features == 0) return;
  // w = (v - fourier_start) / fourier_length with v = shift + x / rate
  const double slope = 2.0 * kHalfTurn / (input.rate * input.fourier_length);
  const double phase = 2.0 * kHalfTurn * (input.shift - input.fourier_start) / input.fourier_length;
  for (int j = 1; j <= input.fourier_features; ++j) {
    double factor = 1.0;  // (j slope)^k / k!
    for (int k = 0; k < n_coefficients; ++k) {
      T* sine = block.input(2 * j - 1, k);
      T* cosine = block.input(2 * j, k);
      for (int p = 0; p < n_points; ++p) {
        const double angle = j * (static_cast<double>(x[p]) * slope + phase) + 0.5 * kHalfTurn * k;
        sine[p] = static_cast<T>(factor * std::sin(angle));
        cosine[p] = static_cast<T>(factor * std::cos(angle));
      }
      factor *= j * slope / (k + 1);
    }
  }
}

template <typename T>
std::vector<LayerView<T>> layer_views(const std::vector<int>& widths, const T* weights) {
  std::vector<LayerView<T>> layers;
  for_each_layer(widths, [&](std::ptrdiff_t weight, std::ptrdiff_t bias) {
    layers.push_back({weights + weight, weights + bias});
  });
  return layers;
}

template <typename T>
std::vector<LayerSums<T>> layer_sums(const std::vector<int>& widths, T* gradient) {
  std::vector<LayerSums<T>> layers;
  for_each_layer(widths, [&](std::ptrdiff_t weight, std::ptrdiff_t bias) {
    layers.push_back({gradient + weight, gradient + bias});
  });
  return layers;
}

template <typename T>
NetworkPass<T>::NetworkPass(std::vector<int> widths, Activation activation, const InputMap& input)
    : widths_(std::move(widths)), activation_(activation), input_(input) {
  for (std::size_t l = 0; l + 1 < widths_.size(); ++l) {
    n_weights_ += static_cast<std::size_t>((widths_[l] + 1) * widths_[l + 1]);
  }
}

template <typename T>
void NetworkPass<T>::prepare(std::int64_t n_points,
                             std::int64_t n_together,
                             int order,
                             int n_workers) {
  const auto wanted = static_cast<std::size_t>(n_workers);
  if (workers_.size() < wanted) workers_.resize(wanted);
  if (n_points == n_points_ && n_together == n_together_ && order == order_) return;
  if (order != order_) {
    for (Worker& worker : workers_) worker.blocks.clear();
  }
  n_points_ = n_points;
  n_together_ = n_together;
  order_ = order;
  ends_.clear();
  const std::int64_t size = block_points<T>(order + 1);
  for (std::int64_t end = size; end < n_points && end <= n_points - n_together; end += size) {
    ends_.push_back(end);
  }
  ends_.push_back(n_points);
  const std::size_t per_group = blocks_per_group(ends_.size());
  sums_.assign((ends_.size() + per_group - 1) / per_group, std::vector<T>(n_weights_));
}

template <typename T>
void NetworkPass<T>::run(std::size_t group,
                         std::size_t worker,
                         const T* x,
                         const T* weights,
                         const Visit& visit,
                         bool with_gradient) {
  const std::vector<LayerView<T>> layers = layer_views(widths_, weights);
  std::vector<T>& sum = sums_[group];
  if (with_gradient) std::fill(sum.begin(), sum.end(), T{0});
  const std::vector<LayerSums<T>> sums = layer_sums(widths_, sum.data());
  const std::size_t per_group = blocks_per_group(ends_.size());
  const std::size_t last = std::min(ends_.size(), (group + 1) * per_group);
  for (std::size_t number = group * per_group; number < last; ++number) {
    run_block(number, workers_[worker], x, layers, visit, with_gradient ? &sums : nullptr);
  }
}

template <typename T>
void NetworkPass<T>::run_block(std::size_t number,
                               Worker& worker,
                               const T* x,
                               const std::vector<LayerView<T>>& layers,
                               const Visit& visit,
                               const std::vector<LayerSums<T>>* sums) {
  const std::int64_t first = number == 0 ? 0 : ends_[number - 1];
  const auto n = static_cast<int>(ends_[number] - first);
  const auto found = worker.blocks.find(n);
  JetBlock<T>& block =
      found != worker.blocks.end()
          ? found->second
          : worker.blocks.emplace(n, JetBlock<T>(widths_, activation_, order_ + 1, n))
                .first->second;
  fill_inputs(input_, x + first, order_ + 1, block);
  block.forward(layers);

  const int n_outputs = widths_.back();
  const auto n_points = static_cast<std::size_t>(n);
  const std::size_t size = static_cast<std::size_t>((order_ + 1) * n_outputs) * n_points;
  worker.x.assign(x + first, x + ends_[number]);
  worker.derivatives.resize(size);
  worker.adjoints.assign(size, 0.0);
  double* to = worker.derivatives.data();
  double factorial = 1.0;
  for (int k = 0; k <= order_; ++k) {
    if (k > 1) factorial *= k;
    for (int i = 0; i < n_outputs; ++i) {
      const T* from = block.output(i, k);
      for (int p = 0; p < n; ++p) *to++ = factorial * static_cast<double>(from[p]);
    }
  }
  visit({number,
         first,
         n_points,
         worker.x.data(),
         worker.derivatives.data(),
         worker.adjoints.data()});
  if (sums == nullptr) return;

  const double* from = worker.adjoints.data();
  factorial = 1.0;
  for (int k = 0; k <= order_; ++k) {
    if (k > 1) factorial *= k;
    for (int i = 0; i < n_outputs; ++i) {
      T* adjoint = block.adjoint(i, k);
      for (int p = 0; p < n; ++p) adjoint[p] = static_cast<T>(factorial * *from++);
    }
  }
  block.gradient(layers, *sums);
}

template <typename T>
void NetworkPass<T>::add_gradient(T* gradient) const {
  for (const std::vector<T>& sum : sums_) {
    for (std::size_t i = 0; i < n_weights_; ++i) gradient[i] += sum[i];
  }
}

template void fill_inputs(const InputMap&, const float*, int, JetBlock<float>&);
template std::vector<LayerView<float>> layer_views(const std::vector<int>&, const float*);
template std::vector<LayerSums<float>> layer_sums(const std::vector<int>&, float*);
template class NetworkPass<float>;

template void fill_inputs(const InputMap&, const double*, int, JetBlock<double>&);
template std::vector<LayerView<double>> layer_views(const std::vector<int>&, const double*);
template std::vector<LayerSums<double>> layer_sums(const std::vector<int>&, double*);
template class NetworkPass<double>;

}  // namespace pinn
