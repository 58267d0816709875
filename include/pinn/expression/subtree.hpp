// SPDX-License-Identifier: MIT
// Parts of an expression as expressions of their own, and copies with nodes replaced.
#pragma once

#include <cstddef>
#include <vector>

#include "pinn/expression/expression.hpp"

namespace pinn {

/// What becomes of one node in a copy.
struct Replacement {
  enum class Kind {
    Keep,
    Number,       ///< The node becomes `number`.
    Child,        ///< The node becomes its child `child`.
    NegatedChild  ///< The node becomes minus its child `child`.
  };
  Kind kind = Kind::Keep;
  double number = 0.0;
  std::size_t child = 0;
};

/// The tree below node `root`, with nodes replaced; nodes that are not needed are left out.
///
/// Needs:   replacements is empty (keep all) or has one entry per node.
Expression copy_tree(const Expression& expression,
                     std::size_t root,
                     const std::vector<Replacement>& replacements = {});

/// a - b.
Expression make_difference(const Expression& a, const Expression& b);

/// The terms of a sum: what is left when every +, - and sign at the top has been taken away.
std::vector<Expression> terms_of(const Expression& expression);

}  // namespace pinn
