// SPDX-License-Identifier: MIT
// Orders the definitions so that each comes after those it uses; finds cycles.
#include <algorithm>
#include <set>

#include "draft.hpp"

namespace pinn::detail {

namespace {

enum class Mark : char { New, Open, Done };

/// Indices of the definitions that this one names, without repetition.
std::vector<std::size_t> definitions_in(const Draft& draft, const Definition& definition) {
  std::set<std::size_t> found;
  if (definition.expression) {
    for (const Symbol& symbol : definition.expression->symbols()) {
      const Names::Entry* entry = draft.names.find(symbol.name);
      if (entry != nullptr && entry->kind == NameKind::Definition) found.insert(entry->index);
    }
  }
  return {found.begin(), found.end()};
}

/// Depth-first walk with a stack of its own: chains of definitions may be long.
class Walk {
 public:
  explicit Walk(Draft& draft) : draft_(draft), marks_(draft.definitions.size(), Mark::New) {}

  void run() {
    for (std::size_t i = 0; i < marks_.size(); ++i) {
      if (marks_[i] == Mark::New) visit(i);
    }
  }

 private:
  struct Step {
    std::size_t definition;
    std::vector<std::size_t> uses;
    std::size_t next = 0;
  };

  void open(std::size_t index) {
    marks_[index] = Mark::Open;
    path_.push_back({index, definitions_in(draft_, draft_.definitions[index])});
  }

  void visit(std::size_t root) {
    open(root);
    while (!path_.empty()) {
      Step& step = path_.back();
      if (step.next == step.uses.size()) {
        finish(draft_.definitions[step.definition]);
        marks_[step.definition] = Mark::Done;
        path_.pop_back();
        continue;
      }
      const std::size_t used = step.uses[step.next++];
      if (marks_[used] == Mark::New) {
        open(used);
      } else if (marks_[used] == Mark::Open) {
        tell_cycle(used);
      }
    }
  }

  void tell_cycle(std::size_t first) {
    std::string names;
    bool inside = false;
    for (const Step& step : path_) {
      inside = inside || step.definition == first;
      if (inside) names += draft_.definitions[step.definition].name + " -> ";
    }
    const Definition& definition = draft_.definitions[first];
    draft_.error({definition.path, 0, 0, false},
                 "definitions form a cycle: " + names + definition.name);
  }

  /// Everything it uses is finished, unless there is a cycle, which is an error anyway.
  void finish(Definition& definition) {
    if (!definition.expression) return;
    std::size_t n_nodes = 0;
    for (const Node& node : definition.expression->nodes()) {
      ++n_nodes;
      if (node.op != Op::Name && node.op != Op::Applied) continue;
      const Symbol& symbol =
          definition.expression->symbols()[static_cast<std::size_t>(node.symbol)];
      const Names::Entry* entry = draft_.names.find(symbol.name);
      if (entry == nullptr) continue;
      definition.uses_state = definition.uses_state || entry->kind == NameKind::State;
      definition.uses_variable = definition.uses_variable || entry->kind == NameKind::Variable;
      definition.uses_input = definition.uses_input || entry->kind == NameKind::Input;
      if (entry->kind != NameKind::Definition) continue;
      const Definition& used = draft_.definitions[entry->index];
      definition.uses_state = definition.uses_state || used.uses_state;
      definition.uses_variable = definition.uses_variable || used.uses_variable;
      definition.uses_input = definition.uses_input || used.uses_input;
      n_nodes = std::min(n_nodes + used.n_nodes, 2 * kMaxExpressionNodes);
    }
    definition.n_nodes = n_nodes;
  }

  Draft& draft_;
  std::vector<Mark> marks_;
  std::vector<Step> path_;
};

}  // namespace

void resolve_definitions(Draft& draft) { Walk(draft).run(); }

}  // namespace pinn::detail
