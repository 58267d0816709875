// SPDX-License-Identifier: MIT
// Builds the table of keys from the structs, and words for its types.
#include "type_info.hpp"

#include <algorithm>

#include "member_types.hpp"

namespace pinn {

namespace {

using Kind = ValueType::Kind;

bool has_lower(const Rule& rule) { return rule.lower > -std::numeric_limits<double>::infinity(); }
bool has_upper(const Rule& rule) { return rule.upper < std::numeric_limits<double>::infinity(); }

/// "at least 1", "above 0", "from 2 to 100", "of at least 0 and below 1".
std::string range_of(const Rule& rule) {
  std::string lower = number_text(rule.lower);
  const std::string upper = number_text(rule.upper);
  if (has_lower(rule) && has_upper(rule)) {
    if (rule.lower == rule.upper) return lower;
    if (rule.lower_open) return "above " + lower + ", at most " + upper;
    if (rule.upper_open) return "at least " + lower + ", below " + upper;
    return lower + " to " + upper;
  }
  if (has_lower(rule)) return (rule.lower_open ? "above " : "at least ") + lower;
  return "";
}

std::string in_range(const Rule& rule) {
  const std::string range = range_of(rule);
  if (range.empty() || range.compare(0, 5, "above") == 0) return range.empty() ? "" : " " + range;
  return (range.compare(0, 8, "at least") == 0 ? " of " : " from ") + range;
}

std::string items_of(const Rule& rule) {
  const std::string least = std::to_string(rule.min_items);
  const bool limited = rule.max_items < std::numeric_limits<std::size_t>::max();
  if (limited && rule.min_items == rule.max_items) return least + " elements";
  if (limited) return least + " to " + std::to_string(rule.max_items) + " elements";
  if (rule.min_items > 1) return "at least " + least + " elements";
  return rule.min_items == 1 ? "at least 1 element" : "";
}

std::string joined(const std::vector<std::string>& words) {
  std::string out;
  for (const std::string& word : words) out += (out.empty() ? "" : ", ") + word;
  return out;
}

std::string text_kind(const Rule& rule) {
  if (rule.is_constant) return "constant expression";
  switch (rule.text) {
    case TextKind::Name:
      return "name";
    case TextKind::Expression:
      return "expression";
    case TextKind::Equality:
      return "equation";
    case TextKind::Path:
      return "path";
    case TextKind::Column:
      return "column";
    case TextKind::Plain:
    case TextKind::RunName:
      break;
  }
  return "string";
}

std::string expected_string(const Rule& rule) {
  if (rule.is_constant) return "a constant expression such as \"4*pi\"";
  switch (rule.text) {
    case TextKind::Name:
      return "a name (a letter or _, then letters, digits, _)";
    case TextKind::Expression:
      return "an expression in quotes";
    case TextKind::Equality:
      return "an equation in quotes (\"left = right\")";
    case TextKind::Path:
      return "the path of a file in quotes";
    case TextKind::Column:
      return "the name of a column in quotes";
    case TextKind::RunName:
      return "1 to 64 of the characters A-Z a-z 0-9 . _ - in quotes";
    case TextKind::Plain:
      break;
  }
  return "text in quotes";
}

/// Leaves out of the default of a list of groups what each group has by default anyway.
void keep_what_differs(KeyType& list) {
  const ValueType& group = list.type.inner[0];
  for (JsonNode& item : list.default_value.items) {
    const auto is_default = [&](const JsonMember& member) {
      const KeyType* key = group.find_key(member.key);
      return key->has_default &&
             print_json_line(key->default_value) == print_json_line(member.value);
    };
    auto& members = item.members;
    members.erase(std::remove_if(members.begin(), members.end(), is_default), members.end());
  }
}

}  // namespace

const KeyType* ValueType::find_key(std::string_view name) const {
  for (const KeyType& key : keys) {
    if (key.name == name) return &key;
  }
  return nullptr;
}

KeyType* ValueType::find_key(std::string_view name) {
  for (KeyType& key : keys) {
    if (key.name == name) return &key;
  }
  return nullptr;
}

const ValueType& config_type() {
  static const ValueType type = [] {
    Config defaults;
    defaults.training.stages = stages_of(defaults.training);
    ValueType config = type_of_group(defaults);
    keep_what_differs(*config.find_key("training")->type.find_key("stages"));
    return config;
  }();
  return type;
}

std::string type_text(const ValueType& type) {
  switch (type.kind) {
    case Kind::Integer:
      return "integer";
    case Kind::Number:
      return "number";
    case Kind::Flag:
      return "true or false";
    case Kind::Text:
      return text_kind(type.rule);
    case Kind::Choice:
      return type.choices.size() == 1 ? in_quotes(type.choices[0])
                                      : "one of " + joined(type.choices);
    case Kind::List:
      return "[" + type_text(type.inner[0]) + "]";
    case Kind::Map:
      return "{name: " + type_text(type.inner[0]) + "}";
    case Kind::Group:
      return "object";
    case Kind::AnyOf:
      break;
  }
  return type_text(type.inner[0]) + " or " + type_text(type.inner[1]);
}

std::string range_text(const ValueType& type) {
  switch (type.kind) {
    case Kind::Integer:
    case Kind::Number:
      return range_of(type.rule);
    case Kind::Text:
      return type.rule.text == TextKind::RunName ? "1 to 64 of A-Z a-z 0-9 . _ -" : "";
    case Kind::List:
    case Kind::Map: {
      const std::string items = items_of(type.rule);
      const std::string each = range_text(type.inner[0]);
      if (items.empty() || each.empty()) return items + each;
      return items + ", each " + each;
    }
    case Kind::AnyOf: {
      const std::string first = range_text(type.inner[0]);
      const std::string second = range_text(type.inner[1]);
      return first.empty() ? second : first;
    }
    case Kind::Flag:
    case Kind::Choice:
    case Kind::Group:
      break;
  }
  return "";
}

std::string expected_text(const ValueType& type) {
  switch (type.kind) {
    case Kind::Integer:
      return type.rule.lower == type.rule.upper ? number_text(type.rule.lower)
                                                : "an integer" + in_range(type.rule);
    case Kind::Number:
      return "a number" + in_range(type.rule);
    case Kind::Text:
      return expected_string(type.rule);
    case Kind::List: {
      const std::string items = items_of(type.rule);
      return "a list" + (items.empty() ? "" : " of " + items) + ", each " +
             expected_text(type.inner[0]);
    }
    case Kind::Map:
      return "an object {name: value}, each value " + expected_text(type.inner[0]);
    case Kind::Group:
      return "an object { ... }";
    case Kind::AnyOf:
      return expected_text(type.inner[0]) + " or " + expected_text(type.inner[1]);
    case Kind::Flag:
    case Kind::Choice:
      break;
  }
  return type_text(type);
}

bool is_of_kind(const JsonNode& node, const ValueType& type) {
  switch (type.kind) {
    case Kind::Integer:
    case Kind::Number:
      return node.kind == JsonNode::Kind::Number;
    case Kind::Flag:
      return node.kind == JsonNode::Kind::Flag;
    case Kind::Text:
    case Kind::Choice:
      return node.kind == JsonNode::Kind::Text;
    case Kind::List:
      return node.kind == JsonNode::Kind::List;
    case Kind::Map:
    case Kind::Group:
      return node.kind == JsonNode::Kind::Object;
    case Kind::AnyOf:
      break;
  }
  return is_of_kind(node, type.inner[0]) || is_of_kind(node, type.inner[1]);
}

}  // namespace pinn
