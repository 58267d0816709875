// SPDX-License-Identifier: MIT
// Evaluates an expression node by node, and each side of an `if` on its own rows.
#include <utility>

#include "expression_value.hpp"
#include "pinn/expression/evaluate.hpp"

namespace pinn {

namespace {

bool is_if(const Node& node) { return node.op == Op::Call && node.function == Function::If; }

std::size_t child_of(const Node& node, std::size_t i) {
  return static_cast<std::size_t>(node.child[i]);
}

}  // namespace

TensorExpression::TensorExpression(Expression expression) : expression_(std::move(expression)) {
  const std::vector<Node>& nodes = expression_.nodes();
  if_.assign(nodes.size(), -1);
  for (std::size_t i = 0; i < nodes.size(); ++i) {
    // Postorder: a subtree is a range that begins where the subtree of its first child does.
    begin_.push_back(nodes[i].arity == 0 ? i : begin_[child_of(nodes[i], 0)]);
    if (is_if(nodes[i])) if_[begin_[child_of(nodes[i], 1)]] = static_cast<std::ptrdiff_t>(i);
  }
}

TensorValue TensorExpression::evaluate(const std::vector<TensorValue>& slots) const {
  return run(0, expression_.nodes().size(), slots);
}

TensorValue TensorExpression::run(std::size_t first,
                                  std::size_t last,
                                  const std::vector<TensorValue>& slots) const {
  std::vector<TensorValue> stack;
  // A branch that is itself an `if` argument starts where that `if` would be found again.
  bool at_start = true;
  for (std::size_t i = first; i < last; ++i) {
    if (if_[i] >= 0 && !at_start) {
      const TensorValue test = std::move(stack.back());
      i = static_cast<std::size_t>(if_[i]);
      stack.back() = branch(test, i, slots);
      continue;
    }
    at_start = false;
    const Node& node = expression_.nodes()[i];
    if (node.op == Op::Slot) {
      stack.push_back(slots[static_cast<std::size_t>(node.slot)]);
      continue;
    }
    const std::size_t begin = stack.size() - node.arity;
    TensorValue value = apply(node, expression_, stack.data() + begin);
    stack.resize(begin);
    stack.push_back(std::move(value));
  }
  return std::move(stack.back());
}

TensorValue TensorExpression::branch(const TensorValue& test,
                                     std::size_t node,
                                     const std::vector<TensorValue>& slots) const {
  const std::size_t a = child_of(expression_.nodes()[node], 1);
  const std::size_t b = child_of(expression_.nodes()[node], 2);
  if (test.is_number()) {
    const std::size_t taken = test.number() != 0.0 ? a : b;
    return run(begin_[taken], taken + 1, slots);
  }
  const torch::Tensor holds = test.bare().reshape({-1});
  const torch::Tensor rows_a = holds.nonzero().reshape({-1});
  if (rows_a.size(0) == holds.size(0)) return run(begin_[a], a + 1, slots);
  if (rows_a.size(0) == 0) return run(begin_[b], b + 1, slots);
  const torch::Tensor rows_b = holds.logical_not().nonzero().reshape({-1});
  const TensorValue value_a = run_rows(a, rows_a, slots);
  const TensorValue value_b = run_rows(b, rows_b, slots);
  if (value_a.is_number() && value_b.is_number() && value_a.number() == value_b.number()) {
    return value_a;
  }
  torch::TensorOptions options;
  for (const TensorValue& slot : slots) {
    if (!slot.is_number()) options = slot.bare().options();
  }
  torch::Tensor all = torch::zeros({holds.size(0), 1}, options.requires_grad(false));
  const auto scatter = [&](const torch::Tensor& rows, const TensorValue& value) {
    const torch::Tensor part =
        value.is_number() ? torch::full({1, 1}, value.number(), all.options()) : value.tensor();
    all = all.index_copy(0, rows, part.expand({rows.size(0), 1}));
  };
  scatter(rows_a, value_a);
  scatter(rows_b, value_b);
  return TensorValue(all);
}

TensorValue TensorExpression::run_rows(std::size_t child,
                                       const torch::Tensor& rows,
                                       const std::vector<TensorValue>& slots) const {
  std::vector<TensorValue> selected(slots.size());
  std::vector<bool> is_selected(slots.size(), false);
  for (std::size_t i = begin_[child]; i <= child; ++i) {
    const Node& node = expression_.nodes()[i];
    if (node.op != Op::Slot) continue;
    const auto slot = static_cast<std::size_t>(node.slot);
    if (is_selected[slot]) continue;
    selected[slot] = slots[slot].select_rows(rows);
    is_selected[slot] = true;
  }
  return run(begin_[child], child + 1, selected);
}

}  // namespace pinn
