// SPDX-License-Identifier: MIT
// Forward as in mlp.cpp with everything kept, backward layer by layer.
#include "pinn/model/jets.hpp"

#include <cstddef>

namespace pinn {

namespace {

/// A layer's weight and bias within all weights, from `first` on.
using WeightMap = Eigen::Map<Eigen::MatrixXd>;

}  // namespace

Eigen::VectorXd weights_of(const Mlp& network) {
  Eigen::VectorXd weights(static_cast<Eigen::Index>(network.n_weights()));
  Eigen::Index first = 0;
  for (const Linear& layer : network.layers) {
    weights.segment(first, layer.weight.size()) = layer.weight.reshaped();
    first += layer.weight.size();
    weights.segment(first, layer.bias.size()) = layer.bias;
    first += layer.bias.size();
  }
  return weights;
}

void set_weights(Mlp& network, const Eigen::VectorXd& weights) {
  Eigen::Index first = 0;
  for (Linear& layer : network.layers) {
    layer.weight.reshaped() = weights.segment(first, layer.weight.size());
    first += layer.weight.size();
    layer.bias = weights.segment(first, layer.bias.size());
    first += layer.bias.size();
  }
}

const Eigen::MatrixXd& Jets::forward(const Mlp& network, const Eigen::MatrixXd& inputs, int n) {
  network_ = &network;
  n_ = n;
  const std::size_t n_layers = network.layers.size();
  inputs_.resize(n_layers);
  slopes_.resize(n_layers - 1);
  inputs_[0] = inputs;
  for (std::size_t l = 0; l < n_layers; ++l) {
    const Linear& layer = network.layers[l];
    const bool is_last = l + 1 == n_layers;
    Eigen::MatrixXd& z = is_last ? outputs_ : inputs_[l + 1];
    z.noalias() = layer.weight * inputs_[l];
    for (Eigen::Index first = 0; first < z.cols(); first += n) z.col(first) += layer.bias;
    if (is_last) break;
    Eigen::MatrixXd& slope = slopes_[l];
    slope.resizeLike(z);
    const auto n_units = static_cast<int>(z.rows());
    for (Eigen::Index first = 0; first < z.cols(); first += n) {
      const Eigen::Index place = first * z.rows();
      activate_many(network.activation, z.data() + place, slope.data() + place, n_units, n);
    }
  }
  return outputs_;
}

void Jets::through_activation(std::size_t layer, Eigen::MatrixXd& adjoint) const {
  const Eigen::MatrixXd& slope = slopes_[layer];
  for (Eigen::Index first = 0; first < adjoint.cols(); first += n_) {
    for (int j = 0; j < n_; ++j) {
      // In place: coefficients above j are still those of the outputs.
      auto to = adjoint.col(first + j).array();
      to *= slope.col(first).array();
      for (int k = j + 1; k < n_; ++k) {
        to += adjoint.col(first + k).array() * slope.col(first + k - j).array();
      }
    }
  }
}

void Jets::gradients(const Eigen::MatrixXd& adjoint, Eigen::Ref<Eigen::MatrixXd> by_point) {
  adjoint_ = adjoint;
  Eigen::Index end = by_point.rows();
  for (std::size_t l = network_->layers.size(); l-- > 0;) {
    const Linear& layer = network_->layers[l];
    const Eigen::Index first = end - layer.weight.size() - layer.bias.size();
    for (Eigen::Index p = 0; p < by_point.cols(); ++p) {
      double* at = &by_point(first, p);
      WeightMap(at, layer.weight.rows(), layer.weight.cols()).noalias() =
          adjoint_.middleCols(p * n_, n_)
              .lazyProduct(inputs_[l].middleCols(p * n_, n_).transpose());
      by_point.col(p).segment(first + layer.weight.size(), layer.bias.size()) =
          adjoint_.col(p * n_);
    }
    end = first;
    if (l == 0) return;
    below_.noalias() = layer.weight.transpose() * adjoint_;
    adjoint_.swap(below_);
    through_activation(l - 1, adjoint_);
  }
}

}  // namespace pinn
