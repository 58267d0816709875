// SPDX-License-Identifier: MIT
// Sets LibTorch up: threads, device, determinism. The only place that touches its global state.
#pragma once

#include <torch/torch.h>

#include <string>

#include "pinn/config/config.hpp"

namespace pinn {

struct Runtime {
  torch::TensorOptions options;  ///< Device and real type of every tensor of the training.
  int threads = 1;
  std::string device = "cpu";  ///< As in the config.
};

/// Settings of the whole process follow `config`.
///
/// Throws:  ConfigError if the device is not there.
Runtime set_up_runtime(const Config& config, double flops_per_iteration);

/// "LibTorch 1.13.1".
std::string libtorch_version();

}  // namespace pinn
