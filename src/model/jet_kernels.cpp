// SPDX-License-Identifier: MIT
// One template of every loop, and its instances for registers of 16, 32 and 64 bytes.
#include "jet_kernels.hpp"

#include <cmath>

#include "expression/vector_functions.hpp"

namespace pinn {

namespace {

namespace vf = vector_functions;

template <typename T>
PINN_INLINE void tanh_loop(int n, const T* __restrict z, T* __restrict value) {
  vf::Bits outside = 0;
  for (int i = 0; i < n; ++i) {
    const auto x = static_cast<double>(z[i]);
    value[i] = static_cast<T>(vf::tanh_inside(x));
    outside |= vf::beyond(x, vf::kTanhLimit);
  }
  if ((outside & vf::kSign) == 0) return;
  for (int i = 0; i < n; ++i) {
    if ((vf::beyond(static_cast<double>(z[i]), vf::kTanhLimit) & vf::kSign) != 0) {
      value[i] = std::tanh(z[i]);
    }
  }
}

/// With a number of coefficients that the compiler knows (n_known > 0), loops over them unroll.
template <typename V, typename T, int n_known>
PINN_INLINE void activate_known(Activation activation,
                                const SeriesRows& rows,
                                const SeriesStart<const T*>& start,
                                T* z,
                                T* slope) {
  constexpr int kLanes = static_cast<int>(sizeof(V) / sizeof(T));
  constexpr int kMost = n_known > 0 ? n_known : kMostCoefficients;
  const int n = n_known > 0 ? n_known : rows.n_coefficients;
  const bool has_start = start.a != nullptr;
  for (int p = 0; p < rows.n_points; p += kLanes) {
    SeriesStart<V> here{};
    if (has_start) {
      here.a = lanes<V>(start.a + p);
      here.b = lanes<V>(start.b + p);
      here.c = lanes<V>(start.c + p);
    }
    LaneArray<V, kMost> argument;
    LaneArray<V, kMost> value;
    LaneArray<V, kMost> its_slope;
    for (int k = 0; k < n; ++k) argument[k] = lanes<V>(z + k * rows.n_points + p);
    activation_series(activation, argument, here, n, value, its_slope);
    for (int k = 0; k < n; ++k) lanes<V>(z + k * rows.n_points + p) = value[k];
    if (slope == nullptr) continue;
    for (int k = 0; k < n; ++k) lanes<V>(slope + k * rows.n_points + p) = its_slope[k];
  }
}

template <typename V, typename T>
PINN_INLINE void activate_rows(Activation activation,
                               const SeriesRows& rows,
                               const SeriesStart<const T*>& start,
                               T* z,
                               T* slope) {
  switch (rows.n_coefficients) {
    case 1:
      return activate_known<V, T, 1>(activation, rows, start, z, slope);
    case 2:
      return activate_known<V, T, 2>(activation, rows, start, z, slope);
    case 3:
      return activate_known<V, T, 3>(activation, rows, start, z, slope);
    default:
      return activate_known<V, T, 0>(activation, rows, start, z, slope);
  }
}

/// Z_j = sum_(k >= j) U_k s_(k-j), in place: coefficients above j are still those of a(z).
template <typename V, typename T>
PINN_INLINE void pull_back_at(T* adjoint, int n_points, int n, const V* slope) {
  for (int j = 0; j < n; ++j) {
    V& to = lanes<V>(adjoint + j * n_points);
    V sum = to * slope[0];
    for (int k = j + 1; k < n; ++k) sum += lanes<V>(adjoint + k * n_points) * slope[k - j];
    to = sum;
  }
}

template <typename V, typename T, int n_known>
PINN_INLINE void pull_back_known(
    Activation activation, const SeriesRows& rows, const T* value, const T* slope, T* adjoint) {
  constexpr int kLanes = static_cast<int>(sizeof(V) / sizeof(T));
  constexpr int kMost = n_known > 0 ? n_known : kMostCoefficients;
  const int n = n_known > 0 ? n_known : rows.n_coefficients;
  const int step = rows.n_points;
  LaneArray<V, kMost> s;
  if (activation == Activation::Tanh) {
    LaneArray<V, kMost> u;
    for (int p = 0; p < step; p += kLanes) {
      for (int k = 0; k < n; ++k) {
        u[k] = lanes<V>(value + k * step + p);
        tanh_slope(u, k, s[k]);
      }
      pull_back_at(adjoint + p, step, n, s);
    }
  } else if (slope == nullptr) {
    const T left = activation == Activation::Relu ? T{0} : static_cast<T>(kLeakySlope);
    for (int p = 0; p < step; p += kLanes) {
      kinked_slope(lanes<V>(value + p), left, s[0]);
      for (int k = 0; k < n; ++k) lanes<V>(adjoint + k * step + p) *= s[0];
    }
  } else {
    for (int p = 0; p < step; p += kLanes) {
      for (int k = 0; k < n; ++k) s[k] = lanes<V>(slope + k * step + p);
      pull_back_at(adjoint + p, step, n, s);
    }
  }
}

template <typename V, typename T>
PINN_INLINE void pull_back_rows(
    Activation activation, const SeriesRows& rows, const T* value, const T* slope, T* adjoint) {
  switch (rows.n_coefficients) {
    case 1:
      return pull_back_known<V, T, 1>(activation, rows, value, slope, adjoint);
    case 2:
      return pull_back_known<V, T, 2>(activation, rows, value, slope, adjoint);
    case 3:
      return pull_back_known<V, T, 3>(activation, rows, value, slope, adjoint);
    default:
      return pull_back_known<V, T, 0>(activation, rows, value, slope, adjoint);
  }
}

// A function compiled for a processor cannot be a template's argument, so each is written out.
#define PINN_JET_KERNELS(NAME, TARGET, BYTES, ROWS, COLUMNS)                                       \
  template <typename T>                                                                            \
  TARGET void product_##NAME(const Weights<T>& w,                                                  \
                             const Bias<T>& bias,                                                  \
                             int n_out,                                                            \
                             int n_in,                                                             \
                             const Rows& layout,                                                   \
                             const T* h,                                                           \
                             T* z) {                                                               \
    Tiles<T, BYTES, ROWS, COLUMNS>::product(w, bias, n_out, n_in, layout, h, z);                   \
  }                                                                                                \
  template <typename T>                                                                            \
  TARGET void outer_##NAME(int n_a, int n_b, const Rows& layout, const T* a, const T* b, T* sum) { \
    Tiles<T, BYTES, ROWS, COLUMNS>::outer(n_a, n_b, layout, a, b, sum);                            \
  }                                                                                                \
  template <typename T>                                                                            \
  TARGET void tanh_##NAME(int n, const T* z, T* value) {                                           \
    tanh_loop(n, z, value);                                                                        \
  }                                                                                                \
  template <typename T>                                                                            \
  TARGET void activate_##NAME(Activation activation,                                               \
                              const SeriesRows& rows,                                              \
                              const SeriesStart<const T*>& start,                                  \
                              T* z,                                                                \
                              T* slope) {                                                          \
    using V = typename Lanes<T, BYTES>::Type;                                                      \
    if (activation == Activation::Tanh) {                                                          \
      return activate_rows<V>(Activation::Tanh, rows, start, z, slope);                            \
    }                                                                                              \
    activate_rows<V>(activation, rows, start, z, slope);                                           \
  }                                                                                                \
  template <typename T>                                                                            \
  TARGET void pull_back_##NAME(                                                                    \
      Activation activation, const SeriesRows& rows, const T* value, const T* slope, T* adjoint) { \
    pull_back_rows<typename Lanes<T, BYTES>::Type>(activation, rows, value, slope, adjoint);       \
  }                                                                                                \
  template <typename T>                                                                            \
  JetKernels<T> kernels_##NAME() {                                                                 \
    return {#NAME,                                                                                 \
            product_##NAME<T>,                                                                     \
            outer_##NAME<T>,                                                                       \
            tanh_##NAME<T>,                                                                        \
            activate_##NAME<T>,                                                                    \
            pull_back_##NAME<T>};                                                                  \
  }

