// SPDX-License-Identifier: MIT
// A mistake in a config, placed by key path; the config module turns the place into line and
// column.
#pragma once

#include <cstddef>
#include <string>
#include <vector>

namespace pinn {

/// Where in a config: a key path and, inside a string value, a range of its decoded bytes.
struct Place {
  std::string path;        ///< "problem.equations.0"; empty for the file as a whole.
  std::size_t offset = 0;  ///< First byte inside the decoded string.
  std::size_t length = 0;  ///< Bytes; 0 means the whole value.
  bool of_key = false;     ///< The place is the key itself, not its value.
};

enum class Severity { Error, Warning };

/// One mistake or warning.
struct Diagnostic {
  Severity severity = Severity::Error;
  Place place;
  std::string message;  ///< Lower case, no full stop: what is wrong, what is expected; what to try.
  std::string note;     ///< Optional line below the caret, for example "known here: t (variable)".
  std::string id;       ///< Warnings only: a stable word for run.json, for example "non-smooth".
};

using Diagnostics = std::vector<Diagnostic>;

/// True if any entry is an error.
inline bool has_errors(const Diagnostics& diagnostics) {
  for (const Diagnostic& d : diagnostics) {
    if (d.severity == Severity::Error) return true;
  }
  return false;
}

}  // namespace pinn
