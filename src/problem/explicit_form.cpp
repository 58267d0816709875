// SPDX-License-Identifier: MIT
// Right side and Jacobian of the first-order form, by solving for the highest derivatives.
#include "pinn/problem/explicit_form.hpp"

#include <cmath>

#include "analysis.hpp"
#include "highest_system.hpp"
#include "pinn/expression/dual.hpp"
#include "pinn/expression/evaluate.hpp"
#include "pinn/util/error.hpp"

namespace pinn {

std::vector<std::size_t> solved_equations(const Problem& problem) {
  constexpr std::size_t kNone = static_cast<std::size_t>(-1);
  const std::vector<bool> highest = detail::highest_slots(problem);
  std::vector<std::size_t> equation_of(problem.states.size(), kNone);
  for (std::size_t e = 0; e < problem.equations.size(); ++e) {
    const Equation& equation = problem.equations[e];
    const Node& left = equation.left.root();
    if (left.op != Op::Slot || !highest[static_cast<std::size_t>(left.slot)]) return {};
    if (!detail::states_at_highest(problem, equation.right).empty()) return {};
    const std::vector<int> state = detail::states_at_highest(problem, equation.left);
    equation_of[static_cast<std::size_t>(state.front())] = e;
  }
  for (const std::size_t e : equation_of) {
    if (e == kNone) return {};
  }
  return equation_of;
}

ExplicitForm::ExplicitForm(const Problem& problem) : problem_(&problem) {
  if (problem.implicit) throw InternalError("an implicit problem has no explicit form");
  for (const State& state : problem.states) {
    begin_.push_back(size_);
    size_ += state.order;
  }
  solved_ = solved_equations(problem);
  slots_.resize(static_cast<std::size_t>(problem.n_slots));
}

int ExplicitForm::index_of(int state, int derivative) const {
  return begin_[static_cast<std::size_t>(state)] + derivative;
}

bool ExplicitForm::fill_slots(double t, const double* u, std::vector<double>& slots) const {
  const Problem& problem = *problem_;
  slots.assign(static_cast<std::size_t>(problem.n_slots), 0.0);
  slots[0] = t;
  problem.fill_inputs(t, slots);
  for (int s = 0; s < problem.n_states(); ++s) {
    const int order = problem.states[static_cast<std::size_t>(s)].order;
    for (int k = 0; k < order; ++k) {
      slots[static_cast<std::size_t>(problem.slot_of(s, k))] = u[index_of(s, k)];
    }
  }
  return solved_.empty() ? solve_highest(slots) : evaluate_highest(slots);
}

bool ExplicitForm::evaluate_highest(std::vector<double>& slots) const {
  const Problem& problem = *problem_;
  bool finite = true;
  for (int s = 0; s < problem.n_states(); ++s) {
    const auto state = static_cast<std::size_t>(s);
    const double value = evaluate(problem.equations[solved_[state]].right, slots, stack_);
    slots[static_cast<std::size_t>(problem.slot_of(s, problem.states[state].order))] = value;
    finite = finite && std::isfinite(value);
  }
  return finite;
}

bool ExplicitForm::solve_highest(std::vector<double>& slots) const {
  const Problem& problem = *problem_;
  // The residual is affine in the highest derivatives and they are 0 here: A h = -residual.
  const detail::HighestSystem system = detail::highest_system(problem, slots);
  Eigen::MatrixXd highest;
  if (!detail::solve_scaled(system.by_highest, -system.residual, highest)) return false;
  for (int s = 0; s < problem.n_states(); ++s) {
    const int order = problem.states[static_cast<std::size_t>(s)].order;
    slots[static_cast<std::size_t>(problem.slot_of(s, order))] = highest(s, 0);
  }
  return true;
}

bool ExplicitForm::right_side(double t, const double* u, double* du) const {
  const Problem& problem = *problem_;
  if (!fill_slots(t, u, slots_)) return false;
  for (int s = 0; s < problem.n_states(); ++s) {
    const int order = problem.states[static_cast<std::size_t>(s)].order;
    for (int k = 0; k < order; ++k) {
      du[index_of(s, k)] = slots_[static_cast<std::size_t>(problem.slot_of(s, k + 1))];
    }
  }
  return true;
}

bool ExplicitForm::jacobian(double t, const double* u, Eigen::MatrixXd& jacobian) const {
  const Problem& problem = *problem_;
  if (!fill_slots(t, u, slots_)) return false;
  const int n_states = problem.n_states();
  const auto size = static_cast<std::size_t>(size_);
  const std::size_t width = size + static_cast<std::size_t>(n_states);
  std::vector<Dual> duals(slots_.begin(), slots_.end());
  for (int s = 0; s < n_states; ++s) {
    const int order = problem.states[static_cast<std::size_t>(s)].order;
    for (int k = 0; k <= order; ++k) {
      const auto slot = static_cast<std::size_t>(problem.slot_of(s, k));
      const auto place =
          k < order ? static_cast<std::size_t>(index_of(s, k)) : size + static_cast<std::size_t>(s);
      duals[slot] = Dual::independent(slots_[slot], width, place);
    }
  }
  // 0 = dR/du + A dh/du, with A the derivatives by the highest derivatives h.
  Eigen::MatrixXd by_u(n_states, size_);
  Eigen::MatrixXd A(n_states, n_states);
  std::vector<Dual> stack;
  for (int e = 0; e < n_states; ++e) {
    const Dual value =
        evaluate(problem.equations[static_cast<std::size_t>(e)].residual, duals, stack);
    for (int i = 0; i < size_; ++i) by_u(e, i) = value.slope(static_cast<std::size_t>(i));
    for (int s = 0; s < n_states; ++s) A(e, s) = value.slope(size + static_cast<std::size_t>(s));
  }
  Eigen::MatrixXd highest_by_u;
  if (!detail::solve_scaled(A, -by_u, highest_by_u)) return false;
  jacobian.setZero(size_, size_);
  for (int s = 0; s < n_states; ++s) {
    const int order = problem.states[static_cast<std::size_t>(s)].order;
    for (int k = 0; k + 1 < order; ++k) jacobian(index_of(s, k), index_of(s, k + 1)) = 1.0;
    jacobian.row(index_of(s, order - 1)) = highest_by_u.row(s);
  }
  return true;
}

}  // namespace pinn
