// SPDX-License-Identifier: MIT
// JSON text to Config, every mistake placed; no JSON type leaves the .cpp.
#pragma once

#include <filesystem>
#include <map>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

#include "pinn/config/config.hpp"
#include "pinn/util/diagnostic.hpp"

namespace pinn {

inline constexpr std::size_t kMaxConfigBytes = 16 * 1024 * 1024;
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

/// Turns places into text: knows the file's text and where every key and value of it stands.
class ConfigSource {
 public:
  ConfigSource();
  ~ConfigSource();
  ConfigSource(ConfigSource&&) noexcept;
  ConfigSource& operator=(ConfigSource&&) noexcept;

  /// All diagnostics in order of place, in the form of `FILE:LINE:COLUMN: error: ...` with the line
  /// of the file and a caret; values that came from --set are shown as `--set PATH=VALUE`.
  std::string format(const Diagnostics& diagnostics) const;

  struct Impl;
  std::unique_ptr<Impl> impl;
};

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

/// The resolved config as JSON text, every key that the run used, in the order of the key table.
/// Reading it again gives the same Config.
std::string write_config(const Config& config);

/// The JSON Schema (draft-07).
std::string config_schema();

/// One line of the key table: what `help KEY`, the schema and configs/README.md are made from.
struct KeyInfo {
  std::string path;      ///< "training.stages.N.optimizer"
  std::string type;      ///< "one of sgd adam ...", "integer", ...
  std::string fallback;  ///< Default as text; "required" or "none".
  std::string range;
  std::string meaning;
};

/// Every key in order.
const std::vector<KeyInfo>& key_table();

/// Starter configs of `init`, by name, commented JSON.
const std::vector<std::pair<std::string, std::string>>& starter_configs();

}  // namespace pinn
