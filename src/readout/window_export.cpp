// SPDX-License-Identifier: MIT
// Weights of the readout from the values at the points.
#include "window_export.hpp"

#include <algorithm>
#include <cmath>

namespace pinn::readout {

namespace {

/// Output weights and bias of one state.
void set_readout(const Tableau& tableau,
                 const Components& components,
                 std::size_t state,
                 const WindowStart& start,
                 const Eigen::MatrixXd& H,
                 Eigen::Ref<Eigen::RowVectorXd> weights,
                 double& bias) {
  const BasisTables& tables = *tableau.of_state[state];
  const double hh = start.length / 2;
  const int m = components.order[state];
  Eigen::VectorXd derivatives(m);  // by the local coordinate
  for (int k = 0; k < m; ++k) {
    derivatives(k) = start.u(components.begin[state] + k) * std::pow(hh, k);
  }
  const auto s = static_cast<Eigen::Index>(state);
  weights = output_weights(tables, derivatives, std::pow(hh, m) * H.col(s)).transpose();
  bias = derivatives(0) - weights.dot(tableau.at_start[state]);
}

Mlp make_network(const BasisTables& tables, Eigen::Index n_outputs) {
  Mlp network;
  network.activation = Activation::Tanh;
  network.layers.push_back({tables.weights, tables.biases});
  network.layers.push_back(
      {Eigen::MatrixXd(n_outputs, tables.weights.size()), Eigen::VectorXd(n_outputs)});
  return network;
}

}  // namespace

void meet_values(Window& window, double at, const Eigen::VectorXd& values) {
  const Eigen::MatrixXd there = evaluate_window(window, at, 0);
  for (Eigen::Index s = 0; s < values.size(); ++s) {
    const double missing = values(s) - there(s, 0);
    if (!std::isfinite(missing)) continue;
    const bool one = window.networks.size() == 1;
    Mlp& network = window.networks[one ? 0 : static_cast<std::size_t>(s)];
    network.layers.back().bias(one ? s : 0) += missing;
  }
}

Window to_window(const Tableau& tableau,
                 const Components& components,
                 const WindowStart& start,
                 const Eigen::MatrixXd& H) {
  const auto n_states = static_cast<Eigen::Index>(components.n_states());
  Window window;
  window.start = std::min(start.at, start.at + start.length);
  window.end = std::max(start.at, start.at + start.length);
  window.input.shift = start.at + start.length / 2;
  window.input.rate = 2.0 / start.length;
  window.scale = Eigen::VectorXd::Ones(n_states);
  window.offset = Eigen::MatrixXd::Zero(n_states, 1);
  window.factor = Eigen::MatrixXd::Ones(n_states, 1);
  if (tableau.one_layer) window.networks.push_back(make_network(*tableau.of_state[0], n_states));
  for (Eigen::Index s = 0; s < n_states; ++s) {
    const auto state = static_cast<std::size_t>(s);
    const BasisTables& tables = *tableau.of_state[state];
    if (!tableau.one_layer) window.networks.push_back(make_network(tables, 1));
    Linear& output = window.networks.back().layers.back();
    Eigen::RowVectorXd weights(tables.weights.size());
    const Eigen::Index row = tableau.one_layer ? s : 0;
    set_readout(tableau, components, state, start, H, weights, output.bias(row));
    output.weight.row(row) = weights;
  }
  Eigen::VectorXd at_start(n_states);
  for (Eigen::Index s = 0; s < n_states; ++s) {
    at_start(s) = start.u(components.begin[static_cast<std::size_t>(s)]);
  }
  meet_values(window, start.at, at_start);
  return window;
}

}  // namespace pinn::readout
