// SPDX-License-Identifier: MIT
// Source lines and carets, counted in characters.
#include "excerpt.hpp"

#include <algorithm>
#include <vector>

#include "utf8.hpp"

namespace pinn {

namespace {

constexpr std::size_t kWidestLine = 120;      ///< Characters; a longer line is cut.
constexpr std::size_t kKeptBefore = 50;       ///< Characters kept before the caret of a cut line.
constexpr std::size_t kLongestCharacter = 4;  ///< Bytes in UTF-8.
constexpr std::size_t kNumberWidth = 5;
constexpr std::string_view kByteOrderMark = "\xEF\xBB\xBF";

std::size_t line_begin(std::string_view text, std::size_t offset) {
  const std::size_t feed = offset == 0 ? std::string_view::npos : text.rfind('\n', offset - 1);
  if (feed != std::string_view::npos) return feed + 1;
  return text.substr(0, kByteOrderMark.size()) == kByteOrderMark ? kByteOrderMark.size() : 0;
}

bool is_control(std::string_view character) {
  const auto byte = [&](std::size_t i) { return static_cast<unsigned char>(character[i]); };
  if (character.size() == 1) return byte(0) < 0x20 || byte(0) == 0x7f;
  return character.size() == 2 && byte(0) == 0xC2 && byte(1) < 0xA0;  // C1 controls
}

/// One string per character; what is not valid UTF-8 or a control character becomes `?`.
std::vector<std::string> characters(std::string_view line) {
  std::vector<std::string> cells;
  for (std::size_t at = 0; at < line.size();) {
    const std::size_t length = utf8_length(line, at);
    const std::string_view character = line.substr(at, std::max<std::size_t>(length, 1));
    const bool show = character == "\t" || (length > 0 && !is_control(character));
    cells.emplace_back(show ? character : "?");
    at += character.size();
  }
  return cells;
}

/// A line ready to print, with the caret line below it.
struct Marked {
  std::string line;
  std::string caret;
};

/// The part of a line near the caret. Bytes far from it are not looked at: a line may have
/// millions.
struct Window {
  std::size_t begin = 0;
  std::size_t end = 0;
  bool is_cut_before = false;
  bool is_cut_after = false;
};

std::size_t next_character(std::string_view text, std::size_t at) {
  while (at < text.size() && (static_cast<unsigned char>(text[at]) & 0xC0U) == 0x80U) ++at;
  return at;
}

Window window_around(std::string_view text, std::size_t start, std::size_t begin, std::size_t end) {
  Window window{start, end, false, false};
  if (begin - start > kLongestCharacter * kWidestLine) {
    window.begin = next_character(text, begin - kLongestCharacter * kWidestLine);
    window.is_cut_before = true;
  }
  if (end - begin > kLongestCharacter * kWidestLine) {
    window.end = next_character(text, begin + kLongestCharacter * kWidestLine);
    window.is_cut_after = true;
  }
  return window;
}

/// Prints the characters near `column`, with `length` of them marked.
Marked mark(const std::vector<std::string>& cells,
            std::size_t column,
            std::size_t length,
            const Window& window) {
  std::size_t first = 0;
  std::size_t last = cells.size();
  if (cells.size() > kWidestLine) {
    first = column > kKeptBefore ? column - kKeptBefore : 0;
    last = std::min(cells.size(), first + kWidestLine);
  }
  Marked marked;
  if (first > 0 || window.is_cut_before) marked = {"...", "   "};
  for (std::size_t i = first; i < last; ++i) {
    marked.line += cells[i];
    if (i < column) marked.caret += cells[i] == "\t" ? "\t" : " ";
  }
  if (last < cells.size() || window.is_cut_after) marked.line += "...";
  const std::size_t room = last > column ? last - column : 1;
  const std::size_t n_marked = std::max<std::size_t>(1, std::min(length, room));
  marked.caret += "^" + std::string(n_marked - 1, '~');
  return marked;
}

Marked mark_line(std::string_view text, std::size_t begin, std::size_t length) {
  begin = std::min(begin, text.size());
  const std::size_t start = line_begin(text, begin);
  begin = std::max(begin, start);
  std::size_t end = std::min(text.find('\n', begin), text.size());
  if (end > start && text[end - 1] == '\r') --end;
  begin = std::min(begin, end);
  const Window window = window_around(text, start, begin, end);
  const std::size_t marked_end = std::min(begin + length, window.end);
  return mark(characters(text.substr(window.begin, window.end - window.begin)),
              utf8_count(text.substr(window.begin, begin - window.begin)),
              utf8_count(text.substr(begin, marked_end - begin)),
              window);
}

std::string block(const std::string& number, const Marked& marked) {
  const std::string blanks(std::max(kNumberWidth, number.size()), ' ');
  return std::string(blanks.size() - number.size(), ' ') + number + " | " + marked.line + "\n" +
         blanks + " | " + marked.caret + "\n";
}

}  // namespace

LineColumn line_column(std::string_view text, std::size_t offset) {
  offset = std::min(offset, text.size());
  const std::string_view before = text.substr(0, offset);
  const std::size_t start = std::min(line_begin(text, offset), offset);
  return {1 + static_cast<std::size_t>(std::count(before.begin(), before.end(), '\n')),
          1 + utf8_count(text.substr(start, offset - start))};
}

std::string excerpt(std::string_view text, std::size_t begin, std::size_t length) {
  const std::size_t line = line_column(text, begin).line;
  return block(std::to_string(line), mark_line(text, begin, length));
}

std::string plain_excerpt(std::string_view text, std::size_t begin, std::size_t length) {
  return block("", mark_line(text, begin, length));
}

}  // namespace pinn
