// SPDX-License-Identifier: MIT
// Whether every name of an expression is known and may stand where it stands.
#include <algorithm>

#include "draft.hpp"
#include "pinn/util/number_text.hpp"

namespace pinn::detail {

namespace {

class NameCheck {
 public:
  NameCheck(Draft& draft, const Expression& expression, const std::string& path, Context context)
      : draft_(draft), expression_(expression), path_(path), context_(context) {}

  bool run() {
    mark_arguments();
    for (std::size_t i = 0; i < expression_.nodes().size() && ok_; ++i) {
      const Node& node = expression_.nodes()[i];
      if (node.op == Op::Name) check_name(node, in_argument_[i]);
      if (node.op == Op::Applied) check_applied(node, in_argument_[i]);
    }
    return ok_;
  }

 private:
  /// Finds the first node of every subtree, and the nodes inside the brackets of `y(...)`.
  void mark_arguments() {
    const auto& nodes = expression_.nodes();
    begin_.resize(nodes.size());
    in_argument_.assign(nodes.size(), false);
    std::size_t marked = 0;  // everything before it is marked as it must be
    for (std::size_t i = 0; i < nodes.size(); ++i) {
      begin_[i] = nodes[i].arity == 0 ? i : begin_[static_cast<std::size_t>(nodes[i].child[0])];
      if (nodes[i].op != Op::Applied) continue;
      for (std::size_t j = std::max(begin_[i], marked); j < i; ++j) in_argument_[j] = true;
      marked = i;
    }
  }

  const Symbol& symbol_of(const Node& node) const {
    return expression_.symbols()[static_cast<std::size_t>(node.symbol)];
  }

  std::string text_of(const Node& node) const {
    return expression_.text().substr(node.span.offset, node.span.length);
  }

  void fail(const Node& node, const std::string& message, const std::string& note = "") {
    draft_.error(place_of(path_, node.span), message, note);
    ok_ = false;
  }

  void fail_unknown(const Node& node, const Symbol& symbol, bool called) {
    if (context_ == Context::Condition && (symbol.primes > 0 || called)) {
      const bool is_constant = is_constant_argument(node);
      if (symbol.primes > 0 || is_constant) {
        const std::string hint = unknown_name_hint(symbol.name, called, draft_.names.usable());
        fail(node,
             in_quotes(symbol.name) + " is not a state: no equation has it with a prime" + hint,
             draft_.names.note());
        return;
      }
    }
    fail(node,
         "unknown name " + in_quotes(symbol.name) + " in " + path_ +
             unknown_name_hint(symbol.name, called, draft_.names.usable()),
         draft_.names.note());
  }

  void check_name(const Node& node, bool in_argument) {
    const Symbol& symbol = symbol_of(node);
    const Names::Entry* entry = draft_.names.find(symbol.name);
    if (entry == nullptr) {
      fail_unknown(node, symbol, false);
      return;
    }
    if (symbol.primes > 0 && entry->kind != NameKind::State) {
      fail(node,
           in_quotes(symbol.name) + " is a " + kind_text(entry->kind) +
               " and takes no prime, only states do");
      return;
    }
    const bool constant_only = in_argument && context_ == Context::Condition;
    switch (entry->kind) {
      case NameKind::Parameter:
        draft_.parameter_used[entry->index] = true;
        break;
      case NameKind::Variable:
        if (context_ == Context::Condition) fail_variable(node);
        break;
      case NameKind::Input:
        check_input(node, entry->index);
        break;
      case NameKind::Definition:
        check_definition(node, draft_.definitions[entry->index]);
        break;
      case NameKind::State:
        check_state(node, symbol, entry->index, constant_only);
        break;
      case NameKind::Observable:
        fail(node,
             in_quotes(symbol.name) +
                 " is an observable and cannot be used here; make it one of problem.definitions");
        break;
    }
  }

  void fail_variable(const Node& node) {
    fail(node,
         in_quotes(draft_.problem.variable) +
             " has no value in a condition; write a number, for example " + example_point());
  }

  void check_input(const Node& node, std::size_t input) {
    draft_.input_used[input] = true;
    if (context_ != Context::Exact && context_ != Context::Condition) return;
    fail(node,
         in_quotes(symbol_of(node).name) +
             " is a measured input and cannot be used here; equations, definitions and observables "
             "may");
  }

  std::string example_point() const { return to_text(draft_.problem.start); }

  void check_definition(const Node& node, Definition& definition) {
    definition.used = true;
    const bool no_state = context_ == Context::Exact || context_ == Context::Condition;
    if (no_state && definition.uses_state) {
      fail(node, in_quotes(definition.name) + " depends on a state and cannot be used here");
    } else if (no_state && definition.uses_input) {
      fail(node,
           in_quotes(definition.name) + " depends on a measured input and cannot be used here");
    } else if (context_ == Context::Condition && definition.uses_variable) {
      fail(node,
           in_quotes(definition.name) + " depends on " + draft_.problem.variable +
               " and cannot be used in a condition");
    }
  }

  void check_state(const Node& node, const Symbol& symbol, std::size_t state, bool constant_only) {
    if (context_ == Context::Exact) {
      fail(node,
           in_quotes(symbol.name) +
               " is a state; only the variable, parameters and definitions without states may be "
               "used here");
    } else if (constant_only) {
      fail(node, "the point of a condition must be a constant, not " + in_quotes(text_of(node)));
    } else if (context_ == Context::Condition) {
      const std::string name = primed(symbol.name, symbol.primes);
      fail(node,
           in_quotes(name) + " needs a point in a condition, for example " + name + "(" +
               example_point() + ")");
    } else {
      check_order(node, symbol, state);
    }
  }