PINN_JET_KERNELS(portable, , 16, 6, 2)
#if defined(__GNUC__) && defined(__x86_64__)
PINN_JET_KERNELS(avx2, __attribute__((target("avx2,fma"))), 32, 6, 2)
PINN_JET_KERNELS(avx512, __attribute__((target("avx512f,avx512dq,avx2,fma"))), 64, 6, 4)
#endif
#undef PINN_JET_KERNELS

template <typename T>
std::vector<JetKernels<T>> available_kernels() {
  std::vector<JetKernels<T>> kernels{kernels_portable<T>()};
#if defined(__GNUC__) && defined(__x86_64__)
  if (__builtin_cpu_supports("avx2") && __builtin_cpu_supports("fma")) {
    kernels.push_back(kernels_avx2<T>());
    if (__builtin_cpu_supports("avx512f") && __builtin_cpu_supports("avx512dq")) {
      kernels.push_back(kernels_avx512<T>());
    }
  }
#endif
  return kernels;
}

}  // namespace

template <typename T>
const std::vector<JetKernels<T>>& jet_kernels() {
  static const std::vector<JetKernels<T>> kernels = available_kernels<T>();
  return kernels;
}

template const std::vector<JetKernels<float>>& jet_kernels<float>();
template const std::vector<JetKernels<double>>& jet_kernels<double>();

}  // namespace pinn
