// SPDX-License-Identifier: MIT
// Conditions at infinity: they stand where the domain is cut.
#include <vector>

#include "draft.hpp"

namespace pinn::detail {

namespace {

bool is_infinity(const Expression& expression, const Node& node) {
  return node.op == Op::Name &&
         expression.symbols()[static_cast<std::size_t>(node.symbol)].name == "inf";
}

/// y(inf) becomes y(b), y(-inf) becomes y(-(-a)) on the domain [a, b].
class CutSide {
 public:
  CutSide(Problem& problem, const Expression& side) : problem_(problem), nodes_(side.nodes()) {
    for (const Node& node : side.nodes()) {
      if (node.op != Op::Applied) continue;
      const Node& argument = child(side, node);
      if (is_infinity(side, argument)) {
        put(node.child[0], problem.end);
        problem_.end_is_cut = true;
      } else if (argument.op == Op::Negate && is_infinity(side, child(side, argument))) {
        put(argument.child[0], -problem.start);
        problem_.start_is_cut = true;
      }
    }
  }

  Expression result(const Expression& side) && {
    return Expression(std::move(nodes_), side.symbols(), side.text());
  }

 private:
  static const Node& child(const Expression& side, const Node& node) {
    return side.nodes()[static_cast<std::size_t>(node.child[0])];
  }

  void put(std::int32_t place, double number) {
    Node& node = nodes_[static_cast<std::size_t>(place)];
    const Span span = node.span;
    node = Node();
    node.number = number;
    node.span = span;
  }

  Problem& problem_;
  std::vector<Node> nodes_;
};

}  // namespace

void cut_at_infinity(Draft& draft) {
  if (draft.names.find("inf") != nullptr) return;  // a name of the user's
  for (Sides& condition : draft.conditions) {
    if (!condition.equality) continue;
    for (Expression* side : {&condition.equality->left, &condition.equality->right}) {
      *side = CutSide(draft.problem, *side).result(*side);
    }
  }
}

}  // namespace pinn::detail
