// SPDX-License-Identifier: MIT
// The type of a member of the config structs: one overload per C++ type.
#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "member_json.hpp"
#include "type_info.hpp"

namespace pinn {

template <typename T>
ValueType type_of(MemberOf<T>, const Rule& rule);

inline ValueType type_of_kind(ValueType::Kind kind, const Rule& rule) {
  ValueType type;
  type.kind = kind;
  type.rule = rule;
  return type;
}

inline ValueType choice_of(std::vector<std::string> words) {
  ValueType type = type_of_kind(ValueType::Kind::Choice, {});
  type.choices = std::move(words);
  return type;
}

inline ValueType any_of(ValueType first, ValueType second) {
  ValueType type = type_of_kind(ValueType::Kind::AnyOf, {});
  type.inner = {std::move(first), std::move(second)};
  return type;
}

inline ValueType container_of(ValueType::Kind kind, const Rule& rule, ValueType element) {
  ValueType type = type_of_kind(kind, rule);
  type.inner = {std::move(element)};
  return type;
}

inline ValueType type_of(MemberOf<double>, const Rule& rule) {
  const ValueType number = type_of_kind(ValueType::Kind::Number, rule);
  return rule.is_constant ? any_of(number, type_of_kind(ValueType::Kind::Text, rule)) : number;
}

inline ValueType type_of(MemberOf<bool>, const Rule& rule) {
  return type_of_kind(ValueType::Kind::Flag, rule);
}

inline ValueType type_of(MemberOf<std::string>, const Rule& rule) {
  if (!rule.word.empty()) return choice_of({std::string(rule.word)});
  return type_of_kind(ValueType::Kind::Text, rule);
}

template <typename T>
ValueType type_of(MemberOf<std::optional<T>>, const Rule& rule) {
  return type_of(MemberOf<T>{}, rule);
}

template <typename T>
ValueType type_of(MemberOf<AutoOr<T>>, const Rule& rule) {
  return any_of(choice_of({"auto"}), type_of(MemberOf<T>{}, rule));
}

template <typename A, typename B>
ValueType type_of(MemberOf<std::variant<A, B>>, const Rule& rule) {
  return any_of(type_of(MemberOf<A>{}, rule), type_of(MemberOf<B>{}, rule));
}

template <typename T>
ValueType type_of(MemberOf<std::vector<T>>, const Rule& rule) {
  return container_of(ValueType::Kind::List, rule, type_of(MemberOf<T>{}, rule));
}

template <typename T>
ValueType type_of(MemberOf<std::vector<std::pair<std::string, T>>>, const Rule& rule) {
  return container_of(ValueType::Kind::Map, rule, type_of(MemberOf<T>{}, rule));
}

inline ValueType type_of(MemberOf<std::array<double, 2>>, const Rule& rule) {
  return container_of(ValueType::Kind::List, rule.items(2, 2), type_of(MemberOf<double>{}, rule));
}

inline ValueType type_of(MemberOf<std::tuple<const double&, const double&>>, const Rule& rule) {
  return type_of(MemberOf<std::array<double, 2>>{}, rule);
}

/// The keys of a struct, their defaults taken from `defaults`.
template <typename Group>
ValueType type_of_group(const Group& defaults);

template <typename T>
ValueType type_of(MemberOf<T>, const Rule& rule) {
  if constexpr (std::is_enum_v<T>) {
    std::vector<std::string> names;
    for (const auto& [value, name] : choice_names(T{})) names.emplace_back(name);
    return choice_of(names);
  } else if constexpr (std::is_integral_v<T>) {
    return type_of_kind(ValueType::Kind::Integer, rule);
  } else {
    return type_of_group(T{});
  }
}

template <typename Group>
ValueType type_of_group(const Group& defaults) {
  ValueType type = type_of_kind(ValueType::Kind::Group, {});
  for_each_field(
      defaults, [&](const char* name, auto&& member, const Rule& rule, const char* text) {
        using Member = std::decay_t<decltype(member)>;
        KeyType key;
        key.name = name;
        key.meaning = text;
        if constexpr (kIsGroup<Member>) {
          key.type = type_of_group(member);
          key.type.rule = rule;
        } else {
          key.type = type_of(MemberOf<Member>{}, rule);
          key.type.rule.is_required = rule.is_required;
          key.type.rule.fallback = rule.fallback;
          MaybeJson value =
              rule.is_required || !rule.fallback.empty() ? std::nullopt : to_json(member);
          key.has_default = value.has_value();
          if (value) key.default_value = std::move(*value);
        }
        type.keys.push_back(std::move(key));
      });
  return type;
}

}  // namespace pinn
