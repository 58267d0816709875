// SPDX-License-Identifier: MIT
// The key table made from the types of the keys.
#include "pinn/config/keys.hpp"

#include <algorithm>

#include "pinn/util/nearest_name.hpp"
#include "type_info.hpp"

namespace pinn {

namespace {

using Kind = ValueType::Kind;

std::string fallback_of(const KeyType& key) {
  if (key.type.rule.is_required) return "required";
  if (!key.type.rule.fallback.empty()) return std::string(key.type.rule.fallback);
  return key.has_default ? print_json_line(key.default_value) : "none";
}

/// Appends the keys of a group, elements of its lists of groups included.
void append_keys(const ValueType& group, const std::string& prefix, std::vector<KeyInfo>& table) {
  for (const KeyType& key : group.keys) {
    const std::string path = prefix + key.name;
    if (key.type.kind == Kind::Group) {
      append_keys(key.type, path + ".", table);
      continue;
    }
    table.push_back(
        {path, type_text(key.type), fallback_of(key), range_text(key.type), key.meaning});
    const bool is_container = key.type.kind == Kind::List || key.type.kind == Kind::Map;
    if (!is_container || key.type.inner[0].kind != Kind::Group) continue;
    append_keys(key.type.inner[0], path + (key.type.kind == Kind::List ? ".N." : ".NAME."), table);
  }
}

std::string last_word(std::string_view path) {
  return std::string(path.substr(path.rfind('.') + 1));
}

std::vector<std::string> words_of(std::string_view path) {
  std::vector<std::string> words;
  while (true) {
    const std::size_t point = path.find('.');
    words.emplace_back(path.substr(0, point));
    if (point == std::string_view::npos) return words;
    path.remove_prefix(point + 1);
  }
}

bool is_position(const std::string& word) {
  return !word.empty() &&
         std::all_of(word.begin(), word.end(), [](char c) { return c >= '0' && c <= '9'; });
}

bool is_wildcard(const std::string& word) { return word == "N" || word == "NAME"; }

/// True if a word after those of `begin` is a name that the user has chosen.
bool is_name_next(const std::string& begin) {
  const std::string name = begin + ".NAME.";
  const auto& table = key_table();
  return std::any_of(table.begin(), table.end(), [&](const KeyInfo& key) {
    return key.path.compare(0, name.size(), name) == 0;
  });
}

/// A path with N for every position and NAME for every name that the user has chosen.
struct Pattern {
  std::string path;
  std::vector<std::string> choices;
};

Pattern pattern_of(std::string_view path) {
  Pattern pattern;
  for (const std::string& word : words_of(path)) {
    const bool is_name = is_name_next(pattern.path);
    const bool is_chosen = is_name || is_position(word);
    if (is_chosen) pattern.choices.push_back(word);
    pattern.path += pattern.path.empty() ? "" : ".";
    pattern.path += is_name ? "NAME" : is_chosen ? "N" : word;
  }
  return pattern;
}

/// Every N and NAME of `path` replaced by what was chosen, in order.
std::string with_choices(const std::string& path, const std::vector<std::string>& choices) {
  std::string out;
  std::size_t used = 0;
  for (const std::string& word : words_of(path)) {
    const bool replace = is_wildcard(word) && used < choices.size();
    out += (out.empty() ? "" : ".") + (replace ? choices[used++] : word);
  }
  return out;
}

/// For a Markdown table cell.
std::string cell(const std::string& text) {
  std::string out;
  for (const char c : text) {
    if (c == '|') out += '\\';
    out += c;
  }
  return out;
}

}  // namespace

const std::vector<KeyInfo>& key_table() {
  static const std::vector<KeyInfo> table = [] {
    std::vector<KeyInfo> rows;
    append_keys(config_type(), "", rows);
    return rows;
  }();
  return table;
}

std::string table_path(std::string_view path) { return pattern_of(path).path; }

std::optional<std::string> path_that_ends_in(std::string_view name) {
  std::optional<std::string> found;
  for (const KeyInfo& key : key_table()) {
    if (last_word(key.path) != name || key.path == name) continue;
    if (found) return std::nullopt;
    found = key.path;
  }
  return found;
}

std::optional<std::string> nearest_path(std::string_view path) {
  const Pattern pattern = pattern_of(path);
  std::vector<std::string> paths;
  for (const KeyInfo& key : key_table()) paths.push_back(key.path);
  // A key by its last word alone, as in `--set seed=3`, says more than letters in common.
  auto found = path_that_ends_in(last_word(pattern.path));
  if (!found) found = nearest_name(pattern.path, paths);
  if (!found) return std::nullopt;
  return with_choices(*found, pattern.choices);
}

std::string key_table_markdown() {
  std::string out = "| key | type | default | range | meaning |\n|---|---|---|---|---|\n";
  for (const KeyInfo& key : key_table()) {
    out += "| `" + key.path + "` | " + cell(key.type) + " | " + cell(key.fallback) + " | " +
           cell(key.range) + " | " + cell(key.meaning) + " |\n";
  }
  return out;
}

}  // namespace pinn
