// SPDX-License-Identifier: MIT
// A network that begins near an expression for its states.
#pragma once

#include "network.hpp"
#include "pinn/problem/problem.hpp"
#include "trial.hpp"

namespace pinn {

/// Moves the weights until the states are near problem.guess at the points, which is far less work
/// than a training: no derivatives, no equations.
///
/// Shapes:  x (n_points + fixed rows, 1) in network units
void start_from_guess(const Problem& problem,
                      const Trial& trial,
                      Network& network,
                      const torch::Tensor& x,
                      std::int64_t n_points);

}  // namespace pinn
