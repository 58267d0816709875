// SPDX-License-Identifier: MIT
// Writes an expression from left to right with a work list, so that depth costs no stack.
#include "pinn/expression/print.hpp"

#include <cmath>
#include <string_view>
#include <vector>

#include "operators.hpp"
#include "pinn/util/number_text.hpp"

namespace pinn {

namespace {

using detail::find_operator;
using detail::kAny;
using detail::kAtom;
using detail::kCompare;
using detail::kIntegral;
using detail::kPower;
using detail::kSum;
using detail::kUnary;
using detail::OperatorInfo;

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
    const OperatorInfo* info = find_operator(node.op);
    return info != nullptr ? info->level : kAtom;
  }

  /// Pushes in reverse: the work list gives back the last first.
  void write(const Node& node, int needed) {
    const bool is_leaf =
        node.arity == 0 || node.op == Op::Call || node.op == Op::Applied || node.op == Op::Integral;
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
    } else if (node.op == Op::Integral) {
      out_ += kIntegral;
    } else {
      write_symbol(node);
    }
    out_ += '(';
    push_text(")");
    for (std::size_t i = node.arity; i-- > 0;) {
      push_node(node.child[i], kAny);
      if (i > 0) push_text(", ");
      if (i == 1 && node.op == Op::Integral) {
        push_text(expression_.symbols()[static_cast<std::size_t>(node.symbol)].name);
        push_text(", ");
      }
    }
  }

  void write_binary(const Node& node) {
    const OperatorInfo& info = *find_operator(node.op);
    // Left-associative, except that ^ takes an atom on its left and a sign or power on its right,
    // and that comparisons do not chain.
    int left = info.level;
    int right = info.level + 1;
    if (node.op == Op::Power) {
      left = kAtom;
      right = kUnary;
    } else if (info.level == kCompare) {
      left = kSum;
    }
    push_node(node.child[1], every_bracket_ ? kAny : right);
    push_text(every_bracket_ ? info.tree_text : info.text);
    push_node(node.child[0], every_bracket_ ? kAny : left);
  }

  void write_unary(const Node& node) {
    const OperatorInfo& info = *find_operator(node.op);
    out_ += info.text;
    if (!every_bracket_) {
      push_node(node.child[0], info.level);
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
