// SPDX-License-Identifier: MIT
// Walks the path of an override through tree and table, making what is missing on the way.
#include "overrides.hpp"

#include <algorithm>
#include <charconv>
#include <optional>
#include <utility>

#include "checker.hpp"
#include "later.hpp"
#include "pinn/config/keys.hpp"
#include "pinn/util/error.hpp"
#include "utf8.hpp"

namespace pinn {

namespace {

using Kind = ValueType::Kind;

/// The alternative that has elements or keys, else the type itself.
const ValueType& with_elements(const ValueType& type) {
  if (type.kind != Kind::AnyOf) return type;
  for (const ValueType& one : type.inner) {
    if (one.kind == Kind::List || one.kind == Kind::Map) return one;
  }
  return type;
}

/// True if the value is taken as text even where it would be JSON.
bool takes_text(const ValueType& type) {
  return type.kind == Kind::Choice || type.kind == Kind::Text;
}

void set_origin(JsonNode& node, int origin) {
  node.origin = origin;
  for (JsonNode& item : node.items) set_origin(item, origin);
  for (JsonMember& member : node.members) set_origin(member.value, origin);
}

struct Rejected {
  std::string message;
};

class Application {
 public:
  Application(const Override& given, int origin) : given_(given), origin_(origin) {}

  void apply(JsonNode& root) const {
    if (!is_utf8(given_.value) || !is_utf8(given_.path)) throw Rejected{"this is not UTF-8"};
    descend(root, config_type(), "", given_.path);
  }

 private:
  /// Sets or removes what `rest` names below `node`, whose own path is `path`.
  void descend(JsonNode& node,
               const ValueType& any_type,
               const std::string& path,
               std::string_view rest) const {
    const ValueType& type = with_elements(any_type);
    const std::string word(rest.substr(0, rest.find('.')));
    const bool is_last = word.size() == rest.size();
    const std::string_view below = is_last ? std::string_view() : rest.substr(word.size() + 1);
    if (type.kind == Kind::Group) {
      const KeyType* key = type.find_key(word);
      if (key == nullptr) reject_unknown(path_of(path, word));
      return enter_member(node, *key, path, below, is_last);
    }
    if (type.kind == Kind::Map && !word.empty()) {
      KeyType key;
      key.name = word;
      key.type = type.inner[0];
      return enter_member(node, key, path, below, is_last);
    }
    if (type.kind == Kind::List) return enter_element(node, type, path, rest);
    throw Rejected{path + " has no keys below it, " + in_quotes(word) + " cannot be set"};
  }

  void enter_member(JsonNode& node,
                    const KeyType& key,
                    const std::string& path,
                    std::string_view below,
                    bool is_last) const {
    const std::string place = path_of(path, key.name);
    if (node.kind != JsonNode::Kind::Object) {
      throw Rejected{path + " is " + shown(node) + ", it has no key " + in_quotes(key.name)};
    }
    JsonMember* member = node.find(key.name);
    if (is_last && is_removal()) return remove(node, key.name);
    if (member == nullptr) {
      node.add(key.name, is_last ? JsonNode{} : start_of(key));
      member = &node.members.back();
    }
    if (!is_last) return descend(member->value, key.type, place, below);
    member->value = value_for(key.type);
  }

  void enter_element(JsonNode& node,
                     const ValueType& type,
                     const std::string& path,
                     std::string_view rest) const {
    const std::string_view word = rest.substr(0, rest.find('.'));
    std::size_t index = 0;
    const auto read = std::from_chars(word.data(), word.data() + word.size(), index);
    const bool is_number = read.ec == std::errc() && read.ptr == word.data() + word.size();
    if (node.kind != JsonNode::Kind::List) {
      throw Rejected{path + " is " + shown(node) + ", set the whole list instead"};
    }
    const std::size_t count = node.items.size();
    if (!is_number || index > count) {
      throw Rejected{in_quotes(word) + " is no position in " + path + ", which has " +
                     std::to_string(count) + (count == 1 ? " element" : " elements") +
                     "; positions count from 0"};
    }
    const bool is_last = word.size() == rest.size();
    if (is_last && is_removal()) {
      if (index < count) node.items.erase(node.items.begin() + static_cast<std::ptrdiff_t>(index));
      return;
    }
    if (index == count) node.items.push_back(start_of_element(type.inner[0]));
    JsonNode& element = node.items[index];
    const std::string place = path_of(path, std::string(word));
    if (!is_last) return descend(element, type.inner[0], place, rest.substr(word.size() + 1));
    element = value_for(type.inner[0]);
  }

  bool is_removal() const { return given_.value == "null"; }

  static void remove(JsonNode& node, const std::string& key) {
    const auto is_key = [&](const JsonMember& member) { return member.key == key; };
    auto& members = node.members;
    members.erase(std::remove_if(members.begin(), members.end(), is_key), members.end());
  }

  /// What a missing key is before something below it is set: its default list, else empty.
  JsonNode start_of(const KeyType& key) const {
    JsonNode node = JsonNode::empty_object();
    if (key.has_default && key.default_value.kind == JsonNode::Kind::List) {
      node = key.default_value;
      set_origin(node, kFromDefault);
      return node;
    }
    if (key.has_default && with_elements(key.type).kind == Kind::List) node = key.default_value;
    if (key.type.kind == Kind::List) node = JsonNode::empty_list();
    set_origin(node, origin_);
    return node;
  }

  JsonNode start_of_element(const ValueType& type) const {
    JsonNode node = type.kind == Kind::Group ? JsonNode::empty_object() : JsonNode{};
    node.origin = origin_;
    return node;
  }

  JsonNode value_for(const ValueType& type) const {
    if (!takes_text(type)) {
      JsonDocument document = parse_json(given_.value, origin_);
      if (!document.duplicates.empty()) {
        throw Rejected{"duplicate key " + in_quotes(document.duplicates[0].key)};
      }
      if (!document.failure) return std::move(document.root);
      const bool looks_like_json =
          !given_.value.empty() && (given_.value[0] == '[' || given_.value[0] == '{');
      if (looks_like_json) throw Rejected{"the value is not JSON: " + document.failure->message};
    }
    JsonNode node = JsonNode::of_text(given_.value);
    node.origin = origin_;
    node.end = given_.value.size();
    node.verbatim = true;
    return node;
  }

  [[noreturn]] void reject_unknown(const std::string& path) const {
    if (const auto later = later_key_message(path)) throw Rejected{*later};
    const auto near = nearest_path(given_.path);
    throw Rejected{"unknown key " + in_quotes(given_.path) +
                   (near ? "; did you mean \"" + *near + "\"?"
                         : "; see the keys with: pinn-solve help config")};
  }

  const Override& given_;
  int origin_;
};

}  // namespace

Override parse_override(std::string_view text) {
  const std::size_t equals = text.find('=');
  if (equals == std::string_view::npos || equals == 0) {
    throw UsageError("--set " + std::string(text) +
                     ": expected PATH=VALUE, for example --set training.seed=3");
  }
  return {std::string(text.substr(0, equals)), std::string(text.substr(equals + 1))};
}

void apply_overrides(ConfigSource::Impl& source, Diagnostics& diagnostics) {
  for (std::size_t i = 0; i < source.overrides.size(); ++i) {
    const Override& given = source.overrides[i];
    const int origin = static_cast<int>(i);
    JsonNode changed = source.root;
    try {
      Application(given, origin).apply(changed);
      source.root = std::move(changed);
    } catch (const Rejected& rejected) {
      source.rejected[given.path] = origin;
      diagnostics.push_back(error_at(given.path, rejected.message));
    }
  }
}

}  // namespace pinn
