// SPDX-License-Identifier: MIT
// Names to slots and numbers: definitions are put in, constant parts are computed.
#include <algorithm>
#include <array>
#include <cmath>
#include <limits>

#include "draft.hpp"
#include "pinn/expression/evaluate.hpp"
#include "pinn/util/number_text.hpp"

namespace pinn::detail {

namespace {

constexpr double kSameDelay = 1e-14;  ///< At two places, of what it is the difference of.

class Binder {
 public:
  /// `values` only for a condition.
  Binder(Draft& draft,
         const Expression& parsed,
         const std::string& path,
         std::vector<PointValue>* values)
      : draft_(draft), parsed_(parsed), path_(path), values_(values) {}

  std::optional<Expression> run() {
    if (!fits()) return std::nullopt;
    std::vector<Reading> readings{{&parsed_, {}}};
    while (!readings.empty() && ok_) {
      Reading& reading = readings.back();
      if (reading.at == reading.expression->nodes().size()) {
        readings.pop_back();
        continue;
      }
      Node node = reading.expression->nodes()[reading.at++];
      if (readings.size() > 1) node.span = reading.span;  // where the definition is named
      const Definition* definition = emit_or_open(node, *reading.expression);
      if (definition != nullptr) {
        const Span span = node.span;
        readings.push_back({&*definition->expression, span});
      }
    }
    if (!ok_ || !is_finite()) return std::nullopt;
    link_children(out_);
    return Expression(std::move(out_), std::move(symbols_), parsed_.text());
  }

 private:
  /// An expression being copied; `span` is where the text names it.
  struct Reading {
    const Expression* expression;
    Span span;
    std::size_t at = 0;
  };

  bool fits() {
    std::size_t n_nodes = 0;
    for (const Node& node : parsed_.nodes()) {
      ++n_nodes;
      if (node.op != Op::Name) continue;
      const Names::Entry* entry = find(node, parsed_);
      if (entry->kind == NameKind::Definition) n_nodes += draft_.definitions[entry->index].n_nodes;
    }
    draft_.n_nodes += n_nodes;
    const bool alone = n_nodes > kMaxExpressionNodes;
    if (!alone && draft_.n_nodes <= kMaxProblemNodes) return true;
    draft_.error({path_, 0, 0, false},
                 std::string("more than ") +
                     std::to_string(alone ? kMaxExpressionNodes : kMaxProblemNodes) +
                     " operations " + (alone ? "in this expression" : "in all expressions") +
                     " once the definitions are put in");
    return false;
  }

  const Names::Entry* find(const Node& node, const Expression& expression) const {
    return draft_.names.find(expression.symbols()[static_cast<std::size_t>(node.symbol)].name);
  }

  /// Appends the node; gives the definition that it names instead, if it does.
  const Definition* emit_or_open(Node node, const Expression& expression) {
    if (node.op == Op::Applied) {
      emit_applied(node, expression);
      return nullptr;
    }
    if (node.op != Op::Name) {
      if (node.op == Op::Number && node.symbol >= 0) node.symbol = intern({"pi", 0});
      emit(node);
      return nullptr;
    }
    const Symbol& symbol = expression.symbols()[static_cast<std::size_t>(node.symbol)];
    const Names::Entry* entry = find(node, expression);
    switch (entry->kind) {
      case NameKind::Definition:
        return &draft_.definitions[entry->index];
      case NameKind::Parameter:
        emit_number(draft_.config.problem.parameters[entry->index].second, node.span);
        return nullptr;
      case NameKind::Input:
        emit_slot(draft_.problem.inputs[entry->index].slot, symbol, node.span);
        return nullptr;
      case NameKind::State:
        emit_slot(draft_.problem.slot_of(static_cast<int>(entry->index), symbol.primes),
                  symbol,
                  node.span);
        return nullptr;
      default:
        emit_slot(0, symbol, node.span);
        return nullptr;
    }
  }

  /// `y(t)` or, in a condition, `y(0)`: the argument is what was appended last.
  void emit_applied(const Node& node, const Expression& expression) {
    const Symbol& symbol = expression.symbols()[static_cast<std::size_t>(node.symbol)];
    const Names::Entry* entry = find(node, expression);
    const auto state = static_cast<int>(entry->index);
    const Node argument = out_.back();
    const bool is_number = out_.size() - begins_.back() == 1 && argument.op == Op::Number;
    const bool is_variable = out_.size() - begins_.back() == 1 && argument.op == Op::Slot;
    const std::vector<Node> at(out_.begin() + static_cast<std::ptrdiff_t>(begins_.back()),
                               out_.end());
    out_.resize(begins_.back());
    begins_.pop_back();
    if (entry->kind == NameKind::Input) {
      emit_slot(draft_.problem.inputs[entry->index].slot, symbol, node.span);
      return;
    }
    if (values_ == nullptr && is_variable) {
      emit_slot(draft_.problem.slot_of(state, symbol.primes), symbol, node.span);
      return;
    }
    if (values_ == nullptr) return emit_lagged(node, symbol, state, at);
    if (!is_number) {
      fail(node, "the point is not a finite number");
      return;
    }
    emit_point_value(node, symbol, state, argument.number);
  }

