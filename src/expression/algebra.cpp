// SPDX-License-Identifier: MIT
// Makes, reads and writes formulas.
#include "pinn/expression/algebra.hpp"

#include <array>
#include <cmath>

#include "pinn/expression/evaluate.hpp"
#include "pinn/expression/parse.hpp"

namespace pinn {

namespace {

/// The quotient of two numbers, if multiplying takes it back exactly.
std::optional<double> exact_quotient(double a, double b) {
  const double quotient = a / b;
  if (!std::isfinite(quotient) || quotient * b != a || std::fmod(a, b) != 0.0) return std::nullopt;
  return quotient;
}

}  // namespace

const Symbol& Algebra::symbol_of(const Node& leaf) const {
  return symbols_[static_cast<std::size_t>(leaf.symbol)];
}

std::int32_t Algebra::intern(const Symbol& symbol) {
  const auto [place, is_new] = symbol_index_.try_emplace(
      {symbol.name, symbol.primes}, static_cast<std::int32_t>(symbols_.size()));
  if (is_new) symbols_.push_back(symbol);
  return place->second;
}

Algebra::Term Algebra::leaf(Node leaf, const Symbol& symbol) {
  leaf.symbol = intern(symbol);
  leaf.span = Span();
  const std::pair<std::int32_t, std::int32_t> key{
      leaf.symbol, leaf.op == Op::Slot ? leaf.slot : (leaf.op == Op::Number ? -2 : -1)};
  const auto found = leaves_.find(key);
  if (found != leaves_.end()) return found->second;
  nodes_.push_back(leaf);
  const auto term = static_cast<Term>(nodes_.size() - 1);
  leaves_.emplace(key, term);
  return term;
}

Algebra::Term Algebra::number(double value) {
  Node node;
  node.number = value;
  nodes_.push_back(node);
  return static_cast<Term>(nodes_.size() - 1);
}

Algebra::Term Algebra::name(const std::string& name, int primes) {
  Node node;
  node.op = Op::Name;
  return leaf(node, {name, primes});
}

Algebra::Term Algebra::slot(int slot, const Symbol& symbol) {
  Node node;
  node.op = Op::Slot;
  node.slot = slot;
  return leaf(node, symbol);
}

bool Algebra::is_number(Term term, double value) const {
  return is_number(term) && this->value(term) == value;
}

Algebra::Term Algebra::append(Op op, Term a, Term b, Term c) {
  Node node;
  node.op = op;
  node.child = {a, b, c};
  node.arity = static_cast<std::uint8_t>(1 + (b >= 0 ? 1 : 0) + (c >= 0 ? 1 : 0));
  nodes_.push_back(node);
  return static_cast<Term>(nodes_.size() - 1);
}

Algebra::Term Algebra::negate(Term a) {
  if (is_number(a)) return number(-value(a));
  if (node(a).op == Op::Negate) return child(a, 0);
  if (node(a).op == Op::Subtract) return subtract(child(a, 1), child(a, 0));
  double factor = -1.0;
  const Term rest = split(a, factor);
  return rest == a ? append(Op::Negate, a) : multiply(number(factor), rest);
}

Algebra::Term Algebra::add(Term a, Term b) {
  if (is_number(a) && is_number(b)) return number(value(a) + value(b));
  if (is_number(a, 0.0)) return b;
  if (is_number(b, 0.0)) return a;
  if (node(b).op == Op::Negate) return subtract(a, child(b, 0));
  if (node(a).op == Op::Negate) return subtract(b, child(a, 0));
  return append(Op::Add, a, b);
}

Algebra::Term Algebra::subtract(Term a, Term b) {
  if (is_number(a) && is_number(b)) return number(value(a) - value(b));
  if (is_number(b, 0.0)) return a;
  if (is_number(a, 0.0)) return negate(b);
  if (node(b).op == Op::Negate) return add(a, child(b, 0));
  return append(Op::Subtract, a, b);
}

/// The term without the number that its product begins with, which goes to `factor`.
Algebra::Term Algebra::split(Term term, double& factor) {
  if (node(term).op == Op::Negate) {
    factor = -factor;
    return split(child(term, 0), factor);
  }
  if (node(term).op != Op::Multiply) return term;
  const Term left = child(term, 0);
  const Term right = child(term, 1);
  if (is_number(left)) {
    factor *= value(left);
    return right;
  }
  const Term rest = split(left, factor);
  return rest == left ? term : append(Op::Multiply, rest, right);
}

Algebra::Term Algebra::multiply(Term a, Term b) {
  if (is_number(b)) std::swap(a, b);
  if (is_number(a)) {
    if (is_number(b)) return number(value(a) * value(b));
    if (value(a) == 0.0) return number(0.0);
    if (value(a) == 1.0) return b;
    if (value(a) == -1.0) return negate(b);
    if (node(b).op == Op::Divide && is_number(child(b, 1))) {
      if (const auto whole = exact_quotient(value(a), value(child(b, 1)))) {
        return multiply(number(*whole), child(b, 0));
      }
    }
    double factor = value(a);
    const Term rest = split(b, factor);
    if (rest != b) return multiply(number(factor), rest);
    if (node(b).op != Op::Multiply) return append(Op::Multiply, a, b);
    const Term last = child(b, 1);  // 2*x*y rather than 2*(x*y)
    return append(Op::Multiply, multiply(a, child(b, 0)), last);
  }
  double factor = 1.0;
  const Term left = split(a, factor);
  const Term right = split(b, factor);
  if (left == a && right == b) {
    return a == b ? power(a, number(2.0)) : append(Op::Multiply, a, b);
  }
  return multiply(number(factor), multiply(left, right));
}

Algebra::Term Algebra::divide(Term a, Term b) {
  if (is_number(b, 1.0) || is_number(a, 0.0)) return a;
  double factor = 1.0;
  const Term rest = split(a, factor);
  if (is_number(b) && rest != a) {
    if (const auto whole = exact_quotient(factor, value(b))) return multiply(number(*whole), rest);
    if (const auto part = exact_quotient(value(b), factor)) return divide(rest, number(*part));
  }
  if (factor < 0.0) return negate(divide(multiply(number(-factor), rest), b));
  return append(Op::Divide, a, b);
}

Algebra::Term Algebra::power(Term base, Term exponent) {
  if (is_number(exponent, 0.0)) return number(1.0);
  if (is_number(exponent, 1.0)) return base;
  return append(Op::Power, base, exponent);
}

Algebra::Term Algebra::call(Function function, Term a, Term b, Term c) {
  const Term term = append(Op::Call, a, b, c);
  nodes_.back().function = function;
  return term;
}

/// An operation of the same kind on other terms.
Algebra::Term Algebra::make(const Node& like, const std::vector<Term>& children) {
  switch (like.op) {
    case Op::Negate:
      return negate(children[0]);
    case Op::Add:
      return add(children[0], children[1]);
    case Op::Subtract:
      return subtract(children[0], children[1]);
    case Op::Multiply:
      return multiply(children[0], children[1]);
    case Op::Divide:
      return divide(children[0], children[1]);
    case Op::Power:
      return power(children[0], children[1]);
    default:
      break;
  }
  Node copy = like;
  for (std::size_t i = 0; i < children.size(); ++i) copy.child[i] = children[i];
  copy.span = Span();
  nodes_.push_back(copy);
  return static_cast<Term>(nodes_.size() - 1);
}

Algebra::Term Algebra::read(const Expression& expression, const Substitute& substitute) {
  std::vector<Term> terms;
  for (const Node& node : expression.nodes()) {
    const bool has_symbol = node.symbol >= 0;
    const bool is_leaf = node.op == Op::Name || node.op == Op::Slot || node.op == Op::Applied;
    if (is_leaf || (node.op == Op::Number && has_symbol)) {
      const Symbol symbol = expression.symbols()[static_cast<std::size_t>(node.symbol)];
      std::optional<Term> other;
      if (is_leaf && substitute) other = substitute(node, symbol);
      Node plain = node;
      if (node.op == Op::Applied) {
        plain.op = Op::Name;  // y(t) is y
        plain.arity = 0;
        plain.child = {-1, -1, -1};
      }
      terms.push_back(other ? *other : leaf(plain, symbol));
      continue;
    }
    if (node.op == Op::Number) {
      terms.push_back(number(node.number));
      continue;
    }
    std::vector<Term> children;
    for (std::size_t i = 0; i < node.arity; ++i) {
      children.push_back(terms[static_cast<std::size_t>(node.child[i])]);
    }
    terms.push_back(make(node, children));
  }
  return terms.back();
}

Expression Algebra::write(Term term) const {
  std::vector<std::size_t> sizes;  // as trees
  for (std::size_t i = 0; i <= static_cast<std::size_t>(term); ++i) {
    std::size_t size = 1;
    for (std::size_t c = 0; c < nodes_[i].arity; ++c) {
      size += sizes[static_cast<std::size_t>(nodes_[i].child[c])];
    }
    sizes.push_back(std::min(size, 2 * kMaxExpressionNodes));
  }
  if (sizes.back() > kMaxExpressionNodes) {
    throw ExpressionError(
        "the derivative has more than " + std::to_string(kMaxExpressionNodes) + " operations",
        0,
        0);
  }
  struct Visit {
    Term term;
    std::size_t next;
  };
  std::vector<Visit> path{{term, 0}};
  std::vector<Node> out;
  std::vector<std::int32_t> roots;
  while (!path.empty()) {
    Visit& visit = path.back();
    Node copy = node(visit.term);
    if (visit.next < copy.arity) {
      path.push_back({copy.child[visit.next++], 0});
      continue;
    }
    const std::size_t first = roots.size() - copy.arity;
    for (std::size_t i = 0; i < copy.arity; ++i) copy.child[i] = roots[first + i];
    roots.resize(first);
    roots.push_back(static_cast<std::int32_t>(out.size()));
    out.push_back(copy);
    path.pop_back();
  }
  return Expression(std::move(out), symbols_, "");
}

}  // namespace pinn
