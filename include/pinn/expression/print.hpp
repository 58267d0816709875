// SPDX-License-Identifier: MIT
// Expression to text that parses back to the same tree.
#pragma once

#include <string>

#include "pinn/expression/expression.hpp"

namespace pinn {

/// With the fewest brackets that keep the tree; numbers in their shortest exact form.
std::string print_expression(const Expression& expression);

/// With a bracket round every operation, `(-(k) * y)`: for tests of precedence.
std::string print_tree(const Expression& expression);

}  // namespace pinn
