// SPDX-License-Identifier: MIT
// Equations solved for the highest derivatives as they stand, others solved point by point.
#include "first_order.hpp"

#include <algorithm>
#include <cmath>

namespace pinn::bench {

namespace {

bool all_finite(const double* values, int count) {
  return std::all_of(values, values + count, [](double value) { return std::isfinite(value); });
}

}  // namespace

FirstOrder::FirstOrder(const Problem& problem)
    : components_(problem),
      slots_(static_cast<std::size_t>(problem.n_slots)),
      slope_(problem.states.size(), 1.0) {
  component_of_slot_.assign(slots_.size(), -1);
  for (int c = 0; c < components_.count; ++c) {
    component_of_slot_[static_cast<std::size_t>(components_.slot[static_cast<std::size_t>(c)])] = c;
  }
  const std::vector<std::size_t> solved = solved_equations(problem);
  if (solved.empty()) {
    set_separate(problem);
  } else {
    std::vector<Expression> sides;
    for (const std::size_t e : solved) sides.push_back(problem.equations[e].right);
    values_ = Program(sides, problem.n_slots);
    derivatives_ = Program(sides, problem.n_slots, components_.slot);
    for (int s = 0; s < components_.n_states(); ++s) state_of_equation_.push_back(s);
  }
  if (kind_ == Kind::System) {
    system_ = std::make_unique<ExplicitForm>(problem);
    system_jacobian_.resize(size(), size());
  }
  rows_.resize(static_cast<std::size_t>(std::max(values_.n_rows(), derivatives_.n_rows())));
}

void FirstOrder::set_separate(const Problem& problem) {
  kind_ = Kind::Separate;
  std::vector<Expression> residuals;
  for (const Equation& equation : problem.equations) residuals.push_back(equation.residual);
  values_ = Program(residuals, problem.n_slots, components_.highest);
  std::vector<int> by = components_.slot;
  by.insert(by.end(), components_.highest.begin(), components_.highest.end());
  derivatives_ = Program(residuals, problem.n_slots, by);
  state_of_equation_.assign(residuals.size(), -1);
  for (const Program::Partial& partial : values_.partials()) {
    int& state = state_of_equation_[static_cast<std::size_t>(partial.output)];
    if (state >= 0) kind_ = Kind::System;
    const auto place =
        std::find(components_.highest.begin(), components_.highest.end(), partial.slot);
    state = static_cast<int>(place - components_.highest.begin());
  }
}

void FirstOrder::fill(double t, const double* u) {
  slots_[0] = t;
  for (int c = 0; c < size(); ++c) {
    slots_[static_cast<std::size_t>(components_.slot[static_cast<std::size_t>(c)])] = u[c];
  }
}

/// With h = 0 the residual of an equation is its constant part: h = -residual / slope.
bool FirstOrder::separate_highest() {
  for (const int slot : components_.highest) slots_[static_cast<std::size_t>(slot)] = 0.0;
  values_.evaluate(1, slots_.data(), 1, rows_.data(), 1, workspace_);
  for (const Program::Partial& partial : values_.partials()) {
    const double value = -rows_[static_cast<std::size_t>(partial.output)] /
                         rows_[static_cast<std::size_t>(partial.row)];
    if (!std::isfinite(value)) return false;
    slots_[static_cast<std::size_t>(partial.slot)] = value;
  }
  return true;
}

bool FirstOrder::right_side(double t, const double* u, double* du) {
  ++evaluations;
  if (kind_ == Kind::System) return system_->right_side(t, u, du);
  fill(t, u);
  if (kind_ == Kind::Solved) {
    values_.evaluate(1, slots_.data(), 1, rows_.data(), 1, workspace_);
  } else if (!separate_highest()) {
    return false;
  }
  for (int s = 0; s < components_.n_states(); ++s) {
    const auto state = static_cast<std::size_t>(s);
    const int begin = components_.begin[state];
    const int last = begin + components_.order[state] - 1;
    for (int c = begin; c < last; ++c) du[c] = u[c + 1];
    du[last] = kind_ == Kind::Solved ? rows_[state]
                                     : slots_[static_cast<std::size_t>(components_.highest[state])];
  }
  return all_finite(du, size());
}

bool FirstOrder::jacobian(double t, const double* u, double* jacobian) {
  ++jacobians;
  const int n = size();
  if (kind_ == Kind::System) {
    if (!system_->jacobian(t, u, system_jacobian_)) return false;
    std::copy(system_jacobian_.data(), system_jacobian_.data() + n * n, jacobian);
    return true;
  }
  fill(t, u);
  if (kind_ == Kind::Separate && !separate_highest()) return false;
  derivatives_.evaluate(1, slots_.data(), 1, rows_.data(), 1, workspace_);
  std::fill(jacobian, jacobian + n * n, 0.0);
  for (int s = 0; s < components_.n_states(); ++s) {
    const auto state = static_cast<std::size_t>(s);
    const int begin = components_.begin[state];
    for (int c = begin; c + 1 < begin + components_.order[state]; ++c) {
      jacobian[(c + 1) * n + c] = 1.0;
    }
  }
  if (kind_ == Kind::Separate) {
    for (const Program::Partial& partial : derivatives_.partials()) {
      if (component_of_slot_[static_cast<std::size_t>(partial.slot)] >= 0) continue;
      slope_[static_cast<std::size_t>(partial.output)] =
          -rows_[static_cast<std::size_t>(partial.row)];
    }
  }
  for (const Program::Partial& partial : derivatives_.partials()) {
    const int c = component_of_slot_[static_cast<std::size_t>(partial.slot)];
    if (c < 0) continue;
    const auto equation = static_cast<std::size_t>(partial.output);
    const auto state = static_cast<std::size_t>(state_of_equation_[equation]);
    const int row = components_.begin[state] + components_.order[state] - 1;
    jacobian[c * n + row] = rows_[static_cast<std::size_t>(partial.row)] / slope_[equation];
  }
  return all_finite(jacobian, n * n);
}

}  // namespace pinn::bench
