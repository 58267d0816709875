// SPDX-License-Identifier: MIT
// Words for a loss that is not finite.
#pragma once

#include <torch/torch.h>

#include <string>

#include "loss.hpp"
#include "pinn/problem/problem.hpp"

namespace pinn {

/// Where and when a loss stopped being finite.
struct Divergence {
  std::int64_t iteration = 0;
  double loss = 0.0;
  double last_finite = kNaN;  ///< nan: there never was a finite loss.
  std::string what = "loss";  ///< Or "validation loss".
  std::string place;          ///< From place_of_divergence().
  std::size_t stage = 0;      ///< From 0.
  double learning_rate = 0.0;
};

/// ` in the residual of equation "y"`, or empty if no part stands out.
std::string place_of_divergence(const LossParts& parts, const Problem& problem);

/// `, which is not finite at t = 0` for the first equation whose residual is not finite; else
/// empty.
std::string point_of_divergence(const Loss& loss,
                                Network& network,
                                const torch::Tensor& x,
                                const LossParts& parts,
                                const Problem& problem,
                                const InputMap& input);

/// "training diverged at iteration 412: loss is nan (last finite 3.1e+05) in the residual of
/// equation "y"; try a smaller training.stages.0.learning_rate (now 0.5)"
std::string divergence_message(const Divergence& divergence);

}  // namespace pinn
