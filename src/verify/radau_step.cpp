// SPDX-License-Identifier: MIT
// The stages by fixed-point iteration where that converges, else by one LU of all stages.
#include "radau_step.hpp"

#include <algorithm>
#include <cmath>

namespace pinn {

namespace {

/// The iteration is exact to reach^k / k! after k turns; further out it costs more than the LU.
constexpr double kWorthIterating = 10.0;
constexpr int kMostIterations = 40;
constexpr int kRoughIterations = 6;  ///< For what is of second order.
constexpr int kPatience = 12;        ///< Turns after which a change as large as the first ends it.

/// The error at the end of a window can be 1e-6 of what it is inside, and is what goes on.
constexpr double kIterationTolerance = 1e-9;

/// Values of the Legendre polynomials 0 .. n at x.
Eigen::VectorXd legendre(int n, double x) {
  Eigen::VectorXd values(n + 1);
  values(0) = 1.0;
  if (n > 0) values(1) = x;
  for (int k = 2; k <= n; ++k) {
    values(k) = ((2 * k - 1) * x * values(k - 1) - (k - 1) * values(k - 2)) / k;
  }
  return values;
}

}  // namespace

RadauTable::RadauTable(int n) : n_stages(n) {
  Eigen::VectorXd diagonal = Eigen::VectorXd::Zero(n);
  Eigen::VectorXd beside(n - 1);
  for (int k = 1; k < n; ++k) beside(k - 1) = k / std::sqrt(4.0 * k * k - 1.0);
  diagonal(n - 1) = 1.0 - beside(n - 2) * beside(n - 2) * (2.0 * n - 3.0) / (n - 1.0);
  Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> eigen;
  eigen.computeFromTridiagonal(diagonal, beside);
  Eigen::VectorXd x = eigen.eigenvalues();
  x(n - 1) = 1.0;
  const Eigen::VectorXd w = 2.0 * eigen.eigenvectors().row(0).cwiseAbs2().transpose();

  // The Legendre coefficients of a polynomial from its values, then the integral of each term.
  Eigen::MatrixXd to_coefficients(n, n);
  Eigen::MatrixXd integrals(n, n);
  for (int i = 0; i < n; ++i) {
    const Eigen::VectorXd P = legendre(n, x(i));
    for (int k = 0; k < n; ++k) {
      to_coefficients(k, i) = (k + 0.5) * w(i) * P(k);
      integrals(i, k) = k == 0 ? x(i) + 1.0 : (P(k + 1) - P(k - 1)) / (2.0 * k + 1.0);
    }
  }
  weights = 0.5 * integrals * to_coefficients;
  places = 0.5 * (x.array() + 1.0);
  barycentric.setOnes(n);
  for (int i = 0; i < n; ++i) {
    for (int j = 0; j < n; ++j) {
      if (j != i) barycentric(i) /= 2.0 * (x(i) - x(j));  // 2: keeps the products near 1
    }
  }
}

RadauStep::RadauStep(const ErrorEquation& equation) : equation_(equation) {}

bool RadauStep::take(const RadauTable& table,
                     const Eigen::MatrixXd& start,
                     double h,
                     Eigen::Index first,
                     int most_unknowns) {
  n_columns_ = start.cols();
  begin_.resize(table.n_stages, start.size());
  for (Eigen::Index k = 0; k < start.size(); ++k) begin_.col(k).setConstant(start.data()[k]);
  by_lu_ = false;
  if (equation_.reach(h) < kWorthIterating && iterate(table, h, first)) return true;
  if (table.n_stages * equation_.size() > most_unknowns) return false;
  by_lu_ = true;
  solve(table, h, first);
  return true;
}

/// slopes = J stages, with the defect in column 0.
void RadauStep::set_slopes(const RadauTable& table, Eigen::Index first) {
  const Eigen::Index n = equation_.size();
  const Eigen::Index s = table.n_stages;
  slopes_.resize(s, stages_.cols());
  for (Eigen::Index c = 0; c < n_columns_; ++c) {
    for (int state = 0; state < equation_.n_states(); ++state) {
      const int last = equation_.last_of(state);
      for (Eigen::Index i = equation_.begin_of(state); i < last; ++i) {
        slopes_.col(c * n + i) = stages_.col(c * n + i + 1);
      }
      if (c == 0) {
        slopes_.col(last) = equation_.defects().col(state).segment(first, s);
      } else {
        slopes_.col(c * n + last).setZero();
      }
      if (sources_.size() > 0) {
        slopes_.col(c * n + last) +=
            sources_.col(c * equation_.n_states() + state).segment(first, s);
      }
    }
    for (const ErrorEquation::Entry& entry : equation_.entries()) {
      slopes_.col(c * n + equation_.last_of(entry.state)).array() +=
          equation_.coefficients().col(entry.column).segment(first, s).array() *
          stages_.col(c * n + entry.lower).array();
    }
  }
}

bool RadauStep::iterate(const RadauTable& table, double h, Eigen::Index first) {
  stages_ = begin_;
  double first_change = 0.0;
  for (int iteration = 0; iteration < kMostIterations; ++iteration) {
    set_slopes(table, first);
    next_ = begin_;
    next_.noalias() += (h * table.weights) * slopes_;
    stages_.swap(next_);
    if (has_converged()) return true;
    const Eigen::Index n = equation_.size();
    const double change = (stages_ - next_).leftCols(n).cwiseAbs().maxCoeff();
    if (iteration == 0) first_change = change;
    if (iteration > kPatience && !(change < first_change)) return false;
  }
  return false;
}

/// Every component of the error by its own size: they may differ by many powers of ten.
bool RadauStep::has_converged() const {
  for (Eigen::Index i = 0; i < equation_.size(); ++i) {
    const double size = stages_.col(i).cwiseAbs().maxCoeff();
    const double change = (stages_.col(i) - next_.col(i)).cwiseAbs().maxCoeff();
    if (!(change <= kIterationTolerance * size)) return false;
  }
  return true;
}

void RadauStep::solve(const RadauTable& table, double h, Eigen::Index first) {
  const Eigen::Index n = equation_.size();
  const Eigen::Index s = table.n_stages;
  const Eigen::MatrixXd weights = h * table.weights;
  matrix_.setIdentity(n * s, n * s);
  stages_ = begin_;
  for (int state = 0; state < equation_.n_states(); ++state) {
    const Eigen::Index last = equation_.last_of(state);
    for (Eigen::Index i = equation_.begin_of(state); i < last; ++i) {
      matrix_.block(i * s, (i + 1) * s, s, s) -= weights;
    }
    stages_.col(last) += weights * equation_.defects().col(state).segment(first, s);
    for (Eigen::Index c = 0; sources_.size() > 0 && c < n_columns_; ++c) {
      stages_.col(c * n + last) +=
          weights * sources_.col(c * equation_.n_states() + state).segment(first, s);
    }
  }
  for (const ErrorEquation::Entry& entry : equation_.entries()) {
    const auto coefficient = equation_.coefficients().col(entry.column).segment(first, s);
    matrix_.block(equation_.last_of(entry.state) * s, entry.lower * s, s, s) -=
        weights * coefficient.asDiagonal();
  }
  lu_.compute(matrix_);
  const Eigen::MatrixXd solution = lu_.solve(stages_.reshaped(n * s, n_columns_));
  stages_ = solution.reshaped(s, n * n_columns_);
}

Eigen::MatrixXd RadauStep::stage_errors(const RadauTable& table, Eigen::Index first) {
  set_slopes(table, first);
  const Eigen::Index n = equation_.size();
  Eigen::MatrixXd errors(table.n_stages, n + equation_.n_states());
  errors.leftCols(n) = stages_.leftCols(n);
  for (int s = 0; s < equation_.n_states(); ++s) {
    errors.col(n + s) = slopes_.col(equation_.last_of(s));
  }
  return errors;
}

void RadauStep::add_defect(const RadauTable& table,
                           double h,
                           Eigen::Index first,
                           const Eigen::MatrixXd& defect) {
  const Eigen::Index n = equation_.size();
  const Eigen::Index s = table.n_stages;
  const Eigen::MatrixXd weights = h * table.weights;
  Eigen::MatrixXd source = Eigen::MatrixXd::Zero(s, n);
  for (int state = 0; state < equation_.n_states(); ++state) {
    source.col(equation_.last_of(state)) = defect.col(state);
  }
  if (by_lu_) {
    const Eigen::MatrixXd right = weights * source;
    const Eigen::VectorXd solution = lu_.solve(right.reshaped());
    stages_.leftCols(n) += solution.reshaped(s, n);
    return;
  }
  Eigen::MatrixXd added = weights * source;
  for (int iteration = 0; iteration < kRoughIterations; ++iteration) {
    Eigen::MatrixXd slopes = source;
    for (int state = 0; state < equation_.n_states(); ++state) {
      const Eigen::Index last = equation_.last_of(state);
      for (Eigen::Index i = equation_.begin_of(state); i < last; ++i) {
        slopes.col(i) += added.col(i + 1);
      }
    }
    for (const ErrorEquation::Entry& entry : equation_.entries()) {
      slopes.col(equation_.last_of(entry.state)).array() +=
          equation_.coefficients().col(entry.column).segment(first, s).array() *
          added.col(entry.lower).array();
    }
    added.noalias() = weights * slopes;
  }
  stages_.leftCols(n) += added;
}

Eigen::MatrixXd RadauStep::end() const {
  return stages_.row(stages_.rows() - 1).reshaped(equation_.size(), n_columns_);
}

Eigen::RowVectorXd inside_stages(const RadauTable& table,
                                 const Eigen::MatrixXd& stages,
                                 Eigen::Index i,
                                 Eigen::Index size,
                                 double place) {
  const Eigen::Index n_columns = stages.cols() / size;
  Eigen::RowVectorXd sum = Eigen::RowVectorXd::Zero(n_columns);
  double norm = 0.0;
  for (Eigen::Index k = 0; k < table.n_stages; ++k) {
    const double distance = place - table.places(k);
    const bool there = distance == 0.0;
    const double weight = there ? 1.0 : table.barycentric(k) / distance;
    if (there) {
      sum.setZero();
      norm = 0.0;
    }
    for (Eigen::Index c = 0; c < n_columns; ++c) {
      sum(c) += weight * stages(k, c * size + i);
    }
    norm += weight;
    if (there) break;
  }
  return sum / norm;
}

}  // namespace pinn
