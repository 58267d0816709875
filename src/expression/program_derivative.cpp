// SPDX-License-Identifier: MIT
// Forward mode: the conventions are those of dual.cpp, zeros that are there at all points are left
// out.
#include "program_derivative.hpp"

#include <cstddef>

namespace pinn {

namespace {

constexpr double kTwoOverSqrtPi = 1.12837916709551257390;
constexpr double kLn10 = 2.30258509299404568402;

class Differentiator {
 public:
  Differentiator(Graph& graph, const std::vector<int>& by, int n_slots)
      : graph_(graph),
        n_values_(graph.nodes().size()),
        needed_(n_values_, false),
        ranges_(n_values_),
        is_wanted_(static_cast<std::size_t>(n_slots), false) {
    for (const int slot : by) is_wanted_[static_cast<std::size_t>(slot)] = true;
  }

  void run(const std::vector<int>& roots);

  std::vector<Tangent> tangents(int node) const {
    const Range range = range_of(node);
    return {pool_.begin() + static_cast<std::ptrdiff_t>(range.begin),
            pool_.begin() + static_cast<std::ptrdiff_t>(range.end)};
  }

 private:
  struct Range {
    std::size_t begin = 0;
    std::size_t end = 0;
  };

  Range range_of(int node) const {
    return node < 0 ? Range() : ranges_[static_cast<std::size_t>(node)];
  }
  bool depends(int node) const {
    const Range range = range_of(node);
    return range.begin < range.end;
  }
  void need(int node) {
    if (node >= 0) needed_[static_cast<std::size_t>(node)] = true;
  }

  void differentiate(int index);
  void differentiate_pair(int index, const GraphNode& node);
  void differentiate_power(int index, const GraphNode& node);
  int slope_of(int index, const GraphNode& node);
  void chain(int a, int by_a, int b = -1, int by_b = -1);
  void choose(int test, int a, int b);
  void push(std::int32_t slot, int node) {
    if (node >= 0 && !graph_.is_number(node, 0.0)) pool_.push_back({slot, node});
  }

  int one() { return graph_.constant(1.0); }
  int minus_one() { return graph_.constant(-1.0); }
  /// factor / sqrt((1 - x)(1 + x))
  int over_root(double factor, int x) {
    const int square = graph_.multiply(graph_.subtract(one(), x), graph_.add(one(), x));
    return graph_.divide(graph_.constant(factor), graph_.make(Operation::Sqrt, square));
  }

