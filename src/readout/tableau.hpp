// SPDX-License-Identifier: MIT
// The tables of one kind of points for the states of a problem.
#pragma once

#include <vector>

#include "pinn/basis/tables.hpp"
#include "right_side.hpp"
#include "schur_solver.hpp"

namespace pinn::readout {

/// Tables of every state, all over the same points.
struct Tableau {
  Tableau(NodeKind node_kind, const Components& components, int n_features);

  NodeKind kind;
  Eigen::Index n_points = 0;                 ///< N
  std::vector<const BasisTables*> of_state;  ///< By the state's order.
  std::vector<Eigen::VectorXd> at_start;     ///< (M) By state: tanh(b - w).
  const BasisTables* first = nullptr;        ///< Those of order 1.
  SchurForm schur;                           ///< Of first->integral[0].
  bool one_layer = true;                     ///< All states have the same hidden features.
};

}  // namespace pinn::readout
