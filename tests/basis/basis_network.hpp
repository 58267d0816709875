// SPDX-License-Identifier: MIT
// The network behind a basis as a user gets it: weights and biases in double, evaluated anywhere.
#pragma once

#include <cmath>
#include <functional>
#include <vector>

#include "pinn/basis/tables.hpp"
#include "tolerances.hpp"

namespace pinn::test {

/// y(x) = bias + sum_j beta_j tanh(w_j x + b_j) and its derivatives up to the third.
class BasisNetwork {
 public:
  BasisNetwork(const BasisTables& tables,
               const Eigen::VectorXd& start,
               const Eigen::VectorXd& values)
      : tables_(tables), beta_(output_weights(tables, start, values)) {
    bias_ = start(0) - derivative(0, -1.0);
  }

  double operator()(int k, double x) const { return derivative(k, x) + (k == 0 ? bias_ : 0.0); }

  /// What roundings of the network's own terms may come to.
  double rounding() const {
    return kExportedRoundings * (1.0 + std::abs(bias_) + beta_.cwiseAbs().sum());
  }

 private:
  double derivative(int k, double x) const {
    double sum = 0.0;
    for (Eigen::Index j = 0; j < beta_.size(); ++j) {
      const double w = tables_.weights(j);
      const double s = std::tanh(w * x + tables_.biases(j));
      const double s1 = 1.0 - s * s;
      const double by_order[] = {
          s, s1 * w, -2.0 * s * s1 * w * w, s1 * (6 * s * s - 2) * w * w * w};
      sum += beta_(j) * by_order[k];
    }
    return sum;
  }

  const BasisTables& tables_;
  Eigen::VectorXd beta_;
  double bias_ = 0.0;
};

/// `function` at every point.
inline Eigen::VectorXd at_points(const BasisTables& tables,
                                 const std::function<double(double)>& function) {
  return tables.points.unaryExpr(function);
}

/// 201 places on [-1, 1], both ends among them.
inline std::vector<double> places() {
  std::vector<double> result;
  for (int i = -100; i <= 100; ++i) result.push_back(i / 100.0);
  return result;
}

/// Tables of every default shape of order 1 and 2.
inline std::vector<const BasisTables*> default_tables() {
  std::vector<const BasisTables*> result;
  for (const NodeKind kind : {NodeKind::Gauss, NodeKind::Radau}) {
    for (const int order : {1, 2}) result.push_back(&basis_tables(default_shape(kind, order)));
  }
  return result;
}

}  // namespace pinn::test
