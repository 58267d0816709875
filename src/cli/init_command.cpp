// SPDX-License-Identifier: MIT
// pinn-solve init [NAME]
#include <algorithm>
#include <nlohmann/json.hpp>

#include "command_line.hpp"
#include "pinn/config/library.hpp"
#include "pinn/config/starter.hpp"
#include "pinn/util/error.hpp"
#include "pinn/util/nearest_name.hpp"

namespace pinn::cli {

namespace {

/// The first sentence of the config's description.
std::string summary_of(std::string_view text) {
  const auto config = nlohmann::json::parse(text, nullptr, true, /*ignore_comments=*/true);
  const std::string description = config.value("description", "");
  const std::size_t end = description.find(". ");
  return end == std::string::npos ? description : description.substr(0, end + 1);
}

std::string row(std::string_view name, std::string_view text, std::size_t width) {
  std::string line = "  " + std::string(name);
  line.resize(2 + width + 2, ' ');  // so that the sentences stand below each other
  return line + summary_of(text) + "\n";
}

std::string list_all() {
  std::size_t width = 0;
  for (const auto& [name, text] : starter_configs()) width = std::max(width, name.size());
  for (const LibraryConfig& config : library_configs()) width = std::max(width, config.name.size());

  std::string list = "starter configs, with comments\n";
  for (const auto& [name, text] : starter_configs()) list += row(name, text, width);
  list += "\nproblem library\n";
  for (const auto& [name, text] : library_configs()) list += row(name, text, width);
  return list;
}

/// `; did you mean "NAME"?`, else the names that contain `name`, else nothing.
std::string suggestion(const std::string& name, const std::vector<std::string>& names) {
  constexpr std::size_t kMostNames = 12;  // more are no suggestion
  if (std::string near = did_you_mean(name, names); !near.empty()) return near;
  std::vector<std::string> containing;
  for (const std::string& candidate : names) {
    if (candidate.find(name) != std::string::npos) containing.push_back(candidate);
  }
  if (containing.empty() || containing.size() > kMostNames) return "";
  std::string text = "; there is " + containing.front();
  for (std::size_t i = 1; i < containing.size(); ++i) text += ", " + containing[i];
  return text;
}

}  // namespace

int run_init(const Arguments& arguments) {
  CLI::App app(
      "Prints a commented starter config or a problem of the library; without NAME, lists them.",
      "init");
  std::string name;
  app.add_option("NAME", name, "which one");
  if (!parse(app, arguments)) return 0;
  if (name.empty()) {
    print(list_all());
    return 0;
  }

  std::vector<std::string> names;
  for (const auto& [starter, text] : starter_configs()) {
    if (starter == name) {
      print(text);
      return 0;
    }
    names.push_back(starter);
  }
  for (const LibraryConfig& config : library_configs()) {
    if (config.name == name) {
      print(config.text);
      return 0;
    }
    names.emplace_back(config.name);
  }
  throw UsageError("no config \"" + name + "\"" + suggestion(name, names) +
                   "; pinn-solve init lists them");
}

}  // namespace pinn::cli
