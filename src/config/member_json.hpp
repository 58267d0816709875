// SPDX-License-Identifier: MIT
// Members of the config structs to JSON and back: one overload per C++ type.
#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <tuple>
#include <type_traits>
#include <utility>
#include <variant>
#include <vector>

#include "fields.hpp"
#include "json.hpp"
#include "pinn/config/names.hpp"

namespace pinn {

/// Which C++ type a member has; the argument of the overloads that only need the type.
template <typename T>
struct MemberOf {};

// ---- to JSON; nothing where the key is to be left out -------------------------------------------

using MaybeJson = std::optional<JsonNode>;

// Declared together: the overloads call one another, and std types bring no lookup into pinn.
template <typename T>
MaybeJson to_json(const T& value);
template <typename T>
MaybeJson to_json(const std::optional<T>& value);
template <typename T>
MaybeJson to_json(const AutoOr<T>& value);
template <typename A, typename B>
MaybeJson to_json(const std::variant<A, B>& value);
template <typename T>
MaybeJson to_json(const std::vector<T>& values);
template <typename T>
MaybeJson to_json(const std::vector<std::pair<std::string, T>>& values);
inline MaybeJson to_json(const std::array<double, 2>& values);
inline MaybeJson to_json(const std::tuple<const double&, const double&>& ends);

inline MaybeJson to_json(const std::string& value) {
  if (value.empty()) return std::nullopt;
  return JsonNode::of_text(value);
}

template <typename T>
MaybeJson to_json(const std::optional<T>& value) {
  return value ? to_json(*value) : std::nullopt;
}

template <typename T>
MaybeJson to_json(const AutoOr<T>& value) {
  return value.value ? to_json(*value.value) : JsonNode::of_text("auto");
}

template <typename A, typename B>
MaybeJson to_json(const std::variant<A, B>& value) {
  return std::visit([](const auto& one) { return to_json(one); }, value);
}

template <typename T>
MaybeJson to_json(const std::vector<T>& values) {
  JsonNode list = JsonNode::empty_list();
  for (const T& value : values) list.items.push_back(to_json(value).value_or(JsonNode{}));
  return values.empty() ? std::nullopt : MaybeJson(std::move(list));
}

template <typename T>
MaybeJson to_json(const std::vector<std::pair<std::string, T>>& values) {
  JsonNode object = JsonNode::empty_object();
  for (const auto& [name, value] : values) object.add(name, to_json(value).value_or(JsonNode{}));
  return values.empty() ? std::nullopt : MaybeJson(std::move(object));
}

inline MaybeJson to_json(const std::array<double, 2>& values) {
  return to_json(std::vector<double>(values.begin(), values.end()));
}

inline MaybeJson to_json(const std::tuple<const double&, const double&>& ends) {
  return to_json(std::array<double, 2>{std::get<0>(ends), std::get<1>(ends)});
}

template <typename T>
MaybeJson to_json(const T& value) {
  if constexpr (std::is_enum_v<T>) {
    return JsonNode::of_text(std::string(to_name(value)));
  } else if constexpr (std::is_same_v<T, bool>) {
    return JsonNode::of_flag(value);
  } else if constexpr (std::is_arithmetic_v<T>) {
    return JsonNode::of_number(static_cast<double>(value));
  } else {
    JsonNode object = JsonNode::empty_object();
    for_each_field(value, [&](const char* key, auto&& member, const Rule& rule, const char*) {
      MaybeJson json = to_json(member);
      if (json && !rule.is_ignored) object.add(key, std::move(*json));
    });
    return object;
  }
}

// ---- from JSON that has been checked; what does not fit leaves the default ----------------------

template <typename T>
void from_json(const JsonNode& node, T& value);

/// False where the conversion to T would not be defined.
template <typename T>
bool fits(double number) {
  if constexpr (std::is_floating_point_v<T>) return true;
  return number >= static_cast<double>(std::numeric_limits<T>::min()) &&
         number < static_cast<double>(std::numeric_limits<T>::max()) + 1.0;
}

inline void from_json(const JsonNode& node, std::string& value) {
  if (node.kind == JsonNode::Kind::Text) value = node.text;
}

template <typename T>
void from_json(const JsonNode& node, std::optional<T>& value) {
  T inner{};  // not emplace(): GCC 14 takes what it destroys there for uninitialized
  from_json(node, inner);
  value = std::move(inner);
}

template <typename T>
void from_json(const JsonNode& node, AutoOr<T>& value) {
  value.value.reset();
  if (node.kind != JsonNode::Kind::Text) from_json(node, value.value);
}

template <typename T>
void from_json(const JsonNode& node, std::vector<T>& values) {
  values.clear();
  for (const JsonNode& item : node.items) from_json(item, values.emplace_back());
}

template <typename T>
void from_json(const JsonNode& node, std::vector<std::pair<std::string, T>>& values) {
  values.clear();
  for (const JsonMember& member : node.members) {
    values.emplace_back(member.key, T{});
    from_json(member.value, values.back().second);
  }
}

/// The alternatives of every variant here differ in their kind of JSON.
inline bool could_be(const JsonNode& node, MemberOf<double>) {
  return node.kind == JsonNode::Kind::Number;
}
inline bool could_be(const JsonNode& node, MemberOf<std::string>) {
  return node.kind == JsonNode::Kind::Text;
}

template <typename A, typename B>
void from_json(const JsonNode& node, std::variant<A, B>& value) {
  if (could_be(node, MemberOf<A>{})) {
    from_json(node, value.template emplace<A>());
  } else {
    from_json(node, value.template emplace<B>());
  }
}

inline void from_json(const JsonNode& node, std::tuple<double&, double&> ends) {
  if (node.items.size() != 2) return;
  if (node.items[0].kind == JsonNode::Kind::Number) std::get<0>(ends) = node.items[0].number;
  if (node.items[1].kind == JsonNode::Kind::Number) std::get<1>(ends) = node.items[1].number;
}

inline void from_json(const JsonNode& node, std::array<double, 2>& values) {
  from_json(node, std::tie(values[0], values[1]));
}

template <typename T>
void from_json(const JsonNode& node, T& value) {
  if constexpr (std::is_enum_v<T>) {
    for (const auto& [candidate, name] : choice_names(T{})) {
      if (node.kind == JsonNode::Kind::Text && node.text == name) value = candidate;
    }
  } else if constexpr (std::is_same_v<T, bool>) {
    if (node.kind == JsonNode::Kind::Flag) value = node.flag;
  } else if constexpr (std::is_arithmetic_v<T>) {
    if (node.kind == JsonNode::Kind::Number && fits<T>(node.number)) {
      value = static_cast<T>(node.number);
    }
  } else {
    for_each_field(value, [&](const char* key, auto&& member, const Rule&, const char*) {
      if (const JsonMember* found = node.find(key)) from_json(found->value, member);
    });
  }
}

}  // namespace pinn
