// SPDX-License-Identifier: MIT
// Precedence climbing over the tokens; nodes come out in postorder.
#pragma once

#include <array>
#include <string>
#include <string_view>
#include <vector>

#include "lexer.hpp"
#include "operators.hpp"
#include "pinn/expression/parse.hpp"
#include "tree_builder.hpp"

namespace pinn::detail {

/// Parses one text. Recursion is at most kMaxExpressionDepth levels deep.
class Parser {
 public:
  /// Throws:  ExpressionError, as all below.
  explicit Parser(std::string_view text);

  Expression expression();
  Equality equality();

 private:
  /// Counts the levels of recursion while it lives.
  class Nested {
   public:
    explicit Nested(Parser& parser);
    Nested(const Nested&) = delete;
    Nested& operator=(const Nested&) = delete;
    ~Nested() { --parser_.depth_; }

   private:
    Parser& parser_;
  };

  /// The arguments of a call as far as a call can have them.
  struct Arguments {
    std::array<Part, 3> parts;
    std::size_t count = 0;
    std::string advice;  ///< About a decimal comma, if one is likely.
  };

  [[noreturn]] static void fail(const std::string& message, std::size_t begin, std::size_t length);
  [[noreturn]] static void fail(const std::string& message, const Part& part);
  [[noreturn]] static void fail(const std::string& message, const Token& token);

  void take();
  std::string_view text_of(const Token& token) const;
  void require_value(const Part& part) const;
  void require_test(const Part& part, const std::string& who) const;
  Expression finish(const Part& part);
  void expect_end();

  Part parse(int level);
  Part parse_prefix(int level);
  Part parse_sign();
  Part parse_infix(const Part& left, const OperatorInfo& infix);
  Part parse_exponent();
  void refuse_missing_product(const Part& atom) const;

  Part parse_atom();
  Part parse_number();
  Part parse_bracket();
  void close_bracket();
  Part parse_name();
  Part parse_call(const Token& name, const FunctionInfo* function);
  Part parse_integral(const Token& name);
  void take_comma(const std::string& before);
  Arguments parse_arguments();
  Part add_call(const Token& name,
                const FunctionInfo* function,
                const Arguments& arguments,
                const Part& whole);
  [[noreturn]] void refuse_open_bracket() const;
  [[noreturn]] void refuse_comma();
  [[noreturn]] void refuse_end() const;
  bool is_decimal_comma(const Token& left, const Token& comma) const;
  std::string decimal_comma_text(const Token& left) const;

  std::string_view text_;
  Lexer lexer_;
  Token token_;   // the one to look at
  Token before_;  // the one taken last
  int depth_ = 0;
  bool may_integrate_ = false;
  std::vector<std::size_t> open_;  // offsets of the brackets not yet closed
  TreeBuilder tree_;
};

}  // namespace pinn::detail
