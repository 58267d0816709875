// SPDX-License-Identifier: MIT
// Precedence climbing over the tokens; nodes come out in postorder.
#include "pinn/expression/parse.hpp"

#include <algorithm>
#include <array>
#include <map>
#include <optional>
#include <utility>

#include "lexer.hpp"

namespace pinn {

namespace {

constexpr double kPi = 3.14159265358979323846;

/// How tightly an operator binds; larger is tighter.
enum Level : int { kOr = 1, kAnd, kNot, kCompare, kSum, kTerm, kUnary, kPower };

struct Infix {
  Op op;
  int level;
};

std::optional<Infix> infix_of(TokenKind kind) {
  switch (kind) {
    case TokenKind::Or:
      return Infix{Op::Or, kOr};
    case TokenKind::And:
      return Infix{Op::And, kAnd};
    case TokenKind::Less:
      return Infix{Op::Less, kCompare};
    case TokenKind::LessEqual:
      return Infix{Op::LessEqual, kCompare};
    case TokenKind::Greater:
      return Infix{Op::Greater, kCompare};
    case TokenKind::GreaterEqual:
      return Infix{Op::GreaterEqual, kCompare};
    case TokenKind::EqualEqual:
      return Infix{Op::Equal, kCompare};
    case TokenKind::NotEqual:
      return Infix{Op::NotEqual, kCompare};
    case TokenKind::Plus:
      return Infix{Op::Add, kSum};
    case TokenKind::Minus:
      return Infix{Op::Subtract, kSum};
    case TokenKind::Star:
      return Infix{Op::Multiply, kTerm};
    case TokenKind::Slash:
      return Infix{Op::Divide, kTerm};
    case TokenKind::Caret:
      return Infix{Op::Power, kPower};
    default:
      return std::nullopt;
  }
}

bool is_comparison(Op op) { return op >= Op::Less && op <= Op::NotEqual; }
bool is_test(Op op) { return op >= Op::Less && op <= Op::Or; }

/// A parsed piece: its root and the bytes it covers, brackets round it included.
struct Part {
  std::int32_t root = -1;
  std::size_t begin = 0;
  std::size_t end = 0;
};

class Parser {
 public:
  explicit Parser(std::string_view text) : text_(text), lexer_(text) {
    if (text.size() > kMaxExpressionBytes) {
      throw ExpressionError("expression of " + std::to_string(text.size()) + " bytes, at most " +
                                std::to_string(kMaxExpressionBytes) +
                                " are allowed; use problem.definitions for its parts",
                            0,
                            0);
    }
    take();
  }

  Expression whole() {
    if (token_.kind == TokenKind::End) fail("empty expression", 0, text_.size());
    const Part part = parse(kOr);
    if (token_.kind == TokenKind::Equals) {
      fail_token("\"=\" inside an expression; a comparison is written \"==\"");
    }
    expect_end();
    return finish(part);
  }

  Equality equality() {
    if (token_.kind == TokenKind::End) {
      fail("empty; expected left = right", 0, text_.size());
    }
    if (token_.kind == TokenKind::Equals) fail_token("nothing before \"=\"");
    Equality sides;
    const Part left = parse(kOr);
    if (nodes_[index(left)].op == Op::Equal && token_.kind == TokenKind::End) {
      fail("\"==\" compares two values; an equation has a single \"=\"",
           left.begin,
           left.end - left.begin);
    }
    if (token_.kind == TokenKind::End) fail("no \"=\"; expected left = right", 0, text_.size());
    if (token_.kind != TokenKind::Equals) expect_end();
    sides.left = finish(left);
    take();
    if (token_.kind == TokenKind::End) fail("nothing after \"=\"", before_.offset, before_.length);
    const Part right = parse(kOr);
    if (token_.kind == TokenKind::Equals) fail_token("a second \"=\"; expected left = right");
    expect_end();
    sides.right = finish(right);
    return sides;
  }

 private:
  /// Counts the levels of recursion while it lives.
  class Nested {
   public:
    explicit Nested(Parser& parser) : parser_(parser) {
      if (++parser_.depth_ > kMaxExpressionDepth) {
        parser_.fail_token("more than " + std::to_string(kMaxExpressionDepth) + " nested levels");
      }
    }
    Nested(const Nested&) = delete;
    Nested& operator=(const Nested&) = delete;
    ~Nested() { --parser_.depth_; }

