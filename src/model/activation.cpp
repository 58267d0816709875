// SPDX-License-Identifier: MIT
// The table of activations, and where their series start.
#include "pinn/model/activation.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "activation_series.hpp"
#include "pinn/expression/vector_math.hpp"
#include "pinn/util/error.hpp"

namespace pinn {

namespace {

constexpr double kSqrtHalf = 0.70710678118654752440;
constexpr double kInverseSqrtTwoPi = 0.39894228040143267794;

/// u' = w z', w = 1 - u^2, for many series whose functions are computed together: order k of u and
/// w in column k, a series in a row.
void tanh_many(double* z, double* slope, int n_series, int n) {
  Eigen::Map<Eigen::ArrayXXd> all(z, n_series, n);
  Eigen::ArrayXXd u(n_series, n);
  Eigen::ArrayXXd w(n_series, n);
  Eigen::ArrayXd sum(n_series);
  vector_tanh(n_series, z, u.data());
  sum = -2.0 * all.col(0).abs();
  vector_exp(n_series, sum.data(), w.data());
  w.col(0) = 4.0 * w.col(0) / (1.0 + w.col(0)).square();
  for (int k = 1; k < n; ++k) {
    sum = all.col(1) * w.col(k - 1);
    for (int j = 2; j <= k; ++j) sum += j * all.col(j) * w.col(k - j);
    u.col(k) = sum / k;
    if (k + 1 == n && slope == nullptr) break;
    sum = -2.0 * u.col(0) * u.col(k);
    for (int i = 1; i < k; ++i) sum -= u.col(i) * u.col(k - i);
    w.col(k) = sum;
  }
  all = u;
  if (slope != nullptr) Eigen::Map<Eigen::ArrayXXd>(slope, n_series, n) = w;
}

/// Where the series of one number starts, for all but tanh; each value keeps its relative accuracy
/// in both tails.
SeriesStart<double> series_start(Activation activation, double z) {
  switch (activation) {
    case Activation::Sin:
      return {std::sin(z), std::cos(z), 0.0};
    case Activation::Sigmoid:
    case Activation::Silu:
    case Activation::Softplus: {
      const double q = std::exp(-std::abs(z));
      return {(z >= 0.0 ? 1.0 : q) / (1.0 + q),
              q / ((1.0 + q) * (1.0 + q)),
              std::max(z, 0.0) + std::log1p(q)};
    }
    case Activation::Gelu:
      return {0.5 * std::erfc(-kSqrtHalf * z), kInverseSqrtTwoPi * std::exp(-0.5 * z * z), 0.0};
    case Activation::Tanh:
    case Activation::Relu:
    case Activation::LeakyRelu:
      break;
  }
  return {};
}

/// max(z, 0) + log(1 + q), where q may be too small to change the 1.
void softplus_many(int n, const double* z, const double* q, double* scratch, double* value) {
  for (int i = 0; i < n; ++i) scratch[i] = 1.0 + q[i];
  vector_log(n, scratch, value);
  for (int i = 0; i < n; ++i) {
    const double added = scratch[i] - 1.0;
    const double log = added > 0.0 ? value[i] * (q[i] / added) : q[i];
    value[i] = std::max(z[i], 0.0) + log;
  }
}

}  // namespace

const std::vector<ActivationInfo>& activations() {
  static const std::vector<ActivationInfo> table{
      {Activation::Tanh, "tanh", true},
      {Activation::Sin, "sin", true},
      {Activation::Sigmoid, "sigmoid", true},
      {Activation::Silu, "silu", true},
      {Activation::Gelu, "gelu", true},
      {Activation::Softplus, "softplus", true},
      {Activation::Relu, "relu", false},
      {Activation::LeakyRelu, "leaky_relu", false},
  };
  return table;
}

namespace {

/// z <- a(z), and the slope if there is a place for it.
void activate_one(Activation activation, double* z, double* slope, int n) {
  if (activation == Activation::Tanh) return tanh_many(z, slope, 1, n);
  if (n > kMostCoefficients) throw InternalError("a Taylor series of that length is not foreseen");
  const SeriesStart<double> start = series_start(activation, z[0]);
  std::array<double, kMostCoefficients> argument;   // NOLINT: written before it is read
  std::array<double, kMostCoefficients> its_slope;  // NOLINT: written before it is read
  std::copy(z, z + n, argument.begin());
  double* w = slope != nullptr ? slope : its_slope.data();
  // So far out that the normal distribution is 0 or 1; the square of z may be infinite there.
  const bool is_flat = activation == Activation::Gelu && start.b == 0.0;
  activation_series(is_flat ? Activation::Relu : activation, argument.data(), start, n, z, w);
}

}  // namespace

void activate_series(Activation activation, double* z, int n) {
  if (n > 0) activate_one(activation, z, nullptr, n);
}

void activate_many(Activation activation, double* z, double* slope, int n_series, int n) {
  if (n < 1) return;
  if (activation == Activation::Tanh) return tanh_many(z, slope, n_series, n);
  std::array<double, kMostCoefficients> one;        // NOLINT: written before it is read
  std::array<double, kMostCoefficients> its_slope;  // NOLINT: written before it is read
  for (int i = 0; i < n_series; ++i) {
    for (int k = 0; k < std::min(n, kMostCoefficients); ++k) {
      one[static_cast<std::size_t>(k)] = z[k * n_series + i];
    }
    activate_one(activation, one.data(), its_slope.data(), n);
    for (int k = 0; k < n; ++k) {
      z[k * n_series + i] = one[static_cast<std::size_t>(k)];
      if (slope != nullptr) slope[k * n_series + i] = its_slope[static_cast<std::size_t>(k)];
    }
  }
}

double activate(Activation activation, double z) {
  activate_series(activation, &z, 1);
  return z;
}

void start_many(Activation activation, int n, const double* z, const SeriesStart<double*>& start) {
  double* a = start.a;
  double* b = start.b;
  double* c = start.c;
  switch (activation) {
    case Activation::Tanh:
      return vector_tanh(n, z, a);
    case Activation::Sin:
      return vector_sin_cos(n, z, a, b);
    case Activation::Sigmoid:
    case Activation::Silu:
    case Activation::Softplus:
      for (int i = 0; i < n; ++i) a[i] = -std::abs(z[i]);
      vector_exp(n, a, b);  // q
      if (activation == Activation::Softplus) softplus_many(n, z, b, a, c);
      for (int i = 0; i < n; ++i) {
        const double q = b[i];
        a[i] = (z[i] >= 0.0 ? 1.0 : q) / (1.0 + q);
        b[i] = q / ((1.0 + q) * (1.0 + q));
      }
      return;
    case Activation::Gelu:
      for (int i = 0; i < n; ++i) c[i] = -0.5 * z[i] * z[i];
      vector_exp(n, c, b);
      for (int i = 0; i < n; ++i) {
        a[i] = 0.5 * std::erfc(-kSqrtHalf * z[i]);
        b[i] *= kInverseSqrtTwoPi;
      }
      return;
    case Activation::Relu:
    case Activation::LeakyRelu:
      return;
  }
}

}  // namespace pinn
