// SPDX-License-Identifier: MIT
// Activation against order, names of tolerances against states.
#include "pinn/config/check.hpp"

#include <algorithm>

#include "checker.hpp"
#include "pinn/config/names.hpp"
#include "pinn/util/nearest_name.hpp"

namespace pinn {

namespace {

bool is_smooth(Activation activation) {
  for (const ActivationInfo& info : activations()) {
    if (info.activation == activation) return info.smooth;
  }
  return true;
}

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

void check_method(const Config& config, int highest_order, Diagnostics& diagnostics) {
  const Activation activation = config.network.activation;
  if (is_smooth(activation)) return;
  const std::string name(to_name(activation));
  Diagnostic found = error_at("network.activation", "");
  if (highest_order >= 2) {
    found.message = name + " has no second derivative, and an equation has order " +
                    std::to_string(highest_order) + "; use tanh or sin";
  } else {
    found.severity = Severity::Warning;
    found.id = "activation-not-smooth";
    found.message = name + " makes a solution of straight pieces; tanh or sin are more accurate";
  }
  diagnostics.push_back(found);
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
