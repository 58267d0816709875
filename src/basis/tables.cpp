// SPDX-License-Identifier: MIT
// Which basis a solve starts with, and tables that are built once.
#include "pinn/basis/tables.hpp"

#include <algorithm>
#include <list>

namespace pinn {

namespace {

bool is_same(const BasisShape& a, const BasisShape& b) {
  return a.kind == b.kind && a.order == b.order && a.n_points == b.n_points &&
         a.n_features == b.n_features && a.slope == b.slope && a.bias_max == b.bias_max;
}

}  // namespace

BasisShape default_shape(NodeKind kind, int order) {
  BasisShape shape;
  shape.kind = kind;
  shape.order = order;
  if (kind == NodeKind::Radau) {
    shape.n_points = 12;
    shape.slope = 0.3;
  }
  return shape;
}

const BasisTables& basis_tables(const BasisShape& shape) {
  static std::list<BasisTables> known;  // a list, so that references stay good
  const auto found = std::find_if(known.begin(), known.end(), [&](const BasisTables& tables) {
    return is_same(tables.shape, shape);
  });
  if (found != known.end()) return *found;
  return known.emplace_back(build_basis_tables(shape));
}

Eigen::MatrixXd output_weights(const BasisTables& tables,
                               const Eigen::MatrixXd& start,
                               const Eigen::MatrixXd& values) {
  const Eigen::MatrixXd by_mode = tables.modes * values;
  return tables.start_readout * start + tables.mode_readout * by_mode;
}

}  // namespace pinn
