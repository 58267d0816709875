// SPDX-License-Identifier: MIT
// Do the conditions hold?
#pragma once

#include <functional>
#include <vector>

#include "pinn/verify/verdict.hpp"

namespace pinn {

/// One check per condition: |left - right| <= atol + rtol (largest term), with atol the smallest of
/// the states in it. `value_of` gives the values that the conditions are about. A derivative has
/// another unit than its state: instead of the state's atol it may have rtol of `size_of` it, the
/// largest value on the domain, if that is more; left out, it may not.
std::vector<ConditionCheck> check_conditions(
    const Problem& problem,
    const AcceptConfig& accept,
    const std::vector<int>& hard,
    const std::function<double(const PointValue&)>& value_of,
    const std::function<double(const PointValue&)>& size_of = nullptr);

/// True only if the violation is a number within the tolerance.
bool holds(const ConditionCheck& check);

}  // namespace pinn
