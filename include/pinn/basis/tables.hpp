// SPDX-License-Identifier: MIT
// What a network with frozen hidden layer can do on one window, as matrices between its points.
#pragma once

#include <Eigen/Dense>
#include <vector>

namespace pinn {

enum class NodeKind {
  Gauss,  ///< Roots of P_N: no end of the window among them.
  Radau   ///< Roots of P_N - P_(N-1): the right end among them.
};

/// Frozen features and points of one window.
struct BasisShape {
  NodeKind kind = NodeKind::Gauss;
  int order = 1;          ///< m: of the derivative that the points see.
  int n_points = 16;      ///< N
  int n_features = 32;    ///< M >= N + order - 1
  double slope = 0.5;     ///< w_j
  double bias_max = 3.0;  ///< b_j = -bias_max cos(pi (j + 1/2) / M)
};

/// Functions y(x) on [-1, 1] of the form bias + sum_j beta_j tanh(w_j x + b_j), described by what
/// determines them: y, y', ..., y^(m-1) at -1 and the values H of y^(m) at the points.
///
/// Equation:  y^(k)(x_i) = sum_j start[k](i, j) y^(j)(-1) + (integral[k] H)_i,  k = 0 .. m-1
///            y^(k)(+1)  = sum_j start_end(k, j) y^(j)(-1) + end[k] . H
///            beta       = start_readout (y(-1), ..., y^(m-1)(-1))^T + mode_readout (modes H)
///            bias       = y(-1) - sum_j beta_j tanh(b_j - w_j)
/// Derivatives are by x. y^(m)(x_i) = H_i exactly, whatever the start.
///
/// The product mode_readout modes has entries of 1e13 whose roundings no multiplication takes back:
/// never form it. Applied one after the other, as output_weights() does, the roundings fall into
/// combinations of features that can hardly be seen in y^(m).
struct BasisTables {
  BasisShape shape;
  Eigen::VectorXd points;                 ///< (N) x_i, increasing.
  Eigen::VectorXd weights;                ///< (M) w_j
  Eigen::VectorXd biases;                 ///< (M) b_j
  std::vector<Eigen::MatrixXd> integral;  ///< m matrices (N, N)
  std::vector<Eigen::RowVectorXd> end;    ///< m rows (N)
  std::vector<Eigen::MatrixXd> start;     ///< m matrices (N, m); close to (x + 1)^j / j!
  Eigen::MatrixXd start_end;              ///< (m, m)
  Eigen::MatrixXd modes;                  ///< (N, N), orthogonal; from the strongest to the weakest
  Eigen::MatrixXd mode_readout;           ///< (M, N)
  Eigen::MatrixXd start_readout;          ///< (M, m); column 0 is zero: a constant is the bias.
  /// (N, N): coefficients of the Legendre polynomials P_0 .. P_(N-1) from values at the points.
  Eigen::MatrixXd legendre;
  // integral[0] = schur_vectors schur_form schur_vectors^T, for order 1 alone; else empty.
  Eigen::MatrixXd schur_vectors;  ///< (N, N), orthogonal.
  Eigen::MatrixXd schur_form;     ///< (N, N), quasi-triangular.
};

/// The shape that a solve starts with: Gauss 16 points, 32 features; Radau 12 points, 32 features.
BasisShape default_shape(NodeKind kind, int order);

/// Tables of this shape, computed in extended precision and rounded once; those of default_shape()
/// up to order 2 come with the program, others are built when first asked for and kept.
///
/// Needs:   one thread at a time.
/// Throws:  InternalError for a shape whose features cannot represent N values of y^(m).
/// Cost:    nothing for what comes with the program, about half a second for others.
const BasisTables& basis_tables(const BasisShape& shape);

/// Computes the tables, without looking for known ones.
BasisTables build_basis_tables(const BasisShape& shape);

/// The weights beta behind the features, one column per state.
///
/// Shapes:  start (m, n_states), values H (N, n_states) → (M, n_states).
Eigen::MatrixXd output_weights(const BasisTables& tables,
                               const Eigen::MatrixXd& start,
                               const Eigen::MatrixXd& values);

}  // namespace pinn
