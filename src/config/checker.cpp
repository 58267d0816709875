// SPDX-License-Identifier: MIT
// Walks tree and table together; every message is value found, value expected, what to try.
#include "checker.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "later.hpp"
#include "pinn/config/keys.hpp"
#include "pinn/expression/parse.hpp"
#include "pinn/util/nearest_name.hpp"
#include "pinn/util/number_text.hpp"

namespace pinn {

namespace {

using Kind = ValueType::Kind;

bool accepts(const ValueType& type, Kind kind) {
  if (type.kind == Kind::AnyOf) {
    return accepts(type.inner[0], kind) || accepts(type.inner[1], kind);
  }
  return type.kind == kind;
}

bool accepts_number(const ValueType& type) {
  return accepts(type, Kind::Integer) || accepts(type, Kind::Number);
}

/// All words of the choices in a type.
std::vector<std::string> words_of(const ValueType& type) {
  std::vector<std::string> words = type.choices;
  if (type.kind != Kind::AnyOf) return words;
  for (const ValueType& inner : type.inner) {
    words.insert(words.end(), inner.choices.begin(), inner.choices.end());
  }
  return words;
}

/// What to write where text stands and something else is expected.
std::string advice_for_text(const std::string& text, const ValueType& type) {
  if (accepts_number(type) && parse_number(text)) return "; write " + text + " without quotes";
  if (accepts_number(type) && std::count(text.begin(), text.end(), ',') == 1) {
    std::string point = text;
    std::replace(point.begin(), point.end(), ',', '.');
    if (parse_number(point)) return "; the decimal mark is a point: write " + point;
  }
  const bool is_flag = text == "true" || text == "false";
  if (accepts(type, Kind::Flag) && is_flag) return "; write " + text + " without quotes";
  return did_you_mean(text, words_of(type));
}

std::string advice_for(const JsonNode& node, const ValueType& type) {
  if (node.kind == JsonNode::Kind::Null) return "; remove the key to get its default";
  for (const ValueType& one : type.kind == Kind::AnyOf ? type.inner : std::vector{type}) {
    if (one.kind == Kind::List && is_of_kind(node, one.inner[0])) {
      return "; write [" + shown(node) + "]";
    }
  }
  if (node.kind == JsonNode::Kind::Text) return advice_for_text(node.text, type);
  const bool wants_text = accepts(type, Kind::Text);
  if (node.kind == JsonNode::Kind::Number && wants_text) return "; write \"" + node.text + "\"";
  return "";
}

class Checker {
 public:
  explicit Checker(Diagnostics& diagnostics) : diagnostics_(diagnostics) {}

  void check(const JsonNode& node, const ValueType& type, const std::string& path) {
    if (diagnostics_.size() >= kMostDiagnostics) return;
    if (!is_of_kind(node, type)) return mismatch(node, type, path);
    switch (type.kind) {
      case Kind::Integer:
      case Kind::Number:
        return check_number(node, type, path);
      case Kind::Text:
        return check_text(node, type, path);
      case Kind::Choice:
        return check_choice(node, type, path);
      case Kind::List:
      case Kind::Map:
        return check_elements(node, type, path);
      case Kind::Group:
        return check_group(node, type, path);
      case Kind::AnyOf:
        return check_any_of(node, type, path);
      case Kind::Flag:
        return;
    }
  }

 private:
  void add(Place place, const std::string& message, const std::string& note = "") {
    diagnostics_.push_back({Severity::Error, std::move(place), message, note, ""});
  }

  void mismatch(const JsonNode& node, const ValueType& type, const std::string& path) {
    const std::string subject = path.empty() ? "the config" : path;
    const Place place{path, path.empty() ? node.begin : 0, path.empty() ? 1UL : 0UL, false};
    add(place,
        subject + " is " + shown(node) + ", expected " + expected_text(type) +
            advice_for(node, type));
  }

  void check_number(const JsonNode& node, const ValueType& type, const std::string& path) {
    const Rule& rule = type.rule;
    const double value = node.number;
    const bool whole = type.kind != Kind::Integer || std::floor(value) == value;
    const bool high_enough = rule.lower_open ? value > rule.lower : value >= rule.lower;
    const bool low_enough = rule.upper_open ? value < rule.upper : value <= rule.upper;
    if (!whole || !high_enough || !low_enough) mismatch(node, type, path);
  }

  void check_choice(const JsonNode& node, const ValueType& type, const std::string& path) {
    const std::vector<std::string> words = words_of(type);
    if (std::find(words.begin(), words.end(), node.text) == words.end()) mismatch(node, type, path);
  }

  void check_any_of(const JsonNode& node, const ValueType& type, const std::string& path) {
    for (const ValueType& one : type.inner) {
      if (!is_of_kind(node, one)) continue;
      // A wrong word is better told with all that would have been right.
      return one.kind == Kind::Choice ? check_choice(node, type, path) : check(node, one, path);
    }
  }

