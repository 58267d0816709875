// SPDX-License-Identifier: MIT
// The table of activations as LibTorch modules.
#pragma once

#include <torch/torch.h>

#include "pinn/model/activation.hpp"

namespace pinn {

/// Appends the module of `activation`, the LibTorch counterpart of activate().
void push_activation(torch::nn::Sequential& sequential, Activation activation);

}  // namespace pinn
