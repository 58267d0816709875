// SPDX-License-Identifier: MIT
// Entry points of the module that the program loads.
#include "engine.hpp"
#include "pinn/engine/module.hpp"

#define PINN_EXPORT extern "C" __attribute__((visibility("default")))

PINN_EXPORT const char* pinn_engine_abi();
PINN_EXPORT pinn::Engine* pinn_create_engine();

const char* pinn_engine_abi() {
  static const std::string abi = pinn::engine_abi();
  return abi.c_str();
}

pinn::Engine* pinn_create_engine() { return pinn::make_torch_engine().release(); }
