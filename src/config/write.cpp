// SPDX-License-Identifier: MIT
// Writes a config back as JSON: every key that its run uses.
#include "pinn/config/write.hpp"

#include <algorithm>

#include "member_json.hpp"
#include "unused.hpp"

namespace pinn {

namespace {

void remove_key(JsonNode& node, const std::string& key) {
  const auto is_key = [&](const JsonMember& member) { return member.key == key; };
  node.members.erase(std::remove_if(node.members.begin(), node.members.end(), is_key),
                     node.members.end());
}

void remove_path(JsonNode& node, const std::string& path) {
  const std::size_t point = path.find('.');
  if (point == std::string::npos) return remove_key(node, path);
  const std::string word = path.substr(0, point);
  const std::string rest = path.substr(point + 1);
  if (node.kind == JsonNode::Kind::List) {
    const std::size_t index = std::stoul(word);
    if (index < node.items.size()) remove_path(node.items[index], rest);
  } else if (JsonMember* member = node.find(word)) {
    remove_path(member->value, rest);
    const bool is_group = member->value.kind == JsonNode::Kind::Object;
    if (is_group && member->value.members.empty()) remove_key(node, word);
  }
}

/// Puts in what a stage leaves to the program.
void resolve_stages(TrainingConfig& training) {
  training.stages = stages_of(training);
  for (StageConfig& stage : training.stages) {
    stage.final_learning_rate = final_learning_rate_of(stage);
    stage.learning_rate = learning_rate_of(stage);
  }
}

}  // namespace

std::string write_config(const Config& config) {
  Config resolved = config;
  resolve_stages(resolved.training);
  std::vector<std::string> left_out;
  for (const UnusedKey& key : unused_keys(resolved)) {
    if (key.path == "training.tolerance") {
      resolved.training.tolerance.value.reset();  // "auto" is written, as if nobody had asked
    } else {
      left_out.push_back(key.path);
    }
  }
  for (std::size_t i = 0; i < resolved.training.stages.size(); ++i) {
    const std::string stage = "training.stages." + std::to_string(i) + ".";
    for (const std::string& key : keys_lacking(resolved.training.stages[i].optimizer)) {
      left_out.push_back(stage + key);
    }
  }
  // Written out, "hard" would turn the warning for a condition that cannot be hard into an error.
  const bool is_default = resolved.training.conditions == Imposed::Hard;
  if (is_default && !resolved.training.conditions_given) left_out.push_back("training.conditions");
  JsonNode root = to_json(resolved).value_or(JsonNode::empty_object());
  for (const std::string& path : left_out) remove_path(root, path);
  return print_json(root);
}

}  // namespace pinn
