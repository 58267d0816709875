// SPDX-License-Identifier: MIT
// Numbers of JSON, and what to say about those that are not.
#include <algorithm>
#include <cctype>

#include "json_scan.hpp"
#include "pinn/util/number_text.hpp"

namespace pinn {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }

/// True for characters that could belong to a number or to a word beside it.
bool is_wordlike(char c) {
  return std::isalnum(static_cast<unsigned char>(c)) != 0 || c == '.' || c == '_' || c == '+' ||
         c == '-';
}

std::size_t skip_digits(std::string_view word, std::size_t at) {
  while (at < word.size() && is_digit(word[at])) ++at;
  return at;
}

/// True if the whole word is `-? int frac? exp?` with a non-empty int part; leading zeros too.
bool is_number_shaped(std::string_view word) {
  std::size_t at = !word.empty() && word[0] == '-' ? 1 : 0;
  std::size_t end = skip_digits(word, at);
  if (end == at) return false;
  if (end < word.size() && word[end] == '.') {
    at = end + 1;
    end = skip_digits(word, at);
    if (end == at) return false;
  }
  if (end < word.size() && (word[end] == 'e' || word[end] == 'E')) {
    at = end + 1;
    if (at < word.size() && (word[at] == '+' || word[at] == '-')) ++at;
    end = skip_digits(word, at);
    if (end == at) return false;
  }
  return end == word.size();
}

/// How a number with a leading `+`, a bare point or leading zeros should be written; else empty.
std::string repaired(std::string_view word) {
  std::string text(word);
  if (!text.empty() && text[0] == '+') text.erase(0, 1);
  const std::size_t sign = !text.empty() && text[0] == '-' ? 1 : 0;
  const std::size_t zeros = std::min(text.find_first_not_of('0', sign), text.size());
  text.erase(sign, zeros - sign);
  if (sign == text.size() || !is_digit(text[sign])) text.insert(sign, "0");
  const std::size_t point = text.find('.');
  if (point != std::string::npos && (point + 1 == text.size() || !is_digit(text[point + 1]))) {
    text.insert(point + 1, "0");
  }
  return is_number_shaped(text) ? text : "";
}

}  // namespace

void fail_at_bare_text(std::string_view text, std::size_t begin) {
  std::size_t end = text.find_first_of(",]}\n\r\"", begin);
  const std::size_t comment = text.find("//", begin);
  end = std::min({end, comment, text.size()});
  std::string_view bare = text.substr(begin, end - begin);
  while (!bare.empty() && (bare.back() == ' ' || bare.back() == '\t')) bare.remove_suffix(1);
  const std::size_t length = std::max<std::size_t>(bare.size(), 1);

  for (const std::string_view word : {"true", "false", "null"}) {
    const bool same =
        std::equal(bare.begin(), bare.end(), word.begin(), word.end(), [](char a, char b) {
          return std::tolower(static_cast<unsigned char>(a)) == b;
        });
    if (same)
      throw JsonFailure{
          in_quotes(bare) + " is not JSON; write " + std::string(word), begin, length};
  }
  for (const std::string_view word :
       {"NaN", "nan", "Infinity", "-Infinity", "inf", "-inf", "-nan"}) {
    if (bare == word) {
      throw JsonFailure{
          std::string(bare) + " cannot be used, every number must be finite", begin, length};
    }
  }
  throw JsonFailure{"text needs double quotes; write " + in_quotes(bare), begin, length};
}

JsonNode scan_number(JsonCursor& cursor) {
  const std::size_t begin = cursor.at;
  while (!cursor.done() && is_wordlike(cursor.peek())) ++cursor.at;
  const std::string_view word = cursor.text.substr(begin, cursor.at - begin);
  const std::string better = repaired(word);
  if (better.empty()) fail_at_bare_text(cursor.text, begin);
  if (better != word) {
    throw JsonFailure{std::string(word) + " is not how JSON writes a number; write " + better,
                      begin,
                      word.size()};
  }
  const auto value = parse_number(word);
  if (!value) {
    const bool tiny = word.find("e-") != word.npos || word.find("E-") != word.npos;
    throw JsonFailure{
        std::string(word) + (tiny ? " is too close to 0, the smallest number is 4.9e-324"
                                  : " is too large, the largest number is 1.8e308"),
        begin,
        word.size()};
  }
  JsonNode node = JsonNode::of_number(*value);
  node.text = std::string(word);
  return node;
}

}  // namespace pinn
