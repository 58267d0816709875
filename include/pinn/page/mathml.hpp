// SPDX-License-Identifier: MIT
// Formulas as browsers typeset them.
#pragma once

#include <string>

#include "pinn/expression/expression.hpp"

namespace pinn {

/// An expression of names as MathML elements, to stand within <math>.
///
/// Needs:   the expression as it was parsed, not bound to slots.
std::string to_mathml(const Expression& expression);

/// "left = right" as a whole <math>; the text itself, in <code>, if it cannot be parsed.
std::string equality_mathml(const std::string& text);

}  // namespace pinn
