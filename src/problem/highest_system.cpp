// SPDX-License-Identifier: MIT
// Assembles and solves the system for the highest derivatives.
#include "highest_system.hpp"

#include "analysis.hpp"
#include "pinn/expression/evaluate.hpp"
#include "pinn/problem/explicit_form.hpp"

namespace pinn::detail {

HighestSystem highest_system(const Problem& problem, const std::vector<double>& slots) {
  const auto n_states = static_cast<std::size_t>(problem.n_states());
  std::vector<Dual> duals;
  duals.reserve(slots.size());
  for (const double value : slots) duals.emplace_back(value);
  for (std::size_t s = 0; s < n_states; ++s) {
    const auto slot =
        static_cast<std::size_t>(problem.slot_of(static_cast<int>(s), problem.states[s].order));
    duals[slot] = Dual::independent(slots[slot], n_states, s);
  }
  const auto size = static_cast<Eigen::Index>(n_states);
  HighestSystem system{Eigen::MatrixXd(size, size), Eigen::VectorXd(size)};
  std::vector<Dual> stack;
  for (Eigen::Index e = 0; e < size; ++e) {
    const Equation& equation = problem.equations[static_cast<std::size_t>(e)];
    const Dual value = evaluate(equation.residual, duals, stack);
    system.residual(e) = value.value;
    for (Eigen::Index s = 0; s < size; ++s) {
      system.by_highest(e, s) = value.slope(static_cast<std::size_t>(s));
    }
  }
  return system;
}

bool solve_scaled(Eigen::MatrixXd A, Eigen::MatrixXd b, Eigen::MatrixXd& x) {
  constexpr double kSmallestReciprocalCondition = 1e-14;  // below that no digit is left
  if (!A.allFinite() || !b.allFinite()) return false;
  for (Eigen::Index row = 0; row < A.rows(); ++row) {
    const double size = A.row(row).cwiseAbs().maxCoeff();
    if (size == 0.0) return false;
    A.row(row) /= size;
    b.row(row) /= size;
  }
  const Eigen::PartialPivLU<Eigen::MatrixXd> lu(A);
  if (!(lu.rcond() > kSmallestReciprocalCondition)) return false;
  x = lu.solve(b);
  return x.allFinite();
}

bool determines_highest(const Problem& problem) {
  if (!solved_equations(problem).empty()) return true;  // x'' = ...: they stand there
  constexpr int kDraws = 6;
  bool judged = false;
  for (int draw = 0; draw < kDraws; ++draw) {
    const double fraction = (draw + 0.5) / kDraws;
    const double at = problem.start + fraction * (problem.end - problem.start);
    const HighestSystem system = highest_system(problem, generic_slots(problem, at, draw));
    if (!system.by_highest.allFinite() || !system.residual.allFinite()) continue;
    judged = true;
    Eigen::MatrixXd highest;
    if (solve_scaled(system.by_highest, system.residual, highest)) return true;
  }
  return !judged;  // nothing finite was seen: let those judge who meet real values
}

}  // namespace pinn::detail
