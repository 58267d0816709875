// SPDX-License-Identifier: MIT
// Kernels of integrals whose derivatives by the variable are combinations of each other.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pinn/expression/algebra.hpp"

namespace pinn::detail {

/// k^(m) = c_0 k + ... + c_(m - 1) k^(m - 1), with the derivatives of a kernel k(x, s, y(s)) by x.
struct ClosedKernel {
  std::vector<Algebra::Term> derivatives;  ///< k, ..., k^(m - 1)
  std::vector<double> factors;             ///< c
};

/// Needs:   the only names in `kernel` are numbers by now, or x, the name of the variable, and what
///          does not depend on it.
///          s is what the integral is taken over.
///          s is what the integral is taken over.
/// Returns: nothing if there are no such constants with m up to 6, as far as values at random
///          places of [start, end] tell.
std::optional<ClosedKernel> close_kernel(Algebra& algebra,
                                         Algebra::Term kernel,
                                         const std::string& x,
                                         const std::string& s,
                                         double start,
                                         double end);

}  // namespace pinn::detail
