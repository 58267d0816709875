// SPDX-License-Identifier: MIT
// Tokens of an expression, with the typographic characters that come from copy and paste.
#include "lexer.hpp"

#include <algorithm>
#include <array>
#include <utility>

#include "pinn/expression/parse.hpp"
#include "pinn/util/number_text.hpp"

namespace pinn::detail {

namespace {

bool is_digit(char c) { return c >= '0' && c <= '9'; }
bool is_letter(char c) { return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || c == '_'; }
bool is_space(char c) { return c == ' ' || c == '\t' || c == '\n' || c == '\r'; }

constexpr std::string_view kMinusSign = "\u2212";

struct PrimeText {
  std::string_view text;
  int primes;
};

constexpr std::array<PrimeText, 6> kPrimes{{
    {"'", 1},
    {"\u2032", 1},
    {"\u2019", 1},
    {"\u2033", 2},
    {"\u2034", 3},
    {"\u2057", 4},
}};

struct OperatorText {
  std::string_view text;
  TokenKind kind;
};

/// Longer texts before their beginnings.
constexpr std::array<OperatorText, 16> kOperators{{
    {"<=", TokenKind::LessEqual},
    {">=", TokenKind::GreaterEqual},
    {"==", TokenKind::EqualEqual},
    {"!=", TokenKind::NotEqual},
    {"+", TokenKind::Plus},
    {"-", TokenKind::Minus},
    {kMinusSign, TokenKind::Minus},
    {"*", TokenKind::Star},
    {"/", TokenKind::Slash},
    {"^", TokenKind::Caret},
    {"<", TokenKind::Less},
    {">", TokenKind::Greater},
    {"=", TokenKind::Equals},
    {"(", TokenKind::LeftBracket},
    {")", TokenKind::RightBracket},
    {",", TokenKind::Comma},
}};

struct Hint {
  std::string_view text;
  std::string_view advice;
};

/// What people write elsewhere, and what it is here.
constexpr std::array<Hint, 25> kHints{{
    {"**", "powers are written with ^"},
    {"&&", "write and"},
    {"&", "write and"},
    {"||", "write or"},
    {"|", "the absolute value is abs(x)"},
    {"!", "write not"},
    {"[", "use round brackets"},
    {"]", "use round brackets"},
    {"{", "use round brackets"},
    {"}", "use round brackets"},
    {"\"", "a second derivative has two primes: y''"},
    {"`", "a prime is written '"},
    {"\u00b4", "a prime is written '"},
    {"\u2018", "a prime is written '"},
    {"\u00b7", "write *"},
    {"\u00d7", "write *"},
    {"\u22c5", "write *"},
    {"\u00f7", "write /"},
    {"\u2013", "write -"},
    {"\u00b2", "write ^2"},
    {"\u00b3", "write ^3"},
    {"\u2264", "write <="},
    {"\u2265", "write >="},
    {"\u2260", "write !="},
    {"\u03c0", "write pi"},
}};

/// Bytes of the UTF-8 character that `text` starts with; 0 if it is not valid.
std::size_t character_length(std::string_view text) {
  const auto first = static_cast<unsigned char>(text.front());
  std::size_t length = 0;
  if (first < 0x80U) {
    length = 1;
  } else if (first >= 0xC2U && first < 0xE0U) {
    length = 2;
  } else if (first >= 0xE0U && first < 0xF0U) {
    length = 3;
  } else if (first >= 0xF0U && first < 0xF5U) {
    length = 4;
  }
  if (length > text.size()) return 0;
  const auto goes_on = [](char c) { return (static_cast<unsigned char>(c) & 0xC0U) == 0x80U; };
  const std::string_view rest = length > 1 ? text.substr(1, length - 1) : std::string_view();
  return std::all_of(rest.begin(), rest.end(), goes_on) ? length : 0;
}

std::string byte_text(char c) {
  constexpr std::string_view kDigits = "0123456789abcdef";
  const auto byte = static_cast<unsigned char>(c);
  return std::string("byte 0x") + kDigits[byte >> 4U] + kDigits[byte & 15U];
}

}  // namespace

std::string quoted(std::string_view text) {
  constexpr std::size_t kLongest = 40;
  if (text.size() <= kLongest) return '"' + std::string(text) + '"';
  std::size_t cut = kLongest;
  while (cut > 0 && (static_cast<unsigned char>(text[cut]) & 0xC0U) == 0x80U) --cut;
  return '"' + std::string(text.substr(0, cut)) + "...\"";
}

Token Lexer::next() {
  while (at_ < text_.size() && is_space(text_[at_])) ++at_;
  if (at_ == text_.size()) return {TokenKind::End, at_, 0, 0.0, {}, 0};
  const char c = text_[at_];
  const bool point_number = c == '.' && at_ + 1 < text_.size() && is_digit(text_[at_ + 1]);
  if (is_digit(c) || point_number) return number_token();
  if (is_letter(c)) return name_token();
  return operator_token();
}

Token Lexer::number_token() {
  const std::size_t begin = at_;
  const auto skip_digits = [&] {
    while (at_ < text_.size() && is_digit(text_[at_])) ++at_;
  };
  skip_digits();
  if (at_ < text_.size() && text_[at_] == '.') {
    ++at_;
    skip_digits();
  }
  if (at_ < text_.size() && (text_[at_] == 'e' || text_[at_] == 'E')) {
    std::size_t exponent = at_ + 1;
    if (exponent < text_.size() && (text_[exponent] == '+' || text_[exponent] == '-')) ++exponent;
    if (exponent < text_.size() && is_digit(text_[exponent])) {
      at_ = exponent;
      skip_digits();
    }
  }
  const std::string_view digits = text_.substr(begin, at_ - begin);
  if (at_ < text_.size() && text_[at_] == '.') {
    throw ExpressionError(
        "number " + quoted(text_.substr(begin, at_ + 1 - begin)) + " has two decimal points",
        begin,
        at_ + 1 - begin);
  }
  const auto value = parse_number(digits);
  if (!value) {
    throw ExpressionError(
        "number " + quoted(digits) + " is outside the range of double precision, 1e-307 to 1.7e308",
        begin,
        digits.size());
  }
  return {TokenKind::Number, begin, digits.size(), *value, {}, 0};
}

Token Lexer::name_token() {
  const std::size_t begin = at_;
  while (at_ < text_.size() && (is_letter(text_[at_]) || is_digit(text_[at_]))) ++at_;
  Token token{TokenKind::Name, begin, 0, 0.0, text_.substr(begin, at_ - begin), 0};
  token.primes = read_primes();
  token.length = at_ - begin;
  if (token.name == "and") token.kind = TokenKind::And;
  if (token.name == "or") token.kind = TokenKind::Or;
  if (token.name == "not") token.kind = TokenKind::Not;
  if (token.kind != TokenKind::Name && token.primes > 0) {
    throw ExpressionError(
        quoted(token.name) + " is not a name and takes no prime", begin, at_ - begin);
  }
  return token;
}

int Lexer::read_primes() {
  int primes = 0;
  bool found = true;
  while (found) {
    found = false;
    for (const PrimeText& prime : kPrimes) {
      if (!skip(prime.text)) continue;
      primes += prime.primes;
      found = true;
    }
  }
  return primes;
}

bool Lexer::skip(std::string_view word) {
  if (text_.substr(at_, word.size()) != word) return false;
  at_ += word.size();
  return true;
}

Token Lexer::operator_token() {
  const std::size_t begin = at_;
  if (text_.substr(at_, 2) == "**") refuse_character();
  for (const OperatorText& candidate : kOperators) {
    if (skip(candidate.text)) {
      return {candidate.kind, begin, candidate.text.size(), 0.0, {}, 0};
    }
  }
  refuse_character();
}

void Lexer::refuse_character() const {
  for (const PrimeText& prime : kPrimes) {
    if (text_.substr(at_, prime.text.size()) != prime.text) continue;
    throw ExpressionError(
        "a prime must stand directly after the name of a state, as in y'", at_, prime.text.size());
  }
  for (const Hint& hint : kHints) {
    if (text_.substr(at_, hint.text.size()) != hint.text) continue;
    throw ExpressionError(
        "unexpected " + quoted(hint.text) + "; " + std::string(hint.advice), at_, hint.text.size());
  }
  const std::size_t length = character_length(text_.substr(at_));
  const bool printable = length > 1 || (length == 1 && text_[at_] > ' ' && text_[at_] != '\x7f');
  if (!printable) throw ExpressionError("unexpected " + byte_text(text_[at_]), at_, 1);
  const std::string shown = quoted(text_.substr(at_, length));
  throw ExpressionError(
      "unexpected character " + shown +
          (length > 1 ? "; names are made of the letters a-z, A-Z, digits and _" : ""),
      at_,
      length);
}

}  // namespace pinn::detail
