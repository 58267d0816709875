// SPDX-License-Identifier: MIT
// Writes an expression from left to right with a work list, so that depth costs no stack.
#include "pinn/expression/print.hpp"

#include <cmath>
#include <string_view>
#include <vector>

#include "pinn/util/number_text.hpp"

namespace pinn {

namespace {

/// How tightly a node binds; the same order as in the parser.
enum Level : int { kAny = 0, kOr, kAnd, kNot, kCompare, kSum, kTerm, kUnary, kPower, kAtom };

struct OpText {
  std::string_view sign;
  int level;
};

OpText op_text(Op op) {
  switch (op) {
    case Op::Negate:
      return {"-", kUnary};
    case Op::Add:
      return {" + ", kSum};
    case Op::Subtract:
      return {" - ", kSum};
    case Op::Multiply:
      return {"*", kTerm};
    case Op::Divide:
      return {"/", kTerm};
    case Op::Power:
      return {"^", kPower};
    case Op::Less:
      return {" < ", kCompare};
    case Op::LessEqual:
      return {" <= ", kCompare};
    case Op::Greater:
      return {" > ", kCompare};
    case Op::GreaterEqual:
      return {" >= ", kCompare};
    case Op::Equal:
      return {" == ", kCompare};
    case Op::NotEqual:
      return {" != ", kCompare};
    case Op::Not:
      return {"not ", kNot};
    case Op::And:
      return {" and ", kAnd};
    case Op::Or:
      return {" or ", kOr};
    default:
      return {"", kAtom};
  }
}

bool is_binary(Op op) { return op >= Op::Add && op <= Op::Or && op != Op::Not; }

class Printer {
 public:
  Printer(const Expression& expression, bool every_bracket)
      : expression_(expression), every_bracket_(every_bracket) {}

  std::string print() {
    if (expression_.empty()) return "";
    push_node(static_cast<std::int32_t>(expression_.nodes().size() - 1), kAny);
    while (!work_.empty()) {
      const Item item = work_.back();
      work_.pop_back();
      if (item.node < 0) {
        out_ += item.text;
      } else {
        write(expression_.nodes()[static_cast<std::size_t>(item.node)], item.level);
      }
    }
    return out_;
  }

 private:
  /// A text, or a node that must bind at least as tightly as `level`.
  struct Item {
    std::string_view text;
    std::int32_t node;
    int level;
  };

  void push_text(std::string_view text) { work_.push_back({text, -1, kAny}); }
  void push_node(std::int32_t node, int level) { work_.push_back({{}, node, level}); }

  static int level_of(const Node& node) {
    // A negative number, which only the program makes, reads like a sign and a number.
    if (node.op == Op::Number && std::signbit(node.number)) return kUnary;
    return op_text(node.op).level;
  }

  /// Pushes in reverse: the work list gives back the last first.
  void write(const Node& node, int needed) {
    const bool is_leaf = node.arity == 0 || node.op == Op::Call || node.op == Op::Applied;
    const bool bracket = every_bracket_ ? is_binary(node.op) : level_of(node) < needed;
    if (bracket) {
      out_ += '(';
      push_text(")");
    }
    if (node.arity == 0) {
      write_leaf(node);
    } else if (is_leaf) {
      write_call(node);
    } else if (is_binary(node.op)) {
      write_binary(node);
    } else {
      write_unary(node);
    }
  }

  void write_leaf(const Node& node) {
    if (node.symbol >= 0) {
      write_symbol(node);
    } else {
      out_ += to_text(node.number);
    }
  }

  void write_symbol(const Node& node) {
    const Symbol& symbol = expression_.symbols()[static_cast<std::size_t>(node.symbol)];
    out_ += symbol.name;
    out_.append(static_cast<std::size_t>(symbol.primes), '\'');
  }

  void write_call(const Node& node) {
    if (node.op == Op::Call) {
      out_ += function_info(node.function).name;
    } else {
      write_symbol(node);
    }
    out_ += '(';
    push_text(")");
    for (std::size_t i = node.arity; i-- > 0;) {
      push_node(node.child[i], kAny);
      if (i > 0) push_text(", ");
    }
  }

  void write_binary(const Node& node) {
    const OpText text = op_text(node.op);
    // Left-associative, except that ^ takes an atom on its left and a sign or power on its right,
    // and that comparisons do not chain.
    int left = text.level;
    int right = text.level + 1;
    if (node.op == Op::Power) {
      left = kAtom;
      right = kUnary;
    } else if (text.level == kCompare) {
      left = kSum;
    }
    push_node(node.child[1], every_bracket_ ? kAny : right);
    push_text(every_bracket_ ? spaced(node.op) : text.sign);
    push_node(node.child[0], every_bracket_ ? kAny : left);
  }

  static std::string_view spaced(Op op) {
    switch (op) {
      case Op::Multiply:
        return " * ";
      case Op::Divide:
        return " / ";
      case Op::Power:
        return " ^ ";
      default:
        return op_text(op).sign;
    }
  }

  void write_unary(const Node& node) {
    const OpText text = op_text(node.op);
    out_ += text.sign;
    if (!every_bracket_) {
      push_node(node.child[0], text.level);
      return;
    }
    if (is_binary(expression_.nodes()[static_cast<std::size_t>(node.child[0])].op)) {
      push_node(node.child[0], kAny);  // brings its own bracket
      return;
    }
    push_text(")");
    push_node(node.child[0], kAny);
    push_text("(");
  }

  const Expression& expression_;
  bool every_bracket_;
  std::vector<Item> work_;
  std::string out_;
};

}  // namespace

std::string print_expression(const Expression& expression) {
  return Printer(expression, false).print();
}

std::string print_tree(const Expression& expression) { return Printer(expression, true).print(); }

}  // namespace pinn
