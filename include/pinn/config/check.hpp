// SPDX-License-Identifier: MIT
// Checks of a config that need to know the problem.
#pragma once

#include <string>
#include <vector>

#include "pinn/config/config.hpp"
#include "pinn/config/source.hpp"
#include "pinn/util/diagnostic.hpp"

namespace pinn {

/// Checks that the rest of the config suits its method, for equations of order `highest_order`:
/// what readout cannot do (soft conditions, float32, data, other activations and widths), what
/// gradient cannot do (windows, problem.stop_when). relu and leaky_relu are an error for order 2
/// and more, and a warning (`activation-not-smooth`) otherwise.
///
/// Needs:  training.method is not auto.
void check_method(const Config& config, int highest_order, Diagnostics& diagnostics);

/// Warns of every key that was given and has no effect beside the others (`unused-key`).
///
/// Needs:  training.method is not auto; `source` is that of the config.
void check_unused(const Config& config, const ConfigSource& source, Diagnostics& diagnostics);

/// Checks that accept.atol and training.tolerance name states only.
void check_state_names(const Config& config,
                       const std::vector<std::string>& states,
                       Diagnostics& diagnostics);

}  // namespace pinn
