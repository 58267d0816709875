// SPDX-License-Identifier: MIT
// Objects and lists of JSON, and what to say where a comma or bracket is wrong.
#include <unordered_map>

#include "json_scan.hpp"
#include "pinn/config/read.hpp"

namespace pinn {

namespace {

class Parser {
 public:
  Parser(std::string_view text, int origin) : cursor_{text}, origin_(origin) {}

  JsonNode document() {
    if (cursor_.text.substr(0, 3) == "\xEF\xBB\xBF") cursor_.at = 3;
    skip_blanks(cursor_);
    if (cursor_.done()) throw JsonFailure{"nothing but comments, expected a config", 0, 0};
    JsonNode root = value();
    skip_blanks(cursor_);
    if (!cursor_.done()) {
      const bool bare = root.kind != JsonNode::Kind::Object && root.kind != JsonNode::Kind::List;
      if (bare) fail_at_bare_text(cursor_.text, root.begin);
      fail("found " + found_at(cursor_) + " after the end; remove it, or a bracket before it");
    }
    return root;
  }

  std::vector<DuplicateKey> duplicates;

 private:
  [[noreturn]] void fail(const std::string& message) const {
    throw JsonFailure{message, cursor_.at, 1};
  }

  JsonNode value() {
    const std::size_t begin = cursor_.at;
    JsonNode node = bare_value();
    node.begin = begin;
    node.end = cursor_.at;
    node.origin = origin_;
    return node;
  }

  JsonNode bare_value() {
    const char c = cursor_.peek();
    if (c == '{') return object();
    if (c == '[') return list();
    if (c == '"') return JsonNode::of_text(scan_string(cursor_));
    if (c == '\'') fail("text is written in double quotes: \"...\"");
    if (c == '-' || c == '+' || c == '.' || (c >= '0' && c <= '9')) return scan_number(cursor_);
    if (cursor_.done() || c == ',' || c == ']' || c == '}' || c == ':') {
      if (cursor_.done()) fail_unclosed();
      fail("a value is missing before " + found_at(cursor_));
    }
    return word();
  }

  JsonNode word() {
    const auto is = [&](std::string_view name) {
      if (cursor_.text.substr(cursor_.at, name.size()) != name) return false;
      const char next = cursor_.peek(name.size());
      const bool ends =
          next == '\0' || std::string_view(" \t\r\n,]}/").find(next) != std::string_view::npos;
      if (ends) cursor_.at += name.size();
      return ends;
    };
    if (is("true")) return JsonNode::of_flag(true);
    if (is("false")) return JsonNode::of_flag(false);
    if (is("null")) return JsonNode{};
    fail_at_bare_text(cursor_.text, cursor_.at);
  }

  void open() {
    if (open_.size() == static_cast<std::size_t>(kMaxConfigDepth)) {
      fail("more than " + std::to_string(kMaxConfigDepth) +
           " nested levels of brackets; no key needs that many");
    }
    open_.push_back(cursor_.at++);
    skip_blanks(cursor_);
  }

  void close() {
    open_.pop_back();
    ++cursor_.at;
  }

  [[noreturn]] void fail_unclosed() const {
    if (open_.empty()) fail("a value is missing");
    const std::string bracket(1, cursor_.text[open_.back()]);
    throw JsonFailure{
        "this \"" + bracket + "\" is never closed; add \"" + (bracket == "{" ? "}" : "]") + "\"",
        open_.back(),
        1};
  }

  /// After a value: reads the comma, or leaves the closing bracket. True if another one follows.
  bool another(char closing, const JsonNode& before) {
    skip_blanks(cursor_);
    if (cursor_.done()) fail_unclosed();
    const std::size_t comma = cursor_.at;
    const char c = cursor_.peek();
    if (c == closing) return false;
    if (c == ',') {
      ++cursor_.at;
      skip_blanks(cursor_);
      if (cursor_.peek() == closing) {
        throw JsonFailure{
            "trailing comma before \"" + std::string(1, closing) + "\"; remove it", comma, 1};
      }
      if (closing == '}') refuse_decimal_comma(before, comma);
      return true;
    }
    fail_between_values(closing, before);
  }

