// SPDX-License-Identifier: MIT
// Tolerances of the tests, each with the reason for its size.
#pragma once

namespace pinn::test {

/// A handful of roundings of numbers of order 1.
inline constexpr double kFewRoundings = 1e-14;

/// Sums of some hundred terms of order 1, and small systems solved once.
inline constexpr double kSumOfHundreds = 1e-13;

/// The same in float, whose roundings are 5e8 times larger.
inline constexpr double kSumOfHundredsInFloat = 5e-5;

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

/// Derivatives up to the fourth and gradients of the weights, by Taylor series and by autograd,
/// relative to the largest of their kind.
inline constexpr double kJetsAgainstAutograd = 1e-12;

/// Up to the fourth derivative: autograd sums and cancels terms of some hundreds.
inline constexpr double kHighDerivatives = 1e-10;

/// Global error of CVODE at rtol 1e-10 over some hundred steps and solutions of order 1 to 10: each
/// step may add its own 1e-10.
inline constexpr double kReferenceError = 2e-8;

/// The own error is a difference to a solve at 10 times the tolerances, so it should be several
/// times the true error; ten times below it would be dishonest.
inline constexpr double kOwnErrorFactor = 10.0;
inline constexpr double kOwnErrorFloor = 1e-12;

/// The published end values of Robertson's problem have ten digits.
inline constexpr double kPublishedRobertson = 2e-8;

/// Steep transitions of a relaxation oscillation multiply the error of a stiff solver.
inline constexpr double kStiffEndValue = 1e-6;

/// Their sixteen digits as of the Test Set for IVP Solvers (its own error is not stated), of
/// windows solved to 3e-12: the error along some two hundred of them; measured 2e-12.
inline constexpr double kRobertsonDigits = 1e-11;

/// Residuals of 3e-7 beside the states, solutions of order 1 along some windows: what a user is
/// promised; measured 1e-10 to 1e-7, by the seed.
inline constexpr double kTrainedError = 1e-6;

/// Windows solved to 1e-12: the error along some dozens of them, solutions of order 1.
inline constexpr double kReadoutError = 2e-11;

/// One network with enough features for windows solved to 1e-12, solutions of order 1.
inline constexpr double kDistilledError = 1e-11;

/// What vector_math.hpp promises; measured against long double: 0.8 (log) to 1.6 (sinh).
inline constexpr double kVectorMathUlps = 2.0;

/// Derivatives of an operation inside another by two different sequences of some ten roundings;
/// arguments of tan, log and powers lie close enough to a pole to lose two or three digits.
inline constexpr double kProgramAgainstDual = 1e-12;
/// A basis of tanh features between its points, for the constant and for powers up to the fourth:
/// measured up to 4e-14 and 4e-11 (Gauss, 16 points), 3e-13 and 4e-9 (Radau, 12 points).
inline constexpr double kGaussConstant = 1e-13;
inline constexpr double kGaussPolynomial = 1e-10;
inline constexpr double kRadauConstant = 1e-12;
inline constexpr double kRadauPolynomial = 1e-8;

/// Times the sum of the sizes of output weights: some roundings of each term of a network.
inline constexpr double kExportedRoundings = 1e-15;

/// Modulus of a stability function that is 1 (Gauss) or at most 1 (Radau): measured to 1e-14.
inline constexpr double kStabilityFunction = 1e-12;

/// What a Radau window leaves of a part that decays by 1e10 in units of its length: the function is
/// 12 / |z| there.
inline constexpr double kStiffDecay = 1e-8;

/// A last digit of a double; places where the sum of large terms is tiny get a thousandth of the
/// column's largest entry.
inline constexpr double kRebuiltTable = 2.3e-16;
inline constexpr double kRebuiltSmall = 1e-3;

/// Some roundings to 106 bits.
inline constexpr double kExtendedRoundings = 1e-30;

/// The estimated error is good to its second order and to the rounding of the model: its largest
/// value is right to a tenth, and each value clear of the floor by this factor.
inline constexpr double kEstimate = 0.1;
inline constexpr double kEstimateFactor = 3.0;
inline constexpr double kClearOfFloor = 10.0;

/// The floor is a mean square of few traces of rounding; the largest of a thousand values may be
/// several times as far.
inline constexpr double kFloorFactor = 4.0;

/// Sums of 30 terms of some 1e6 in 64 bits, rounded to a double, beside sums of some 1 of the same
/// kind; measured 1e-12.
inline constexpr double kPreciseSum = 5e-12;

/// Error of a small network after least squares on all its weights: observed 1e-9 and less; adam
/// and lbfgs alone leave 1e-4.
inline constexpr double kLeastSquaresError = 1e-7;

/// Two formulations of a pendulum, each solved to 1e-12, over five seconds of swinging.
inline constexpr double kSwingError = 1e-9;

/// Test Set values have some 12 digits; the windows were solved to 1e-11, and the amplifier
/// multiplies what errors they make.
inline constexpr double kAmplifierError = 1e-9;

/// Place of a minimum of a function of size 1: the value is flat to its rounding within 1e-8.
inline constexpr double kMinimum = 1e-7;

/// Zeros of Lane-Emden functions, published with eight decimals.
inline constexpr double kPublishedZero = 5e-9;

}  // namespace pinn::test
