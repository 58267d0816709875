// SPDX-License-Identifier: MIT
// From key paths to lines and columns: how mistakes in a config are shown.
#pragma once

#include <memory>
#include <string>

#include "pinn/util/diagnostic.hpp"

namespace pinn {

/// Turns places into text: knows the file's text and where every key and value of it stands.
///
/// A place with an empty path and a length is a range of the file's own bytes.
class ConfigSource {
 public:
  ConfigSource();
  ~ConfigSource();
  ConfigSource(ConfigSource&&) noexcept;
  ConfigSource& operator=(ConfigSource&&) noexcept;

  /// All diagnostics in order of place, in the form of `FILE:LINE:COLUMN: error: ...` with the line
  /// of the file and a caret; values that came from --set are shown as `--set PATH=VALUE`. The same
  /// one twice is shown once.
  std::string format(const Diagnostics& diagnostics) const;

  struct Impl;
  std::unique_ptr<Impl> impl;
};

}  // namespace pinn
