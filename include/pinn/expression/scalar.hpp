// SPDX-License-Identifier: MIT
// Operations of expressions on double that <cmath> does not have under these names.
#pragma once

#include <cmath>

namespace pinn {

/// base^exponent; the second form is used wherever the exponent is a number.
inline double power(double base, double exponent) { return std::pow(base, exponent); }

/// The smaller value; nan if either is nan.
inline double minimum(double a, double b) { return std::isnan(a) || a < b ? a : b; }

/// The larger value; nan if either is nan.
inline double maximum(double a, double b) { return std::isnan(a) || a > b ? a : b; }

inline double absolute(double x) { return std::abs(x); }

/// -1, 0 or 1; nan stays nan.
inline double sign(double x) { return x > 0.0 ? 1.0 : (x < 0.0 ? -1.0 : x); }

/// 0 for x < 0, 1 for x >= 0; nan stays nan.
inline double step(double x) { return x < 0.0 ? 0.0 : (x >= 0.0 ? 1.0 : x); }

inline double less(double a, double b) { return a < b ? 1.0 : 0.0; }
inline double less_equal(double a, double b) { return a <= b ? 1.0 : 0.0; }
inline double equal(double a, double b) { return a == b ? 1.0 : 0.0; }
inline double logical_not(double a) { return a == 0.0 ? 1.0 : 0.0; }
inline double logical_and(double a, double b) { return a != 0.0 && b != 0.0 ? 1.0 : 0.0; }
inline double logical_or(double a, double b) { return a != 0.0 || b != 0.0 ? 1.0 : 0.0; }

/// a where the test is not 0, else b.
inline double select(double test, double a, double b) { return test != 0.0 ? a : b; }

}  // namespace pinn
