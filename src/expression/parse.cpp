// SPDX-License-Identifier: MIT
// The parser down to operands: signs, operators, and where a comparison may stand.
#include "pinn/expression/parse.hpp"

#include "parser.hpp"

namespace pinn::detail {

Parser::Nested::Nested(Parser& parser) : parser_(parser) {
  if (++parser_.depth_ > kMaxExpressionDepth) {
    fail("more than " + std::to_string(kMaxExpressionDepth) + " nested levels", parser_.token_);
  }
}

Parser::Parser(std::string_view text) : text_(text), lexer_(text) {
  if (text.size() > kMaxExpressionBytes) {
    fail("expression of " + std::to_string(text.size()) + " bytes, at most " +
             std::to_string(kMaxExpressionBytes) +
             " are allowed; use problem.definitions for its parts",
         0,
         0);
  }
  take();
}

Expression Parser::expression() {
  if (token_.kind == TokenKind::End) fail("empty expression", 0, text_.size());
  const Part part = parse(kOr);
  if (token_.kind == TokenKind::Equals) {
    fail("\"=\" inside an expression; a comparison is written \"==\"", token_);
  }
  expect_end();
  return finish(part);
}

Equality Parser::equality() {
  if (token_.kind == TokenKind::End) fail("empty; expected left = right", 0, text_.size());
  if (token_.kind == TokenKind::Equals) fail("nothing before \"=\"", token_);
  may_integrate_ = true;
  Equality sides;
  const Part left = parse(kOr);
  if (tree_.node(left).op == Op::Equal && token_.kind == TokenKind::End) {
    fail("\"==\" compares two values; an equation has a single \"=\"", left);
  }
  if (token_.kind == TokenKind::End) fail("no \"=\"; expected left = right", 0, text_.size());
  if (token_.kind != TokenKind::Equals) expect_end();
  sides.left = finish(left);
  take();
  if (token_.kind == TokenKind::End) fail("nothing after \"=\"", before_);
  const Part right = parse(kOr);
  if (token_.kind == TokenKind::Equals) fail("a second \"=\"; expected left = right", token_);
  expect_end();
  sides.right = finish(right);
  return sides;
}

void Parser::fail(const std::string& message, std::size_t begin, std::size_t length) {
  throw ExpressionError(message, begin, length);
}

void Parser::fail(const std::string& message, const Part& part) {
  fail(message, part.begin, part.end - part.begin);
}

void Parser::fail(const std::string& message, const Token& token) {
  fail(message, token.offset, token.length);
}

void Parser::take() {
  before_ = token_;
  token_ = lexer_.next();
}

std::string_view Parser::text_of(const Token& token) const {
  return text_.substr(token.offset, token.length);
}

void Parser::require_value(const Part& part) const {
  if (!is_test(tree_.node(part).op)) return;
  fail("a comparison may stand only in the first argument of if(test, a, b)", part);
}

void Parser::require_test(const Part& part, const std::string& who) const {
  if (!is_test(tree_.node(part).op)) fail(who + " takes a comparison such as x > 0", part);
}

Expression Parser::finish(const Part& part) {
  require_value(part);
  return tree_.finish(text_);
}

void Parser::expect_end() {
  if (token_.kind == TokenKind::End) return;
  if (token_.kind == TokenKind::RightBracket) fail("\")\" without \"(\"", token_);
  if (token_.kind == TokenKind::Comma) refuse_comma();
  fail("unexpected " + quoted(text_of(token_)), token_);
}

/// Everything that binds at least as tightly as `level`.
Part Parser::parse(int level) {
  Part left = parse_prefix(level);
  while (const OperatorInfo* infix = find_infix(token_.kind)) {
    if (infix->level < level) break;
    left = parse_infix(left, *infix);
  }
  return left;
}

Part Parser::parse_infix(const Part& left, const OperatorInfo& infix) {
  const Token sign = token_;
  const bool in_brackets = text_[left.begin] == '(' && text_[left.end - 1] == ')';
  if (is_comparison(infix.op) && is_comparison(tree_.node(left).op) && !in_brackets) {
    fail("two comparisons in a row; write a < b and b < c", sign);
  }
  take();
  if (token_.kind == TokenKind::End) fail("nothing after " + quoted(text_of(sign)), sign);
  // The right side of ^ starts again at the unary signs: 2^-x, 2^3^2 = 2^(3^2).
  const Part right = infix.level == kPower ? parse_exponent() : parse(infix.level + 1);
  if (infix.level <= kAnd) {
    require_test(left, quoted(text_of(sign)));
    require_test(right, quoted(text_of(sign)));
  } else {
    require_value(left);
    require_value(right);
  }
  return tree_.add(infix.op, {-1, left.begin, right.end}, {left, right});
}

Part Parser::parse_exponent() {
  const Nested nested(*this);
  return parse(kUnary);
}

Part Parser::parse_prefix(int level) {
  if (token_.kind == TokenKind::Minus || token_.kind == TokenKind::Plus) return parse_sign();
  if (token_.kind == TokenKind::Not && level <= kNot) {
    const Nested nested(*this);
    const Token sign = token_;
    take();
    const Part operand = parse(kNot);
    require_test(operand, "\"not\"");
    return tree_.add(Op::Not, {-1, sign.offset, operand.end}, {operand});
  }
  const Part atom = parse_atom();
  refuse_missing_product(atom);
  return atom;
}

Part Parser::parse_sign() {
  const Nested nested(*this);
  const Token sign = token_;
  take();
  if (token_.kind == TokenKind::End) fail("nothing after " + quoted(text_of(sign)), sign);
  Part operand = parse(kUnary);
  require_value(operand);
  if (sign.kind == TokenKind::Minus) {
    return tree_.add(Op::Negate, {-1, sign.offset, operand.end}, {operand});
  }
  operand.begin = sign.offset;
  return operand;
}

/// `2y`, `k y`, `2(x + 1)`: there is no implicit product.
void Parser::refuse_missing_product(const Part& atom) const {
  const bool is_operand = token_.kind == TokenKind::Number || token_.kind == TokenKind::Name ||
                          token_.kind == TokenKind::LeftBracket;
  if (!is_operand) return;
  const bool after_bracket = before_.kind == TokenKind::RightBracket;
  const std::string left = after_bracket ? "(...)" : std::string(text_of(before_));
  const std::size_t begin = after_bracket ? atom.begin : before_.offset;
  std::string right(text_of(token_));
  if (token_.kind == TokenKind::LeftBracket) right = "(...)";
  if (token_.kind == TokenKind::Name && find_function(token_.name) != nullptr) right += "(...)";
  const std::string product = quoted(left + "*" + right);
  fail("\"*\" is missing; write " + product.substr(1, product.size() - 2),
       begin,
       token_.end() - begin);
}

}  // namespace pinn::detail

namespace pinn {

Expression parse_expression(std::string_view text) { return detail::Parser(text).expression(); }

Equality parse_equality(std::string_view text) { return detail::Parser(text).equality(); }

}  // namespace pinn