  /// `y(t - tau)`.
  void emit_lagged(const Node& node, const Symbol& symbol, int state, std::vector<Node> at) {
    link_children(at);
    const Expression argument(std::move(at), symbols_, "");
    const auto delay_at = [&](double v) { return v - evaluate<double>(argument, {v}); };
    const double delay = delay_at(0.0);
    for (const double v : {1.0, draft_.problem.start, draft_.problem.end, std::sqrt(2.0)}) {
      const double rounding = kSameDelay * std::max({1.0, std::abs(v), std::abs(delay)});
      if (std::abs(delay_at(v) - delay) <= rounding) continue;
      fail(node,
           "the delay of " + primed(symbol.name, symbol.primes) + " is not constant; expected " +
               symbol.name + "(" + draft_.problem.variable + " - 1) with any positive number");
      return;
    }
    if (delay < 0.0) {
      fail(node,
           "a value " + to_text(-delay) + " ahead of " + draft_.problem.variable +
               " cannot be known; only delays are available: " + symbol.name + "(" +
               draft_.problem.variable + " - " + to_text(-delay) + ")");
      return;
    }
    if (delay == 0.0) {
      emit_slot(draft_.problem.slot_of(state, symbol.primes), symbol, node.span);
      return;
    }
    Problem& problem = draft_.problem;
    const auto same = [&](const Lag& lag) {
      return lag.state == state && lag.derivative == symbol.primes && lag.delay == delay;
    };
    auto found = std::find_if(problem.lags.begin(), problem.lags.end(), same);
    if (found == problem.lags.end()) {
      problem.lags.push_back({state, symbol.primes, delay, problem.n_slots++});
      found = problem.lags.end() - 1;
    }
    const std::string name =
        primed(symbol.name, symbol.primes) + "(" + problem.variable + " - " + to_text(delay) + ")";
    emit_slot(found->slot, {name, 0}, node.span);
  }

  void emit_point_value(const Node& node, const Symbol& symbol, int state, double at) {
    const double start = draft_.problem.start;
    const double end = draft_.problem.end;
    // "2*pi" here and 6.283185307179586 in the domain must be the same point.
    const double rounding =
        4.0 * std::numeric_limits<double>::epsilon() * std::max(std::abs(start), std::abs(end));
    if (std::abs(at - start) <= rounding) at = start;
    if (std::abs(at - end) <= rounding) at = end;
    if (at < start || at > end) {
      fail(node,
           "point " + to_text(at) + " of " + primed(symbol.name, symbol.primes) +
               " is outside the domain [" + to_text(start) + ", " + to_text(end) + "]");
      return;
    }
    const auto same = [&](const PointValue& value) {
      return value.state == state && value.derivative == symbol.primes && value.at == at;
    };
    const auto found = std::find_if(values_->begin(), values_->end(), same);
    const auto slot = static_cast<int>(found - values_->begin());
    if (found == values_->end()) values_->push_back({state, symbol.primes, at});
    emit_slot(slot, symbol, node.span);
  }

  void emit_number(double number, Span span) {
    Node node;
    node.number = number;
    node.span = span;
    emit(node);
  }

  void emit_slot(int slot, const Symbol& symbol, Span span) {
    Node node;
    node.op = Op::Slot;
    node.slot = slot;
    node.symbol = intern(symbol);
    node.span = span;
    emit(node);
  }

  std::int32_t intern(const Symbol& symbol) {
    const auto [place, is_new] = symbol_index_.try_emplace(
        {symbol.name, symbol.primes}, static_cast<std::int32_t>(symbols_.size()));
    if (is_new) symbols_.push_back(symbol);
    return place->second;
  }

  /// Appends a node whose children are the subtrees appended last.
  void emit(const Node& node) {
    const std::size_t first = begins_.size() - node.arity;
    const std::size_t begin = node.arity == 0 ? out_.size() : begins_[first];
    if (choose_branch(node, first)) return;
    const bool constant = node.arity > 0 && out_.size() - begin == node.arity &&
                          std::all_of(out_.begin() + static_cast<std::ptrdiff_t>(begin),
                                      out_.end(),
                                      [](const Node& n) { return n.op == Op::Number; });
    Node result = node;
    if (constant && compute(node, begin, result)) out_.resize(begin);
    begins_.resize(first);
    begins_.push_back(begin);
    out_.push_back(result);
  }