   private:
    Parser& parser_;
  };

  static std::size_t index(const Part& part) { return static_cast<std::size_t>(part.root); }

  [[noreturn]] static void fail(const std::string& message, std::size_t begin, std::size_t length) {
    throw ExpressionError(message, begin, length);
  }
  [[noreturn]] void fail_token(const std::string& message) const {
    fail(message, token_.offset, token_.length);
  }

  void take() {
    before_ = token_;
    token_ = lexer_.next();
  }

  std::string_view text_of(const Token& token) const {
    return text_.substr(token.offset, token.length);
  }

  Expression finish(const Part& part) {
    require_value(part);
    Expression result(std::move(nodes_), std::move(symbols_), std::string(text_));
    nodes_.clear();
    symbols_.clear();
    symbol_index_.clear();
    return result;
  }

  void expect_end() {
    if (token_.kind == TokenKind::End) return;
    if (token_.kind == TokenKind::RightBracket) fail_token("\")\" without \"(\"");
    if (token_.kind == TokenKind::Comma) refuse_comma();
    fail_token("unexpected " + quoted(text_of(token_)));
  }

  /// A comma outside a call: most likely a decimal comma.
  [[noreturn]] void refuse_comma() {
    const Token comma = token_;
    const Token left = before_;
    take();
    const bool decimal = left.kind == TokenKind::Number && token_.kind == TokenKind::Number &&
                         left.end() == comma.offset && comma.end() == token_.offset;
    if (!decimal) fail("unexpected \",\"", comma.offset, comma.length);
    fail(decimal_comma_text(left, token_), left.offset, token_.end() - left.offset);
  }

  std::string decimal_comma_text(const Token& left, const Token& right) const {
    const std::string point = std::string(text_of(left)) + '.' + std::string(text_of(right));
    return "decimal comma; write " + point;
  }

  Part add(Op op, Part whole, std::initializer_list<Part> children) {
    Node node;
    node.op = op;
    node.arity = static_cast<std::uint8_t>(children.size());
    std::size_t place = 0;
    for (const Part& child : children) node.child[place++] = child.root;
    return add(node, whole);
  }

  Part add(Node node, Part whole) {
    node.span = {static_cast<std::uint32_t>(whole.begin),
                 static_cast<std::uint32_t>(whole.end - whole.begin)};
    nodes_.push_back(node);
    whole.root = static_cast<std::int32_t>(nodes_.size() - 1);
    return whole;
  }

  std::int32_t symbol(std::string_view name, int primes) {
    const auto [place, is_new] = symbol_index_.try_emplace(
        {std::string(name), primes}, static_cast<std::int32_t>(symbols_.size()));
    if (is_new) symbols_.push_back({std::string(name), primes});
    return place->second;
  }

  void require_value(const Part& part) const {
    if (!is_test(nodes_[index(part)].op)) return;
    fail("a comparison may stand only in the first argument of if(test, a, b)",
         part.begin,
         part.end - part.begin);
  }

  void require_test(const Part& part, const std::string& who) const {
    if (is_test(nodes_[index(part)].op)) return;
    fail(who + " takes a comparison such as x > 0", part.begin, part.end - part.begin);
  }

  /// Everything that binds at least as tightly as `level`.
  Part parse(int level) {
    Part left = parse_prefix(level);
    while (const auto infix = infix_of(token_.kind)) {
      if (infix->level < level) break;
      left = parse_infix(left, *infix);
    }
    return left;
  }

  Part parse_infix(const Part& left, const Infix& infix) {
    const Token sign = token_;
    if (is_comparison(infix.op) && is_comparison(nodes_[index(left)].op) &&
        !ends_in_bracket(left)) {
      fail_token("two comparisons in a row; write a < b and b < c");
    }
    take();
    if (token_.kind == TokenKind::End) {
      fail("nothing after " + quoted(text_of(sign)), sign.offset, sign.length);
    }
    // The right side of ^ starts again at the unary signs: 2^-x, 2^3^2 = 2^(3^2).
    const Part right = infix.level == kPower ? parse_exponent() : parse(infix.level + 1);
    if (infix.level <= kAnd) {
      require_test(left, quoted(text_of(sign)));
      require_test(right, quoted(text_of(sign)));
    } else {
      require_value(left);
      require_value(right);
    }
    return add(infix.op, {-1, left.begin, right.end}, {left, right});
  }

