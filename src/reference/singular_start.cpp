// SPDX-License-Identifier: MIT
// Radau collocation in a basis of Legendre polynomials, solved by Newton's method.
#include "singular_start.hpp"

#include <cmath>

namespace pinn {

namespace {

constexpr int kCoarse = 9;  // points of the two solutions that must agree
constexpr int kFine = 13;
constexpr double kFirstLength = 0.05;  // of the way to the stop
constexpr double kShorten = 0.25;
constexpr int kMaxShortenings = 24;
constexpr int kMaxNewton = 30;
constexpr double kAgreement = 0.1;       // of the tolerance
constexpr double kNewtonUpdate = 1e-13;  // of the size of u
constexpr double kSingular = 1e-12;      // reciprocal condition: more than one solution leaves
constexpr Eigen::Index kMaxUnknowns = 2000;

/// P_0(x) .. P_n(x).
Eigen::VectorXd legendre(int n, double x) {
  Eigen::VectorXd p(n + 1);
  p[0] = 1.0;
  if (n > 0) p[1] = x;
  for (int k = 1; k < n; ++k) p[k + 1] = ((2 * k + 1) * x * p[k] - k * p[k - 1]) / (k + 1);
  return p;
}

/// Integrals of P_0 .. P_(n-1) from -1 to x.
Eigen::VectorXd legendre_integrals(int n, double x) {
  const Eigen::VectorXd p = legendre(n, x);
  Eigen::VectorXd integrals(n);
  integrals[0] = x + 1.0;
  for (int k = 1; k < n; ++k) integrals[k] = (p[k + 1] - p[k - 1]) / (2 * k + 1);
  return integrals;
}

/// Roots of P_n - P_(n-1), the right end 1 among them, by bisection between sign changes.
std::vector<double> radau_points(int n) {
  const auto value = [n](double x) {
    const Eigen::VectorXd p = legendre(n, x);
    return p[n] - p[n - 1];
  };
  constexpr int kCells = 400;  // the closest roots of 13 are 0.06 apart
  std::vector<double> points;
  const double last = 1.0 - 1e-6;
  for (int i = 0; i < kCells; ++i) {
    double low = -1.0 + (last + 1.0) * i / kCells;
    double high = -1.0 + (last + 1.0) * (i + 1) / kCells;
    const double sign = value(low);
    if (sign * value(high) > 0.0) continue;
    for (double x = (low + high) / 2; x > low && x < high; x = (low + high) / 2) {
      (value(x) * sign > 0.0 ? low : high) = x;
    }
    points.push_back(high);
  }
  points.push_back(1.0);
  return points;
}

struct Radau {
  std::vector<double> points;
  Eigen::MatrixXd to_coefficients;  ///< Values at the points to Legendre coefficients.
  Eigen::MatrixXd integrate;        ///< Slopes at the points to integrals up to the points.
};

Radau make_radau(int n) {
  Radau radau;
  radau.points = radau_points(n);
  Eigen::MatrixXd values(n, n);
  Eigen::MatrixXd integrals(n, n);
  for (int i = 0; i < n; ++i) {
    const double x = radau.points[static_cast<std::size_t>(i)];
    values.row(i) = legendre(n - 1, x).transpose();
    integrals.row(i) = legendre_integrals(n, x).transpose();
  }
  radau.to_coefficients = values.inverse();
  radau.integrate = integrals * radau.to_coefficients;
  return radau;
}

/// Newton's method on U = u0 + h/2 A F(U), all points at once.
class Collocation {
 public:
  Collocation(const ExplicitForm& form, const Radau& radau, double begin, double end)
      : form_(form), radau_(radau), begin_(begin), half_((end - begin) / 2) {}

