// SPDX-License-Identifier: MIT
// Checks whose comparisons fail for anything that is not a number.
#pragma once

#include <cmath>
#include <limits>
#include <string>
#include <utility>
#include <vector>

#include "pinn/expression/subtree.hpp"
#include "pinn/verify/verdict.hpp"

namespace pinn {

inline constexpr double kInfinite = std::numeric_limits<double>::infinity();

/// The own error of the reference, a difference of two of its solves, is known to this factor: what
/// it is to refute must be that far beyond it.
inline constexpr double kOwnErrorDoubt = 10.0;

/// |value|, and infinite for nan: so that a largest value never loses it.
inline double magnitude(double value) { return std::isnan(value) ? kInfinite : std::abs(value); }

/// A check of value against ref, where ref itself may be wrong by `own_error`.
inline Check make_check(
    double at, std::string state, double value, double ref, double tolerance, double own_error) {
  const double error = value - ref;
  const double ratio = (magnitude(error) + own_error) / tolerance;
  return {at, std::move(state), value, ref, error, tolerance, magnitude(ratio)};
}

inline bool passes(const Check& check) { return check.ratio <= 1.0; }

/// Terms of both sides of an equation or condition.
inline std::vector<Expression> terms_of_both(const Expression& left, const Expression& right) {
  std::vector<Expression> terms = terms_of(left);
  for (Expression& term : terms_of(right)) terms.push_back(std::move(term));
  return terms;
}

}  // namespace pinn