  Graph& graph_;
  std::size_t n_values_;
  std::vector<bool> needed_;
  std::vector<Range> ranges_;
  std::vector<bool> is_wanted_;
  std::vector<Tangent> pool_;
};

void Differentiator::run(const std::vector<int>& roots) {
  for (const int root : roots) need(root);
  for (std::size_t i = n_values_; i-- > 0;) {
    const GraphNode& node = graph_.nodes()[i];
    if (!needed_[i] || node.operation == Operation::Slot) continue;
    if (node.power_base >= 0) {
      need(node.power_base);
      continue;
    }
    need(node.a);
    need(node.b);
    need(node.c);
  }
  for (std::size_t i = 0; i < n_values_; ++i) {
    if (!needed_[i]) continue;
    ranges_[i].begin = pool_.size();
    differentiate(static_cast<int>(i));
    ranges_[i].end = pool_.size();
  }
}

/// The tangents of a function of a and b with these partial derivatives.
void Differentiator::chain(int a, int by_a, int b, int by_b) {
  Range left = range_of(a);
  Range right = range_of(b);
  while (left.begin < left.end || right.begin < right.end) {
    const bool has_left = left.begin < left.end;
    const bool has_right = right.begin < right.end;
    const Tangent da = has_left ? pool_[left.begin] : Tangent();
    const Tangent db = has_right ? pool_[right.begin] : Tangent();
    const bool take_left = has_left && (!has_right || da.slot <= db.slot);
    const bool take_right = has_right && (!has_left || db.slot <= da.slot);
    const int first = take_left ? graph_.scaled(by_a, da.node) : -1;
    const int second = take_right ? graph_.scaled(by_b, db.node) : -1;
    const int sum = first < 0 ? second : (second < 0 ? first : graph_.add(first, second));
    push(take_left ? da.slot : db.slot, sum);
    if (take_left) ++left.begin;
    if (take_right) ++right.begin;
  }
}

/// The tangents of a where the test is not 0, else those of b.
void Differentiator::choose(int test, int a, int b) {
  Range left = range_of(a);
  Range right = range_of(b);
  const int zero = graph_.constant(0.0);
  while (left.begin < left.end || right.begin < right.end) {
    const bool has_left = left.begin < left.end;
    const bool has_right = right.begin < right.end;
    const Tangent da = has_left ? pool_[left.begin] : Tangent();
    const Tangent db = has_right ? pool_[right.begin] : Tangent();
    const bool take_left = has_left && (!has_right || da.slot <= db.slot);
    const bool take_right = has_right && (!has_left || db.slot <= da.slot);
    const int first = take_left ? da.node : zero;
    const int second = take_right ? db.node : zero;
    push(take_left ? da.slot : db.slot, graph_.make(Operation::Select, test, first, second));
    if (take_left) ++left.begin;
    if (take_right) ++right.begin;
  }
}

void Differentiator::differentiate(int index) {
  const GraphNode node = graph_[index];  // a copy: the list grows
  if (node.operation == Operation::Slot) {
    if (is_wanted_[static_cast<std::size_t>(node.a)]) push(node.a, one());
    return;
  }
  if (node.power_base >= 0) {
    if (!depends(node.power_base)) return;
    const int lower = graph_.power(node.power_base, node.exponent - 1.0);
    chain(node.power_base, graph_.multiply(graph_.constant(node.exponent), lower));
    return;
  }
  if (!depends(node.a) && !depends(node.b) && !depends(node.c)) return;
  if (node.b >= 0) {
    differentiate_pair(index, node);
  } else {
    const int slope = slope_of(index, node);
    if (slope >= 0) chain(node.a, slope);
  }
}

void Differentiator::differentiate_pair(int index, const GraphNode& node) {
  const int a = node.a;
  const int b = node.b;
  switch (node.operation) {
    case Operation::Add:
      return chain(a, one(), b, one());
    case Operation::Subtract:
      return chain(a, one(), b, minus_one());
    case Operation::Multiply:
      return chain(a, b, b, a);
    case Operation::Divide: {
      const int by_a = depends(a) ? graph_.divide(one(), b) : -1;
      const int by_b = depends(b) ? graph_.negate(graph_.divide(index, b)) : -1;
      return chain(a, by_a, b, by_b);
    }
    case Operation::Power:
      return differentiate_power(index, node);
    case Operation::Atan2: {
      const int square = graph_.add(graph_.multiply(b, b), graph_.multiply(a, a));
      const int by_a = depends(a) ? graph_.divide(b, square) : -1;
      const int by_b = depends(b) ? graph_.negate(graph_.divide(a, square)) : -1;
      return chain(a, by_a, b, by_b);
    }
    case Operation::Minimum:
      return choose(graph_.make(Operation::MinimumIsFirst, a, b), a, b);
    case Operation::Maximum:
      return choose(graph_.make(Operation::MaximumIsFirst, a, b), a, b);
    case Operation::Select:
      return choose(a, b, node.c);
    default:
      return;  // comparisons: zero
  }
}

void Differentiator::differentiate_power(int index, const GraphNode& node) {
  int by_base = -1;
  if (depends(node.a)) {
    const int lower = graph_.add(node.b, minus_one());
    by_base = graph_.scaled(graph_.make(Operation::Power, node.a, lower), node.b);
  }
  int by_exponent = -1;
  if (depends(node.b)) {
    // 0^b = 0 for every b > 0, although log(0) is not finite.
    by_exponent = graph_.scaled(graph_.make(Operation::Log, node.a), index);
    if (by_exponent < 0) by_exponent = graph_.constant(0.0);
  }
  chain(node.a, by_base, node.b, by_exponent);
}

/// The derivative of a function of one value; -1 if it is zero.
int Differentiator::slope_of(int index, const GraphNode& node) {
  const int x = node.a;
  switch (node.operation) {
    case Operation::Negate:
      return minus_one();
    case Operation::Exp:
      return index;
    case Operation::Log:
      return graph_.divide(one(), x);
    case Operation::Log10:
      return graph_.divide(one(), graph_.multiply(x, graph_.constant(kLn10)));
    case Operation::Sqrt:
      return graph_.divide(graph_.constant(0.5), index);
    case Operation::Sin:
      return graph_.make(Operation::Cos, x);
    case Operation::Cos:
      return graph_.negate(graph_.make(Operation::Sin, x));
    case Operation::Tan:
      return graph_.add(one(), graph_.multiply(index, index));
    case Operation::Asin:
      return over_root(1.0, x);
    case Operation::Acos:
      return over_root(-1.0, x);
    case Operation::Atan:
      return graph_.divide(one(), graph_.add(one(), graph_.multiply(x, x)));
    case Operation::Sinh:
      return graph_.make(Operation::Cosh, x);
    case Operation::Cosh:
      return graph_.make(Operation::Sinh, x);
    case Operation::Tanh:
      return graph_.multiply(graph_.subtract(one(), index), graph_.add(one(), index));
    case Operation::Erf: {
      const int square = graph_.multiply(x, x);
      const int bell = graph_.make(Operation::Exp, graph_.negate(square));
      return graph_.multiply(graph_.constant(kTwoOverSqrtPi), bell);
    }
    case Operation::Absolute:
      return graph_.make(Operation::Sign, x);
    default:
      return -1;  // sign, step, not: zero
  }
}

}  // namespace

std::vector<std::vector<Tangent>> differentiate(Graph& graph,
                                                const std::vector<int>& roots,
                                                const std::vector<int>& by,
                                                int n_slots) {
  Differentiator differentiator(graph, by, n_slots);
  differentiator.run(roots);
  std::vector<std::vector<Tangent>> all;
  all.reserve(roots.size());
  for (const int root : roots) all.push_back(differentiator.tangents(root));
  return all;
}

}  // namespace pinn
