// SPDX-License-Identifier: MIT
// Kernels of integrals as sums of products of a function of the variable and one of the rest.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "pinn/expression/algebra.hpp"

namespace pinn::detail {

/// True if abs, sign, min, max, step, if or a comparison has the name inside.
bool has_kink_of(const Expression& kernel, const std::string& name);

/// k^(m) = c_0 k + ... + c_(m - 1) k^(m - 1), with the derivatives of a kernel k(x, s, y(s)) by x.
struct ClosedKernel {
  std::vector<Algebra::Term> derivatives;  ///< k, ..., k^(m - 1)
  std::vector<double> factors;             ///< c
};

/// Needs:   the only names in `kernel` are numbers by now, or x, the name of the variable, and what
///          does not depend on it.
///          s is what the integral is taken over.
/// Returns: nothing if there are no such constants with m up to 6, as far as values at random
///          places of [start, end] tell.
std::optional<ClosedKernel> close_kernel(Algebra& algebra,
                                         Algebra::Term kernel,
                                         const std::string& x,
                                         const std::string& s,
                                         double start,
                                         double end);

/// k(x, s, y(s)) = L_0(x) k(x_0, s, y(s)) + L_1(x) k(x_1, s, y(s)) + ... with the polynomials L_i
/// that are 1 at x_i and 0 at the other places.
struct SampledKernel {
  std::vector<double> places;           ///< x_i: Chebyshev points of the domain.
  std::vector<Algebra::Term> at_place;  ///< k(x_i, s, y(s))

  /// The formula L_0(x) values[0] + L_1(x) values[1] + ...
  ///
  /// Needs:  as many names in `values` as places.
  Expression interpolated(const std::string& x, const std::vector<std::string>& values) const;
};

/// Needs:   as close_kernel()
/// Returns: nothing if 40 places leave more than 2e-13 of the kernel's largest value, as far as
///          values at random places tell: it is not smooth in x on the whole of [start, end].
std::optional<SampledKernel> sample_kernel(Algebra& algebra,
                                           Algebra::Term kernel,
                                           const std::string& x,
                                           const std::string& s,
                                           double start,
                                           double end);

}  // namespace pinn::detail
