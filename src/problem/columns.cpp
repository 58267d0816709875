// SPDX-License-Identifier: MIT
// Names outside the expressions: of data, of tolerances, and of the columns of the output.
#include <array>
#include <set>
#include <string_view>

#include "draft.hpp"
#include "pinn/config/check.hpp"
#include "pinn/util/nearest_name.hpp"

namespace pinn::detail {

namespace {

/// Columns of validation.csv beside that of the variable.
constexpr std::array<std::string_view, 6> kValidationColumns{
    "state", "value", "ref", "error", "tolerance", "ratio"};

std::vector<std::string> state_names(const Problem& problem) {
  std::vector<std::string> names;
  for (const State& state : problem.states) names.push_back(state.name);
  return names;
}

void check_data(Draft& draft, const DataConfig& data, const std::string& path) {
  std::set<std::string> known;
  std::vector<std::string> candidates = state_names(draft.problem);
  for (const auto& [name, text] : draft.config.problem.observables) candidates.push_back(name);
  known.insert(candidates.begin(), candidates.end());
  std::set<std::string> measured;
  for (const auto& [name, column] : data.columns) {
    measured.insert(name);
    if (known.count(name) > 0) continue;
    draft.error({member_path(path + ".columns", name), 0, 0, true},
                in_quotes(name) + " is not a state or observable" + did_you_mean(name, candidates),
                draft.names.note());
  }
  for (const auto& [name, sigma] : data.sigma) {
    if (measured.count(name) > 0) continue;
    draft.error({member_path(path + ".sigma", name), 0, 0, true},
                in_quotes(name) + " is not one of the columns" +
                    did_you_mean(name, {measured.begin(), measured.end()}));
  }
}

/// Collects the columns of solution.csv; tells the second one of a name.
class Columns {
 public:
  explicit Columns(Draft& draft) : draft_(draft) {}

  void check() {
    const Problem& problem = draft_.problem;
    add(problem.variable, "the variable", {"problem.variable", 0, 0, false});
    for (std::size_t s = 0; s < problem.states.size(); ++s) {
      add(problem.states[s].name, "a state", draft_.state_places[s]);
    }
    for (const auto& [name, text] : draft_.config.problem.observables) {
      add(name, "an observable", {"problem.observables." + name, 0, 0, true});
    }
    for (const State& state : problem.states) add_derived(state);
    for (const Equation& equation : problem.equations) {
      if (equation.label.empty()) continue;  // not labelled, because there are errors
      add_derived("res_" + equation.label, "the residual of an equation");
    }
  }

 private:
  struct Owner {
    std::string what;
    Place place;
  };

  void add(const std::string& column, const std::string& what, Place place) {
    columns_.try_emplace(column, Owner{what, std::move(place)});
  }

  void add_derived(const State& state) {
    const std::string& variable = draft_.problem.variable;
    for (int k = 1; k <= state.order; ++k) {
      const std::string power = k == 1 ? "" : std::to_string(k);
      std::string column = "d";
      column.append(power).append(state.name).append("_d").append(variable).append(power);
      add_derived(column, "the derivative " + primed(state.name, k));
    }
    add_derived(state.name + "_ref", "the reference of " + state.name);
    add_derived(state.name + "_err", "the error of " + state.name);
    add_derived(state.name + "_err_est", "the estimated error of " + state.name);
  }

  /// A name made by the program; the other one is the user's and can be changed.
  void add_derived(const std::string& column, const std::string& what) {
    const auto [owner, is_new] =
        columns_.try_emplace(column, Owner{what, {"problem.equations", 0, 0, false}});
    if (is_new) return;
    draft_.error(owner->second.place,
                 in_quotes(column) + " would be the column of " + owner->second.what + " and of " +
                     what + "; choose another name");
  }

  Draft& draft_;
  std::map<std::string, Owner> columns_;
};

}  // namespace

void check_columns(Draft& draft) {
  for (const std::string_view column : kValidationColumns) {
    if (draft.problem.variable != column) continue;
    draft.error({"problem.variable", 0, 0, false},
                in_quotes(draft.problem.variable) +
                    " is a column of validation.csv already; choose another name");
  }
  const auto& data = draft.config.problem.data;
  for (std::size_t i = 0; i < data.size(); ++i) {
    check_data(draft, data[i], "problem.data." + std::to_string(i));
  }
  check_state_names(draft.config, state_names(draft.problem), draft.diagnostics);
  Columns(draft).check();
}

}  // namespace pinn::detail