  bool ends_in_bracket(const Part& part) const {
    return text_[part.end - 1] == ')' && text_[part.begin] == '(';
  }

  Part parse_exponent() {
    const Nested nested(*this);
    return parse(kUnary);
  }

  Part parse_prefix(int level) {
    const Token sign = token_;
    if (sign.kind == TokenKind::Minus || sign.kind == TokenKind::Plus) {
      const Nested nested(*this);
      take();
      if (token_.kind == TokenKind::End) {
        fail("nothing after " + quoted(text_of(sign)), sign.offset, sign.length);
      }
      Part operand = parse(kUnary);
      require_value(operand);
      const Part whole{-1, sign.offset, operand.end};
      if (sign.kind == TokenKind::Minus) return add(Op::Negate, whole, {operand});
      operand.begin = sign.offset;
      return operand;
    }
    if (sign.kind == TokenKind::Not && level <= kNot) {
      const Nested nested(*this);
      take();
      const Part operand = parse(kNot);
      require_test(operand, "\"not\"");
      return add(Op::Not, {-1, sign.offset, operand.end}, {operand});
    }
    const Part atom = parse_atom();
    refuse_missing_product(atom);
    return atom;
  }

  /// `2y`, `k y`, `2(x + 1)`: there is no implicit product.
  void refuse_missing_product(const Part& atom) {
    const bool is_operand = token_.kind == TokenKind::Number || token_.kind == TokenKind::Name ||
                            token_.kind == TokenKind::LeftBracket;
    if (!is_operand) return;
    std::string left(text_of(before_));
    std::size_t begin = before_.offset;
    if (before_.kind == TokenKind::RightBracket) {
      left = "(...)";
      begin = atom.begin;
    }
    std::string right(text_of(token_));
    if (token_.kind == TokenKind::LeftBracket) right = "(...)";
    if (token_.kind == TokenKind::Name && find_function(token_.name) != nullptr) right += "(...)";
    const std::string product = quoted(left + "*" + right);
    fail("\"*\" is missing; write " + product.substr(1, product.size() - 2),
         begin,
         token_.end() - begin);
  }

  Part parse_atom() {
    const Token token = token_;
    switch (token.kind) {
      case TokenKind::Number: {
        take();
        Node node;
        node.number = token.number;
        return add(node, {-1, token.offset, token.end()});
      }
      case TokenKind::Name:
        return parse_name();
      case TokenKind::LeftBracket:
        return parse_bracket();
      case TokenKind::End:
        if (!open_.empty()) refuse_open_bracket();
        fail("unexpected end of the expression",
             text_.size() - std::min<std::size_t>(text_.size(), 1),
             1);
      case TokenKind::RightBracket:
        fail_token(open_.empty() ? "\")\" without \"(\"" : "a value is missing before \")\"");
      case TokenKind::Equals:
        fail_token("a value is missing before \"=\"");
      default:
        fail_token("unexpected " + quoted(text_of(token)) + ", expected a value");
    }
  }

  [[noreturn]] void refuse_open_bracket() const { fail("\"(\" without \")\"", open_.back(), 1); }

