// SPDX-License-Identifier: MIT
// Expressions put together and differentiated as formulas that people can read.
#pragma once

#include <cstddef>
#include <functional>
#include <map>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "pinn/expression/expression.hpp"

namespace pinn {

/// Formulas that share their parts. A Term is one of them; terms are made from older ones alone.
///
/// What is made is simplified where that keeps its value at every point at which it exists: numbers
/// are computed, 0 and 1 leave sums and products.
class Algebra {
 public:
  using Term = int;

  /// What stands for a name, a slot or `y(t)` instead of itself; nothing: itself.
  using Substitute = std::function<std::optional<Term>(const Node& leaf, const Symbol& symbol)>;

  /// The derivative of a name, a slot or `y(t)`.
  using LeafDerivative = std::function<Term(const Node& leaf, const Symbol& symbol)>;

  Term number(double value);
  Term name(const std::string& name, int primes = 0);
  /// A slot that is printed as the symbol.
  Term slot(int slot, const Symbol& symbol);

  Term negate(Term a);
  Term add(Term a, Term b);
  Term subtract(Term a, Term b);
  Term multiply(Term a, Term b);
  Term divide(Term a, Term b);
  Term power(Term base, Term exponent);
  Term call(Function function, Term a, Term b = -1, Term c = -1);

  /// The expression as a term. In `y(t)` the argument is left as it is.
  Term read(const Expression& expression, const Substitute& substitute = nullptr);

  /// The derivative: comparisons, sign and step are constant between their jumps.
  Term derivative(Term of, const LeafDerivative& of_leaf);

  bool is_number(Term term, double value) const;

  /// The term as a tree.
  ///
  /// Throws:  ExpressionError if it has more than kMaxExpressionNodes nodes.
  Expression write(Term term) const;

 private:
  const Node& node(Term term) const { return nodes_[static_cast<std::size_t>(term)]; }
  bool is_number(Term term) const { return node(term).op == Op::Number && node(term).symbol < 0; }
  double value(Term term) const { return node(term).number; }
  Term child(Term term, std::size_t place) const { return node(term).child[place]; }
  const Symbol& symbol_of(const Node& leaf) const;
  std::int32_t intern(const Symbol& symbol);
  Term leaf(Node leaf, const Symbol& symbol);
  Term append(Op op, Term a, Term b = -1, Term c = -1);
  Term make(const Node& like, const std::vector<Term>& children);
  Term split(Term term, double& factor);
  Term slope(const Node& of, Term self, std::size_t place);
  Term power_derivative(Term self, const std::vector<Term>& slopes);
  Term node_derivative(Term self, const std::vector<Term>& slopes);

  std::vector<Node> nodes_;
  std::vector<Symbol> symbols_;
  std::map<std::pair<std::string, int>, std::int32_t> symbol_index_;
  std::map<std::pair<std::int32_t, std::int32_t>, Term> leaves_;  // by symbol and slot
};

}  // namespace pinn
