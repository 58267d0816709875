// SPDX-License-Identifier: MIT
// Puts `--set PATH=VALUE` into the tree.
#pragma once

#include "source_impl.hpp"

namespace pinn {

/// Applies every override of `source` to its tree, in order. One that cannot be applied is an error
/// and leaves the tree as it is.
void apply_overrides(ConfigSource::Impl& source, Diagnostics& diagnostics);

}  // namespace pinn
