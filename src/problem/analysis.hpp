// SPDX-License-Identifier: MIT
// What the form of an expression says about it, without evaluating it.
#pragma once

#include <vector>

#include "pinn/expression/expression.hpp"
#include "pinn/problem/problem.hpp"

namespace pinn::detail {

/// Degree of an expression in some slots, as far as its form shows it.
enum class Degree : char { Constant = 0, Affine = 1, Nonlinear = 2 };

/// Needs:   counts[slot] says whether the slot counts; slots past its end do not.
Degree degree_in(const Expression& expression, const std::vector<bool>& counts);

/// Slots of the highest derivatives.
std::vector<bool> highest_slots(const Problem& problem);

/// Slots of the states and all derivatives, the delayed ones among them.
std::vector<bool> state_slots(const Problem& problem);

/// States whose highest derivative occurs in the expression, by number.
std::vector<int> states_at_highest(const Problem& problem, const Expression& expression);

/// True for abs, sign, min, max, step, if and a comparison.
bool is_kink(const Node& node);

/// True if abs, sign, min, max, step, if or a comparison occurs; `which` is the first such node.
bool has_kink(const Expression& expression, const Node** which = nullptr);

/// The derivative of a formula of the variable alone.
Expression slope_of(const Expression& formula);

/// Some values for the slots, away from 0 and from each other, different for every `draw`; those of
/// an even draw are positive. Slot 0 is `at`.
std::vector<double> generic_slots(const Problem& problem, double at, int draw);

}  // namespace pinn::detail
