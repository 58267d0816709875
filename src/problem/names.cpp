// SPDX-License-Identifier: MIT
// The names of a problem, and the telling of mistakes.
#include <algorithm>

#include "draft.hpp"

namespace pinn::detail {

const char* kind_text(NameKind kind) {
  switch (kind) {
    case NameKind::Variable:
      return "variable";
    case NameKind::State:
      return "state";
    case NameKind::Input:
      return "measured input";
    case NameKind::Parameter:
      return "parameter";
    case NameKind::Definition:
      return "definition";
    case NameKind::Observable:
      return "observable";
  }
  return "";
}

bool Names::add(const std::string& name, NameKind kind, std::size_t index) {
  if (!entries_.try_emplace(name, Entry{kind, index}).second) return false;
  by_kind_[kind].push_back(name);
  return true;
}

const Names::Entry* Names::find(const std::string& name) const {
  const auto found = entries_.find(name);
  return found == entries_.end() ? nullptr : &found->second;
}

std::vector<std::string> Names::usable() const {
  std::vector<std::string> all;
  for (const auto& [kind, names] : by_kind_) {
    if (kind != NameKind::Observable) all.insert(all.end(), names.begin(), names.end());
  }
  return all;
}

std::string Names::note() const {
  constexpr std::size_t kMostListed = 12;
  const std::vector<std::string> all = usable();
  std::string text = "known here: ";
  for (std::size_t i = 0; i < std::min(all.size(), kMostListed); ++i) {
    if (i > 0) text += ", ";
    text += all[i] + " (" + kind_text(find(all[i])->kind) + ")";
  }
  return all.size() > kMostListed ? text + ", ..." : text;
}

bool Draft::has_error_at(const std::string& path, bool below) const {
  return std::any_of(diagnostics.begin(), diagnostics.end(), [&](const Diagnostic& d) {
    if (d.severity != Severity::Error) return false;
    return d.place.path == path || (below && d.place.path.rfind(path + ".", 0) == 0);
  });
}

void Draft::error(Place place, std::string message, std::string note) {
  if (has_error_at(place.path)) return;
  diagnostics.push_back(
      {Severity::Error, std::move(place), std::move(message), std::move(note), ""});
}

void Draft::warning(Place place, std::string id, std::string message) {
  diagnostics.push_back(
      {Severity::Warning, std::move(place), std::move(message), "", std::move(id)});
}

std::string member_path(const std::string& path, const std::string& key) {
  std::string result = path;
  result += '.';
  result += key;
  return result;
}

std::string in_quotes(const std::string& text) { return '"' + text + '"'; }

std::string primed(const std::string& name, int primes) {
  return name + std::string(static_cast<std::size_t>(primes), '\'');
}

std::string counted(std::size_t count, const std::string& noun) {
  return std::to_string(count) + " " + noun + (count == 1 ? "" : "s");
}

namespace {

/// Registers one name given by the user.
void add_name(
    Draft& draft, const std::string& name, NameKind kind, std::size_t index, Place place) {
  if (!is_free_name(name)) {
    const std::string what = is_reserved_name(name)
                                 ? " is a reserved word"
                                 : " is not a name: a letter or _, then letters, digits, _";
    draft.error(std::move(place), in_quotes(name) + what);
    return;
  }
  if (draft.names.add(name, kind, index)) return;
  const NameKind first = draft.names.find(name)->kind;
  draft.error(std::move(place),
              in_quotes(name) + " is the name of a " + kind_text(first) +
                  " already; names must be distinct");
}

template <typename List>
void add_names(Draft& draft, const List& list, NameKind kind, const std::string& path) {
  for (std::size_t i = 0; i < list.size(); ++i) {
    const std::string& name = list[i].first;
    add_name(draft, name, kind, i, {member_path(path, name), 0, 0, true});
  }
}

}  // namespace

void collect_names(Draft& draft) {
  const ProblemConfig& problem = draft.config.problem;
  add_name(draft, problem.variable, NameKind::Variable, 0, {"problem.variable", 0, 0, false});
  add_names(draft, problem.parameters, NameKind::Parameter, "problem.parameters");
  add_names(draft, problem.definitions, NameKind::Definition, "problem.definitions");
  add_names(draft, problem.inputs, NameKind::Input, "problem.inputs");
  draft.input_used.assign(problem.inputs.size(), false);
  draft.parameter_used.assign(problem.parameters.size(), false);
}

void collect_observables(Draft& draft) {
  const NamedList<std::string>& given = draft.config.problem.observables;
  add_names(draft, given, NameKind::Observable, "problem.observables");
  for (std::size_t i = given.size(); i < draft.observables.size(); ++i) {  // derived ones
    draft.names.add(draft.observables[i].name, NameKind::Observable, i);
  }
}

}  // namespace pinn::detail
