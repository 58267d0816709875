// SPDX-License-Identifier: MIT
// How a loop is compiled for several processors at once.
#pragma once

#if defined(__GNUC__)
#define PINN_ALWAYS_INLINE inline __attribute__((always_inline))
#else
#define PINN_ALWAYS_INLINE inline
#endif

// AVX2 without fused multiply-add, so that the results are those of the portable loops.
#if defined(__GNUC__) && defined(__x86_64__)
#define PINN_HAS_AVX2 1
#define PINN_TARGET_AVX2 __attribute__((target("avx2")))
#else
#define PINN_HAS_AVX2 0
#endif

// Before a loop whose turns are independent of one another: what it writes is not what it reads.
// Clang warns where such a loop is not vectorised after all, so it checks the places at run time.
#if defined(__GNUC__) && !defined(__clang__)
#define PINN_INDEPENDENT_TURNS _Pragma("GCC ivdep")
#else
#define PINN_INDEPENDENT_TURNS
#endif
