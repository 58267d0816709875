// SPDX-License-Identifier: MIT
// pinn-solve check CONFIG
#include <iostream>
#include <nlohmann/json.hpp>

#include "command_line.hpp"
#include "pinn/app/understanding.hpp"
#include "pinn/util/error.hpp"

namespace pinn::cli {

namespace {

using Json = nlohmann::ordered_json;

struct CheckOptions {
  std::string config;
  std::vector<std::string> assignments;
  bool json = false;
};

Json to_json(const Understanding& u) {
  Json json;
  json["name"] = u.name;
  json["variable"] = u.variable;
  json["domain"] = {u.start, u.end};
  json["states"] = Json::array();
  json["orders"] = Json::object();
  json["scales"] = Json::object();
  for (std::size_t s = 0; s < u.states.size(); ++s) {
    json["states"].push_back(u.states[s].name);
    json["orders"][u.states[s].name] = u.states[s].order;
    json["scales"][u.states[s].name] = u.state_scales[s];
  }
  json["kind"] = u.kind;
  json["linear"] = u.linear;
  json["implicit"] = u.implicit;
  json["conditions"] = {{"hard", u.hard}, {"soft", u.soft}};
  json["method"] = u.method;
  json["layers"] = u.layers;
  json["basis"] = u.basis;
  json["data_values"] = u.n_data_values;
  json["warnings"] = Json::array();
  for (const Warning& w : u.warnings) {
    json["warnings"].push_back({{"id", w.id}, {"message", w.message}});
  }
  json["sentences"] = u.sentences;
  return json;
}

}  // namespace

int run_check(const Arguments& arguments) {
  CLI::App app("Validates a config and says how the problem was understood.", "check");
  CheckOptions options;
  app.add_option("CONFIG", options.config, "the problem: a JSON file, or - for standard input");
  add_set_option(app, options.assignments);
  app.add_flag("--json", options.json, "print JSON instead of sentences");
  if (!parse(app, arguments)) return 0;
  if (options.config.empty()) throw UsageError("no config given; try pinn-solve check --help");

  const ConfigText source = read_config_text(options.config, std::cin);
  const Prepared prepared = prepare(source, to_overrides(options.assignments));
  const Understanding understanding = understand(prepared);

  print_message(prepared.warnings_text);
  if (options.json) {
    print(to_json(understanding).dump(2, ' ', false, Json::error_handler_t::replace) + "\n");
    return 0;
  }
  std::string text = understanding.name + ": ok\n";
  for (const std::string& sentence : understanding.sentences) text += "  " + sentence + "\n";
  print(text);
  return 0;
}

}  // namespace pinn::cli
