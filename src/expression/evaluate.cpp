// SPDX-License-Identifier: MIT
// Evaluation that needs no slots.
#include "pinn/expression/evaluate.hpp"

namespace pinn {

double evaluate_constant(const Expression& expression) {
  return evaluate<double>(expression, std::vector<double>());
}

}  // namespace pinn
