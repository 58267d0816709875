// SPDX-License-Identifier: MIT
// Blocks of jets side by side, and the node that joins them to LibTorch's graph.
#include "network_jets.hpp"

#include <ATen/Parallel.h>

#include <algorithm>
#include <map>
#include <utility>

namespace pinn {

namespace {

/// The blocks of one number of points and coefficients.
template <typename T>
struct Blocks {
  std::vector<JetBlock<T>> blocks;
  std::vector<std::vector<T>> sums;  ///< Gradient of each block, added up in order.
  std::int64_t call = 0;             ///< Whose values the blocks hold.
};

template <typename T>
class TypedJets : public NetworkJets {
 public:
  TypedJets(const std::vector<int>& widths, Activation activation, const InputMap& input)
      : widths_(widths), activation_(activation), input_(input), pass_(widths, activation, input) {}

  std::vector<torch::Tensor> forward(const torch::Tensor& x,
                                     const torch::Tensor& weights,
                                     int order) override;
  std::int64_t last_call() const override { return last_call_; }
  torch::Tensor backward(const torch::Tensor& x,
                         const torch::Tensor& weights,
                         const std::vector<torch::Tensor>& adjoints,
                         std::int64_t call) override;
  std::size_t prepare_pass(std::int64_t n_points, std::int64_t n_together, int order) override;
  torch::Tensor pass(const torch::Tensor& x,
                     const torch::Tensor& weights,
                     const std::function<void(const BlockValues&)>& visit,
                     bool with_gradient) override;

 private:
  Blocks<T>& blocks_for(std::int64_t n_points, int n_coefficients);
  void run(Blocks<T>& all, const torch::Tensor& x, const torch::Tensor& weights, int n);
  void fill_adjoints(JetBlock<T>& block,
                     const std::vector<torch::Tensor>& adjoints,
                     std::int64_t first) const;

