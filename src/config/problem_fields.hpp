// SPDX-License-Identifier: MIT
// The part of the table of keys that says what is to be solved; see fields.hpp.
#pragma once

#include <tuple>
#include <type_traits>

#include "pinn/config/config.hpp"
#include "rule.hpp"

namespace pinn {

/// Chooses the overload for `Group`, const or not.
template <typename T, typename Group>
using IfGroup = std::enable_if_t<std::is_same_v<std::remove_const_t<T>, Group>, int>;

template <typename T, typename Field, IfGroup<T, DataConfig> = 0>
void for_each_field(T& data, Field&& field) {
  field("file",
        data.file,
        text(TextKind::Path).required(),
        "CSV file with a header, relative to the folder of the config");
  field("variable",
        data.variable,
        text(TextKind::Column).required(),
        "column of the file that holds the variable");
  field("columns",
        data.columns,
        text(TextKind::Column).items(1).required(),
        "state or observable to its column");
  field("sigma",
        data.sigma,
        above(0).or_text(TextKind::Column),
        "standard deviation by state or observable, a number or a column; 1 where it is missing");
}

template <typename T, typename Field, IfGroup<T, InputConfig> = 0>
void for_each_field(T& input, Field&& field) {
  field("file",
        input.file,
        text(TextKind::Path).required(),
        "CSV file with a header that covers the domain, relative to the folder of the config");
  field("variable",
        input.variable,
        text(TextKind::Column).required(),
        "column of the file that holds the variable");
  field("column",
        input.column,
        text(TextKind::Column).required(),
        "column of the file that holds the signal");
  field("interpolation",
        input.interpolation,
        any(),
        "between the rows: linear, or a cubic spline (not-a-knot)");
}

template <typename T, typename Field, IfGroup<T, UnknownConfig> = 0>
void for_each_field(T& unknown, Field&& field) {
  field("initial", unknown.initial, any(), "what the search for it begins with, else 0");
}

template <typename T, typename Field, IfGroup<T, HamiltonianConfig> = 0>
void for_each_field(T& hamiltonian, Field&& field) {
  field("energy",
        hamiltonian.energy,
        text(TextKind::Expression).required(),
        "H of coordinates, momenta and the variable; also an observable \"energy\"");
  field("pairs",
        hamiltonian.pairs,
        text(TextKind::Name).items(1).required(),
        "coordinate to its momentum: q' = dH/dp, p' = -dH/dq");
}

template <typename T, typename Field, IfGroup<T, LagrangianConfig> = 0>
void for_each_field(T& lagrangian, Field&& field) {
  field("function",
        lagrangian.function,
        text(TextKind::Expression).required(),
        "L of coordinates, their first derivatives and the variable; its energy is also an "
        "observable \"energy\"");
  field("coordinates",
        lagrangian.coordinates,
        text(TextKind::Name).items(1, 500).required(),
        "names of the coordinates: d/dt dL/dq' = dL/dq");
}

template <typename T, typename Field, IfGroup<T, ProblemConfig> = 0>
void for_each_field(T& problem, Field&& field) {
  field("variable", problem.variable, text(TextKind::Name), "the independent variable");
  field("domain",
        std::tie(problem.start, problem.end),
        constant().required(),
        "[a, b] with a < b, where the solution is wanted; numbers, or constant expressions such as "
        "\"4*pi\"");
  field("parameters",
        problem.parameters,
        constant(),
        "fixed numbers by name, or constant expressions such as \"8/3\" that may use earlier ones");
  field("definitions",
        problem.definitions,
        text(TextKind::Expression),
        "abbreviations by name, in any order, without cycles");
  field("states",
        problem.states,
        text(TextKind::Name).items(1, 1000).otherwise("the names with a prime, as they appear"),
        "names of the states in the order wanted; needed for a state that has no prime anywhere");
  field("equations",
        problem.equations,
        text(TextKind::Equality).items(1, 1000).required(),
        "one equation per state, left = right; a prime is a derivative: x'' + w^2*x = 0");
  field("hamiltonian",
        problem.hamiltonian,
        any(),
        "instead of equations: equations of motion from an energy");
  field("lagrangian",
        problem.lagrangian,
        any(),
        "instead of equations: equations of motion from a Lagrangian");
  field("conditions",
        problem.conditions,
        text(TextKind::Equality).items(1).required(),
        "as many as the orders of the states add up to: y(0) = 1, u'(1) + u(1) = 0");
  field("exact",
        problem.exact,
        text(TextKind::Expression),
        "exact solution by state, for the verdict only, never for training");
  field("observables",
        problem.observables,
        text(TextKind::Expression),
        "further columns computed from the solution; may be measured in data");
  field("guess",
        problem.guess,
        text(TextKind::Expression),
        "start of a nonlinear boundary-value problem by state; picks its branch");
  field("history",
        problem.history,
        text(TextKind::Expression),
        "values before the start by state, where an equation has a delay: y(t - 1); initial values "
        "follow from it");
  field("data", problem.data, any().items(1), "measured values: a term of the loss");
  field("inputs",
        problem.inputs,
        any().items(1),
        "measured signals by the name that the equations use");
  field("unknowns",
        problem.unknowns,
        any().items(1),
        "constants by name that further conditions determine, one each: an eigenvalue, a period; "
        "each is a column of its own");
  field("solutions",
        problem.solutions,
        any(),
        "all: search for further solutions of a nonlinear boundary-value problem, each in a folder "
        "solution-K of its own; method readout");
  field("stop_when",
        problem.stop_when,
        text(TextKind::Equality),
        "the solution ends where this holds first, for example y = 0; method readout only");
}

}  // namespace pinn
