// SPDX-License-Identifier: MIT
// Entry points of the module that the program loads.
#include "pinn/app/engine_module.hpp"

#include "engine.hpp"

#define PINN_EXPORT extern "C" __attribute__((visibility("default")))

PINN_EXPORT const char* pinn_engine_abi() {
  static const std::string abi = pinn::engine_abi();
  return abi.c_str();
}

PINN_EXPORT pinn::Engine* pinn_create_engine() { return pinn::make_torch_engine().release(); }