  std::optional<StartSeries> solve(const Eigen::VectorXd& u0) {
    const auto n = static_cast<Eigen::Index>(radau_.points.size());
    Eigen::MatrixXd u = u0.replicate(1, n);
    for (int k = 0; k < kMaxNewton; ++k) {
      if (!linearise(u)) return std::nullopt;
      const Eigen::MatrixXd gap =
          u - u0.replicate(1, n) - half_ * slopes_ * radau_.integrate.transpose();
      const Eigen::PartialPivLU<Eigen::MatrixXd> lu(matrix_);
      if (!(lu.rcond() > kSingular)) return std::nullopt;
      const Eigen::VectorXd update =
          lu.solve(Eigen::Map<const Eigen::VectorXd>(gap.data(), gap.size()));
      if (!update.allFinite()) return std::nullopt;
      u -= Eigen::Map<const Eigen::MatrixXd>(update.data(), u.rows(), u.cols());
      const double size = u.lpNorm<Eigen::Infinity>();
      if (update.lpNorm<Eigen::Infinity>() <= kNewtonUpdate * size) return series(u0, u);
    }
    return std::nullopt;
  }

 private:
  bool linearise(const Eigen::MatrixXd& u) {
    const Eigen::Index size = u.rows();
    const Eigen::Index n = u.cols();
    slopes_.resize(size, n);
    matrix_.setIdentity(size * n, size * n);
    Eigen::MatrixXd jacobian(size, size);
    for (Eigen::Index j = 0; j < n; ++j) {
      const double at = begin_ + half_ * (1.0 + radau_.points[static_cast<std::size_t>(j)]);
      if (!form_.right_side(at, u.col(j).data(), slopes_.col(j).data())) return false;
      if (!form_.jacobian(at, u.col(j).data(), jacobian)) return false;
      for (Eigen::Index i = 0; i < n; ++i) {
        matrix_.block(i * size, j * size, size, size) -= half_ * radau_.integrate(i, j) * jacobian;
      }
    }
    return true;
  }

  std::optional<StartSeries> series(const Eigen::VectorXd& u0, const Eigen::MatrixXd& u) {
    if (!linearise(u)) return std::nullopt;
    StartSeries result;
    result.begin = begin_;
    result.end = begin_ + 2 * half_;
    result.u0 = u0;
    result.slopes = slopes_ * radau_.to_coefficients.transpose();
    return result;
  }

  const ExplicitForm& form_;
  const Radau& radau_;
  double begin_;
  double half_;
  Eigen::MatrixXd slopes_;
  Eigen::MatrixXd matrix_;
};

bool agree(const StartSeries& a, const StartSeries& b, const VectorTolerance& tolerance) {
  constexpr int kProbes = 16;
  for (int i = 1; i <= kProbes; ++i) {
    const double t = a.begin + (a.end - a.begin) * i / kProbes;
    const Eigen::VectorXd value = b.value(t);
    const Eigen::ArrayXd bound = tolerance.atol.array() + tolerance.rtol * value.array().abs();
    if (!((a.value(t) - value).array().abs() <= kAgreement * bound).all()) return false;
  }
  return true;
}

}  // namespace

Eigen::VectorXd StartSeries::value(double t) const {
  const double half = (end - begin) / 2;
  const double x = (t - begin) / half - 1.0;
  return u0 + half * slopes * legendre_integrals(static_cast<int>(slopes.cols()), x);
}

std::optional<StartSeries> leave_singular_point(const ExplicitForm& form,
                                                double t,
                                                const Eigen::VectorXd& u,
                                                double stop,
                                                const VectorTolerance& tolerance) {
  if (u.size() * kFine > kMaxUnknowns) return std::nullopt;
  const Radau coarse = make_radau(kCoarse);
  const Radau fine = make_radau(kFine);
  double length = kFirstLength * (stop - t);
  for (int k = 0; k < kMaxShortenings; ++k, length *= kShorten) {
    const auto a = Collocation(form, coarse, t, t + length).solve(u);
    if (!a) continue;
    auto b = Collocation(form, fine, t, t + length).solve(u);
    if (b && agree(*a, *b, tolerance)) return b;
  }
  return std::nullopt;
}

}  // namespace pinn
