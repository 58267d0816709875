// SPDX-License-Identifier: MIT
// Keys without effect, names of tolerances against states.
#include "pinn/config/check.hpp"

#include <algorithm>
#include <utility>

#include "checker.hpp"
#include "pinn/util/nearest_name.hpp"
#include "rules.hpp"
#include "source_impl.hpp"
#include "unused.hpp"

namespace pinn {

namespace {

void check_names(const NamedList<double>& values,
                 const std::string& path,
                 const std::vector<std::string>& states,
                 Diagnostics& diagnostics) {
  for (const auto& [name, value] : values) {
    if (std::find(states.begin(), states.end(), name) != states.end()) continue;
    Diagnostic error = error_at(path_of(path, name),
                                in_quotes(name) + " is not a state" + did_you_mean(name, states));
    error.place.of_key = true;
    for (const std::string& state : states) {
      error.note += (error.note.empty() ? "states: " : ", ") + state;
    }
    diagnostics.push_back(error);
  }
}

}  // namespace

void check_unused(const Config& config, const ConfigSource& source, Diagnostics& diagnostics) {
  for (const UnusedKey& key : unused_keys(config)) {
    const JsonNode* given = value_at(source.impl->root, key.path);
    const bool is_auto = given != nullptr && given->text == "auto";
    const bool is_error = key.path == "output.points";  // told by check_rules
    if (given == nullptr || is_auto || is_error) continue;
    Diagnostic warning;
    warning.severity = Severity::Warning;
    warning.place.path = key.path;
    warning.place.of_key = true;
    warning.message = key.path + " has no effect: " + key.reason;
    warning.id = "unused-key";
    diagnostics.push_back(std::move(warning));
  }
}

void check_state_names(const Config& config,
                       const std::vector<std::string>& states,
                       Diagnostics& diagnostics) {
  if (const auto* atol = std::get_if<NamedList<double>>(&config.accept.atol)) {
    check_names(*atol, "accept.atol", states, diagnostics);
  }
  const auto& tolerance = config.training.tolerance.value;
  if (!tolerance) return;
  if (const auto* by_state = std::get_if<NamedList<double>>(&*tolerance)) {
    check_names(*by_state, "training.tolerance", states, diagnostics);
  }
}

}  // namespace pinn
