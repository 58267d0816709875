// SPDX-License-Identifier: MIT
// Conditions at infinity: they stand where the domain is cut.
#include <string>
#include <string_view>
#include <vector>

#include "draft.hpp"

namespace pinn::detail {

namespace {

bool has_name(const Expression& expression, const Node& node, std::string_view name) {
  return node.op == Op::Name &&
         expression.symbols()[static_cast<std::size_t>(node.symbol)].name == name;
}

bool is_infinity(const Expression& expression, const Node& node) {
  return has_name(expression, node, "inf");
}

/// Other words for it, as a point of a condition.
const Node* find_other_word(const Expression& side) {
  for (const Node& node : side.nodes()) {
    if (node.op != Op::Applied) continue;
    const Node* argument = &side.nodes()[static_cast<std::size_t>(node.child[0])];
    if (argument->op == Op::Negate) {
      argument = &side.nodes()[static_cast<std::size_t>(argument->child[0])];
    }
    for (const char* word : {"infinity", "Infinity", "Inf", "INF", "infty", "oo"}) {
      if (has_name(side, *argument, word)) return argument;
    }
  }
  return nullptr;
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
      if (const Node* word = find_other_word(*side)) {
        const std::string& name = side->symbols()[static_cast<std::size_t>(word->symbol)].name;
        if (draft.names.find(name) == nullptr) {
          draft.error(place_of(condition.path, word->span),
                      "unknown name " + in_quotes(name) + "; infinity is written inf");
        }
      }
      *side = CutSide(draft.problem, *side).result(*side);
    }
  }
}

}  // namespace pinn::detail
