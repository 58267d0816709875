// SPDX-License-Identifier: MIT
// Loads the LibTorch engine when a run needs it, and not before.
#pragma once

#include <filesystem>
#include <memory>
#include <vector>

#include "pinn/engine/engine.hpp"

namespace pinn {

/// Where the module may lie, in the order of the search: beside the program, then in the library
/// folders of the tree that the program is installed in.
std::vector<std::filesystem::path> torch_module_paths();

/// The engine of the first module that can be loaded. A module stays loaded until the program ends.
///
/// Throws:  FileError with every path tried and the loader's reason.
/// Cost:    half a second or more: LibTorch comes with it.
std::unique_ptr<Engine> load_engine_module(const std::vector<std::filesystem::path>& paths);

/// load_engine_module(torch_module_paths()).
std::unique_ptr<Engine> load_torch_engine();

/// The engine of training.method. LibTorch is loaded for the gradient method alone.
///
/// Needs:   the config is resolved.
/// Throws:  as load_torch_engine().
std::unique_ptr<Engine> make_engine(const Config& config);

}  // namespace pinn
