// SPDX-License-Identifier: MIT
// pinn-solve schema
#include "command_line.hpp"

namespace pinn::cli {

int run_schema(const Arguments& arguments) {
  CLI::App app("Prints the JSON Schema (draft-07) of the config.", "schema");
  if (!parse(app, arguments)) return 0;
  std::string schema = config_schema();
  if (schema.empty() || schema.back() != '\n') schema += '\n';
  print(schema);
  return 0;
}

}  // namespace pinn::cli
