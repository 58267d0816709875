// SPDX-License-Identifier: MIT
// Tolerances of the tests, each with the reason for its size.
#pragma once

namespace pinn::test {

/// A handful of roundings of numbers of order 1.
inline constexpr double kFewRoundings = 1e-14;

/// Sums of some hundred terms of order 1, and small systems solved once.
inline constexpr double kSumOfHundreds = 1e-13;

/// Sixth-order central differences with step 1e-2: truncation 1e-12 times a seventh derivative of
/// up to some hundreds, rounding 1e-14.
inline constexpr double kCentralDifference = 1e-9;

/// Step of a second-order central difference: the cube root of the rounding unit, where cutting and
/// rounding errors are equal.
inline constexpr double kDifferenceStep = 6e-6;

/// A central difference with that step errs by about 4e-11 times the third derivative; 1e-7 leaves
/// room for steep functions and still sees any wrong formula.
inline constexpr double kDifferenceTolerance = 1e-7;

/// The same network in LibTorch and in plain C++, up to the second derivative: some hundred
/// roundings each.
inline constexpr double kCoreAgainstLibTorch = 1e-12;

/// Up to the fourth derivative: autograd sums and cancels terms of some hundreds.
inline constexpr double kHighDerivatives = 1e-10;

}  // namespace pinn::test