  std::vector<int> widths_;
  Activation activation_;
  InputMap input_;
  std::map<std::pair<std::int64_t, int>, Blocks<T>> blocks_;
  std::int64_t last_call_ = 0;
  NetworkPass<T> pass_;
};

template <typename T>
Blocks<T>& TypedJets<T>::blocks_for(std::int64_t n_points, int n_coefficients) {
  Blocks<T>& all = blocks_[{n_points, n_coefficients}];
  if (!all.blocks.empty()) return all;
  // The blocks do not depend on the number of threads, so that sums have the same roundings.
  const int size = block_points<T>(n_coefficients);
  for (std::int64_t first = 0; first < n_points; first += size) {
    const auto count = static_cast<int>(std::min<std::int64_t>(size, n_points - first));
    all.blocks.emplace_back(widths_, activation_, n_coefficients, count);
    all.sums.emplace_back(pass_.n_weights());
  }
  return all;
}

/// function(block, its number, its first point) for all blocks, in any order.
template <typename T, typename Function>
void for_each_block(std::vector<JetBlock<T>>& blocks, Function function) {
  const int size = blocks.front().n_points();
  const auto n_blocks = static_cast<std::int64_t>(blocks.size());
  at::parallel_for(0, n_blocks, 1, [&](std::int64_t begin, std::int64_t end) {
    for (std::int64_t b = begin; b < end; ++b) {
      const auto number = static_cast<std::size_t>(b);
      function(blocks[number], number, b * size);
    }
  });
}

template <typename T>
void TypedJets<T>::run(Blocks<T>& all,
                       const torch::Tensor& x,
                       const torch::Tensor& weights,
                       int n) {
  const std::vector<LayerView<T>> layers =
      layer_views(widths_, static_cast<const T*>(weights.data_ptr<T>()));
  const T* places = x.data_ptr<T>();
  for_each_block(all.blocks, [&](JetBlock<T>& block, std::size_t, std::int64_t first) {
    fill_inputs(input_, places + first, n, block);
    block.forward(layers);
  });
}

template <typename T>
std::vector<torch::Tensor> TypedJets<T>::forward(const torch::Tensor& x,
                                                 const torch::Tensor& weights,
                                                 int order) {
  const std::int64_t n_points = x.size(0);
  const int n_outputs = widths_.back();
  Blocks<T>& all = blocks_for(n_points, order + 1);
  run(all, x, weights, order + 1);
  all.call = ++last_call_;
  std::vector<torch::Tensor> derivatives;
  double factorial = 1.0;
  for (int k = 0; k <= order; ++k) {
    if (k > 1) factorial *= k;
    torch::Tensor values = torch::empty({n_points, n_outputs}, x.options().requires_grad(false));
    T* to = values.data_ptr<T>();
    for (const JetBlock<T>& block : all.blocks) {
      for (int i = 0; i < n_outputs; ++i) {
        const T* from = block.output(i, k);
        for (int p = 0; p < block.n_points(); ++p) {
          to[p * n_outputs + i] = from[p] * static_cast<T>(factorial);
        }
      }
      to += static_cast<std::ptrdiff_t>(block.n_points()) * n_outputs;
    }
    derivatives.push_back(values);
  }
  return derivatives;
}

template <typename T>
void TypedJets<T>::fill_adjoints(JetBlock<T>& block,
                                 const std::vector<torch::Tensor>& adjoints,
                                 std::int64_t first) const {
  const int n_outputs = widths_.back();
  double factorial = 1.0;
  for (std::size_t k = 0; k < adjoints.size(); ++k) {
    if (k > 1) factorial *= static_cast<double>(k);
    const bool is_zero = !adjoints[k].defined();
    const T* from = is_zero ? nullptr : adjoints[k].data_ptr<T>() + first * n_outputs;
    for (int i = 0; i < n_outputs; ++i) {
      T* to = block.adjoint(i, static_cast<int>(k));
      for (int p = 0; p < block.n_points(); ++p) {
        to[p] = is_zero ? T{0} : from[p * n_outputs + i] * static_cast<T>(factorial);
      }
    }
  }
}

template <typename T>
torch::Tensor TypedJets<T>::backward(const torch::Tensor& x,
                                     const torch::Tensor& weights,
                                     const std::vector<torch::Tensor>& adjoints,
                                     std::int64_t call) {
  const auto n_coefficients = static_cast<int>(adjoints.size());
  Blocks<T>& all = blocks_for(x.size(0), n_coefficients);
  if (all.call != call) run(all, x, weights, n_coefficients);
  all.call = call;
  std::vector<torch::Tensor> plain;
  for (const torch::Tensor& adjoint : adjoints) {
    plain.push_back(adjoint.defined() ? adjoint.contiguous() : adjoint);
  }
  const std::vector<LayerView<T>> layers =
      layer_views(widths_, static_cast<const T*>(weights.data_ptr<T>()));
  for_each_block(all.blocks, [&](JetBlock<T>& block, std::size_t number, std::int64_t first) {
    fill_adjoints(block, plain, first);
    std::vector<T>& sums = all.sums[number];
    std::fill(sums.begin(), sums.end(), T{0});
    block.gradient(layers, layer_sums(widths_, sums.data()));
  });
  torch::Tensor gradient = torch::zeros_like(weights);
  T* total = gradient.data_ptr<T>();
  for (const std::vector<T>& sums : all.sums) {
    for (std::size_t i = 0; i < pass_.n_weights(); ++i) total[i] += sums[i];
  }
  return gradient;
}

template <typename T>
std::size_t TypedJets<T>::prepare_pass(std::int64_t n_points, std::int64_t n_together, int order) {
  pass_.prepare(n_points, n_together, order, at::get_num_threads());
  return pass_.n_blocks();
}

template <typename T>
torch::Tensor TypedJets<T>::pass(const torch::Tensor& x,
                                 const torch::Tensor& weights,
                                 const std::function<void(const BlockValues&)>& visit,
                                 bool with_gradient) {
  const T* places = x.data_ptr<T>();
  const T* values = weights.data_ptr<T>();
  const auto n_groups = static_cast<std::int64_t>(pass_.n_groups());
  at::parallel_for(0, n_groups, 1, [&](std::int64_t begin, std::int64_t end) {
    const auto worker = static_cast<std::size_t>(at::get_thread_num());
    for (std::int64_t group = begin; group < end; ++group) {
      pass_.run(static_cast<std::size_t>(group), worker, places, values, visit, with_gradient);
    }
  });
  if (!with_gradient) return {};
  torch::Tensor gradient = torch::zeros({weights.numel()}, x.options().requires_grad(false));
  pass_.add_gradient(gradient.data_ptr<T>());
  return gradient;
}

/// The node: one input with a gradient, the weights.
class JetsFunction : public torch::autograd::Function<JetsFunction> {
 public:
  using Context = torch::autograd::AutogradContext;

  static torch::autograd::variable_list forward(Context* context,
                                                const torch::Tensor& weights,
                                                const torch::Tensor& x,
                                                NetworkJets* jets,
                                                std::int64_t order) {
    context->set_materialize_grads(false);
    context->save_for_backward({x, weights});
    torch::autograd::variable_list derivatives = jets->forward(x, weights, static_cast<int>(order));
    context->saved_data["jets"] = static_cast<std::int64_t>(reinterpret_cast<std::intptr_t>(jets));
    context->saved_data["call"] = jets->last_call();
    return derivatives;
  }

  static torch::autograd::variable_list backward(Context* context,
                                                 torch::autograd::variable_list adjoints) {
    const auto saved = context->get_saved_variables();
    auto* jets = reinterpret_cast<NetworkJets*>(
        static_cast<std::intptr_t>(context->saved_data["jets"].toInt()));
    const std::int64_t call = context->saved_data["call"].toInt();
    return {jets->backward(saved[0], saved[1], adjoints, call), {}, {}, {}};
  }
};

}  // namespace

std::unique_ptr<NetworkJets> make_network_jets(const std::vector<int>& widths,
                                               Activation activation,
                                               const InputMap& input,
                                               const torch::TensorOptions& options) {
  if (torch::typeMetaToScalarType(options.dtype()) == torch::kFloat32) {
    return std::make_unique<TypedJets<float>>(widths, activation, input);
  }
  return std::make_unique<TypedJets<double>>(widths, activation, input);
}

std::vector<torch::Tensor> network_derivatives(NetworkJets& jets,
                                               const torch::Tensor& x,
                                               const torch::Tensor& weights,
                                               int order) {
  return JetsFunction::apply(weights, x.detach(), &jets, static_cast<std::int64_t>(order));
}

}  // namespace pinn
