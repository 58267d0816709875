// SPDX-License-Identifier: MIT
// The table of activations: names and Taylor series.
#pragma once

#include <cstdint>
#include <string_view>
#include <vector>

namespace pinn {

enum class Activation { Tanh, Sin, Sigmoid, Silu, Gelu, Softplus, Relu, LeakyRelu };

inline constexpr double kLeakySlope = 0.01;

struct ActivationInfo {
  Activation activation;
  std::string_view name;  ///< As in the config.
  bool smooth;            ///< False where the second derivative does not exist.
};

/// Every activation, in the order of the enumeration.
const std::vector<ActivationInfo>& activations();

/// Taylor coefficients of a(z(s)) from those of z(s), in place, `n` coefficients.
void activate_series(Activation activation, double* z, int n);

/// The same for many series at once, in place; if `slope` is not null, with the coefficients of
/// a'(z(s)) too.
///
/// Shapes:  z, slope (n, n_series): coefficient k of series i at z[k * n_series + i].
void activate_many(Activation activation, double* z, double* slope, int n_series, int n);

/// The activation at one point.
double activate(Activation activation, double z);

}  // namespace pinn
