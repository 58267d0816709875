// SPDX-License-Identifier: MIT
// The flat tree.
#include "pinn/expression/expression.hpp"

#include <utility>

namespace pinn {

Expression::Expression(std::vector<Node> nodes, std::vector<Symbol> symbols, std::string text)
    : nodes_(std::move(nodes)), symbols_(std::move(symbols)), text_(std::move(text)) {}

Expression Expression::constant(double value) {
  Node node;
  node.number = value;
  return Expression({node}, {}, "");
}

bool Expression::uses_slot(int slot) const {
  for (const Node& node : nodes_) {
    if (node.op == Op::Slot && node.slot == slot) return true;
  }
  return false;
}

bool Expression::calls(Function function) const {
  for (const Node& node : nodes_) {
    if (node.op == Op::Call && node.function == function) return true;
  }
  return false;
}

}  // namespace pinn
