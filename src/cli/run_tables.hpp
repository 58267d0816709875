// SPDX-License-Identifier: MIT
// The tables of a run folder.
#pragma once

#include <filesystem>

#include "pinn/plot/run_panels.hpp"

namespace pinn::cli {

/// Throws:  FileError, ConfigError if `path` is not a run folder with a solution or a history.
RunTables read_run_tables(const std::filesystem::path& path);

}  // namespace pinn::cli
