// SPDX-License-Identifier: MIT
// pinn-solve init [NAME]
#include "command_line.hpp"
#include "pinn/util/error.hpp"
#include "pinn/util/nearest_name.hpp"

namespace pinn::cli {

int run_init(const Arguments& arguments) {
  CLI::App app("Prints a commented starter config; without NAME, lists them.", "init");
  std::string name;
  app.add_option("NAME", name, "which one");
  if (!parse(app, arguments)) return 0;

  std::vector<std::string> names;
  std::string list;
  for (const auto& [starter, text] : starter_configs()) {
    if (starter == name) {
      print(text);
      return 0;
    }
    names.push_back(starter);
    list += starter + "\n";
  }
  if (!name.empty()) {
    throw UsageError("no starter config \"" + name + "\"" + did_you_mean(name, names) +
                     "; pinn-solve init lists them");
  }
  print(list);
  return 0;
}

}  // namespace pinn::cli
