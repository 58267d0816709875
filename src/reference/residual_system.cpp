// SPDX-License-Identifier: MIT
// Values and exact derivatives of the residuals, one point at a time.
#include "residual_system.hpp"

#include <algorithm>
#include <cmath>

namespace pinn {

namespace {

std::vector<Expression> original_residuals(const Problem& problem) {
  std::vector<Expression> residuals;
  for (const Equation& equation : problem.equations) {
    const int constraint = equation.constraint;
    residuals.push_back(constraint < 0
                            ? equation.residual
                            : problem.constraints[static_cast<std::size_t>(constraint)].residual);
  }
  return residuals;
}

}  // namespace

ResidualSystem::ResidualSystem(const Problem& problem) : problem_(problem) {
  const auto n_slots = static_cast<std::size_t>(problem.n_slots);
  component_of_slot_.assign(n_slots, -1);
  is_highest_.assign(n_slots, false);
  slots_.assign(n_slots, 0.0);
  std::vector<int> by;
  for (int s = 0; s < problem.n_states(); ++s) {
    const int order = problem.states[static_cast<std::size_t>(s)].order;
    begin_.push_back(size_);
    for (int k = 0; k <= order; ++k) {
      const int slot = problem.slot_of(s, k);
      by.push_back(slot);
      component_of_slot_[static_cast<std::size_t>(slot)] = size_ + std::min(k, order - 1);
    }
    is_highest_[static_cast<std::size_t>(by.back())] = true;
    size_ += order;
    row_of_equation_.push_back(size_ - 1);
  }
  const std::vector<Expression> residuals = original_residuals(problem);
  values_ = Program(residuals, problem.n_slots);
  derivatives_ = Program(residuals, problem.n_slots, by);
  rows_.resize(static_cast<std::size_t>(derivatives_.n_rows()));
}

int ResidualSystem::index_of(int state, int derivative) const {
  return begin_[static_cast<std::size_t>(state)] + derivative;
}

void ResidualSystem::fill(double t, const double* u, const double* du) {
  slots_[0] = t;
  for (std::size_t slot = 1; slot < slots_.size(); ++slot) {
    const int component = component_of_slot_[slot];
    if (component >= 0) slots_[slot] = is_highest_[slot] ? du[component] : u[component];
  }
  problem_.fill_inputs(t, slots_);
}

bool ResidualSystem::residual(double t, const double* u, const double* du, double* residual) {
  fill(t, u, du);
  values_.evaluate(1, slots_.data(), 1, rows_.data(), 1, workspace_);
  for (int s = 0; s < problem_.n_states(); ++s) {
    const int last = row_of_equation_[static_cast<std::size_t>(s)];
    for (int i = begin_[static_cast<std::size_t>(s)]; i < last; ++i) residual[i] = du[i] - u[i + 1];
    residual[last] = rows_[static_cast<std::size_t>(s)];
  }
  return std::all_of(residual, residual + size_, [](double value) { return std::isfinite(value); });
}

bool ResidualSystem::jacobian(
    double t, const double* u, const double* du, double by_slope, Eigen::MatrixXd& jacobian) {
  fill(t, u, du);
  derivatives_.evaluate(1, slots_.data(), 1, rows_.data(), 1, workspace_);
  jacobian.setZero(size_, size_);
  for (int s = 0; s < problem_.n_states(); ++s) {
    const int last = row_of_equation_[static_cast<std::size_t>(s)];
    for (int i = begin_[static_cast<std::size_t>(s)]; i < last; ++i) {
      jacobian(i, i) = by_slope;
      jacobian(i, i + 1) = -1.0;
    }
  }
  for (const Program::Partial& partial : derivatives_.partials()) {
    const auto slot = static_cast<std::size_t>(partial.slot);
    const double value = rows_[static_cast<std::size_t>(partial.row)];
    jacobian(row_of_equation_[static_cast<std::size_t>(partial.output)],
             component_of_slot_[slot]) += is_highest_[slot] ? by_slope * value : value;
  }
  return jacobian.allFinite();
}

Eigen::VectorXd ResidualSystem::slopes(const Eigen::VectorXd& u,
                                       const Eigen::VectorXd& highest) const {
  Eigen::VectorXd du(size_);
  for (int s = 0; s < problem_.n_states(); ++s) {
    const int last = row_of_equation_[static_cast<std::size_t>(s)];
    for (int i = begin_[static_cast<std::size_t>(s)]; i < last; ++i) du(i) = u(i + 1);
    du(last) = highest(s);
  }
  return du;
}

}  // namespace pinn
