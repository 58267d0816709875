// SPDX-License-Identifier: MIT
// The words that the config uses for every choice.
#pragma once

#include <string_view>
#include <utility>
#include <vector>

#include "pinn/config/config.hpp"

namespace pinn {

/// Values of a choice with their names, in the order of the enumeration.
template <typename Choice>
using ChoiceNames = std::vector<std::pair<Choice, std::string_view>>;

/// Names of every value; the argument only selects the choice.
const ChoiceNames<Method>& choice_names(Method);
const ChoiceNames<Precision>& choice_names(Precision);
const ChoiceNames<Derivatives>& choice_names(Derivatives);
const ChoiceNames<Imposed>& choice_names(Imposed);
const ChoiceNames<PointsKind>& choice_names(PointsKind);
const ChoiceNames<Edges>& choice_names(Edges);
const ChoiceNames<Balance>& choice_names(Balance);
const ChoiceNames<Adapt>& choice_names(Adapt);
const ChoiceNames<Optimizer>& choice_names(Optimizer);
const ChoiceNames<Schedule>& choice_names(Schedule);
const ChoiceNames<ReferenceMethod>& choice_names(ReferenceMethod);
const ChoiceNames<Basis>& choice_names(Basis);
const ChoiceNames<Device>& choice_names(Device);
const ChoiceNames<Interpolation>& choice_names(Interpolation);
const ChoiceNames<Solutions>& choice_names(Solutions);
const ChoiceNames<Activation>& choice_names(Activation);

/// The word of the config for a value: to_name(Optimizer::Adamw) is "adamw".
template <typename Choice>
std::string_view to_name(Choice value) {
  for (const auto& [candidate, name] : choice_names(value)) {
    if (candidate == value) return name;
  }
  return "?";
}

}  // namespace pinn
