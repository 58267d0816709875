// SPDX-License-Identifier: MIT
// The JSON Schema of a config, for editors.
#pragma once

#include <string>

namespace pinn {

/// The JSON Schema (draft-07) made from the key table. It says all that a schema can: the syntax of
/// expressions and rules that join keys are checked by read_config alone.
std::string config_schema();

}  // namespace pinn
