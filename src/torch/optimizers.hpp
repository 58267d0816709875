// SPDX-License-Identifier: MIT
// The table of optimizers as LibTorch objects, and the schedules of their rate.
#pragma once

#include <torch/torch.h>

#include <memory>
#include <vector>

#include "pinn/config/config.hpp"

namespace pinn {

/// The optimizer of a stage, fresh: no momentum, no history.
///
/// lbfgs: strong Wolfe search, one iteration a step, so that each is seen.
std::unique_ptr<torch::optim::Optimizer> make_optimizer(
    const StageConfig& stage, const std::vector<torch::Tensor>& parameters, double learning_rate);

void set_learning_rate(torch::optim::Optimizer& optimizer, double learning_rate);

/// Rate at iteration 1 to stage.iterations; the last one has exactly the final rate.
///
/// Equation:  s = (iteration - 1)/(iterations - 1), r0 and r1 the first and final rate;
///            cosine r1 + (r0 - r1)(1 + cos(pi s))/2, exponential r0 (r1/r0)^s
double scheduled_rate(const StageConfig& stage, std::int64_t iteration);

}  // namespace pinn
