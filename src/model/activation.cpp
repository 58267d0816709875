// SPDX-License-Identifier: MIT
// Taylor series of the activations, by the differential equation each of them satisfies.
#include "pinn/model/activation.hpp"

#include <Eigen/Dense>
#include <algorithm>
#include <array>
#include <cmath>
#include <cstddef>

#include "pinn/expression/vector_math.hpp"

namespace pinn {

namespace {

constexpr double kSqrtHalf = 0.70710678118654752440;
constexpr double kInverseSqrtTwoPi = 0.39894228040143267794;

/// Coefficients that live as long as one call; only orders above 15 touch the heap.
class Scratch {
 public:
  // NOLINTNEXTLINE(cppcoreguidelines-pro-type-member-init): see small_
  explicit Scratch(int n) : large_(n > kSmall ? static_cast<std::size_t>(n) : 0U) {}
  double* data() { return large_.empty() ? small_.data() : large_.data(); }

 private:
  static constexpr int kSmall = 16;
  // Left unset on purpose: every entry is written before it is read.
  std::array<double, kSmall> small_;
  std::vector<double> large_;
};

/// Coefficient k >= 1 of u where u' = slope z'.
double integrate(const double* slope, const double* z, int k) {
  double sum = 0.0;
  for (int j = 1; j <= k; ++j) sum += j * z[j] * slope[k - j];
  return sum / k;
}

/// sum_{i=1}^{k-1} u_i u_{k-i}
double inner_square(const double* u, int k) {
  double sum = 0.0;
  for (int i = 1; i < k; ++i) sum += u[i] * u[k - i];
  return sum;
}

/// z <- z * factor, truncated; from the top so that no coefficient is overwritten too early.
void multiply_in_place(double* z, const double* factor, int n) {
  for (int k = n - 1; k >= 0; --k) {
    double sum = 0.0;
    for (int j = 0; j <= k; ++j) sum += z[j] * factor[k - j];
    z[k] = sum;
  }
}

/// The derivative f + z f' of z f(z).
void product_rule(const double* z, const double* f, const double* df, double* slope, int n) {
  for (int k = 0; k < n; ++k) {
    slope[k] = f[k];
    for (int j = 0; j <= k; ++j) slope[k] += z[j] * df[k - j];
  }
}

/// The left slope counts at the kink, as in LibTorch.
void scale_negative(double* z, double* slope, int n, double left) {
  const double factor = z[0] > 0.0 ? 1.0 : left;
  if (factor != 1.0) {
    for (int k = 0; k < n; ++k) z[k] *= factor;
  }
  if (slope == nullptr) return;
  std::fill(slope, slope + n, 0.0);
  slope[0] = factor;
}

/// sigmoid and its derivative; the derivative keeps its relative accuracy in both tails.
struct ValueAndSlope {
  double value;
  double slope;
};

ValueAndSlope sigmoid(double z) {
  const double q = std::exp(-std::abs(z));
  const double value = (z >= 0.0 ? 1.0 : q) / (1.0 + q);
  return {value, q / ((1.0 + q) * (1.0 + q))};
}

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

/// Series of sigmoid(z) into u, of its derivative into w: u' = w z', w = u (1 - u)
void sigmoid_series(const double* z, double* u, double* w, int n) {
  const ValueAndSlope first = sigmoid(z[0]);
  u[0] = first.value;
  w[0] = first.slope;
  for (int k = 1; k < n; ++k) {
    u[k] = integrate(w, z, k);
    w[k] = (1.0 - 2.0 * u[0]) * u[k] - inner_square(u, k);
  }
}

/// s' = c z', c' = -s z'
void sin_series(double* z, double* slope, int n) {
  Scratch scratch_s(n);
  Scratch scratch_c(n);
  double* s = scratch_s.data();
  double* c = scratch_c.data();
  s[0] = std::sin(z[0]);
  c[0] = std::cos(z[0]);
  for (int k = 1; k < n; ++k) {
    s[k] = integrate(c, z, k);
    c[k] = -integrate(s, z, k);
  }
  std::copy(s, s + n, z);
  if (slope != nullptr) std::copy(c, c + n, slope);
}

/// u' = sigmoid(z) z'
void softplus_series(double* z, double* slope, int n) {
  Scratch scratch_sigmoid(n);
  Scratch scratch_w(n);
  Scratch scratch_u(n);
  double* sigmoid = scratch_sigmoid.data();
  double* u = scratch_u.data();
  sigmoid_series(z, sigmoid, scratch_w.data(), n);
  u[0] = std::max(z[0], 0.0) + std::log1p(std::exp(-std::abs(z[0])));
  for (int k = 1; k < n; ++k) u[k] = integrate(sigmoid, z, k);
  std::copy(u, u + n, z);
  if (slope != nullptr) std::copy(sigmoid, sigmoid + n, slope);
}

/// z C(z): C' = p z', p' = -p z z' with the normal distribution C and its density p.
void gelu_series(double* z, double* slope, int n) {
  Scratch scratch_c(n);
  Scratch scratch_p(n);
  double* c = scratch_c.data();
  double* p = scratch_p.data();
  p[0] = kInverseSqrtTwoPi * std::exp(-0.5 * z[0] * z[0]);
  if (p[0] == 0.0) {  // so far out that C is 0 or 1; z^2 may be infinite there
    scale_negative(z, slope, n, 0.0);
    return;
  }
  c[0] = 0.5 * std::erfc(-kSqrtHalf * z[0]);
  Scratch scratch_zp(n);
  double* zp = scratch_zp.data();  // -z p, the slope of p
  for (int k = 1; k < n; ++k) {
    double sum = 0.0;
    for (int j = 0; j < k; ++j) sum -= z[j] * p[k - 1 - j];
    zp[k - 1] = sum;
    c[k] = integrate(p, z, k);
    p[k] = integrate(zp, z, k);
  }
  if (slope != nullptr) product_rule(z, c, p, slope, n);
  multiply_in_place(z, c, n);
}

/// z g(z) with the sigmoid g.
void silu_series(double* z, double* slope, int n) {
  Scratch scratch_g(n);
  Scratch scratch_w(n);
  double* g = scratch_g.data();
  sigmoid_series(z, g, scratch_w.data(), n);
  if (slope != nullptr) product_rule(z, g, scratch_w.data(), slope, n);
  multiply_in_place(z, g, n);
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

void activate_one(Activation activation, double* z, double* slope, int n) {
  switch (activation) {
    case Activation::Tanh:
      return tanh_many(z, slope, 1, n);
    case Activation::Sin:
      return sin_series(z, slope, n);
    case Activation::Sigmoid: {
      Scratch scratch_u(n);
      Scratch scratch_w(n);
      double* w = slope != nullptr ? slope : scratch_w.data();
      sigmoid_series(z, scratch_u.data(), w, n);
      std::copy(scratch_u.data(), scratch_u.data() + n, z);
      return;
    }
    case Activation::Silu:
      return silu_series(z, slope, n);
    case Activation::Gelu:
      return gelu_series(z, slope, n);
    case Activation::Softplus:
      return softplus_series(z, slope, n);
    case Activation::Relu:
      return scale_negative(z, slope, n, 0.0);
    case Activation::LeakyRelu:
      return scale_negative(z, slope, n, kLeakySlope);
  }
}

}  // namespace

void activate_series(Activation activation, double* z, int n) {
  if (n > 0) activate_one(activation, z, nullptr, n);
}

void activate_many(Activation activation, double* z, double* slope, int n_series, int n) {
  if (n < 1) return;
  if (activation == Activation::Tanh) return tanh_many(z, slope, n_series, n);
  Scratch scratch_one(n);
  Scratch scratch_slope(n);
  double* one = scratch_one.data();
  double* its_slope = slope != nullptr ? scratch_slope.data() : nullptr;
  for (int i = 0; i < n_series; ++i) {
    for (int k = 0; k < n; ++k) one[k] = z[k * n_series + i];
    activate_one(activation, one, its_slope, n);
    for (int k = 0; k < n; ++k) z[k * n_series + i] = one[k];
    for (int k = 0; k < n && slope != nullptr; ++k) slope[k * n_series + i] = its_slope[k];
  }
}

double activate(Activation activation, double z) {
  activate_series(activation, &z, 1);
  return z;
}

}  // namespace pinn
