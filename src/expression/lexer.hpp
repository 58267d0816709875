// SPDX-License-Identifier: MIT
// Splits the text of an expression into tokens, one at a time, so that the first mistake wins.
#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace pinn::detail {

enum class TokenKind : std::uint8_t {
  End,
  Number,
  Name,
  Plus,
  Minus,
  Star,
  Slash,
  Caret,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  EqualEqual,
  NotEqual,
  And,
  Or,
  Not,
  Equals,
  LeftBracket,
  RightBracket,
  Comma,
};

struct Token {
  TokenKind kind = TokenKind::End;
  std::size_t offset = 0;
  std::size_t length = 0;
  double number = 0.0;    ///< Number only.
  std::string_view name;  ///< Name only, without the primes.
  int primes = 0;         ///< Name only.

  std::size_t end() const { return offset + length; }
};

/// Gives the tokens in order; the last one is End, again and again.
class Lexer {
 public:
  explicit Lexer(std::string_view text) : text_(text) {}

  /// Throws:  ExpressionError for a character or number that no expression has.
  Token next();

 private:
  Token number_token();
  Token name_token();
  Token operator_token();
  int read_primes();
  bool skip(std::string_view word);
  [[noreturn]] void refuse_character() const;

  std::string_view text_;
  std::size_t at_ = 0;
};

/// The text in quotes, shortened if it is long.
std::string quoted(std::string_view text);

}  // namespace pinn::detail