  Part parse_bracket() {
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

  void close_bracket() {
    if (token_.kind == TokenKind::End) refuse_open_bracket();
    if (token_.kind == TokenKind::Equals) {
      fail_token(open_.empty() ? "unexpected \"=\""
                               : "\"=\" inside brackets; a comparison is written \"==\"");
    }
    if (token_.kind != TokenKind::RightBracket) {
      fail_token("unexpected " + quoted(text_of(token_)) + ", expected \")\"");
    }
    open_.pop_back();
    take();
  }

  Part parse_name() {
    const Token name = token_;
    const FunctionInfo* function = find_function(name.name);
    if (name.primes > 0 && (function != nullptr || name.name == "pi")) {
      fail_token(quoted(name.name) + " takes no prime, only states do");
    }
    take();
    const bool called = token_.kind == TokenKind::LeftBracket;
    if (function != nullptr) {
      if (called) return parse_call(name, function);
      const std::string form = std::string(name.name) + "(...)";
      fail(quoted(name.name) + " is a function; write " + form, name.offset, name.length);
    }
    if (called) return parse_call(name, nullptr);
    Node node;
    node.symbol = symbol(name.name, name.primes);
    if (name.name == "pi") {
      node.number = kPi;
    } else {
      node.op = Op::Name;
    }
    return add(node, {-1, name.offset, name.end()});
  }

  /// `name(arguments)`; without a function it is a value at a point, `y(0)`.
  Part parse_call(const Token& name, const FunctionInfo* function) {
    if (name.name == "pi") {
      fail("\"*\" is missing; write pi*(...)", name.offset, token_.end() - name.offset);
    }
    if (name.primes == 0) refuse_foreign_function(name);
    const Nested nested(*this);
    open_.push_back(token_.offset);
    std::array<Part, 3> arguments;
    std::size_t n_arguments = 0;
    std::string advice;
    take();
    while (token_.kind != TokenKind::RightBracket) {
      const Part argument = parse(kOr);
      if (n_arguments < arguments.size()) arguments[n_arguments] = argument;
      ++n_arguments;
      if (token_.kind != TokenKind::Comma) break;
      const Token left = before_;
      const Token comma = token_;
      take();
      const bool decimal = left.kind == TokenKind::Number && token_.kind == TokenKind::Number &&
                           left.end() == comma.offset && comma.end() == token_.offset;
      if (decimal && advice.empty()) advice = "; " + decimal_comma_text(left, token_);
      if (token_.kind == TokenKind::RightBracket) fail("nothing after \",\"", comma.offset, 1);
    }
    close_bracket();
    const Part whole{-1, name.offset, before_.end()};
    check_arguments(name, function, n_arguments, advice, whole);
    return add(call_node(name, function, arguments), whole, function);
  }

  Part add(Node node, const Part& whole, const FunctionInfo* function) {
    for (std::size_t i = 0; i < node.arity; ++i) {
      const Node& argument = nodes_[static_cast<std::size_t>(node.child[i])];
      const Part part{
          node.child[i], argument.span.offset, argument.span.offset + argument.span.length};
      if (function != nullptr && function->function == Function::If && i == 0) {
        require_test(part, "the first argument of if");
      } else {
        require_value(part);
      }
    }
    return add(node, whole);
  }

  Node call_node(const Token& name,
                 const FunctionInfo* function,
                 const std::array<Part, 3>& arguments) {
    Node node;
    node.op = function != nullptr ? Op::Call : Op::Applied;
    node.arity = static_cast<std::uint8_t>(function != nullptr ? function->arity : 1);
    if (function != nullptr) {
      node.function = function->function;
    } else {
      node.symbol = symbol(name.name, name.primes);
    }
    for (std::size_t i = 0; i < node.arity; ++i) node.child[i] = arguments[i].root;
    return node;
  }

  static void check_arguments(const Token& name,
                              const FunctionInfo* function,
                              std::size_t n_arguments,
                              const std::string& advice,
                              const Part& whole) {
    const auto expected = static_cast<std::size_t>(function != nullptr ? function->arity : 1);
    if (n_arguments == expected) return;
    std::string message = quoted(name.name) + " takes " + std::to_string(expected) +
                          (expected == 1 ? " argument, " : " arguments, ") +
                          std::to_string(n_arguments) + " given" + advice;
    if (function == nullptr) {
      message = quoted(name.name) + " is not a function of " + std::to_string(n_arguments) +
                (n_arguments == 1 ? " argument" : " arguments") + advice;
      if (advice.empty()) message += unknown_name_hint(name.name, true, {});
    }
    fail(message, whole.begin, whole.end - whole.begin);
  }

  static void refuse_foreign_function(const Token& name) {
    std::string lower(name.name);
    for (char& c : lower) c = c >= 'A' && c <= 'Z' ? static_cast<char>(c - 'A' + 'a') : c;
    if (lower != "ln" && lower != "heaviside") return;
    fail("unknown function " + quoted(name.name) + unknown_name_hint(lower, true, {}),
         name.offset,
         name.length);
  }

  std::string_view text_;
  Lexer lexer_;
  Token token_;   // the one to look at
  Token before_;  // the one taken last
  int depth_ = 0;
  std::vector<std::size_t> open_;  // offsets of the brackets not yet closed
  std::vector<Node> nodes_;
  std::vector<Symbol> symbols_;
  std::map<std::pair<std::string, int>, std::int32_t> symbol_index_;
};

}  // namespace

Expression parse_expression(std::string_view text) { return Parser(text).whole(); }

Equality parse_equality(std::string_view text) { return Parser(text).equality(); }

}  // namespace pinn
