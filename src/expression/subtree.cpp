// SPDX-License-Identifier: MIT
// Copies of parts of an expression; loops over the flat node list, so depth costs no stack.
#include "pinn/expression/subtree.hpp"

#include <utility>

namespace pinn {

namespace {

using Kind = Replacement::Kind;

std::size_t child_of(const Node& node, std::size_t k) {
  return static_cast<std::size_t>(node.child[k]);
}

/// Where a node leads after all replacements by a child.
std::size_t target_of(const std::vector<Node>& nodes,
                      const std::vector<Replacement>& replacements,
                      std::size_t index) {
  while (replacements[index].kind == Kind::Child) {
    index = child_of(nodes[index], replacements[index].child);
  }
  return index;
}

Node replaced(const Node& node, const Replacement& replacement) {
  if (replacement.kind == Kind::Keep) return node;
  Node copy;
  copy.span = node.span;
  if (replacement.kind == Kind::Number) {
    copy.op = Op::Number;
    copy.number = replacement.number;
  } else {
    copy.op = Op::Negate;
    copy.arity = 1;
    copy.child[0] = node.child[replacement.child];
  }
  return copy;
}

}  // namespace

Expression copy_tree(const Expression& expression,
                     std::size_t root,
                     const std::vector<Replacement>& replacements) {
  const std::vector<Node>& nodes = expression.nodes();
  const std::vector<Replacement> rules =
      replacements.empty() ? std::vector<Replacement>(nodes.size()) : replacements;
  const std::size_t top = target_of(nodes, rules, root);

  // Children come before their parents, so one pass downwards finds all that is needed.
  std::vector<bool> needed(top + 1, false);
  needed[top] = true;
  std::vector<Node> changed(top + 1);
  for (std::size_t i = top + 1; i-- > 0;) {
    if (!needed[i]) continue;
    changed[i] = replaced(nodes[i], rules[i]);
    for (std::size_t k = 0; k < changed[i].arity; ++k) {
      const std::size_t child = target_of(nodes, rules, child_of(changed[i], k));
      changed[i].child[k] = static_cast<std::int32_t>(child);
      needed[child] = true;
    }
  }

  std::vector<std::int32_t> place(top + 1, -1);
  std::vector<Node> copy;
  for (std::size_t i = 0; i <= top; ++i) {
    if (!needed[i]) continue;
    Node node = changed[i];
    for (std::size_t k = 0; k < node.arity; ++k) node.child[k] = place[child_of(node, k)];
    place[i] = static_cast<std::int32_t>(copy.size());
    copy.push_back(node);
  }
  return {std::move(copy), expression.symbols(), ""};
}

Expression make_difference(const Expression& a, const Expression& b) {
  std::vector<Node> nodes = a.nodes();
  std::vector<Symbol> symbols = a.symbols();
  const auto shift = static_cast<std::int32_t>(nodes.size());
  const auto symbol_shift = static_cast<std::int32_t>(symbols.size());
  symbols.insert(symbols.end(), b.symbols().begin(), b.symbols().end());
  for (Node node : b.nodes()) {
    for (std::size_t k = 0; k < node.arity; ++k) node.child[k] += shift;
    if (node.symbol >= 0) node.symbol += symbol_shift;
    nodes.push_back(node);
  }
  Node minus;
  minus.op = Op::Subtract;
  minus.arity = 2;
  minus.child = {shift - 1, static_cast<std::int32_t>(nodes.size()) - 1, -1};
  nodes.push_back(minus);
  return {std::move(nodes), std::move(symbols), ""};
}

std::vector<Expression> terms_of(const Expression& expression) {
  std::vector<Expression> terms;
  std::vector<std::size_t> pending{expression.nodes().size() - 1};
  while (!pending.empty()) {
    const std::size_t index = pending.back();
    pending.pop_back();
    const Node& node = expression.nodes()[index];
    if (node.op == Op::Add || node.op == Op::Subtract) {
      pending.push_back(child_of(node, 1));
      pending.push_back(child_of(node, 0));
    } else if (node.op == Op::Negate) {
      pending.push_back(child_of(node, 0));
    } else {
      terms.push_back(copy_tree(expression, index));
    }
  }
  return terms;
}

}  // namespace pinn
