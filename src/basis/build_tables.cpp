// SPDX-License-Identifier: MIT
// Tables of a basis of frozen tanh features, computed in extended precision.
#include <Eigen/Eigenvalues>
#include <Eigen/LU>
#include <Eigen/QR>
#include <string>
#include <vector>

#include "collocation.hpp"
#include "extended.hpp"
#include "jacobi_svd.hpp"
#include "pinn/basis/tables.hpp"
#include "pinn/util/error.hpp"

namespace pinn {

namespace {

constexpr double kSmallestSingularValue = 1e-14;  // of the largest

/// The features phi_j(x) = tanh(w_j x + b_j) and their derivatives.
class Features {
 public:
  Features(const Eigen::VectorXd& weights, const Eigen::VectorXd& biases, int max_order)
      : weights_(weights), biases_(biases), polynomials_{{0.0, 1.0}} {
    // d/dz p(tanh z) = p'(tanh z) (1 - tanh^2 z)
    for (int k = 0; k < max_order; ++k) {
      const std::vector<double>& p = polynomials_.back();
      std::vector<double> next(p.size() + 1, 0.0);
      for (std::size_t power = 1; power < p.size(); ++power) {
        const double slope = static_cast<double>(power) * p[power];
        next[power - 1] += slope;
        next[power + 1] -= slope;
      }
      polynomials_.push_back(next);
    }
  }

  /// phi_j^(order)(x_i); shape (n_points, n_features).
  ExtendedMatrix derivative(int order, const ExtendedVector& points) const {
    ExtendedMatrix values(points.size(), weights_.size());
    for (Eigen::Index j = 0; j < weights_.size(); ++j) {
      for (Eigen::Index i = 0; i < points.size(); ++i) {
        values(i, j) = derivative(order, Extended(weights_(j)), points(i), Extended(biases_(j)));
      }
    }
    return values;
  }

 private:
  Extended derivative(int order, const Extended& w, const Extended& x, const Extended& b) const {
    const Extended t = tanh(w * x + b);
    const std::vector<double>& p = polynomials_[static_cast<std::size_t>(order)];
    Extended value = 0.0;
    for (std::size_t power = p.size(); power-- > 0;) value = value * t + Extended(p[power]);
    for (int k = 0; k < order; ++k) value *= w;
    return value;
  }

