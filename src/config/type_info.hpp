// SPDX-License-Identifier: MIT
// The table of keys as data: what the checker, the schema, the key table and --set walk through.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "json.hpp"
#include "rule.hpp"

namespace pinn {

struct KeyType;

/// The type of a value.
struct ValueType {
  enum class Kind { Integer, Number, Flag, Text, Choice, List, Map, Group, AnyOf };

  Kind kind = Kind::Text;
  Rule rule;
  std::vector<std::string> choices;  ///< Choice.
  std::vector<ValueType> inner;      ///< List: element. Map: value. AnyOf: the alternatives.
  std::vector<KeyType> keys;         ///< Group.

  const KeyType* find_key(std::string_view name) const;
  KeyType* find_key(std::string_view name);
};

/// A key of a group.
struct KeyType {
  std::string name;
  ValueType type;
  std::string meaning;
  bool has_default = false;
  JsonNode default_value;
};

/// The type of the whole config.
const ValueType& config_type();

/// Without the range: "integer", "one of adam, lbfgs", "[number]", "{name: number}".
std::string type_text(const ValueType& type);

/// The range alone: "at least 1", "2 to 100"; empty if everything goes.
std::string range_text(const ValueType& type);

/// For messages, range included: "an integer of at least 1".
std::string expected_text(const ValueType& type);

/// True if the kind of JSON fits the type, whatever its value.
bool is_of_kind(const JsonNode& node, const ValueType& type);

}  // namespace pinn