  [[noreturn]] void fail_between_values(char closing, const JsonNode& before) const {
    const char c = cursor_.peek();
    if (c == ']' || c == '}') {
      fail("\"" + std::string(1, c) + "\" does not close the \"" + cursor_.text[open_.back()] +
           "\" of line " + std::to_string(line_of(cursor_.text, open_.back())) + "; write \"" +
           closing + "\" first");
    }
    if (std::string_view("+-*/^(").find(c) != std::string_view::npos) {
      fail_at_bare_text(cursor_.text, before.begin);
    }
    if (c == '"' || c == '{' || c == '[' || (c >= '0' && c <= '9')) {
      throw JsonFailure{"a comma is missing after this value", before.end, 1};
    }
    fail("found " + found_at(cursor_) + " after a value, expected \",\" or \"" +
         std::string(1, closing) + "\"");
  }

  /// `"rtol": 1,5` reads as a number, a comma and a number where a key should be.
  void refuse_decimal_comma(const JsonNode& before, std::size_t comma) const {
    if (before.kind != JsonNode::Kind::Number || before.end != comma) return;
    std::size_t end = comma + 1;
    while (end < cursor_.text.size() && cursor_.text[end] >= '0' && cursor_.text[end] <= '9') ++end;
    if (end == comma + 1) return;
    const std::string decimals(cursor_.text.substr(comma + 1, end - comma - 1));
    throw JsonFailure{"a comma inside a number (" + before.text + "," + decimals +
                          "), the decimal mark is a point; write " + before.text + "." + decimals,
                      before.begin,
                      end - before.begin};
  }

  JsonNode list() {
    JsonNode node = JsonNode::empty_list();
    open();
    bool more = cursor_.peek() != ']';
    while (more) {
      node.items.push_back(value());
      more = another(']', node.items.back());
    }
    close();
    return node;
  }

  std::string key() {
    const char c = cursor_.peek();
    if (cursor_.done()) fail_unclosed();
    if (c == '"') return scan_string(cursor_);
    const std::string_view rest = cursor_.text.substr(cursor_.at);
    std::string_view name = rest.substr(0, rest.find_first_of(":= \t\r\n,]}"));
    const std::size_t length = name.size();
    if (name.size() > 2 && c == '\'' && name.back() == c) name = name.substr(1, length - 2);
    if (name.empty() || c == '{' || c == '[') {
      fail("found " + found_at(cursor_) + ", expected a key in double quotes");
    }
    throw JsonFailure{"keys need double quotes; write " + in_quotes(name), cursor_.at, length};
  }

  JsonMember member() {
    JsonMember member;
    member.key_begin = cursor_.at;
    member.key = key();
    member.key_end = cursor_.at;
    skip_blanks(cursor_);
    if (cursor_.done()) fail_unclosed();
    if (cursor_.peek() != ':') {
      fail("found " + found_at(cursor_) + " after the key " + in_quotes(member.key) +
           ", expected \":\"");
    }
    ++cursor_.at;
    skip_blanks(cursor_);
    member.value = value();
    return member;
  }

  JsonNode object() {
    JsonNode node = JsonNode::empty_object();
    std::unordered_map<std::string, std::size_t> first_of;
    open();
    bool more = cursor_.peek() != '}';
    while (more) {
      JsonMember next = member();
      more = another('}', next.value);
      const auto [first, is_new] = first_of.emplace(next.key, next.key_begin);
      if (is_new) {
        node.members.push_back(std::move(next));
      } else {
        duplicates.push_back(
            {next.key, first->second, next.key_begin, next.key_end - next.key_begin});
      }
    }
    close();
    return node;
  }

  JsonCursor cursor_;
  int origin_;
  std::vector<std::size_t> open_;  ///< Where the brackets that are still open stand.
};

}  // namespace

JsonDocument parse_json(std::string_view text, int origin) {
  JsonDocument document;
  Parser parser(text, origin);
  try {
    check_encoding(text);
    document.root = parser.document();
  } catch (const JsonFailure& failure) {
    document.failure = failure;
  }
  document.duplicates = std::move(parser.duplicates);
  return document;
}

}  // namespace pinn
