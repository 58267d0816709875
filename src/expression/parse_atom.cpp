// SPDX-License-Identifier: MIT
// The parser's operands: numbers, names, brackets, calls and values at a point.
#include <algorithm>

#include "parser.hpp"

namespace pinn::detail {

namespace {

constexpr double kPi = 3.14159265358979323846;

std::string arguments_text(std::size_t count) {
  return std::to_string(count) + (count == 1 ? " argument" : " arguments");
}

void refuse_foreign_function(const Token& name) {
  std::string lower(name.name);
  for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
  if (lower != "ln" && lower != "heaviside") return;
  throw ExpressionError(
      "unknown function " + quoted(name.name) + unknown_name_hint(lower, true, {}),
      name.offset,
      name.length);
}

}  // namespace

Part Parser::parse_atom() {
  switch (token_.kind) {
    case TokenKind::Number:
      return parse_number();
    case TokenKind::Name:
      return parse_name();
    case TokenKind::LeftBracket:
      return parse_bracket();
    case TokenKind::End:
      refuse_end();
    case TokenKind::RightBracket:
      fail(open_.empty() ? "\")\" without \"(\"" : "a value is missing before \")\"", token_);
    case TokenKind::Equals:
      fail("a value is missing before \"=\"", token_);
    default:
      fail("unexpected " + quoted(text_of(token_)) + ", expected a value", token_);
  }
}

Part Parser::parse_number() {
  const Token token = token_;
  take();
  Node node;
  node.number = token.number;
  return tree_.add(node, {-1, token.offset, token.end()});
}

void Parser::refuse_end() const {
  if (!open_.empty()) refuse_open_bracket();
  fail("a value is missing at the end", before_);
}

void Parser::refuse_open_bracket() const { fail("\"(\" without \")\"", open_.back(), 1); }

bool Parser::is_decimal_comma(const Token& left, const Token& comma) const {
  return left.kind == TokenKind::Number && token_.kind == TokenKind::Number &&
         left.end() == comma.offset && comma.end() == token_.offset;
}

std::string Parser::decimal_comma_text(const Token& left) const {
  return "decimal comma; write " + std::string(text_of(left)) + '.' + std::string(text_of(token_));
}

/// A comma outside a call: most likely a decimal comma.
void Parser::refuse_comma() {
  const Token comma = token_;
  const Token left = before_;
  take();
  if (!is_decimal_comma(left, comma)) fail("unexpected \",\"", comma);
  fail(decimal_comma_text(left), left.offset, token_.end() - left.offset);
}

Part Parser::parse_bracket() {
  const Nested nested(*this);
  const Token open = token_;
  open_.push_back(open.offset);
  take();
  if (token_.kind == TokenKind::RightBracket) {
    fail("nothing inside the brackets", open.offset, token_.end() - open.offset);
  }
  Part inside = parse(kOr);
  if (token_.kind == TokenKind::Comma) refuse_comma();
  close_bracket();
  inside.begin = open.offset;
  inside.end = before_.end();
  return inside;
}

void Parser::close_bracket() {
  if (token_.kind == TokenKind::End) refuse_open_bracket();
  if (token_.kind == TokenKind::Equals) {
    fail("\"=\" inside brackets; a comparison is written \"==\"", token_);
  }
  if (token_.kind != TokenKind::RightBracket) {
    fail("unexpected " + quoted(text_of(token_)) + ", expected \")\"", token_);
  }
  open_.pop_back();
  take();
}

Part Parser::parse_name() {
  const Token name = token_;
  const FunctionInfo* function = find_function(name.name);
  if (name.primes > 0 && (function != nullptr || name.name == "pi")) {
    fail(quoted(name.name) + " takes no prime, only states do", name);
  }
  take();
  if (token_.kind == TokenKind::LeftBracket) return parse_call(name, function);
  if (function != nullptr) {
    const std::string form = std::string(name.name) + "(...)";
    fail(quoted(name.name) + " is a function; write " + form, name);
  }
  if (name.name == kIntegral) fail("write integral(f(s), s, a, b)", name);
  Node node;
  node.symbol = tree_.symbol(name.name, name.primes);
  if (name.name == "pi") {
    node.number = kPi;
  } else {
    node.op = Op::Name;
  }
  return tree_.add(node, {-1, name.offset, name.end()});
}

/// `name(arguments)`; without a function it is a value at a point, `y(0)`.
Part Parser::parse_call(const Token& name, const FunctionInfo* function) {
  if (name.name == "pi") {
    fail("\"*\" is missing; write pi*(...)", name.offset, token_.end() - name.offset);
  }
  if (name.primes == 0 && name.name == kIntegral) return parse_integral(name);
  if (name.primes == 0) refuse_foreign_function(name);
  const Nested nested(*this);
  open_.push_back(token_.offset);
  const Arguments arguments = parse_arguments();
  close_bracket();
  const Part whole{-1, name.offset, before_.end()};
  const auto expected = static_cast<std::size_t>(function != nullptr ? function->arity : 1);
  if (arguments.count == expected) return add_call(name, function, arguments, whole);
  if (function != nullptr) {
    fail(quoted(name.name) + " takes " + arguments_text(expected) + ", " +
             std::to_string(arguments.count) + " given" + arguments.advice,
         whole);
  }
  const std::string advice =
      arguments.advice.empty() ? unknown_name_hint(name.name, true, {}) : arguments.advice;
  fail(quoted(name.name) + " is not a function of " + arguments_text(arguments.count) + advice,
       whole);
}

void Parser::take_comma(const std::string& before) {
  if (token_.kind == TokenKind::Comma) return take();
  fail("a comma is missing after " + before + "; write integral(f(s), s, a, b)", token_);
}

/// `integral(f(s), s, a, b)`: the name s stands for nothing else inside.
Part Parser::parse_integral(const Token& name) {
  if (!may_integrate_) {
    fail("integral(...) may stand in problem.equations and problem.conditions only", name);
  }
  const Nested nested(*this);
  open_.push_back(token_.offset);
  take();
  Node node;
  node.op = Op::Integral;
  node.arity = 3;
  const Part integrand = parse(kOr);
  require_value(integrand);
  take_comma("the integrand");
  const Token variable = token_;
  if (variable.kind != TokenKind::Name || variable.primes > 0 || !is_free_name(variable.name)) {
    fail("expected the name that is integrated over; write integral(f(s), s, a, b)", variable);
  }
  take();
  take_comma(quoted(variable.name));
  const Part lower = parse(kOr);
  require_value(lower);
  take_comma("the lower end");
  const Part upper = parse(kOr);
  require_value(upper);
  close_bracket();
  node.symbol = tree_.symbol(variable.name, 0);
  node.child = {integrand.root, lower.root, upper.root};
  return tree_.add(node, {-1, name.offset, before_.end()});
}

Parser::Arguments Parser::parse_arguments() {
  Arguments arguments;
  take();
  while (token_.kind != TokenKind::RightBracket) {
    const Part argument = parse(kOr);
    if (arguments.count < arguments.parts.size()) arguments.parts[arguments.count] = argument;
    ++arguments.count;
    if (token_.kind != TokenKind::Comma) break;
    const Token left = before_;
    const Token comma = token_;
    take();
    if (is_decimal_comma(left, comma) && arguments.advice.empty()) {
      arguments.advice = "; " + decimal_comma_text(left);
    }
    if (token_.kind == TokenKind::RightBracket) fail("nothing after \",\"", comma);
  }
  return arguments;
}

Part Parser::add_call(const Token& name,
                      const FunctionInfo* function,
                      const Arguments& arguments,
                      const Part& whole) {
  Node node;
  node.op = function != nullptr ? Op::Call : Op::Applied;
  node.arity = static_cast<std::uint8_t>(arguments.count);
  if (function != nullptr) {
    node.function = function->function;
  } else {
    node.symbol = tree_.symbol(name.name, name.primes);
  }
  for (std::size_t i = 0; i < arguments.count; ++i) {
    node.child[i] = arguments.parts[i].root;
    const Part argument = tree_.child(node, i);
    if (i == 0 && function != nullptr && function->function == Function::If) {
      require_test(argument, "the first argument of if");
    } else {
      require_value(argument);
    }
  }
  return tree_.add(node, whole);
}

}  // namespace pinn::detail
