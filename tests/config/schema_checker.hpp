// SPDX-License-Identifier: MIT
// A small checker of JSON Schema draft-07: the keywords that our schema uses, an unknown one fails.
#pragma once

#include <algorithm>
#include <cmath>
#include <map>
#include <nlohmann/json.hpp>
#include <regex>
#include <stdexcept>
#include <string>

namespace pinn::test {

using nlohmann::json;

bool fits_schema(const json& value, const json& schema);

inline bool is_of_type(const json& value, const std::string& type) {
  if (type == "object") return value.is_object();
  if (type == "array") return value.is_array();
  if (type == "string") return value.is_string();
  if (type == "boolean") return value.is_boolean();
  if (type == "number") return value.is_number();
  return value.is_number() && std::floor(value.get<double>()) == value.get<double>();  // integer
}

inline bool all_match(const json& schemas, const json& value) {
  for (const json& schema : schemas) {
    if (!fits_schema(value, schema)) return false;
  }
  return true;
}

inline bool some_match(const json& schemas, const json& value) {
  for (const json& schema : schemas) {
    if (fits_schema(value, schema)) return true;
  }
  return false;
}

/// A keyword's value, or null: without a copy, which would cost more than the check.
inline const json* find_keyword(const json& schema, const char* keyword) {
  const auto found = schema.find(keyword);
  return found == schema.end() ? nullptr : &*found;
}

/// Keywords for objects.
inline bool fits_object(const json& value, const json& schema) {
  if (!value.is_object()) return true;
  if (const json* required = find_keyword(schema, "required")) {
    for (const json& key : *required) {
      if (!value.contains(key.get<std::string>())) return false;
    }
  }
  const json* least = find_keyword(schema, "minProperties");
  if (least != nullptr && value.size() < *least) return false;
  const json* properties = find_keyword(schema, "properties");
  const json* others = find_keyword(schema, "additionalProperties");
  const json* names = find_keyword(schema, "propertyNames");
  for (const auto& [key, member] : value.items()) {
    if (names != nullptr && !fits_schema(key, *names)) return false;
    const json* known = properties == nullptr ? nullptr : find_keyword(*properties, key.c_str());
    if (known == nullptr) known = others;
    if (known != nullptr && !fits_schema(member, *known)) return false;
  }
  return true;
}

inline bool matches(const std::string& text, const std::string& pattern) {
  static std::map<std::string, std::regex> compiled;  // compiling costs more than matching
  const auto found = compiled.try_emplace(pattern, pattern).first;
  return std::regex_search(text, found->second);
}

/// One keyword with a value of the right kind, or true.
inline bool fits_keyword(const json& value, const std::string& keyword, const json& limit) {
  if (keyword == "type") return is_of_type(value, limit.get<std::string>());
  if (keyword == "enum") return std::find(limit.begin(), limit.end(), value) != limit.end();
  if (keyword == "const") return value == limit;
  if (keyword == "anyOf") return some_match(limit, value);
  if (keyword == "allOf") return all_match(limit, value);
  if (keyword == "oneOf") {
    return std::count_if(limit.begin(), limit.end(), [&](const json& one) {
             return fits_schema(value, one);
           }) == 1;
  }
  if (keyword == "not") return !fits_schema(value, limit);
  if (keyword == "minimum") return !value.is_number() || value >= limit;
  if (keyword == "maximum") return !value.is_number() || value <= limit;
  if (keyword == "exclusiveMinimum") return !value.is_number() || value > limit;
  if (keyword == "exclusiveMaximum") return !value.is_number() || value < limit;
  if (keyword == "minItems") return !value.is_array() || value.size() >= limit;
  if (keyword == "maxItems") return !value.is_array() || value.size() <= limit;
  if (keyword == "minLength" || keyword == "maxLength") {
    if (!value.is_string()) return true;
    const std::size_t length = value.get<std::string>().size();
    return keyword == "minLength" ? length >= limit : length <= limit;
  }
  if (keyword == "pattern") {
    return !value.is_string() || matches(value.get<std::string>(), limit.get<std::string>());
  }
  for (const char* other : {"$schema",
                            "title",
                            "description",
                            "default",
                            "properties",
                            "required",
                            "items",
                            "additionalProperties",
                            "propertyNames",
                            "minProperties",
                            "if",
                            "then"}) {
    if (keyword == other) return true;
  }
  throw std::runtime_error("the schema uses " + keyword + ", which this checker does not know");
}

inline bool fits_schema(const json& value, const json& schema) {
  if (schema.is_boolean()) return schema.get<bool>();
  for (const auto& [keyword, limit] : schema.items()) {
    if (!fits_keyword(value, keyword, limit)) return false;
    if (keyword != "items" || !value.is_array()) continue;
    for (const json& item : value) {
      if (!fits_schema(item, limit)) return false;
    }
  }
  if (schema.contains("if") && fits_schema(value, schema["if"])) {
    if (!fits_schema(value, schema["then"])) return false;
  }
  return fits_object(value, schema);
}

}  // namespace pinn::test
