// SPDX-License-Identifier: MIT
// JSON text to Config, every mistake placed; no JSON type leaves the .cpp.
#pragma once

#include <cstddef>
#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

#include "pinn/config/config.hpp"
#include "pinn/config/keys.hpp"
#include "pinn/config/schema.hpp"
#include "pinn/config/source.hpp"
#include "pinn/config/starter.hpp"
#include "pinn/config/write.hpp"
#include "pinn/util/diagnostic.hpp"

namespace pinn {

inline constexpr std::size_t kMaxConfigBytes = std::size_t{16} * 1024 * 1024;
inline constexpr int kMaxConfigDepth = 64;

/// One `--set PATH=VALUE`.
struct Override {
  std::string path;
  std::string value;  ///< Verbatim text after the first '='.
};

/// Splits PATH=VALUE at the first '='.
///
/// Throws:  UsageError if there is no '=' or no path.
Override parse_override(std::string_view text);

/// A config as read: the structs, the place of everything, and the mistakes found so far.
struct ReadConfig {
  Config config;
  ConfigSource source;
  Diagnostics diagnostics;  ///< Errors and warnings of reading; syntax of expressions included.
  bool complete = false;    ///< The structs can be handed to make_problem.
};

/// Reads JSON (comments allowed), applies the overrides, checks every key, type and range.
///
/// `name` is the file as the user wrote it; `stem` gives the default of the key `name`; `folder` is
/// what data paths are relative to: a missing data file is an error here.
ReadConfig read_config(const std::string& text,
                       const std::string& name,
                       const std::string& stem,
                       const std::filesystem::path& folder,
                       const std::vector<Override>& overrides);

/// Reads a config file; one that is too large is a mistake of the config.
///
/// Throws:  FileError if the file cannot be read.
ReadConfig read_config_file(const std::filesystem::path& file,
                            const std::vector<Override>& overrides);

}  // namespace pinn
