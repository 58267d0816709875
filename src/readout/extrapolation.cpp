// SPDX-License-Identifier: MIT
// Legendre series outside their interval, cut where their terms begin to grow.
#include "extrapolation.hpp"

#include <cmath>

namespace pinn::readout {

namespace {

// Past twice the last window the series has lost all its digits.
constexpr double kLongest = 2.0;

/// Values P_0(x), ..., P_(n-1)(x).
void legendre_values(double x, Eigen::VectorXd& values) {
  const Eigen::Index n = values.size();
  values(0) = 1.0;
  if (n > 1) values(1) = x;
  for (Eigen::Index k = 1; k + 1 < n; ++k) {
    const auto degree = static_cast<double>(k);
    values(k + 1) =
        ((2.0 * degree + 1.0) * x * values(k) - degree * values(k - 1)) / (degree + 1.0);
  }
}

}  // namespace

void Extrapolation::remember(const Tableau& tableau, const Eigen::MatrixXd& H, double length) {
  // The upper half of the degrees is mostly rounding, which would grow most.
  coefficients_.noalias() = tableau.first->legendre.topRows(tableau.n_points / 2 + 1) * H;
  length_ = length;
}

bool Extrapolation::continue_to(const Tableau& tableau, double length, Eigen::MatrixXd& H) const {
  if (coefficients_.size() == 0 || !(length / length_ <= kLongest)) return false;
  const Eigen::Index n = coefficients_.rows();
  const double ratio = length / length_;
  Eigen::VectorXd values(n);
  legendre_values(1.0 + 2.0 * ratio, values);
  Eigen::MatrixXd kept = coefficients_;
  for (Eigen::Index s = 0; s < kept.cols(); ++s) {
    Eigen::Index last = n - 1;
    // Two terms together: every second one vanishes for an even or odd function.
    const auto term = [&](Eigen::Index k) {
      return std::abs(kept(k, s) * values(k)) + std::abs(kept(k - 1, s) * values(k - 1));
    };
    for (Eigen::Index k = 3; k < n; ++k) {
      if (term(k) > term(k - 2)) {
        last = k - 2;
        break;
      }
    }
    kept.col(s).tail(n - 1 - last).setZero();
  }
  H.resize(tableau.n_points, kept.cols());
  for (Eigen::Index i = 0; i < tableau.n_points; ++i) {
    legendre_values(1.0 + (tableau.first->points(i) + 1.0) * ratio, values);
    H.row(i).noalias() = values.transpose() * kept;
  }
  return H.allFinite();
}

}  // namespace pinn::readout
