// SPDX-License-Identifier: MIT
// A network forward, a loss of its derivatives, and backward again, block by block.
#pragma once

#include <cstdint>
#include <functional>
#include <map>
#include <vector>

#include "pinn/model/jet_block.hpp"
#include "pinn/model/model.hpp"

namespace pinn {

/// Taylor coefficients of the inputs of a network at the points of a block: of x itself, and of
/// sin(j w), cos(j w), its Fourier features.
///
/// Shapes:  x (block.n_points()) in network units
template <typename T>
void fill_inputs(const InputMap& input, const T* x, int n_coefficients, JetBlock<T>& block);

/// The layers among all weights of a network: layer by layer the weight, row by row, then the bias.
template <typename T>
std::vector<LayerView<T>> layer_views(const std::vector<int>& widths, const T* weights);

/// The same, of their gradient.
template <typename T>
std::vector<LayerSums<T>> layer_sums(const std::vector<int>& widths, T* gradient);

/// Derivatives of a network at the points of one block.
struct BlockValues {
  std::size_t number = 0;  ///< Of the block.
  std::int64_t first = 0;  ///< Its first point.
  std::size_t n_points = 0;
  const double* x = nullptr;            ///< (n_points) in network units
  const double* derivatives = nullptr;  ///< (order + 1, n_outputs, n_points)
  double* adjoints = nullptr;           ///< As `derivatives`; zeros at first.
};

/// Carries points through a network and adjoints back, one block after the other, so that what the
/// forward pass keeps is still in the cache when the backward pass needs it. For losses whose
/// adjoints at a point depend on that point alone.
///
/// Needs:   T is float or double.
template <typename T>
class NetworkPass {
 public:
  /// What becomes of the derivatives of a block; may be called by several threads at once.
  using Visit = std::function<void(const BlockValues&)>;

  /// Shapes:  widths (n_layers + 1): inputs, hidden units, outputs.
  NetworkPass(std::vector<int> widths, Activation activation, const InputMap& input);

  /// Cuts the points into blocks, none of which parts the last `n_together` of them, and the blocks
  /// into groups: neither depends on the number of workers, so that sums have the same roundings.
  ///
  /// Needs:   0 <= n_together <= n_points, n_points >= 1
  void prepare(std::int64_t n_points, std::int64_t n_together, int order, int n_workers);

  std::size_t n_weights() const { return n_weights_; }
  std::size_t n_blocks() const { return ends_.size(); }
  std::size_t n_groups() const { return sums_.size(); }

  /// All blocks of a group; the gradient of the sum of adjoint times derivative is kept if wanted.
  ///
  /// Shapes:  x (n_points) in network units, weights (n_weights)
  /// Needs:   no two calls at once with the same group or the same worker.
  void run(std::size_t group,
           std::size_t worker,
           const T* x,
           const T* weights,
           const Visit& visit,
           bool with_gradient);

  /// Adds up what the groups have kept.
  ///
  /// Shapes:  gradient (n_weights)
  void add_gradient(T* gradient) const;

 private:
  struct Worker {
    std::map<int, JetBlock<T>> blocks;  ///< By their number of points.
    std::vector<double> x;
    std::vector<double> derivatives;
    std::vector<double> adjoints;
  };

  void run_block(std::size_t number,
                 Worker& worker,
                 const T* x,
                 const std::vector<LayerView<T>>& layers,
                 const Visit& visit,
                 const std::vector<LayerSums<T>>* sums);

  std::vector<int> widths_;
  Activation activation_;
  InputMap input_;
  std::size_t n_weights_ = 0;
  int order_ = -1;
  std::int64_t n_points_ = 0;
  std::int64_t n_together_ = 0;
  std::vector<std::int64_t> ends_;    ///< Of every block, the point after its last one.
  std::vector<std::vector<T>> sums_;  ///< Gradient of every group.
  std::vector<Worker> workers_;
};

}  // namespace pinn
