// SPDX-License-Identifier: MIT
#include "stored_tables.hpp"

#include <algorithm>

#include "pinn/util/error.hpp"

namespace pinn {

namespace {

/// Tables of the right sizes, full of zeros.
BasisTables empty_tables(const BasisShape& shape) {
  const Eigen::Index n = shape.n_points;
  const Eigen::Index m = shape.order;
  const Eigen::Index n_features = shape.n_features;
  const Eigen::Index n_schur = shape.order == 1 ? n : 0;
  const auto count = static_cast<std::size_t>(shape.order);
  BasisTables tables;
  tables.shape = shape;
  tables.points.setZero(n);
  tables.weights.setZero(n_features);
  tables.biases.setZero(n_features);
  tables.integral.assign(count, Eigen::MatrixXd::Zero(n, n));
  tables.end.assign(count, Eigen::RowVectorXd::Zero(n));
  tables.start.assign(count, Eigen::MatrixXd::Zero(n, m));
  tables.start_end.setZero(m, m);
  tables.modes.setZero(n, n);
  tables.mode_readout.setZero(n_features, n);
  tables.start_readout.setZero(n_features, m);
  tables.legendre.setZero(n, n);
  tables.schur_vectors.setZero(n_schur, n_schur);
  tables.schur_form.setZero(n_schur, n_schur);
  return tables;
}

BasisTables unpack(const StoredTables& stored) {
  BasisTables tables = empty_tables(stored.shape);
  std::size_t n_used = 0;
  for_each_matrix(tables, [&](auto& matrix) {
    const auto size = static_cast<std::size_t>(matrix.size());
    if (n_used + size > stored.n_numbers) throw InternalError("a shipped table is too short");
    std::copy_n(stored.numbers + n_used, size, matrix.data());
    n_used += size;
  });
  if (n_used != stored.n_numbers) throw InternalError("a shipped table is too long");
  return tables;
}

}  // namespace

bool is_same(const BasisShape& a, const BasisShape& b) {
  return a.kind == b.kind && a.order == b.order && a.n_points == b.n_points &&
         a.n_features == b.n_features && a.slope == b.slope && a.bias_max == b.bias_max;
}

std::optional<BasisTables> find_shipped_tables(const BasisShape& shape) {
  const StoredTablesList list = shipped_tables();
  const StoredTables* end = list.first + list.count;
  const StoredTables* found = std::find_if(
      list.first, end, [&](const StoredTables& stored) { return is_same(stored.shape, shape); });
  if (found == end) return std::nullopt;
  return unpack(*found);
}

}  // namespace pinn
