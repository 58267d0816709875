// SPDX-License-Identifier: MIT
// The node list and the symbol table.
#include "tree_builder.hpp"

namespace pinn::detail {

Part TreeBuilder::add(Node node, Part whole) {
  node.span = {static_cast<std::uint32_t>(whole.begin),
               static_cast<std::uint32_t>(whole.end - whole.begin)};
  nodes_.push_back(node);
  whole.root = static_cast<std::int32_t>(nodes_.size() - 1);
  return whole;
}

Part TreeBuilder::add(Op op, Part whole, std::initializer_list<Part> children) {
  Node node;
  node.op = op;
  node.arity = static_cast<std::uint8_t>(children.size());
  std::size_t place = 0;
  for (const Part& child : children) node.child[place++] = child.root;
  return add(node, whole);
}

std::int32_t TreeBuilder::symbol(std::string_view name, int primes) {
  const auto [place, is_new] = symbol_index_.try_emplace(
      {std::string(name), primes}, static_cast<std::int32_t>(symbols_.size()));
  if (is_new) symbols_.push_back({std::string(name), primes});
  return place->second;
}

Part TreeBuilder::child(const Node& parent, std::size_t place) const {
  Part part;
  part.root = parent.child[place];
  const Span span = node(part).span;
  part.begin = span.offset;
  part.end = part.begin + span.length;
  return part;
}

Expression TreeBuilder::finish(std::string_view text) {
  Expression result(std::move(nodes_), std::move(symbols_), std::string(text));
  *this = TreeBuilder();
  return result;
}

}  // namespace pinn::detail
