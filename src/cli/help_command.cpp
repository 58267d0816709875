// SPDX-License-Identifier: MIT
// pinn-solve help [TOPIC]
#include <algorithm>

#include "command_line.hpp"
#include "help_text.hpp"
#include "pinn/util/error.hpp"
#include "pinn/util/nearest_name.hpp"

namespace pinn::cli {

namespace {

std::string key_text(const KeyInfo& key) {
  std::string text = key.path + "\n  type     " + key.type + "\n  default  " + key.fallback + "\n";
  if (!key.range.empty()) text += "  range    " + key.range + "\n";
  return text + "  " + key.meaning + "\n";
}

/// One line a key, columns aligned.
std::string all_keys_text() {
  std::size_t width = 0;
  for (const KeyInfo& key : key_table()) width = std::max(width, key.path.size());
  std::string text = "Keys of a config; pinn-solve help KEY tells more.\n\n";
  for (const KeyInfo& key : key_table()) {
    std::string path = key.path;
    path.resize(width + 2, ' ');
    text += path + key.meaning + "\n";
  }
  return text;
}

/// The key itself, or every key below it; empty if there is none.
std::string keys_text(const std::string& topic) {
  const std::string path = table_path(topic);
  std::string below;
  for (const KeyInfo& key : key_table()) {
    if (key.path == path) return key_text(key);
    if (key.path.rfind(path + ".", 0) == 0) below += key_text(key);
  }
  return below;
}

std::vector<std::string> topics() {
  std::vector<std::string> names{"config"};
  for (const auto& [name, text] : help_texts()) names.push_back(name);
  for (const Command& command : commands()) {
    if (command.run != nullptr) names.emplace_back(command.name);
  }
  for (const KeyInfo& key : key_table()) names.push_back(key.path);
  return names;
}

std::string overview() {
  std::string text =
      "pinn-solve help TOPIC, where TOPIC is a key of the config such as "
      "training.points.jitter, or one of\n";
  for (const Command& command : commands()) {
    if (command.run != nullptr) text += "  " + std::string(command.name) + "\n";
  }
  text += "  config\n";
  for (const auto& [name, unused] : help_texts()) text += "  " + name + "\n";
  return text;
}

}  // namespace

int run_help(const Arguments& arguments) {
  CLI::App app("Explains a command, a key, or config, expressions, columns, exit-codes.", "help");
  std::string topic;
  app.add_option("TOPIC", topic, "what to explain");
  if (!parse(app, arguments)) return 0;
  if (topic.empty()) {
    print(overview());
    return 0;
  }
  const Command* command = find_command(topic);
  if (command != nullptr && command->run == nullptr) refuse_as_later("command \"" + topic + "\"");
  if (command != nullptr) return command->run({"--help"});
  std::string text = topic == "config" ? all_keys_text() : keys_text(topic);
  for (const auto& [name, fixed] : help_texts()) {
    if (name == topic) text = fixed;
  }
  if (text.empty()) {
    throw UsageError("no help on \"" + topic + "\"" + did_you_mean(topic, topics()));
  }
  print(text);
  return 0;
}

}  // namespace pinn::cli
