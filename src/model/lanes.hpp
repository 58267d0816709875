// SPDX-License-Identifier: MIT
// Several numbers in one register, by the vector types that GCC and Clang share.
#pragma once

#include <cstddef>
#include <cstring>

namespace pinn {

#define PINN_INLINE inline __attribute__((always_inline))

/// `bytes` of numbers that arithmetic works on at once. Both compilers let such a type stand for
/// its elements in memory.
template <typename T, int bytes>
struct Lanes {
  typedef T Type __attribute__((vector_size(bytes)));
  static constexpr int kCount = bytes / static_cast<int>(sizeof(T));
};

/// `n` of them that the compiler keeps in registers where it can.
template <typename V, int n>
using LaneArray = V[static_cast<std::size_t>(n)];

/// Buffers start at a multiple of this, in bytes: the widest register.
inline constexpr std::size_t kLaneAlignment = 64;

/// Numbers by which rows are padded, whatever the processor: so every kernel may read whole tiles,
/// of up to four registers.
template <typename T>
inline constexpr int kRowPadding = static_cast<int>(4 * kLaneAlignment / sizeof(T));

/// The numbers from `at` on as one register. By reference: how a register is handed over depends on
/// the processor that the caller is compiled for.
///
/// Needs:  `at` at a multiple of the register's size.
template <typename V, typename T>
PINN_INLINE const V& lanes(const T* at) {
  return *reinterpret_cast<const V*>(at);
}

template <typename V, typename T>
PINN_INLINE V& lanes(T* at) {
  return *reinterpret_cast<V*>(at);
}

/// The sum of all lanes, halves first.
template <typename T, int bytes>
struct LaneSum {
  static PINN_INLINE T of(const typename Lanes<T, bytes>::Type& value) {
    using Half = typename Lanes<T, bytes / 2>::Type;
    Half low;
    Half high;
    std::memcpy(&low, &value, sizeof(Half));
    std::memcpy(&high, reinterpret_cast<const char*>(&value) + sizeof(Half), sizeof(Half));
    const Half sum = low + high;
    return LaneSum<T, bytes / 2>::of(sum);
  }
};

template <typename T>
struct LaneSum<T, 16> {
  static PINN_INLINE T of(const typename Lanes<T, 16>::Type& value) {
    T sum = value[0];
    for (int i = 1; i < Lanes<T, 16>::kCount; ++i) sum += value[i];
    return sum;
  }
};

}  // namespace pinn
