// SPDX-License-Identifier: MIT
// What the program and a module that holds an engine must agree on.
#pragma once

#include <string>

#include "pinn/engine/engine.hpp"

namespace pinn {

inline constexpr const char* kEngineModuleFile = "pinn_torch.so";

/// Two functions with C linkage, and their types.
inline constexpr const char* kEngineAbiSymbol = "pinn_engine_abi";
inline constexpr const char* kCreateEngineSymbol = "pinn_create_engine";
using EngineAbiFunction = const char* (*)();
using CreateEngineFunction = Engine* (*)();  ///< The caller owns the engine.

/// Compiler and sizes of what crosses the border: program and module understand each other only if
/// both give the same text.
inline std::string engine_abi() {
  std::string text = "compiler " __VERSION__ ", sizes";
  for (const std::size_t size : {sizeof(Problem),
                                 sizeof(Config),
                                 sizeof(DataSeries),
                                 sizeof(Iteration),
                                 sizeof(Window),
                                 sizeof(Model),
                                 sizeof(StageSummary),
                                 sizeof(TrainingResult)}) {
    text += " " + std::to_string(size);
  }
  return text;
}

}  // namespace pinn
