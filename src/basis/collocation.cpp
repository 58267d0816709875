// SPDX-License-Identifier: MIT
// All of these are roots of polynomials with a known recurrence: a guess in double, then Newton.
#include "collocation.hpp"

#include <cmath>

#include "pinn/util/error.hpp"

namespace pinn {

namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr int kNewtonIterations = 20;
constexpr double kLastStep = 1e-20;  // the step after it would be its square

struct ValueAndSlope {
  Extended value;
  Extended slope;
};

/// P_degree at x by (k + 1) P_(k+1) = (2k + 1) x P_k - k P_(k-1), P'_(k+1) = P'_(k-1) + (2k + 1)
/// P_k.
ValueAndSlope legendre(int degree, const Extended& x) {
  ValueAndSlope before{0.0, 0.0};
  ValueAndSlope now{1.0, 0.0};
  for (int k = 0; k < degree; ++k) {
    const Extended odd = 2 * k + 1;
    const ValueAndSlope next{(odd * x * now.value - Extended(k) * before.value) / Extended(k + 1),
                             before.slope + odd * now.value};
    before = now;
    now = next;
  }
  return now;
}

/// T_degree at x by T_(k+1) = 2 x T_k - T_(k-1).
ValueAndSlope chebyshev(int degree, const Extended& x) {
  ValueAndSlope before = {x, 1.0};  // T_(-1) = T_1
  ValueAndSlope now{1.0, 0.0};
  const Extended twice = Extended(2) * x;
  for (int k = 0; k < degree; ++k) {
    const ValueAndSlope next{twice * now.value - before.value,
                             Extended(2) * now.value + twice * now.slope - before.slope};
    before = now;
    now = next;
  }
  return now;
}

template <typename Polynomial>
Extended root_near(double guess, const Polynomial& polynomial) {
  Extended x = guess;
  for (int i = 0; i < kNewtonIterations; ++i) {
    const ValueAndSlope at = polynomial(x);
    const Extended step = at.value / at.slope;
    x -= step;
    if (std::abs(step.high()) < kLastStep) return x;
  }
  throw InternalError("a root of an orthogonal polynomial was not found");
}

/// Makes a row of roots that is symmetric about 0 exactly so.
void mirror(ExtendedVector& roots) {
  const Eigen::Index n = roots.size();
  for (Eigen::Index i = 0; i < n / 2; ++i) roots(n - 1 - i) = -roots(i);
  if (n % 2 == 1) roots(n / 2) = 0.0;
}

ExtendedVector gauss_points(int n_points) {
  ExtendedVector points(n_points);
  for (int i = 0; i < n_points; ++i) {
    const double guess = -std::cos(kPi * (i + 0.75) / (n_points + 0.5));
    points(i) = root_near(guess, [&](const Extended& x) { return legendre(n_points, x); });
  }
  mirror(points);
  return points;
}

ExtendedVector radau_points(int n_points) {
  const auto polynomial = [&](const Extended& x) {
    const ValueAndSlope high = legendre(n_points, x);
    const ValueAndSlope low = legendre(n_points - 1, x);
    return ValueAndSlope{high.value - low.value, high.slope - low.slope};
  };
  ExtendedVector points(n_points);
  for (int i = 0; i + 1 < n_points; ++i) {
    points(i) =
        root_near(std::cos(2.0 * kPi * (n_points - 1 - i) / (2 * n_points - 1)), polynomial);
  }
  points(n_points - 1) = 1.0;
  return points;
}

}  // namespace

ExtendedVector collocation_points(NodeKind kind, int n_points) {
  ExtendedVector points = kind == NodeKind::Gauss ? gauss_points(n_points) : radau_points(n_points);
  for (int i = 1; i < n_points; ++i) {
    if (points(i) <= points(i - 1)) throw InternalError("two points of a window coincide");
  }
  return points;
}

ExtendedVector chebyshev_cosines(int n) {
  ExtendedVector cosines(n);
  for (int j = 0; j < n; ++j) {
    const double guess = std::cos(kPi * (j + 0.5) / n);
    cosines(j) = root_near(guess, [&](const Extended& x) { return chebyshev(n, x); });
  }
  mirror(cosines);
  return cosines;
}

ExtendedMatrix legendre_values(const ExtendedVector& points, int n) {
  ExtendedMatrix values(points.size(), n);
  for (Eigen::Index i = 0; i < points.size(); ++i) {
    for (int degree = 0; degree < n; ++degree)
      values(i, degree) = legendre(degree, points(i)).value;
  }
  return values;
}

}  // namespace pinn
