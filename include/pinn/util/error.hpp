// SPDX-License-Identifier: MIT
// The kinds of failure and the exit code each one ends in.
#pragma once

#include <stdexcept>
#include <string>

namespace pinn {

/// What the process returns. A signal n ends in 128 + n.
enum class ExitCode : int {
  Accepted = 0,
  Internal = 1,
  Usage = 2,
  Config = 3,
  Io = 4,
  NotAccepted = 5,
  Diverged = 6,
  Stopped = 7,
  Partial = 8,
};

/// A mistake on the command line.
class UsageError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A mistake in a config or a data file. what() holds one block per mistake, in order of place.
class ConfigError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A file that cannot be read or written; what() is "PATH: error: cannot ...: reason".
class FileError : public std::runtime_error {
  using std::runtime_error::runtime_error;
};

/// A broken promise inside the program: a bug of ours, never the user's.
class InternalError : public std::logic_error {
  using std::logic_error::logic_error;
};

}  // namespace pinn
