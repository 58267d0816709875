// SPDX-License-Identifier: MIT
// Real numbers of 106 bits, for tables whose entries a double would spoil; works inside Eigen.
#pragma once

#include <Eigen/Core>
#include <cfloat>
#include <cmath>

namespace pinn {

/// A number as the unevaluated sum high + low, |low| at most half a last digit of high.
///
/// Needs:   arithmetic that rounds every operation to double, and no overflow.
/// Source:  Joldes, Muller, Popescu 2017, Tight and rigorous error bounds for basic building blocks
///          of double-word arithmetic, ACM TOMS 44(2), algorithms 6, 12 and 18.
class Extended {
 public:
  Extended() = default;
  Extended(double value) : high_(value) {}  // like any wider number type
  Extended(int value) : high_(value) {}

  double high() const { return high_; }
  explicit operator double() const { return high_; }

  Extended operator-() const { return {-high_, -low_}; }

  Extended& operator+=(const Extended& b) {
    const Extended highs = sum(high_, b.high_);
    const Extended lows = sum(low_, b.low_);
    const Extended partial = ordered_sum(highs.high_, highs.low_ + lows.high_);
    return *this = ordered_sum(partial.high_, lows.low_ + partial.low_);
  }

  Extended& operator-=(const Extended& b) { return *this += -b; }

  Extended& operator*=(const Extended& b) {
    const double product = high_ * b.high_;
    const double rest = std::fma(high_, b.high_, -product);
    const double mixed = std::fma(high_, b.low_, std::fma(low_, b.high_, low_ * b.low_));
    return *this = ordered_sum(product, rest + mixed);
  }

  Extended& operator/=(const Extended& b) {
    // Three digits of a long division in base 2^53.
    const double first = high_ / b.high_;
    Extended remainder = *this - b * first;
    const double second = remainder.high_ / b.high_;
    remainder -= b * second;
    const double third = remainder.high_ / b.high_;
    return *this = ordered_sum(first, second) + Extended(third);
  }

  friend Extended operator+(Extended a, const Extended& b) { return a += b; }
  friend Extended operator-(Extended a, const Extended& b) { return a -= b; }
  friend Extended operator*(Extended a, const Extended& b) { return a *= b; }
  friend Extended operator/(Extended a, const Extended& b) { return a /= b; }

  friend bool operator==(const Extended& a, const Extended& b) {
    return a.high_ == b.high_ && a.low_ == b.low_;
  }
  friend bool operator!=(const Extended& a, const Extended& b) { return !(a == b); }
  friend bool operator<(const Extended& a, const Extended& b) {
    return a.high_ < b.high_ || (a.high_ == b.high_ && a.low_ < b.low_);
  }
  friend bool operator>(const Extended& a, const Extended& b) { return b < a; }
  friend bool operator<=(const Extended& a, const Extended& b) { return a < b || a == b; }
  friend bool operator>=(const Extended& a, const Extended& b) { return b <= a; }

  friend Extended abs(const Extended& a) { return a.high_ < 0.0 ? -a : a; }
  friend Extended sqrt(const Extended& a) {
    if (a.high_ <= 0.0) return std::sqrt(a.high_);
    const double guess = std::sqrt(a.high_);
    const double correction = (a - Extended(guess) * guess).high_ / (2.0 * guess);
    return ordered_sum(guess, correction);
  }

 private:
  Extended(double high, double low) : high_(high), low_(low) {}

  /// a + b without error.
  static Extended sum(double a, double b) {
    const double high = a + b;
    const double part = high - a;
    return {high, (a - (high - part)) + (b - part)};
  }

  /// The same where |a| >= |b|.
  static Extended ordered_sum(double a, double b) {
    const double high = a + b;
    return {high, b - (high - a)};
  }

  double high_ = 0.0;
  double low_ = 0.0;
};

static_assert(FLT_EVAL_METHOD == 0, "Extended needs arithmetic that rounds to double");

using ExtendedMatrix = Eigen::Matrix<Extended, Eigen::Dynamic, Eigen::Dynamic>;
using ExtendedVector = Eigen::Matrix<Extended, Eigen::Dynamic, 1>;

/// tanh, to a few of the last bits.
Extended tanh(const Extended& x);

}  // namespace pinn

namespace Eigen {

template <>
struct NumTraits<pinn::Extended> : GenericNumTraits<pinn::Extended> {
  using Real = pinn::Extended;
  using NonInteger = pinn::Extended;
  using Nested = pinn::Extended;
  using Literal = double;
  // NOLINTBEGIN(readability-identifier-naming): the names are those of Eigen.
  enum {
    IsComplex = 0,
    IsInteger = 0,
    IsSigned = 1,
    RequireInitialization = 1,
    ReadCost = 2,
    AddCost = 20,
    MulCost = 10
  };
  // NOLINTEND(readability-identifier-naming)
  static Real epsilon() { return DBL_EPSILON * DBL_EPSILON; }
  static Real dummy_precision() { return 1e-28; }
  static Real highest() { return DBL_MAX; }
  static Real lowest() { return -DBL_MAX; }
  static int digits10() { return 31; }
};

}  // namespace Eigen
