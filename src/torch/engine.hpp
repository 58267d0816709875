// SPDX-License-Identifier: MIT
// The gradient engine: physics-informed networks trained with LibTorch.
#pragma once

#include <memory>

#include "pinn/engine/engine.hpp"

namespace pinn {

/// training.method "gradient".
std::unique_ptr<Engine> make_torch_engine();

/// Multiplications and additions of one iteration, about: of the network, its derivatives and the
/// gradient of the loss.
///
/// Equation:  2 n_weights n_rows 3 (1 + sum_s (2^order_s - 1)), capped at two states: more share
///            the same passes.
double flops_per_iteration(const Problem& problem,
                           const NetworkConfig& network,
                           std::int64_t n_rows);

}  // namespace pinn
