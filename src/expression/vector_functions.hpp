// SPDX-License-Identifier: MIT
// Elementary functions in a form without branches that compilers turn into vector instructions.
#pragma once

#include <cstdint>
#include <cstring>

#include "vector_kernel.hpp"

// The coefficients are Chebyshev interpolations computed with 50 digits, rounded. All functions are
// for arguments inside their ranges below; outside they return numbers without a meaning.

namespace pinn::vector_functions {

using Bits = std::uint64_t;

PINN_ALWAYS_INLINE Bits bits_of(double x) {
  Bits bits;
  std::memcpy(&bits, &x, sizeof bits);
  return bits;
}

PINN_ALWAYS_INLINE double from_bits(Bits bits) {
  double x;
  std::memcpy(&x, &bits, sizeof x);
  return x;
}

inline constexpr Bits kSign = 0x8000000000000000U;
/// Added and subtracted, it rounds to a whole number, which stands in the last bits of the sum.
inline constexpr double kRounder = 0x1.8p52;

PINN_ALWAYS_INLINE double magnitude(double x) { return from_bits(bits_of(x) & ~kSign); }
PINN_ALWAYS_INLINE double with_sign_of(double x, double sign) {
  return from_bits(bits_of(x) | (bits_of(sign) & kSign));
}

/// The highest bit is set if |x| > limit or x is nan.
PINN_ALWAYS_INLINE Bits beyond(double x, double limit) {
  return bits_of(limit) - (bits_of(x) & ~kSign);
}

/// A number that is 2^k (1 + r + tail + lost).
struct Exponential {
  double r;
  double tail;
  double lost;  ///< By the rounding of r.
  double scale;
};

inline constexpr double kExpLimit = 708.0;

/// Equation: e^x = 2^k e^r with |r| <= ln(2) / 2, and e^r = 1 + r + r^2 q(r).
PINN_ALWAYS_INLINE Exponential split_exp(double x) {
  constexpr double kPerLn2 = 1.4426950408889634;
  constexpr double kLn2High = 0.6931471805592082;  // 40 bits: k times it is exact
  constexpr double kLn2Low = 7.371002565167799e-13;
  const double shifted = x * kPerLn2 + kRounder;
  const double k = shifted - kRounder;
  const double high = x - k * kLn2High;
  const double low = k * kLn2Low;
  const double r = high - low;
  double q = 2.09147553258932e-09;
  q = q * r + 2.5105312729622103e-08;
  q = q * r + 2.755727347871858e-07;
  q = q * r + 2.755725517000089e-06;
  q = q * r + 2.480158732567746e-05;
  q = q * r + 0.0001984126987500228;
  q = q * r + 0.0013888888888883711;
  q = q * r + 0.008333333333326084;
  q = q * r + 0.04166666666666667;
  q = q * r + 0.1666666666666667;
  q = q * r + 0.5;
  return {r, r * r * q, (high - r) - low, from_bits((bits_of(shifted) + 1023U) << 52)};
}

PINN_ALWAYS_INLINE double exp_inside(double x) {
  const Exponential e = split_exp(x);
  return e.scale * (1.0 + (e.r + e.tail));
}

inline constexpr double kSmallestNormal = 0x1p-1022;
inline constexpr double kLargest = 0x1.fffffffffffffp1023;

/// The highest bit is set unless x is positive, normal and finite.
PINN_ALWAYS_INLINE Bits outside_log(double x) {
  const Bits bits = bits_of(x);
  return bits | (bits - bits_of(kSmallestNormal)) | (bits_of(kLargest) - bits);
}

/// Equation: log(2^k (1 + f)) = k ln(2) + f - f^2/2 + s (f^2/2 + s^2 P(s^2)), s = f / (2 + f)
/// Source:   the arrangement of the terms is that of FDLIBM, Sun Microsystems 1993, e_log.c.
PINN_ALWAYS_INLINE double log_inside(double x) {
  constexpr double kLn2High = 0.6931471805592082;
  constexpr double kLn2Low = 7.371002565167799e-13;
  constexpr Bits kOne = 0x3ff0000000000000U;
  constexpr Bits kRootHalf = 0x3fe6a09e667f3bcdU;
  constexpr Bits kExponentMask = 0x7ff0000000000000U;
  const Bits bits = bits_of(x);
  const Bits biased = bits + (kOne - kRootHalf);
  const double k = from_bits((biased >> 52) | bits_of(0x1p52)) - (0x1p52 + 1023.0);
  const double f = from_bits(bits - (biased & kExponentMask) + kOne) - 1.0;
  const double s = f / (2.0 + f);
  const double z = s * s;
  double p = 0.1461916477718642;
  p = p * z + 0.1533150172120742;
  p = p * z + 0.18182895746801428;
  p = p * z + 0.22222211043822487;
  p = p * z + 0.28571428626533335;
  p = p * z + 0.3999999999989827;
  p = p * z + 0.666666666666667;
  const double half_square = 0.5 * f * f;
  const double tail = s * (half_square + z * p) + k * kLn2Low;
  return k * kLn2High - ((half_square - tail) - f);
}

/// Sine and cosine of an angle, and the quarter turn it lies in.
struct Angle {
  double sine;
  double cosine;
  Bits quarter;
};

/// Multiples of pi/2 up to 2^15 of them: their products with the parts of pi/2 are exact.
inline constexpr double kAngleLimit = 51471.0;

/// Equation: x = k pi/2 + r with |r| <= pi/4; pi/2 in three parts of 38, 38 and 53 bits.
PINN_ALWAYS_INLINE Angle split_angle(double x) {
  constexpr double kPerQuarter = 0.6366197723675814;
  constexpr double kHigh = 1.5707963267923333;
  constexpr double kMiddle = 2.5633441515839558e-12;
  constexpr double kLow = 1.0562999066987428e-23;
  const double shifted = x * kPerQuarter + kRounder;
  const double k = shifted - kRounder;
  const double first = x - k * kHigh;
  const double middle = k * kMiddle;
  const double second = first - middle;
  const double r = second + (((first - second) - middle) - k * kLow);
  const double z = r * r;
  double s = 1.591784866512194e-10;
  s = s * z - 2.505112794596564e-08;
  s = s * z + 2.755731608382574e-06;
  s = s * z - 0.00019841269836722437;
  s = s * z + 0.008333333333330925;
  s = s * z - 0.16666666666666666;
  double c = -1.1382456865840483e-11;
  c = c * z + 2.0876143829213935e-09;
  c = c * z - 2.755731726001471e-07;
  c = c * z + 2.480158729874308e-05;
  c = c * z - 0.0013888888888887382;
  c = c * z + 0.041666666666666664;
  const double half = 0.5 * z;
  const double main = 1.0 - half;
  return {r + r * z * s, main + (((1.0 - main) - half) + z * z * c), bits_of(shifted)};
}

/// The sine of the angle plus `quarter` quarter turns.
PINN_ALWAYS_INLINE double sine_after(const Angle& angle, Bits quarter) {
  const Bits is_odd = Bits{0} - (quarter & 1U);
  const Bits value = (bits_of(angle.sine) & ~is_odd) | (bits_of(angle.cosine) & is_odd);
  return from_bits(value ^ ((quarter & 2U) << 62));
}

PINN_ALWAYS_INLINE double sin_inside(double x) {
  const Angle angle = split_angle(magnitude(x));
  return from_bits(bits_of(sine_after(angle, angle.quarter)) ^ (bits_of(x) & kSign));
}

PINN_ALWAYS_INLINE double cos_inside(double x) {
  const Angle angle = split_angle(magnitude(x));
  return sine_after(angle, angle.quarter + 1U);
}

/// Equation: cosh(x) = (e^|x| + 1 / e^|x|) / 2
PINN_ALWAYS_INLINE double cosh_inside(double x) {
  const double e = exp_inside(magnitude(x));
  return 0.5 * e + 0.5 / e;
}

/// Equation: sinh(x) = x + x^3 P(x^2) for |x| <= 1, else (e^|x| - 1 / e^|x|) / 2 with the sign.
PINN_ALWAYS_INLINE double sinh_inside(double x) {
  const double size = magnitude(x);
  const double z = x * x;
  double p = 2.8445264169895285e-15;
  p = p * z + 7.646625361656657e-13;
  p = p * z + 1.6059048396350562e-10;
  p = p * z + 2.505210836405804e-08;
  p = p * z + 2.755731922404034e-06;
  p = p * z + 0.00019841269841269773;
  p = p * z + 0.008333333333333333;
  p = p * z + 0.16666666666666666;
  const double near = size + size * (z * p);
  const double e = exp_inside(size);
  const double far = 0.5 * e - 0.5 / e;
  return with_sign_of(size <= 1.0 ? near : far, x);
}

/// Beyond it, tanh is 1 to the last bit.
inline constexpr double kTanhLimit = 350.0;

/// Equation: tanh(x) = m / (m + 2) = m/2 - m/2 tanh(x) with m = e^(2 |x|) - 1, and the sign;
///           m = (2^k - 1 + 2^k r) + 2^k (tail + lost), and what the first sum loses by rounding.
///           While m is small, the second form is free of the rounding of m + 2.
PINN_ALWAYS_INLINE double tanh_inside(double x) {
  const Exponential e = split_exp(2.0 * magnitude(x));
  const double whole = e.scale - 1.0;
  const double part = e.scale * e.r;
  const double sum = whole + part;
  const double m = sum + (e.scale * (e.tail + e.lost) + ((whole - sum) + part));
  const double far = m / (m + 2.0);
  const double half = 0.5 * m;
  const double near = half - half * far;
  return with_sign_of(m <= 1.0 ? near : far, x);
}

}  // namespace pinn::vector_functions
