// SPDX-License-Identifier: MIT
// Building and printing JSON.
#include "json.hpp"

#include <utility>

#include "pinn/util/number_text.hpp"
#include "utf8.hpp"

namespace pinn {

namespace {

constexpr std::size_t kLineWidth = 100;
constexpr std::size_t kLongestQuote = 60;

/// What must be escaped in JSON, and in a message; others pass.
std::string escaped_byte(char c) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  if (c == '\n') return "\\n";
  if (c == '\t') return "\\t";
  if (c == '\r') return "\\r";
  if (byte < 0x20 || byte == 0x7f) {
    return std::string("\\u00") + kDigits[byte >> 4U] + kDigits[byte & 15U];
  }
  return std::string(1, c);
}

std::string json_string(const std::string& text) {
  std::string out = "\"";
  for (const char c : text) {
    if (c == '"' || c == '\\') out += '\\';
    out += escaped_byte(c);
  }
  return out + "\"";
}

bool is_container(const JsonNode& node) {
  return node.kind == JsonNode::Kind::List || node.kind == JsonNode::Kind::Object;
}

bool holds_containers(const JsonNode& node) {
  for (const JsonNode& item : node.items) {
    if (is_container(item)) return true;
  }
  for (const JsonMember& member : node.members) {
    if (is_container(member.value)) return true;
  }
  return false;
}

void print(const JsonNode& node, std::size_t indent, std::string& out);

void print_children(const JsonNode& node, std::size_t indent, std::string& out) {
  const std::string blanks(indent + 2, ' ');
  bool first = true;
  const auto begin_line = [&] {
    out += first ? "\n" : ",\n";
    out += blanks;
    first = false;
  };
  for (const JsonNode& item : node.items) {
    begin_line();
    print(item, indent + 2, out);
  }
  for (const JsonMember& member : node.members) {
    begin_line();
    out += json_string(member.key) + ": ";
    print(member.value, indent + 2, out);
  }
  out += "\n" + std::string(indent, ' ');
}

void print(const JsonNode& node, std::size_t indent, std::string& out) {
  if (!is_container(node) || (indent > 0 && !holds_containers(node))) {
    const std::string line = print_json_line(node);
    const std::size_t used = out.size() - (out.rfind('\n') + 1);
    if (!is_container(node) || used + line.size() < kLineWidth) {
      out += line;
      return;
    }
  }
  const bool is_list = node.kind == JsonNode::Kind::List;
  out += is_list ? '[' : '{';
  print_children(node, indent, out);
  out += is_list ? ']' : '}';
}

}  // namespace

JsonNode JsonNode::of_number(double value) {
  JsonNode node;
  node.kind = Kind::Number;
  node.number = value;
  return node;
}

JsonNode JsonNode::of_flag(bool value) {
  JsonNode node;
  node.kind = Kind::Flag;
  node.flag = value;
  return node;
}

JsonNode JsonNode::of_text(std::string value) {
  JsonNode node;
  node.kind = Kind::Text;
  node.text = std::move(value);
  return node;
}

JsonNode JsonNode::empty_list() {
  JsonNode node;
  node.kind = Kind::List;
  return node;
}

JsonNode JsonNode::empty_object() {
  JsonNode node;
  node.kind = Kind::Object;
  return node;
}

const JsonMember* JsonNode::find(std::string_view key) const {
  for (const JsonMember& member : members) {
    if (member.key == key) return &member;
  }
  return nullptr;
}

JsonMember* JsonNode::find(std::string_view key) {
  for (JsonMember& member : members) {
    if (member.key == key) return &member;
  }
  return nullptr;
}

void JsonNode::add(std::string key, JsonNode value) {
  JsonMember member;
  member.key = std::move(key);
  member.value = std::move(value);
  members.push_back(std::move(member));
}

std::string print_json(const JsonNode& node) {
  std::string out;
  print(node, 0, out);
  return out + "\n";
}

std::string print_json_line(const JsonNode& node) {
  switch (node.kind) {
    case JsonNode::Kind::Null:
      return "null";
    case JsonNode::Kind::Flag:
      return node.flag ? "true" : "false";
    case JsonNode::Kind::Number:
      return number_text(node.number);
    case JsonNode::Kind::Text:
      return json_string(node.text);
    default:
      break;
  }
  std::string out;
  for (const JsonNode& item : node.items) {
    out += (out.empty() ? "" : ", ") + print_json_line(item);
  }
  for (const JsonMember& member : node.members) {
    out +=
        (out.empty() ? "" : ", ") + json_string(member.key) + ": " + print_json_line(member.value);
  }
  return node.kind == JsonNode::Kind::List ? "[" + out + "]" : "{" + out + "}";
}

std::string number_text(double value) {
  constexpr double kLargestPlain = 1e15;
  const bool whole = value > -kLargestPlain && value < kLargestPlain &&
                     value == static_cast<double>(static_cast<long long>(value));
  const bool negative_zero = value == 0.0 && 1.0 / value < 0.0;
  if (whole && !negative_zero) return std::to_string(static_cast<long long>(value));
  return to_text(value);
}

std::string in_quotes(std::string_view text) {
  std::string out = "\"";
  std::size_t count = 0;
  for (std::size_t at = 0; at < text.size(); ++count) {
    if (count == kLongestQuote) return out + "...\"";
    const std::size_t length = utf8_length(text, at);
    if (length > 1) {
      out += text.substr(at, length);
    } else {
      out += length == 0 ? "?" : escaped_byte(text[at]);
    }
    at += length == 0 ? 1 : length;
  }
  return out + "\"";
}

}  // namespace pinn