  void check_text(const JsonNode& node, const ValueType& type, const std::string& path) {
    const TextKind kind = type.rule.text;
    if (type.rule.is_constant || kind == TextKind::Expression) {
      return check_syntax(node, path, [](const std::string& text) { parse_expression(text); });
    }
    if (kind == TextKind::Equality) {
      return check_syntax(node, path, [](const std::string& text) { parse_equality(text); });
    }
    const bool is_name = kind != TextKind::Name || is_free_name(node.text);
    const bool is_given =
        (kind != TextKind::Path && kind != TextKind::Column) || !node.text.empty();
    const bool is_run_name = kind != TextKind::RunName || fits_run_name(node.text);
    if (!is_name || !is_given || !is_run_name) mismatch(node, type, path);
  }

  static bool fits_run_name(const std::string& text) {
    constexpr std::size_t kLongest = 64;
    constexpr std::string_view kAllowed =
        "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789._-";
    return !text.empty() && text.size() <= kLongest &&
           text.find_first_not_of(kAllowed) == std::string::npos;
  }

  template <typename Parse>
  void check_syntax(const JsonNode& node, const std::string& path, Parse&& parse) {
    try {
      parse(node.text);
    } catch (const ExpressionError& error) {
      add({path, error.offset, error.length, false}, error.what());
    }
  }

  void check_elements(const JsonNode& node, const ValueType& type, const std::string& path) {
    const std::size_t count = node.items.size() + node.members.size();
    if (count < type.rule.min_items || count > type.rule.max_items) {
      add({path, 0, 0, false},
          path + " has " + std::to_string(count) + (count == 1 ? " element" : " elements") +
              ", expected " + expected_text(type));
    }
    for (std::size_t i = 0; i < node.items.size(); ++i) {
      check(node.items[i], type.inner[0], path_of(path, std::to_string(i)));
    }
    for (const JsonMember& member : node.members) {
      const std::string place = path_of(path, member.key);
      check_name(member.key, place);
      check(member.value, type.inner[0], place);
    }
  }

  void check_name(const std::string& name, const std::string& path) {
    if (is_free_name(name)) return;
    add({path, 0, 0, true},
        is_reserved_name(name)
            ? in_quotes(name) + " is a reserved word of the expressions; choose another name"
            : in_quotes(name) + " is not a name, expected a letter or _, then letters, digits, _");
  }

  void check_group(const JsonNode& node, const ValueType& type, const std::string& path) {
    for (const JsonMember& member : node.members) {
      if (diagnostics_.size() >= kMostDiagnostics) return;
      const std::string place = path_of(path, member.key);
      if (const KeyType* key = type.find_key(member.key)) {
        check(member.value, key->type, place);
      } else if (const auto later = later_key_message(place)) {
        add({place, 0, 0, true}, *later);
      } else {
        unknown_key(member.key, type, path);
      }
    }
    for (const KeyType& key : type.keys) {
      if (key.type.rule.is_required && node.find(key.name) == nullptr) {
        missing_key(node, key, path);
      }
    }
  }

  void unknown_key(const std::string& name, const ValueType& group, const std::string& path) {
    std::vector<std::string> known;
    for (const KeyType& key : group.keys) known.push_back(key.name);
    std::string message = "unknown key " + in_quotes(name) + (path.empty() ? "" : " in " + path);
    const std::string near = did_you_mean(name, known);
    const auto elsewhere = near.empty() ? path_that_ends_in(name) : std::nullopt;
    if (elsewhere) message += "; did you mean \"" + *elsewhere + "\"?";
    std::string note;
    if (near.empty() && !elsewhere) {
      for (const std::string& key : known) note += (note.empty() ? "" : ", ") + key;
      note = "known here: " + note;
    }
    add({path_of(path, name), 0, 0, true}, message + near, note);
  }

  void missing_key(const JsonNode& node, const KeyType& key, const std::string& path) {
    const bool stands_elsewhere = key.name == "equations" && (node.find("hamiltonian") != nullptr ||
                                                              node.find("lagrangian") != nullptr);
    const bool follows = key.name == "conditions" && node.find("history") != nullptr;
    const bool is_sweep = key.name == "problem" && node.find("base") != nullptr;
    if (stands_elsewhere || follows || is_sweep) return;
    add({path_of(path, key.name), 0, 0, false},
        "missing key \"" + key.name + "\"" + (path.empty() ? "" : " in " + path) + ": " +
            key.meaning);
  }

  Diagnostics& diagnostics_;
};

}  // namespace

void check_value(const JsonNode& node,
                 const ValueType& type,
                 const std::string& path,
                 Diagnostics& diagnostics) {
  Checker(diagnostics).check(node, type, path);
}

std::string path_of(const std::string& path, const std::string& key) {
  return path.empty() ? key : path + "." + key;
}

Diagnostic error_at(const std::string& path, const std::string& message) {
  return {Severity::Error, {path, 0, 0, false}, message, "", ""};
}

std::string shown(const JsonNode& node) {
  switch (node.kind) {
    case JsonNode::Kind::Null:
      return "null";
    case JsonNode::Kind::Flag:
      return node.flag ? "true" : "false";
    case JsonNode::Kind::Number:
      return node.text.empty() ? number_text(node.number) : node.text;
    case JsonNode::Kind::Text:
      return in_quotes(node.text);
    case JsonNode::Kind::List:
      return "a list";
    case JsonNode::Kind::Object:
      break;
  }
  return "an object";
}

}  // namespace pinn
