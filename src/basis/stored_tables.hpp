// SPDX-License-Identifier: MIT
// Tables as one row of numbers: how they are shipped inside the program.
#pragma once

#include <cstddef>
#include <optional>

#include "pinn/basis/tables.hpp"

namespace pinn {

/// A table as the generated source file holds it.
struct StoredTables {
  BasisShape shape;
  const double* numbers = nullptr;  ///< In the order of for_each_matrix(), column by column.
  std::size_t n_numbers = 0;
};

/// What the generated source file holds.
struct StoredTablesList {
  const StoredTables* first = nullptr;
  std::size_t count = 0;
};
StoredTablesList shipped_tables();

/// The tables of this shape that come with the program, if any do.
///
/// Throws:  InternalError if their number of numbers does not fit the shape.
std::optional<BasisTables> find_shipped_tables(const BasisShape& shape);

/// Equal in every member.
bool is_same(const BasisShape& a, const BasisShape& b);

/// Calls action(matrix) for every matrix and vector of the tables; `Tables` may be const.
template <typename Tables, typename Action>
void for_each_matrix(Tables& tables, Action&& action) {
  action(tables.points);
  action(tables.weights);
  action(tables.biases);
  for (auto& matrix : tables.integral) action(matrix);
  for (auto& row : tables.end) action(row);
  for (auto& matrix : tables.start) action(matrix);
  action(tables.start_end);
  action(tables.modes);
  action(tables.mode_readout);
  action(tables.start_readout);
  action(tables.legendre);
  action(tables.schur_vectors);
  action(tables.schur_form);
}

}  // namespace pinn
