// SPDX-License-Identifier: MIT
// Collects the nodes of an expression while it is parsed.
#pragma once

#include <cstddef>
#include <initializer_list>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "pinn/expression/expression.hpp"

namespace pinn::detail {

/// A parsed piece: its root and the bytes it covers, brackets round it included.
struct Part {
  std::int32_t root = -1;
  std::size_t begin = 0;
  std::size_t end = 0;
};

/// Needs:  children are added before their parent, and every node but the last becomes a child.
class TreeBuilder {
 public:
  /// Appends a node that covers `whole`; gives `whole` with its root set.
  Part add(Node node, Part whole);
  Part add(Op op, Part whole, std::initializer_list<Part> children);

  /// Index of the symbol, a new one if need be.
  std::int32_t symbol(std::string_view name, int primes);

  const Node& node(const Part& part) const { return nodes_[static_cast<std::size_t>(part.root)]; }

  /// The piece that a child covers, without brackets round it.
  Part child(const Node& parent, std::size_t place) const;

  /// The expression; the builder is empty afterwards.
  Expression finish(std::string_view text);

 private:
  std::vector<Node> nodes_;
  std::vector<Symbol> symbols_;
  std::map<std::pair<std::string, int>, std::int32_t> symbol_index_;
};

}  // namespace pinn::detail
