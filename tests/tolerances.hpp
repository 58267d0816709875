// SPDX-License-Identifier: MIT
// Every tolerance of the tests, with the reason for its size.
#pragma once

namespace pinn::test {

/// Step of a central difference: the cube root of the rounding unit, where cutting and rounding
/// errors are equal.
inline constexpr double kDifferenceStep = 6e-6;

/// A central difference with that step errs by about 4e-11 times the third derivative; 1e-7 leaves
/// room for steep functions and still sees any wrong formula.
inline constexpr double kDifferenceTolerance = 1e-7;

}  // namespace pinn::test
