// SPDX-License-Identifier: MIT
// A module built like the engine's that throws every error on request.
#include "pinn/util/error.hpp"

#define PINN_EXPORT extern "C" __attribute__((visibility("default")))

PINN_EXPORT void throw_error(int kind);

void throw_error(int kind) {
  switch (kind) {
    case 0:
      throw pinn::UsageError("usage");
    case 1:
      throw pinn::ConfigError("config");
    case 2:
      throw pinn::FileError("file");
    case 3:
      throw pinn::InternalError("internal");
    default:
      throw std::bad_alloc();
  }
}