  /// True if `node` is an `if` whose test is constant: only the branch taken stays.
  bool choose_branch(const Node& node, std::size_t first) {
    if (node.op != Op::Call || node.function != Function::If) return false;
    const std::size_t test = begins_[first];
    const std::size_t yes = begins_[first + 1];
    const std::size_t no = begins_[first + 2];
    if (yes - test != 1 || out_[test].op != Op::Number) return false;
    const auto place = [&](std::size_t i) { return out_.begin() + static_cast<std::ptrdiff_t>(i); };
    if (out_[test].number != 0.0) {
      out_.erase(place(no), out_.end());
      out_.erase(place(test), place(yes));
    } else {
      out_.erase(place(test), place(no));
    }
    begins_.resize(first);
    begins_.push_back(test);
    return true;
  }

  /// The value of an operation on numbers, if it is finite.
  bool compute(const Node& node, std::size_t begin, Node& result) const {
    const double value = value_of(node, begin);
    if (!std::isfinite(value)) return false;
    result = Node();
    result.number = value;
    result.span = node.span;
    return true;
  }

  double value_of(const Node& node, std::size_t begin) const {
    std::array<double, 3> arguments{};
    for (std::size_t i = 0; i < node.arity; ++i) arguments[i] = out_[begin + i].number;
    const bool is_power =
        node.op == Op::Power || (node.op == Op::Call && node.function == Function::Pow);
    if (is_power) return power(arguments[0], arguments[1]);
    return apply<double>(node, parsed_, arguments.data());
  }

  void fail(const Node& node, const std::string& message) {
    draft_.error(place_of(path_, node.span), message);
    ok_ = false;
  }

  /// False, and an error, if some part can never be a finite number.
  bool is_finite() {
    std::size_t n_numbers = 0;  // numbers directly before the node
    for (std::size_t i = 0; i < out_.size() && ok_; ++i) {
      const Node& node = out_[i];
      if (node.op == Op::Number) {
        ++n_numbers;
        continue;
      }
      const bool constant = node.arity > 0 && n_numbers >= node.arity;
      if (node.op == Op::Divide && out_[i - 1].op == Op::Number && out_[i - 1].number == 0.0) {
        fail(node, "division by zero: " + in_quotes(text_of(node)));
      } else if (constant) {
        fail(node,
             in_quotes(text_of(node)) + " is not finite (" +
                 to_text(value_of(node, i - node.arity)) + ")");
      }
      n_numbers = 0;
    }
    return ok_;
  }

  std::string text_of(const Node& node) const {
    return parsed_.text().substr(node.span.offset, node.span.length);
  }

  static void link_children(std::vector<Node>& nodes) {
    std::vector<std::int32_t> roots;
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      Node& node = nodes[i];
      const std::size_t first = roots.size() - node.arity;
      for (std::size_t c = 0; c < node.arity; ++c) node.child[c] = roots[first + c];
      roots.resize(first);
      roots.push_back(static_cast<std::int32_t>(i));
    }
  }

  Draft& draft_;
  const Expression& parsed_;
  const std::string& path_;
  std::vector<PointValue>* values_;
  std::vector<Node> out_;
  std::vector<std::size_t> begins_;  // first node of every subtree not yet taken by a parent
  std::vector<Symbol> symbols_;
  std::map<std::pair<std::string, int>, std::int32_t> symbol_index_;
  bool ok_ = true;
};

}  // namespace

std::optional<Expression> bind(Draft& draft, const Expression& parsed, const std::string& path) {
  return Binder(draft, parsed, path, nullptr).run();
}

std::optional<Expression> bind_condition(Draft& draft,
                                         const Expression& parsed,
                                         const std::string& path,
                                         std::vector<PointValue>& values) {
  return Binder(draft, parsed, path, &values).run();
}

Expression residual_of(const Expression& left, const Expression& right) {
  if (right.root().op == Op::Number && right.root().number == 0.0) return left;
  std::vector<Node> nodes = left.nodes();
  std::vector<Symbol> symbols = left.symbols();
  const auto node_shift = static_cast<std::int32_t>(nodes.size());
  const auto symbol_shift = static_cast<std::int32_t>(symbols.size());
  for (Node node : right.nodes()) {
    for (std::size_t i = 0; i < node.arity; ++i) node.child[i] += node_shift;
    if (node.symbol >= 0) node.symbol += symbol_shift;
    nodes.push_back(node);
  }
  symbols.insert(symbols.end(), right.symbols().begin(), right.symbols().end());
  Node minus;
  minus.op = Op::Subtract;
  minus.arity = 2;
  minus.child = {node_shift - 1, static_cast<std::int32_t>(nodes.size()) - 1, -1};
  nodes.push_back(minus);
  return Expression(std::move(nodes), std::move(symbols), left.text());
}

}  // namespace pinn::detail
