// SPDX-License-Identifier: MIT
// Problems for the tests of the engine, from the text of a config.
#pragma once

#include <string>

#include "pinn/app/prepare.hpp"

namespace pinn::test {

/// A config of this `problem` block, with `rest` after it: R"(, "network": {...})".
inline Prepared prepare_problem(const std::string& problem, const std::string& rest = "") {
  ConfigText source;
  source.text = "{\"problem\": {" + problem + "}" + rest + "}";
  source.name = "test.json";
  source.stem = "test";
  return prepare(source, {});
}

inline const std::string kDecay =
    R"("domain": [0, 2], "equations": ["y' = -y"], "conditions": ["y(0) = 1"])";

}  // namespace pinn::test
