// SPDX-License-Identifier: MIT
// Looks the tables up.
#include "tableau.hpp"

namespace pinn::readout {

namespace {

BasisShape shape_of(NodeKind kind, int order, int n_features) {
  BasisShape shape = default_shape(kind, order);
  if (n_features > 0) shape.n_features = n_features;
  return shape;
}

}  // namespace

Tableau::Tableau(NodeKind node_kind, const Components& components, int n_features)
    : kind(node_kind),
      first(&basis_tables(shape_of(node_kind, 1, n_features))),
      schur(first->schur_vectors, first->schur_form) {
  n_points = first->points.size();
  for (const int order : components.order) {
    of_state.push_back(&basis_tables(shape_of(node_kind, order, n_features)));
  }
  for (const BasisTables* tables : of_state) {
    at_start.emplace_back((tables->biases - tables->weights).array().tanh().matrix());
    one_layer = one_layer && tables->weights == of_state.front()->weights &&
                tables->biases == of_state.front()->biases;
  }
}

}  // namespace pinn::readout
