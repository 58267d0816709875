// SPDX-License-Identifier: MIT
// Finds the states: the primed names of the equations, in order of appearance.
#include <algorithm>
#include <array>
#include <cctype>
#include <set>
#include <string_view>

#include "draft.hpp"

namespace pinn::detail {

namespace {

class StateFinder {
 public:
  explicit StateFinder(Draft& draft) : draft_(draft) {}

  void find() {
    declare();
    for (const Sides& equation : draft_.equations) {
      if (equation.equality) {
        visit(equation.equality->left, equation.path);
        visit(equation.equality->right, equation.path);
      } else {
        scan(equation.text, equation.path);
      }
    }
    for (State& state : draft_.problem.states) {
      state.algebraic = state.order == 0;
      state.order = std::max(state.order, 1);
    }
  }

 private:
  /// The states of problem.states, in its order.
  void declare() {
    const std::vector<std::string>& names = draft_.config.problem.states;
    for (std::size_t i = 0; i < names.size(); ++i) {
      const Place place{member_path("problem.states", std::to_string(i)), 0, 0, false};
      const Names::Entry* entry = draft_.names.find(names[i]);
      if (entry != nullptr) {
        draft_.error(place,
                     in_quotes(names[i]) + " is the name of a " + kind_text(entry->kind) +
                         " already; names must be distinct");
      } else {
        draft_.names.add(names[i], NameKind::State, draft_.problem.states.size());
        draft_.problem.states.push_back({names[i], 0});
        draft_.state_places.push_back(place);
      }
    }
  }

  bool may_add(const std::string& name) const {
    const auto& unknowns = draft_.config.problem.unknowns;
    return draft_.config.problem.states.empty() ||
           std::any_of(unknowns.begin(), unknowns.end(), [&](const auto& unknown) {
             return unknown.first == name;
           });
  }

  /// An expression that is still to be read, from this node on.
  struct Visit {
    const Expression* expression;
    std::string path;
    std::size_t at = 0;
  };

  /// Definitions are read where they stand, once: they are part of the equation.
  void visit(const Expression& root, const std::string& path) {
    std::vector<Visit> visits{{&root, path}};
    while (!visits.empty()) {
      Visit& current = visits.back();
      if (current.at == current.expression->nodes().size()) {
        visits.pop_back();
        continue;
      }
      const Node& node = current.expression->nodes()[current.at++];
      if (node.op != Op::Name && node.op != Op::Applied) continue;
      const Symbol& symbol = current.expression->symbols()[static_cast<std::size_t>(node.symbol)];
      if (symbol.primes > 0) {
        add(symbol.name, symbol.primes, place_of(current.path, node.span));
        continue;
      }
      const Definition* definition = definition_to_read(symbol.name);
      if (definition != nullptr) visits.push_back({&*definition->expression, definition->path});
    }
  }

  const Definition* definition_to_read(const std::string& name) {
    const Names::Entry* entry = draft_.names.find(name);
    if (entry == nullptr || entry->kind != NameKind::Definition) return nullptr;
    const Definition& definition = draft_.definitions[entry->index];
    if (!definition.expression || !read_.insert(entry->index).second) return nullptr;
    return &definition;
  }

  void add(const std::string& name, int primes, Place place) {
    const Names::Entry* entry = draft_.names.find(name);
    if (entry != nullptr && entry->kind != NameKind::State) {
      draft_.error(std::move(place),
                   in_quotes(name) + " is a " + kind_text(entry->kind) +
                       " and takes no prime, only states do");
      return;
    }
    if (primes > kMaxOrder) {
      draft_.error(place,
                   std::to_string(primes) + " primes, at most " + std::to_string(kMaxOrder) +
                       " are allowed");
      primes = kMaxOrder;
    }
    std::vector<State>& states = draft_.problem.states;
    if (entry == nullptr) {
      if (!may_add(name)) {
        draft_.error(place, in_quotes(name) + " has a prime but is not one of problem.states");
      }
      draft_.names.add(name, NameKind::State, states.size());
      states.push_back({name, primes});
      draft_.state_places.push_back(std::move(place));
      return;
    }
    State& state = states[entry->index];
    state.order = std::max(state.order, primes);
  }

  /// Primed names of a text that does not parse, so that one mistake does not make others.
  void scan(std::string_view text, const std::string& path) {
    static constexpr std::array<std::pair<std::string_view, int>, 4> kPrimes{
        {{"'", 1}, {"\u2032", 1}, {"\u2019", 1}, {"\u2033", 2}}};
    std::size_t at = 0;
    while (at < text.size()) {
      const std::size_t begin = at;
      while (at < text.size() &&
             (std::isalnum(static_cast<unsigned char>(text[at])) != 0 || text[at] == '_'))
        ++at;
      const std::string name(text.substr(begin, at - begin));
      if (name.empty()) {
        ++at;
        continue;
      }
      int primes = 0;
      for (bool found = true; found;) {
        found = false;
        for (const auto& [prime, count] : kPrimes) {
          if (text.substr(at, prime.size()) != prime) continue;
          at += prime.size();
          primes += count;
          found = true;
        }
      }
      if (primes > 0 && is_free_name(name)) add(name, primes, {path, begin, at - begin, false});
    }
  }

  Draft& draft_;
  std::set<std::size_t> read_;
};

}  // namespace

void collect_states(Draft& draft) {
  StateFinder(draft).find();
  Problem& problem = draft.problem;
  problem.n_slots = 1;
  for (const State& state : problem.states) {
    problem.state_slot_begin.push_back(problem.n_slots);
    problem.n_slots += state.order + 1;
  }
  for (const auto& [name, input] : draft.config.problem.inputs) {
    problem.inputs.push_back({name, problem.n_slots++, nullptr});
  }
}

}  // namespace pinn::detail