  Eigen::VectorXd weights_;
  Eigen::VectorXd biases_;
  std::vector<std::vector<double>> polynomials_;  // coefficients by rising power; whole numbers
};

/// Output weights from what determines y, before anything is rounded.
struct Readouts {
  ExtendedMatrix modes;     ///< (N, N): from the values of y^(m) at the points
  ExtendedMatrix of_modes;  ///< (M, N)
  ExtendedMatrix of_start;  ///< (M, m): from y(-1), ..., y^(m-1)(-1)
};

std::string shape_text(const BasisShape& shape) {
  return "a basis of order " + std::to_string(shape.order) + " with " +
         std::to_string(shape.n_points) + " points and " + std::to_string(shape.n_features) +
         " features";
}

/// Sets the output weights of least norm for values of y^(m) at the points, within the columns of
/// `allowed`.
///
/// Equation: highest allowed = modes^T diag(singular values) directions^T, thus
///           of_modes = allowed directions diag(singular values)^-1
/// Shapes:   highest (N, M), allowed (M, M - m + 1).
void set_least_norm(Readouts& readouts,
                    const BasisShape& shape,
                    const ExtendedMatrix& highest,
                    const ExtendedMatrix& allowed) {
  const ColumnRotations svd = orthogonalize_columns((highest * allowed).transpose());
  const Extended cut = Extended(kSmallestSingularValue) * kSmallestSingularValue;
  if (svd.squared_values.tail<1>()(0) <= cut * svd.squared_values(0)) {
    throw InternalError(shape_text(shape) + " cannot represent a value at every point");
  }
  const ExtendedVector inverse = svd.squared_values.cwiseInverse();
  readouts.modes = svd.right.transpose();
  readouts.of_modes = allowed * (svd.left * inverse.asDiagonal());
}

/// Output weights that keep the derivatives 1 .. m-1 at -1 free of the values and the reverse.
Readouts make_readouts(const BasisShape& shape,
                       const Features& features,
                       const ExtendedVector& points) {
  const int n_features = shape.n_features;
  const int n_slopes = shape.order - 1;
  const ExtendedMatrix highest = features.derivative(shape.order, points);
  Readouts readouts;
  readouts.of_start = ExtendedMatrix::Zero(n_features, shape.order);
  if (n_slopes == 0) {
    const ExtendedMatrix all = ExtendedMatrix::Identity(n_features, n_features);
    set_least_norm(readouts, shape, highest, all);
    return readouts;
  }
  const ExtendedVector left_end = ExtendedVector::Constant(1, Extended(-1));
  ExtendedMatrix slopes(n_features, n_slopes);  // column k - 1: phi^(k)(-1)
  for (int k = 1; k <= n_slopes; ++k) {
    slopes.col(k - 1) = features.derivative(k, left_end).transpose();
  }
  const Eigen::HouseholderQR<ExtendedMatrix> qr(slopes);
  const ExtendedMatrix q = qr.householderQ() * ExtendedMatrix::Identity(n_features, n_features);
  const ExtendedMatrix r = qr.matrixQR().topRows(n_slopes).triangularView<Eigen::Upper>();
  set_least_norm(readouts, shape, highest, q.rightCols(n_features - n_slopes));

  // slopes^T (q1 r^-T) = 1; then y^(m) at the points is taken off again.
  const ExtendedMatrix identity = ExtendedMatrix::Identity(n_slopes, n_slopes);
  const ExtendedMatrix inverse = r.transpose().triangularView<Eigen::Lower>().solve(identity);
  const ExtendedMatrix any = q.leftCols(n_slopes) * inverse;
  readouts.of_start.rightCols(n_slopes) =
      any - readouts.of_modes * (readouts.modes * (highest * any));
  return readouts;
}

/// Matrices from values and start to the k-th derivative at some points.
struct Evaluation {
  ExtendedMatrix of_values;  ///< (n_points, N)
  ExtendedMatrix of_start;   ///< (n_points, m)
};

Evaluation evaluate(int k,
                    const Features& features,
                    const Readouts& readouts,
                    const ExtendedVector& points) {
  ExtendedMatrix values = features.derivative(k, points);
  if (k == 0) {
    const ExtendedVector left_end = ExtendedVector::Constant(1, Extended(-1));
    values.rowwise() -= features.derivative(0, left_end).row(0);
  }
  Evaluation evaluation{values * readouts.of_modes * readouts.modes, values * readouts.of_start};
  if (k == 0) evaluation.of_start.col(0).setConstant(Extended(1));
  return evaluation;
}

void set_schur_form(BasisTables& tables, const ExtendedMatrix& integral) {
  const Eigen::RealSchur<ExtendedMatrix> schur(integral);
  if (schur.info() != Eigen::Success) {
    throw InternalError(shape_text(tables.shape) + " has no Schur form");
  }
  tables.schur_vectors = schur.matrixU().cast<double>();
  tables.schur_form = schur.matrixT().cast<double>();
}

void check_shape(const BasisShape& shape) {
  const bool possible = shape.order >= 1 && shape.n_points >= 1 &&
                        shape.n_features >= shape.n_points + shape.order - 1;
  if (!possible) throw InternalError(shape_text(shape) + " is not possible");
}

}  // namespace

BasisTables build_basis_tables(const BasisShape& shape) {
  check_shape(shape);
  BasisTables tables;
  tables.shape = shape;
  // Places are rounded first: the tables then hold exactly for the network that is exported.
  tables.points = collocation_points(shape.kind, shape.n_points).cast<double>();
  tables.weights = Eigen::VectorXd::Constant(shape.n_features, shape.slope);
  tables.biases = (chebyshev_cosines(shape.n_features) * Extended(-shape.bias_max)).cast<double>();
  const ExtendedVector points = tables.points.cast<Extended>();
  const ExtendedVector right_end = ExtendedVector::Constant(1, Extended(1));
  const Features features(tables.weights, tables.biases, shape.order);
  const Readouts readouts = make_readouts(shape, features, points);
  tables.modes = readouts.modes.cast<double>();
  tables.mode_readout = readouts.of_modes.cast<double>();
  tables.start_readout = readouts.of_start.cast<double>();
  tables.start_end.resize(shape.order, shape.order);
  for (int k = 0; k < shape.order; ++k) {
    const Evaluation inside = evaluate(k, features, readouts, points);
    const Evaluation end = evaluate(k, features, readouts, right_end);
    tables.integral.emplace_back(inside.of_values.cast<double>());
    tables.start.emplace_back(inside.of_start.cast<double>());
    tables.end.emplace_back(end.of_values.row(0).cast<double>());
    tables.start_end.row(k) = end.of_start.row(0).cast<double>();
    if (shape.order == 1) set_schur_form(tables, inside.of_values);
  }
  const ExtendedMatrix polynomials = legendre_values(points, shape.n_points);
  tables.legendre = ExtendedMatrix(polynomials.partialPivLu().inverse()).cast<double>();
  return tables;
}

}  // namespace pinn
