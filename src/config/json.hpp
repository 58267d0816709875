// SPDX-License-Identifier: MIT
// JSON with places: a tree whose every key and value knows the bytes it came from.
//
// This is a parser of our own because places are what it is for: nlohmann's SAX events come after
// the token, hide where a key began and how escapes map to bytes, and its messages cannot name a
// trailing comma, a decimal comma or a formula without quotes.
#pragma once

#include <cstddef>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace pinn {

inline constexpr int kFromFile = -1;     ///< Origin of a node: the file itself.
inline constexpr int kFromDefault = -2;  ///< Origin of a node: a default, without a place.

struct JsonMember;

/// One value. Only the fields of its kind mean anything.
struct JsonNode {
  enum class Kind { Null, Flag, Number, Text, List, Object };

  Kind kind = Kind::Null;
  bool flag = false;
  double number = 0.0;
  std::string text;  ///< Text: decoded. Number: as written.
  std::vector<JsonNode> items;
  std::vector<JsonMember> members;
  std::size_t begin = 0;   ///< First byte in the text it was read from.
  std::size_t end = 0;     ///< One past the last byte.
  int origin = kFromFile;  ///< The file, a default, or the number of the override.
  bool verbatim = false;   ///< Text without quotes and escapes (an override).

  static JsonNode of_number(double value);
  static JsonNode of_flag(bool value);
  static JsonNode of_text(std::string value);
  static JsonNode empty_list();
  static JsonNode empty_object();

  /// The first member of that name, or null.
  const JsonMember* find(std::string_view key) const;
  JsonMember* find(std::string_view key);
  /// Appends a member.
  void add(std::string key, JsonNode value);
};

struct JsonMember {
  std::string key;
  std::size_t key_begin = 0;
  std::size_t key_end = 0;
  JsonNode value;
};

/// Why a text is not JSON, with the bytes to point at.
struct JsonFailure {
  std::string message;
  std::size_t begin = 0;
  std::size_t length = 1;
};

/// A key that occurs twice in one object.
struct DuplicateKey {
  std::string key;
  std::size_t first = 0;  ///< First byte of the first one, and of the second.
  std::size_t second = 0;
  std::size_t length = 0;  ///< Bytes of either, quotes included.
};

struct JsonDocument {
  JsonNode root;
  std::optional<JsonFailure> failure;
  std::vector<DuplicateKey> duplicates;  ///< The first one of each is in the tree.
};

/// Reads JSON with `//` and `/* */` comments; every node gets `origin`.
JsonDocument parse_json(std::string_view text, int origin);

/// Byte of `text` where decoded byte `offset` of the string that begins (quote) at `begin` stands.
std::size_t source_offset(std::string_view text, std::size_t begin, std::size_t offset);

/// JSON text, two blanks a level; what fits in a line stays on one.
std::string print_json(const JsonNode& node);

/// JSON text on one line.
std::string print_json_line(const JsonNode& node);

/// A number as JSON has it: shortest exact, whole numbers without point or exponent.
std::string number_text(double value);

/// User text in double quotes for a message: one line, at most about 60 characters.
std::string in_quotes(std::string_view text);

}  // namespace pinn
