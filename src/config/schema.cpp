// SPDX-License-Identifier: MIT
// Table of keys to JSON Schema.
#include "pinn/config/schema.hpp"

#include <limits>
#include <utility>

#include "pinn/config/names.hpp"
#include "pinn/expression/functions.hpp"
#include "pinn/expression/parse.hpp"
#include "type_info.hpp"
#include "unused.hpp"

namespace pinn {

namespace {

using Kind = ValueType::Kind;

JsonNode text_node(std::string_view text) { return JsonNode::of_text(std::string(text)); }

JsonNode list_of(const std::vector<std::string>& words) {
  JsonNode list = JsonNode::empty_list();
  for (const std::string& word : words) list.items.push_back(JsonNode::of_text(word));
  return list;
}

JsonNode typed(std::string_view type) {
  JsonNode node = JsonNode::empty_object();
  node.add("type", text_node(type));
  return node;
}

JsonNode schema_of(const ValueType& type);

void add_range(JsonNode& node, const Rule& rule) {
  constexpr double kInfinity = std::numeric_limits<double>::infinity();
  if (rule.lower > -kInfinity) {
    node.add(rule.lower_open ? "exclusiveMinimum" : "minimum", JsonNode::of_number(rule.lower));
  }
  if (rule.upper < kInfinity) {
    node.add(rule.upper_open ? "exclusiveMaximum" : "maximum", JsonNode::of_number(rule.upper));
  }
}

void add_count(JsonNode& node, const Rule& rule, const char* least, const char* most) {
  if (rule.min_items > 0) {
    node.add(least, JsonNode::of_number(static_cast<double>(rule.min_items)));
  }
  if (rule.max_items < std::numeric_limits<std::size_t>::max()) {
    node.add(most, JsonNode::of_number(static_cast<double>(rule.max_items)));
  }
}

/// A name that is free for the user.
JsonNode name_schema() {
  std::vector<std::string> reserved{"pi", "and", "or", "not"};
  for (const FunctionInfo& info : functions()) reserved.emplace_back(info.name);
  JsonNode words = JsonNode::empty_object();
  words.add("enum", list_of(reserved));
  JsonNode node = typed("string");
  node.add("pattern", text_node("^[A-Za-z_][A-Za-z0-9_]*$"));
  node.add("not", std::move(words));
  return node;
}

JsonNode string_schema(const Rule& rule) {
  if (rule.text == TextKind::Name) return name_schema();
  JsonNode node = typed("string");
  const bool is_expression =
      rule.is_constant || rule.text == TextKind::Expression || rule.text == TextKind::Equality;
  if (is_expression) {
    node.add("minLength", JsonNode::of_number(1));
    node.add("maxLength", JsonNode::of_number(static_cast<double>(kMaxExpressionBytes)));
  }
  if (rule.text == TextKind::Equality) node.add("pattern", text_node("="));
  if (rule.text == TextKind::RunName) node.add("pattern", text_node("^[A-Za-z0-9._-]{1,64}$"));
  if (rule.text == TextKind::Path || rule.text == TextKind::Column) {
    node.add("minLength", JsonNode::of_number(1));
  }
  return node;
}

/// In a stage: the keys that an optimizer lacks are forbidden beside it.
void add_optimizer_rules(JsonNode& stage) {
  JsonNode rules = JsonNode::empty_list();
  for (const auto& [optimizer, name] : choice_names(Optimizer{})) {
    JsonNode optimizer_is = JsonNode::empty_object();
    optimizer_is.add("const", text_node(name));
    JsonNode properties = JsonNode::empty_object();
    properties.add("optimizer", std::move(optimizer_is));
    JsonNode condition = JsonNode::empty_object();
    condition.add("properties", std::move(properties));
    JsonNode forbidden = JsonNode::empty_object();
    for (const std::string& key : keys_lacking(optimizer)) {
      forbidden.add(key, JsonNode::of_flag(false));
    }
    JsonNode consequence = JsonNode::empty_object();
    consequence.add("properties", std::move(forbidden));
    JsonNode rule = JsonNode::empty_object();
    rule.add("if", std::move(condition));
    rule.add("then", std::move(consequence));
    rules.items.push_back(std::move(rule));
  }
  stage.add("allOf", std::move(rules));
}

/// output.points and output.at exclude each other.
void add_output_rule(JsonNode& output) {
  JsonNode both = JsonNode::empty_object();
  both.add("required", list_of({"points", "at"}));
  output.add("not", std::move(both));
}

/// Equations are written out or derived, by one of the ways alone.
void add_equations_rule(JsonNode& problem) {
  JsonNode ways = JsonNode::empty_list();
  for (const char* key : {"equations", "hamiltonian", "lagrangian"}) {
    JsonNode way = JsonNode::empty_object();
    way.add("required", list_of({key}));
    ways.items.push_back(std::move(way));
  }
  problem.add("oneOf", std::move(ways));
}

/// Initial values may follow from what was before the start.
void add_conditions_rule(JsonNode& problem) {
  JsonNode ways = JsonNode::empty_list();
  for (const char* key : {"conditions", "history"}) {
    JsonNode way = JsonNode::empty_object();
    way.add("required", list_of({key}));
    ways.items.push_back(std::move(way));
  }
  problem.add("anyOf", std::move(ways));
}

JsonNode group_schema(const ValueType& type) {
  JsonNode node = typed("object");
  node.add("additionalProperties", JsonNode::of_flag(false));
  std::vector<std::string> required;
  JsonNode properties = JsonNode::empty_object();
  for (const KeyType& key : type.keys) {
    JsonNode property = schema_of(key.type);
    if (key.has_default) property.add("default", key.default_value);
    property.add("description", JsonNode::of_text(key.meaning));
    const bool has_other_ways = key.name == "equations" || key.name == "conditions";
    if (key.type.rule.is_required && !has_other_ways) required.push_back(key.name);
    properties.add(key.name, std::move(property));
  }
  if (!required.empty()) node.add("required", list_of(required));
  node.add("properties", std::move(properties));
  if (type.find_key("equations") != nullptr && type.find_key("hamiltonian") != nullptr) {
    add_equations_rule(node);
    add_conditions_rule(node);
  }
  if (type.find_key("optimizer") != nullptr) add_optimizer_rules(node);
  if (type.find_key("extrapolate") != nullptr) add_output_rule(node);
  return node;
}

JsonNode map_schema(const ValueType& type) {
  JsonNode node = typed("object");
  add_count(node, type.rule, "minProperties", "maxProperties");
  node.add("propertyNames", name_schema());
  node.add("additionalProperties", schema_of(type.inner[0]));
  return node;
}

JsonNode any_of_schema(const ValueType& type) {
  JsonNode alternatives = JsonNode::empty_list();
  for (const ValueType& one : type.inner) alternatives.items.push_back(schema_of(one));
  JsonNode node = JsonNode::empty_object();
  node.add("anyOf", std::move(alternatives));
  return node;
}

JsonNode schema_of(const ValueType& type) {
  JsonNode node = JsonNode::empty_object();
  switch (type.kind) {
    case Kind::Integer:
    case Kind::Number:
      node = typed(type.kind == Kind::Integer ? "integer" : "number");
      add_range(node, type.rule);
      break;
    case Kind::Flag:
      return typed("boolean");
    case Kind::Text:
      return string_schema(type.rule);
    case Kind::Choice:
      node.add("enum", list_of(type.choices));
      break;
    case Kind::List:
      node = typed("array");
      add_count(node, type.rule, "minItems", "maxItems");
      node.add("items", schema_of(type.inner[0]));
      break;
    case Kind::Map:
      return map_schema(type);
    case Kind::Group:
      return group_schema(type);
    case Kind::AnyOf:
      return any_of_schema(type);
  }
  return node;
}

}  // namespace

std::string config_schema() {
  JsonNode root = JsonNode::empty_object();
  root.add("$schema", text_node("http://json-schema.org/draft-07/schema#"));
  root.add("title", text_node("Config of pinn-solve, format 1"));
  for (JsonMember& member : group_schema(config_type()).members) {
    root.add(member.key, std::move(member.value));
  }
  return print_json(root);
}

}  // namespace pinn
