// SPDX-License-Identifier: MIT
// Finds the bytes that a key path stands for and prints the mistakes there.
#include "pinn/config/source.hpp"

#include <algorithm>
#include <set>
#include <tuple>
#include <utility>

#include "excerpt.hpp"
#include "source_impl.hpp"

namespace pinn {

namespace {

constexpr std::size_t kMostBlocks = 50;
constexpr int kWholeFile = -3;  ///< Origin of a place that is no place.

/// Bytes in the file, or in the value of an override.
struct Range {
  int origin = kWholeFile;
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// What a path leads to; the last of it that exists.
struct Found {
  const JsonNode* node = nullptr;
  const JsonMember* member = nullptr;  ///< Null for the root and for elements of lists.
  bool is_exact = false;
};

bool begins_with_word(std::string_view path, std::string_view word) {
  return path.substr(0, word.size()) == word &&
         (path.size() == word.size() || path[word.size()] == '.');
}

std::string_view rest_of(std::string_view path, std::size_t word) {
  return path.size() > word ? path.substr(word + 1) : std::string_view();
}

/// Keys are matched as a whole, so that a (wrong) key with a dot in it is found too.
Found find(const JsonNode& node, const JsonMember* member, std::string_view path) {
  if (path.empty()) return {&node, member, true};
  for (const JsonMember& next : node.members) {
    if (!begins_with_word(path, next.key)) continue;
    const Found found = find(next.value, &next, rest_of(path, next.key.size()));
    if (found.is_exact || found.node->origin != kFromDefault) return found;
  }
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    const std::string word = std::to_string(i);
    if (begins_with_word(path, word)) {
      return find(node.items[i], nullptr, rest_of(path, word.size()));
    }
  }
  return {&node, member, false};
}

class Printer {
 public:
  explicit Printer(const ConfigSource::Impl& source) : source_(source) {}

  Range locate(const Place& place) const {
    if (place.path.empty()) {
      if (place.length == 0) return {};
      return {kFromFile, place.offset, place.offset + place.length};
    }
    const auto rejected = source_.rejected.find(place.path);
    if (rejected != source_.rejected.end()) return {rejected->second, 0, 0};
    const Found found = find(source_.root, nullptr, place.path);
    const JsonNode& node = *found.node;
    if (node.origin == kFromDefault) return {};
    if (!found.is_exact || place.of_key) return range_of_key(found);
    if (node.kind == JsonNode::Kind::Text && place.length > 0) return range_inside(node, place);
    return {node.origin, node.begin, node.end};
  }

  std::string block(const Diagnostic& diagnostic, const Range& range) const {
    const bool is_error = diagnostic.severity == Severity::Error;
    const std::string said = (is_error ? "error: " : "warning: ") + diagnostic.message + "\n";
    std::string out;
    if (range.origin == kWholeFile) {
      out = source_.name + ": " + said;
    } else if (range.origin >= 0) {
      out = override_block(range, said, diagnostic.place.length > 0);
    } else {
      out = file_block(range, said);
    }
    return out + indented(diagnostic.note) + first_of_two(range);
  }

 private:
  Range range_of_key(const Found& found) const {
    const JsonNode& node = *found.node;
    if (found.member != nullptr && node.origin == kFromFile) {
      return {kFromFile, found.member->key_begin, found.member->key_end};
    }
    // Of a list element or the whole file the first bracket is shown.
    return {node.origin, node.begin, node.begin + 1};
  }

  Range range_inside(const JsonNode& node, const Place& place) const {
    if (node.verbatim) return {node.origin, place.offset, place.offset + place.length};
    const std::string_view text = text_of(node.origin);
    return {node.origin,
            source_offset(text, node.begin, place.offset),
            source_offset(text, node.begin, place.offset + place.length)};
  }

  std::string_view text_of(int origin) const {
    return origin < 0 ? std::string_view(source_.text)
                      : std::string_view(source_.overrides[static_cast<std::size_t>(origin)].value);
  }

  std::string file_block(const Range& range, const std::string& said) const {
    const LineColumn place = line_column(source_.text, range.begin);
    return source_.name + ":" + std::to_string(place.line) + ":" + std::to_string(place.column) +
           ": " + said + excerpt(source_.text, range.begin, range.end - range.begin);
  }

  std::string override_block(const Range& range, const std::string& said, bool inside) const {
    const Override& given = source_.overrides[static_cast<std::size_t>(range.origin)];
    const std::string value = in_quotes(given.value);
    const std::string start = given.path + "=";
    std::string out = "--set " + start + value.substr(1, value.size() - 2) + ": " + said;
    if (inside) {
      out +=
          plain_excerpt(start + given.value, start.size() + range.begin, range.end - range.begin);
    }
    return out;
  }

  static std::string indented(const std::string& note) {
    std::string out;
    std::size_t begin = 0;
    while (begin < note.size()) {
      const std::size_t end = std::min(note.find('\n', begin), note.size());
      out += "  " + note.substr(begin, end - begin) + "\n";
      begin = end + 1;
    }
    return out;
  }

  /// For a duplicate key: where the first one stands.
  std::string first_of_two(const Range& range) const {
    if (range.origin != kFromFile) return "";
    for (const DuplicateKey& key : source_.duplicates) {
      if (key.second != range.begin || key.length != range.end - range.begin) continue;
      return file_block({kFromFile, key.first, key.first + key.length}, "note: the first one\n");
    }
    return "";
  }

  const ConfigSource::Impl& source_;
};

}  // namespace

ConfigSource::ConfigSource() : impl(std::make_unique<Impl>()) {}
ConfigSource::~ConfigSource() = default;
ConfigSource::ConfigSource(ConfigSource&&) noexcept = default;
ConfigSource& ConfigSource::operator=(ConfigSource&&) noexcept = default;

std::string ConfigSource::format(const Diagnostics& diagnostics) const {
  const Printer printer(*impl);
  std::vector<std::pair<Range, const Diagnostic*>> sorted;
  for (const Diagnostic& diagnostic : diagnostics) {
    sorted.emplace_back(printer.locate(diagnostic.place), &diagnostic);
  }
  std::stable_sort(sorted.begin(), sorted.end(), [](const auto& a, const auto& b) {
    return std::tie(a.first.origin, a.first.begin) < std::tie(b.first.origin, b.first.begin);
  });
  std::string out;
  std::set<std::string> seen;
  for (const auto& [range, diagnostic] : sorted) {
    const std::string block = printer.block(*diagnostic, range);
    if (!seen.insert(block).second) continue;
    if (seen.size() > kMostBlocks) {
      return out + impl->name + ": note: more mistakes follow, the first " +
             std::to_string(kMostBlocks) + " are shown\n";
    }
    out += block;
  }
  return out;
}

}  // namespace pinn
