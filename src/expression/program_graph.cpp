// SPDX-License-Identifier: MIT
// Values are found again by their operation and operands.
#include "program_graph.hpp"

#include <cmath>
#include <cstring>

namespace pinn {

namespace {

std::uint64_t bits_of(double number) {
  std::uint64_t bits = 0;
  std::memcpy(&bits, &number, sizeof bits);
  return bits;
}

std::size_t hash_of(const GraphNode& node) {
  constexpr std::uint64_t kMix = 0x9e3779b97f4a7c15U;
  const auto part = [](std::int32_t index) { return static_cast<std::uint32_t>(index); };
  std::uint64_t hash = static_cast<std::uint64_t>(node.operation);
  hash = (hash ^ part(node.a)) * kMix;
  hash = (hash ^ (hash >> 29) ^ part(node.b)) * kMix;
  hash = (hash ^ (hash >> 29) ^ part(node.c)) * kMix;
  hash = (hash ^ (hash >> 29) ^ bits_of(node.number)) * kMix;
  return static_cast<std::size_t>(hash ^ (hash >> 32));
}

bool same(const GraphNode& x, const GraphNode& y) {
  return x.operation == y.operation && x.a == y.a && x.b == y.b && x.c == y.c &&
         bits_of(x.number) == bits_of(y.number);
}

bool has_poles_or_ends(const GraphNode& node) {
  switch (node.operation) {
    case Operation::Divide:
    case Operation::PowerOf:
    case Operation::Power:
    case Operation::Log:
    case Operation::Log10:
    case Operation::Tan:
    case Operation::Sqrt:
    case Operation::Asin:
    case Operation::Acos:
      return true;
    default:
      return false;
  }
}

}  // namespace

Graph::Graph(std::size_t expected_size) {
  nodes_.reserve(expected_size);
  std::size_t size = 64;
  while (size < 2 * expected_size) size *= 2;
  table_.assign(size, -1);
}

void Graph::grow() {
  const std::size_t mask = 2 * table_.size() - 1;
  table_.assign(mask + 1, -1);
  for (std::size_t i = 0; i < nodes_.size(); ++i) {
    std::size_t place = hash_of(nodes_[i]) & mask;
    while (table_[place] >= 0) place = (place + 1) & mask;
    table_[place] = static_cast<std::int32_t>(i);
  }
}

int Graph::intern(GraphNode node) {
  if (2 * (nodes_.size() + 1) > table_.size()) grow();
  const std::size_t mask = table_.size() - 1;
  std::size_t place = hash_of(node) & mask;
  for (; table_[place] >= 0; place = (place + 1) & mask) {
    if (same(nodes_[static_cast<std::size_t>(table_[place])], node)) return table_[place];
  }
  const auto index = static_cast<std::int32_t>(nodes_.size());
  table_[place] = index;
  if (node.operation != Operation::Constant && node.operation != Operation::Slot) {
    node.may_not_exist = has_poles_or_ends(node) || (*this)[node.a].may_not_exist ||
                         (node.b >= 0 && (*this)[node.b].may_not_exist) ||
                         (node.c >= 0 && (*this)[node.c].may_not_exist);
  }
  nodes_.push_back(node);
  return index;
}

int Graph::constant(double number) {
  GraphNode node;
  node.number = number;
  node.may_not_exist = !std::isfinite(number);
  return intern(node);
}

int Graph::slot(int slot) {
  GraphNode node;
  node.operation = Operation::Slot;
  node.a = slot;
  return intern(node);
}

int Graph::folded(Operation operation, int a, int b, int c) {
  const auto is_fixed = [this](int index) { return index < 0 || is_constant(index); };
  if (is_fixed(a) && is_fixed(b) && is_fixed(c)) {
    const auto number = [this](int index) { return index < 0 ? 0.0 : (*this)[index].number; };
    return constant(scalar_value(operation, number(a), number(b), number(c)));
  }
  GraphNode node;
  node.operation = operation;
  node.a = a;
  node.b = b;
  node.c = c;
  return intern(node);
}

int Graph::make(Operation operation, int a, int b, int c) {
  switch (operation) {
    case Operation::Negate:
      return negate(a);
    case Operation::Add:
      return add(a, b);
    case Operation::Subtract:
      return subtract(a, b);
    case Operation::Multiply:
      return multiply(a, b);
    case Operation::Divide:
      return divide(a, b);
    case Operation::Power:
      if (is_constant(b)) return power(a, (*this)[b].number);
      break;
    case Operation::Select:
      if (b == c) return b;
      if (is_constant(a)) return (*this)[a].number != 0.0 ? b : c;
      break;
    case Operation::Minimum:
    case Operation::Maximum:
      if (a == b) return a;
      break;
    default:
      break;
  }
  return folded(operation, a, b, c);
}

}  // namespace pinn
