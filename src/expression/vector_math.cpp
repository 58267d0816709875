// SPDX-License-Identifier: MIT
// Loops over numbers; the few that are out of range are left to <cmath>.
#include "pinn/expression/vector_math.hpp"

#include <atomic>
#include <cmath>

#include "vector_functions.hpp"

namespace pinn {

namespace {

namespace vf = vector_functions;

/// Each function: its value inside the range, where that ends, and the one for everything else.
struct Exp {
  static PINN_ALWAYS_INLINE double inside(double x) { return vf::exp_inside(x); }
  static PINN_ALWAYS_INLINE vf::Bits outside(double x) { return vf::beyond(x, vf::kExpLimit); }
  static double other(double x) { return std::exp(x); }
};

struct Log {
  static PINN_ALWAYS_INLINE double inside(double x) { return vf::log_inside(x); }
  static PINN_ALWAYS_INLINE vf::Bits outside(double x) { return vf::outside_log(x); }
  static double other(double x) { return std::log(x); }
};

struct Sin {
  static PINN_ALWAYS_INLINE double inside(double x) { return vf::sin_inside(x); }
  static PINN_ALWAYS_INLINE vf::Bits outside(double x) { return vf::beyond(x, vf::kAngleLimit); }
  static double other(double x) { return std::sin(x); }
};

struct Cos {
  static PINN_ALWAYS_INLINE double inside(double x) { return vf::cos_inside(x); }
  static PINN_ALWAYS_INLINE vf::Bits outside(double x) { return vf::beyond(x, vf::kAngleLimit); }
  static double other(double x) { return std::cos(x); }
};

struct Sinh {
  static PINN_ALWAYS_INLINE double inside(double x) { return vf::sinh_inside(x); }
  static PINN_ALWAYS_INLINE vf::Bits outside(double x) { return vf::beyond(x, vf::kExpLimit); }
  static double other(double x) { return std::sinh(x); }
};

struct Cosh {
  static PINN_ALWAYS_INLINE double inside(double x) { return vf::cosh_inside(x); }
  static PINN_ALWAYS_INLINE vf::Bits outside(double x) { return vf::beyond(x, vf::kExpLimit); }
  static double other(double x) { return std::cosh(x); }
};

struct Tanh {
  static PINN_ALWAYS_INLINE double inside(double x) { return vf::tanh_inside(x); }
  static PINN_ALWAYS_INLINE vf::Bits outside(double x) { return vf::beyond(x, vf::kTanhLimit); }
  static double other(double x) { return std::tanh(x); }
};

template <typename Function>
void mend(int n, const double* x, double* y) {
  for (int i = 0; i < n; ++i) {
    if ((Function::outside(x[i]) & vf::kSign) != 0) y[i] = Function::other(x[i]);
  }
}

template <typename Function>
PINN_ALWAYS_INLINE void loop(int n, const double* __restrict x, double* __restrict y) {
  vf::Bits outside = 0;
  for (int i = 0; i < n; ++i) {
    y[i] = Function::inside(x[i]);
    outside |= Function::outside(x[i]);
  }
  if ((outside & vf::kSign) != 0) mend<Function>(n, x, y);
}

PINN_ALWAYS_INLINE void loop_sin_cos(int n,
                                     const double* __restrict x,
                                     double* __restrict sine,
                                     double* __restrict cosine) {
  vf::Bits outside = 0;
  for (int i = 0; i < n; ++i) {
    const vf::Angle angle = vf::split_angle(vf::magnitude(x[i]));
    const vf::Bits sign = vf::bits_of(x[i]) & vf::kSign;
    sine[i] = vf::from_bits(vf::bits_of(vf::sine_after(angle, angle.quarter)) ^ sign);
    cosine[i] = vf::sine_after(angle, angle.quarter + 1U);
    outside |= Sin::outside(x[i]);
  }
  if ((outside & vf::kSign) == 0) return;
  mend<Sin>(n, x, sine);
  mend<Cos>(n, x, cosine);
}

std::atomic<VectorKernel> chosen_kernel{best_vector_kernel()};

#if PINN_HAS_AVX2

template <typename Function>
PINN_TARGET_AVX2 void loop_avx2(int n, const double* x, double* y) {
  loop<Function>(n, x, y);
}

PINN_TARGET_AVX2 void loop_sin_cos_avx2(int n, const double* x, double* sine, double* cosine) {
  loop_sin_cos(n, x, sine, cosine);
}

template <typename Function>
void apply_to_all(int n, const double* x, double* y) {
  if (vector_kernel() == VectorKernel::Avx2) return loop_avx2<Function>(n, x, y);
  loop<Function>(n, x, y);
}

#else

template <typename Function>
void apply_to_all(int n, const double* x, double* y) {
  loop<Function>(n, x, y);
}

#endif

}  // namespace

VectorKernel best_vector_kernel() {
#if PINN_HAS_AVX2
  if (__builtin_cpu_supports("avx2")) return VectorKernel::Avx2;
#endif
  return VectorKernel::Portable;
}

VectorKernel vector_kernel() { return chosen_kernel.load(std::memory_order_relaxed); }

void use_vector_kernel(VectorKernel kernel) { chosen_kernel = kernel; }

const char* vector_kernel_name(VectorKernel kernel) {
  return kernel == VectorKernel::Avx2 ? "avx2" : "portable";
}

void vector_exp(int n, const double* x, double* y) { apply_to_all<Exp>(n, x, y); }
void vector_log(int n, const double* x, double* y) { apply_to_all<Log>(n, x, y); }
void vector_sin(int n, const double* x, double* y) { apply_to_all<Sin>(n, x, y); }
void vector_cos(int n, const double* x, double* y) { apply_to_all<Cos>(n, x, y); }
void vector_sinh(int n, const double* x, double* y) { apply_to_all<Sinh>(n, x, y); }
void vector_cosh(int n, const double* x, double* y) { apply_to_all<Cosh>(n, x, y); }
void vector_tanh(int n, const double* x, double* y) { apply_to_all<Tanh>(n, x, y); }

void vector_sin_cos(int n, const double* x, double* sine, double* cosine) {
#if PINN_HAS_AVX2
  if (vector_kernel() == VectorKernel::Avx2) return loop_sin_cos_avx2(n, x, sine, cosine);
#endif
  loop_sin_cos(n, x, sine, cosine);
}

}  // namespace pinn
