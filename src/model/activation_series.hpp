// SPDX-License-Identifier: MIT
// Taylor series of the activations, by the differential equation each of them satisfies.
#pragma once

#include <type_traits>
#include <utility>

#include "lanes.hpp"
#include "pinn/model/activation.hpp"

// Everything here works on single numbers and on registers of them alike. Results go through
// references, because how a register is returned depends on the processor.

namespace pinn {

/// Coefficients that a series may have at most.
inline constexpr int kMostCoefficients = 32;

/// What a series starts from and takes more than arithmetic, for the first coefficient z of the
/// argument:
///
///   tanh           tanh(z)
///   sin            sin(z), cos(z)
///   sigmoid, silu  g = sigmoid(z), g'
///   softplus       g, g', softplus(z)
///   gelu           the normal distribution C(z), its density p(z)
///   relu kinds     nothing
template <typename V>
struct SeriesStart {
  V a;
  V b;
  V c;
};

/// Where n series start that begin with z[0], ..., z[n - 1].
///
/// Shapes:  z, start.a, start.b, start.c (n)
void start_many(Activation activation, int n, const double* z, const SeriesStart<double*>& start);

template <typename V, typename = void>
struct ElementOf {
  using Type = V;
};

template <typename V>
struct ElementOf<V, std::void_t<decltype(std::declval<V&>()[0])>> {
  using Type = std::remove_reference_t<decltype(std::declval<V&>()[0])>;
};

template <typename V>
using Element = typename ElementOf<V>::Type;

/// Coefficient k >= 1 of u where u' = slope z'.
template <typename V>
PINN_INLINE void integrate(const V* slope, const V* z, int k, V& result) {
  V sum = z[1] * slope[k - 1];
  for (int j = 2; j <= k; ++j) sum += static_cast<Element<V>>(j) * z[j] * slope[k - j];
  result = sum / static_cast<Element<V>>(k);
}

/// sum_{i=1}^{k-1} u_i u_{k-i}
template <typename V>
PINN_INLINE void inner_square(const V* u, int k, V& result) {
  result = V{};
  for (int i = 1; i < k; ++i) result += u[i] * u[k - i];
}

/// The product of z with a factor, and the slope f + z f' of z f(z).
template <typename V>
PINN_INLINE void times_argument(const V* z, const V* f, const V* df, int n, V* product, V* slope) {
  for (int k = 0; k < n; ++k) {
    product[k] = z[0] * f[k];
    slope[k] = f[k] + z[0] * df[k];
    for (int j = 1; j <= k; ++j) {
      product[k] += z[j] * f[k - j];
      slope[k] += z[j] * df[k - j];
    }
  }
}

/// Coefficient k of w = 1 - u^2.
template <typename V>
PINN_INLINE void tanh_slope(const V* u, int k, V& w) {
  if (k == 0) {
    const V one = V{} + static_cast<Element<V>>(1);
    w = (one - u[0]) * (one + u[0]);
    return;
  }
  inner_square(u, k, w);
  w = -(w + static_cast<Element<V>>(2) * u[0] * u[k]);
}

/// u' = w z', w = 1 - u^2
template <typename V>
PINN_INLINE void tanh_series(const V* z, const SeriesStart<V>& start, int n, V* u, V* w) {
  u[0] = start.a;
  tanh_slope(u, 0, w[0]);
  for (int k = 1; k < n; ++k) {
    integrate(w, z, k, u[k]);
    tanh_slope(u, k, w[k]);
  }
}

/// u' = w z', w = u (1 - u)
template <typename V>
PINN_INLINE void sigmoid_series(const V* z, const SeriesStart<V>& start, int n, V* u, V* w) {
  u[0] = start.a;
  w[0] = start.b;
  for (int k = 1; k < n; ++k) {
    integrate(w, z, k, u[k]);
    inner_square(u, k, w[k]);
    w[k] = u[k] - static_cast<Element<V>>(2) * u[0] * u[k] - w[k];
  }
}

/// s' = c z', c' = -s z'
template <typename V>
PINN_INLINE void sin_series(const V* z, const SeriesStart<V>& start, int n, V* s, V* c) {
  s[0] = start.a;
  c[0] = start.b;
  for (int k = 1; k < n; ++k) {
    integrate(c, z, k, s[k]);
    integrate(s, z, k, c[k]);
    c[k] = -c[k];
  }
}

/// u' = g z' with the sigmoid g.
template <typename V>
PINN_INLINE void softplus_series(const V* z, const SeriesStart<V>& start, int n, V* u, V* g) {
  LaneArray<V, kMostCoefficients> w;
  sigmoid_series(z, start, n, g, w);
  u[0] = start.c;
  for (int k = 1; k < n; ++k) integrate(g, z, k, u[k]);
}

/// z g(z) with the sigmoid g.
template <typename V>
PINN_INLINE void silu_series(const V* z, const SeriesStart<V>& start, int n, V* u, V* slope) {
  LaneArray<V, kMostCoefficients> g;
  LaneArray<V, kMostCoefficients> w;
  sigmoid_series(z, start, n, g, w);
  times_argument(z, g, w, n, u, slope);
}

/// z C(z): C' = p z', p' = -p z z' with the normal distribution C and its density p.
template <typename V>
PINN_INLINE void gelu_series(const V* z, const SeriesStart<V>& start, int n, V* u, V* slope) {
  LaneArray<V, kMostCoefficients> c;
  LaneArray<V, kMostCoefficients> p;
  LaneArray<V, kMostCoefficients> zp;  // -z p, the slope of p
  c[0] = start.a;
  p[0] = start.b;
  for (int k = 1; k < n; ++k) {
    zp[k - 1] = V{};
    for (int j = 0; j < k; ++j) zp[k - 1] -= z[j] * p[k - 1 - j];
    integrate(p, z, k, c[k]);
    integrate(zp, z, k, p[k]);
  }
  times_argument(z, c, p, n, u, slope);
}

/// The slope on the left counts at the kink, as in LibTorch. The value in place of z gives the
/// same.
template <typename V>
PINN_INLINE void kinked_slope(const V& z, Element<V> left, V& slope) {
  const V one = V{} + static_cast<Element<V>>(1);
  const V other = V{} + left;
  slope = z > V{} ? one : other;
}

template <typename V>
PINN_INLINE void kinked_series(const V* z, Element<V> left, int n, V* u, V* slope) {
  kinked_slope(z[0], left, slope[0]);
  u[0] = z[0] * slope[0];
  for (int k = 1; k < n; ++k) {
    u[k] = z[k] * slope[0];
    slope[k] = V{};
  }
}

/// Coefficients of u = a(z(s)) and of the slope a'(z(s)) from those of z(s).
///
/// Needs:  1 <= n <= kMostCoefficients; u and slope do not overlap z.
template <typename V>
PINN_INLINE void activation_series(
    Activation activation, const V* z, const SeriesStart<V>& start, int n, V* u, V* slope) {
  switch (activation) {
    case Activation::Tanh:
      return tanh_series(z, start, n, u, slope);
    case Activation::Sin:
      return sin_series(z, start, n, u, slope);
    case Activation::Sigmoid:
      return sigmoid_series(z, start, n, u, slope);
    case Activation::Silu:
      return silu_series(z, start, n, u, slope);
    case Activation::Gelu:
      return gelu_series(z, start, n, u, slope);
    case Activation::Softplus:
      return softplus_series(z, start, n, u, slope);
    case Activation::Relu:
      return kinked_series(z, static_cast<Element<V>>(0), n, u, slope);
    case Activation::LeakyRelu:
      return kinked_series(z, static_cast<Element<V>>(kLeakySlope), n, u, slope);
  }
  __builtin_unreachable();
}

}  // namespace pinn
