// SPDX-License-Identifier: MIT
// What an estimated error means for the verdict.
#pragma once

#include <string>
#include <vector>

#include "pinn/verify/error_estimate.hpp"
#include "pinn/verify/verdict.hpp"

namespace pinn {

/// Checks of one state: |estimated error|, not below the rounding floor, <= atol + rtol |value|.
/// A point where it is not known counts as outside.
std::vector<Check> check_estimate(const ErrorEstimate& estimate,
                                  const Problem& problem,
                                  const AcceptConfig& accept,
                                  const std::vector<double>& points,
                                  int state);

/// One sentence for each state whose estimated error and difference to the reference lie so far
/// apart, clear of the floor and of the reference's own error, that only one of them can be within
/// the tolerance.
///
/// `checks` are those against the reference.
std::vector<std::string> disagreements(const ErrorEstimate& estimate,
                                       const Problem& problem,
                                       const AcceptConfig& accept,
                                       const std::vector<Check>& checks);

}  // namespace pinn
