// SPDX-License-Identifier: MIT
// Truncated series by the rules of calculus.
#include "window_series.hpp"

#include <cmath>

namespace pinn {

namespace {

constexpr double kTwoPi = 6.28318530717958647692;

}  // namespace

Eigen::RowVectorXd argument_series(const Window& window, double v, int n) {
  Eigen::RowVectorXd q = Eigen::RowVectorXd::Zero(n);
  const double rate = window.argument_rate;
  const double linear = (v - window.anchor) * rate;
  if (window.argument == Window::Argument::Linear) {
    q(0) = linear;
    if (n > 1) q(1) = rate;
    return q;
  }
  q(0) = -std::expm1(-linear);
  double coefficient = -std::exp(-linear);
  for (int k = 1; k < n; ++k) {
    coefficient *= -rate / k;
    q(k) = coefficient;
  }
  return q;
}

Eigen::RowVectorXd series_product(const Eigen::RowVectorXd& a, const Eigen::RowVectorXd& b) {
  const Eigen::Index n = a.size();
  Eigen::RowVectorXd c = Eigen::RowVectorXd::Zero(n);
  for (Eigen::Index i = 0; i < n; ++i) {
    for (Eigen::Index j = 0; i + j < n; ++j) c(i + j) += a(i) * b(j);
  }
  return c;
}

Eigen::RowVectorXd polynomial_series(const Eigen::RowVectorXd& coefficients,
                                     const Eigen::RowVectorXd& q) {
  Eigen::RowVectorXd value = Eigen::RowVectorXd::Zero(q.size());
  for (Eigen::Index j = coefficients.size() - 1; j >= 0; --j) {
    if (j + 1 < coefficients.size()) value = series_product(value, q);
    value(0) += coefficients(j);
  }
  return value;
}

void fill_inputs(const InputMap& map, double v, int n, Eigen::Ref<Eigen::MatrixXd> inputs) {
  inputs.setZero();
  inputs(0, 0) = (v - map.shift) * map.rate;
  if (n > 1) inputs(0, 1) = map.rate;
  for (int j = 1; j <= map.fourier_features; ++j) {
    const Eigen::Index sine_row = 2 * static_cast<Eigen::Index>(j) - 1;
    const double frequency = kTwoPi * j / map.fourier_length;
    const double angle = frequency * (v - map.fourier_start);
    double sine = std::sin(angle);  // coefficients of s^k, starting with k = 0
    double cosine = std::cos(angle);
    for (int k = 0; k < n; ++k) {
      inputs(sine_row, k) = sine;
      inputs(sine_row + 1, k) = cosine;
      const double next = cosine * frequency / (k + 1);
      cosine = -sine * frequency / (k + 1);
      sine = next;
    }
  }
}

}  // namespace pinn