  void check_order(const Node& node, const Symbol& symbol, std::size_t state) {
    const int order = draft_.problem.states[state].order;
    if (symbol.primes <= order) return;
    fail(node,
         in_quotes(primed(symbol.name, symbol.primes)) + " is above the order of " +
             in_quotes(symbol.name) + ", which is " + std::to_string(order));
  }

  /// True if nothing inside the brackets changes with the variable.
  bool is_constant_argument(const Node& node) const {
    if (node.op != Op::Applied) return false;
    const auto last = static_cast<std::size_t>(node.child[0]);
    for (std::size_t i = begin_[last]; i <= last; ++i) {
      const Node& inside = expression_.nodes()[i];
      if (inside.op == Op::Applied) return false;
      if (inside.op != Op::Name) continue;
      const Names::Entry* entry = draft_.names.find(symbol_of(inside).name);
      if (entry == nullptr || entry->kind == NameKind::State || entry->kind == NameKind::Input ||
          entry->kind == NameKind::Variable) {
        return false;
      }
    }
    return true;
  }

  bool is_variable(const Node& node) const {
    if (node.op != Op::Name) return false;
    return symbol_of(node).name == draft_.problem.variable && symbol_of(node).primes == 0;
  }

  void check_applied(const Node& node, bool in_argument) {
    const Symbol& symbol = symbol_of(node);
    const Names::Entry* entry = draft_.names.find(symbol.name);
    if (entry == nullptr) {
      fail_unknown(node, symbol, true);
      return;
    }
    if (entry->kind == NameKind::Input) {
      check_applied_input(node, entry->index);
      return;
    }
    if (entry->kind != NameKind::State) {
      fail(node,
           in_quotes(symbol.name) + " is a " + kind_text(entry->kind) +
               ", not a function; a product is written " + symbol.name + "*(...)");
      return;
    }
    if (context_ == Context::Condition) {
      check_point_value(node, symbol, entry->index, in_argument);
      return;
    }
    const Node& argument = expression_.nodes()[static_cast<std::size_t>(node.child[0])];
    if (is_variable(argument) || context_ == Context::Exact) {
      check_state(node, symbol, entry->index, false);
    } else if (is_constant_argument(node)) {
      fail(node,
           in_quotes(text_of(node)) +
               " is a value at a point; only problem.conditions may have such values");
    } else {
      check_lag(node, symbol, entry->index);
    }
  }

  /// `y(t - tau)`; that tau is a positive number is seen once its names have been put in.
  void check_lag(const Node& node, const Symbol& symbol, std::size_t state) {
    const auto last = static_cast<std::size_t>(node.child[0]);
    for (std::size_t i = begin_[last]; i <= last; ++i) {
      const Node& inside = expression_.nodes()[i];
      if (inside.op != Op::Applied && (inside.op != Op::Name || !depends_on_solution(inside))) {
        continue;
      }
      fail(node,
           in_quotes(text_of(node)) +
               " has a delay that depends on the solution; only constant "
               "delays are available: " +
               symbol.name + "(" + draft_.problem.variable + " - 1)");
      return;
    }
    const int order = draft_.problem.states[state].order;
    if (symbol.primes < order) return;
    fail(node,
         in_quotes(text_of(node)) +
             " is a delayed highest derivative (a neutral equation), which "
             "is not available; expected fewer than " +
             counted(static_cast<std::size_t>(order), "prime"));
  }

  bool depends_on_solution(const Node& name) const {
    const Names::Entry* entry = draft_.names.find(symbol_of(name).name);
    if (entry == nullptr) return false;
    if (entry->kind != NameKind::Definition) {
      return entry->kind == NameKind::State || entry->kind == NameKind::Input;
    }
    const Definition& definition = draft_.definitions[entry->index];
    return definition.uses_state || definition.uses_input;
  }

  /// `u(t)` is u.
  void check_applied_input(const Node& node, std::size_t input) {
    const Node& argument = expression_.nodes()[static_cast<std::size_t>(node.child[0])];
    if (symbol_of(node).primes > 0) {
      fail(node, in_quotes(symbol_of(node).name) + " is a measured input and takes no prime");
    } else if (is_variable(argument)) {
      check_input(node, input);
    } else {
      fail(node,
           in_quotes(text_of(node)) + " is not at " + draft_.problem.variable +
               ", the only place where a measured input has a value");
    }
  }

  void check_point_value(const Node& node,
                         const Symbol& symbol,
                         std::size_t state,
                         bool in_argument) {
    if (in_argument) {
      fail(node, "the point of a condition must be a constant, not " + in_quotes(text_of(node)));
      return;
    }
    const int order = draft_.problem.states[state].order;
    if (symbol.primes < order) return;
    const std::string highest = primed(symbol.name, order - 1);
    fail(node,
         in_quotes(text_of(node)) + " has " +
             counted(static_cast<std::size_t>(symbol.primes), "prime") +
             ", a condition of a state of order " + std::to_string(order) +
             " has fewer; the highest is " + highest + "(" + example_point() + ")");
  }

  Draft& draft_;
  const Expression& expression_;
  const std::string& path_;
  Context context_;
  std::vector<std::size_t> begin_;
  std::vector<bool> in_argument_;
  bool ok_ = true;
};

}  // namespace

bool check_names(Draft& draft,
                 const Expression& expression,
                 const std::string& path,
                 Context context) {
  return NameCheck(draft, expression, path, context).run();
}

}  // namespace pinn::detail
