// SPDX-License-Identifier: MIT
// The immutable tree of a mathematical expression, stored flat so that depth never costs stack.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "pinn/expression/functions.hpp"

namespace pinn {

/// What a node is. Children come before their parent in the node list.
enum class Op : std::uint8_t {
  Number,   ///< A literal, or `pi`.
  Name,     ///< A name with primes, not yet bound: what the parser makes of `y''`.
  Applied,  ///< A name with primes and one argument, not yet bound: `y'(1)`.
  Slot,     ///< A bound name: the value is taken from the slots of the evaluation.
  Negate,
  Add,
  Subtract,
  Multiply,
  Divide,
  Power,
  Less,
  LessEqual,
  Greater,
  GreaterEqual,
  Equal,
  NotEqual,
  Not,
  And,
  Or,
  Call,      ///< A function of the table in functions.hpp; `if` is Call of Function::If.
  Integral,  ///< `integral(f, s, a, b)`, in an equality: f, a, b; the symbol is s.
};

/// Bytes of the source text that a node came from; used for error messages.
struct Span {
  std::uint32_t offset = 0;
  std::uint32_t length = 0;
};

struct Node {
  Op op = Op::Number;
  Function function = Function::Exp;  ///< Call only.
  std::uint8_t arity = 0;             ///< Number of children.
  std::array<std::int32_t, 3> child{-1, -1, -1};
  double number = 0.0;       ///< Number only.
  std::int32_t slot = -1;    ///< Slot only: index into the slots.
  std::int32_t symbol = -1;  ///< Name, Applied, Slot, Integral, `pi`: index into symbols().
  Span span;
};

/// A name as written.
struct Symbol {
  std::string name;
  int primes = 0;
};

/// An expression. Copying is cheap enough to pass by value; the tree is never changed.
///
/// Invariant:  nodes() is in postorder (children first); the root is the last node.
class Expression {
 public:
  Expression() = default;
  Expression(std::vector<Node> nodes, std::vector<Symbol> symbols, std::string text);

  /// An expression that is one number.
  static Expression constant(double value);

  const std::vector<Node>& nodes() const { return nodes_; }
  const std::vector<Symbol>& symbols() const { return symbols_; }
  /// The source text, for messages; empty for an expression built by the program.
  const std::string& text() const { return text_; }
  bool empty() const { return nodes_.empty(); }
  const Node& root() const { return nodes_.back(); }

  /// True if slot `slot` occurs anywhere.
  bool uses_slot(int slot) const;

  /// True if `function` is called anywhere.
  bool calls(Function function) const;

 private:
  std::vector<Node> nodes_;
  std::vector<Symbol> symbols_;
  std::string text_;
};

}  // namespace pinn
