// SPDX-License-Identifier: MIT
// Residuals and their exact derivatives, solved for the highest derivatives.
#include "error_equation.hpp"

#include <cmath>

#include "pinn/expression/evaluate.hpp"

namespace pinn {

namespace {

constexpr double kSmallestReciprocalCondition = 1e-14;  // below that no digit is left

/// Row that has the only entry of each column; empty if A is not of that form.
bool find_single_entries(const Eigen::MatrixXd& A, std::vector<Eigen::Index>& row_of) {
  row_of.assign(static_cast<std::size_t>(A.cols()), -1);
  for (Eigen::Index e = 0; e < A.rows(); ++e) {
    Eigen::Index found = -1;
    for (Eigen::Index s = 0; s < A.cols(); ++s) {
      if (A(e, s) == 0.0) continue;
      if (found >= 0) return false;
      found = s;
    }
    if (found < 0 || row_of[static_cast<std::size_t>(found)] >= 0) return false;
    row_of[static_cast<std::size_t>(found)] = e;
  }
  return true;
}

}  // namespace

ErrorEquation::ErrorEquation(const Problem& problem) : problem_(&problem) {
  for (const State& state : problem.states) {
    begin_.push_back(size_);
    size_ += state.order;
  }
  by_highest_.resize(n_states(), n_states());
}

Eigen::Index ErrorEquation::evaluate(const Eigen::MatrixXd& slots) {
  const Eigen::Index n_points = slots.rows();
  defects_.resize(n_states(), n_points);
  jacobians_.resize(static_cast<std::size_t>(n_points));
  for (Eigen::Index p = 0; p < n_points; ++p) {
    evaluate_rows(slots, p);
    if (!solve_for_highest(p)) return p;
  }
  return -1;
}

void ErrorEquation::evaluate_rows(const Eigen::MatrixXd& slots, Eigen::Index point) {
  const Problem& problem = *problem_;
  const auto size = static_cast<std::size_t>(size_);
  const std::size_t width = size + static_cast<std::size_t>(n_states());
  duals_.assign(static_cast<std::size_t>(problem.n_slots), Dual(slots(point, 0)));
  for (int s = 0; s < n_states(); ++s) {
    for (int k = 0; k <= order_of(s); ++k) {
      const int slot = problem.slot_of(s, k);
      const auto place = static_cast<std::size_t>(k < order_of(s) ? begin_of(s) + k : size_ + s);
      duals_[static_cast<std::size_t>(slot)] = Dual::independent(slots(point, slot), width, place);
    }
  }
  Eigen::MatrixXd& by_lower = jacobians_[static_cast<std::size_t>(point)];
  by_lower.resize(n_states(), size_);
  for (int e = 0; e < n_states(); ++e) {
    const Expression& residual = problem.equations[static_cast<std::size_t>(e)].residual;
    const Dual value = pinn::evaluate(residual, duals_, stack_);
    defects_(e, point) = value.value;
    for (int i = 0; i < size_; ++i) by_lower(e, i) = -value.slope(static_cast<std::size_t>(i));
    for (int s = 0; s < n_states(); ++s) {
      by_highest_(e, s) = value.slope(size + static_cast<std::size_t>(s));
    }
  }
}

bool ErrorEquation::solve_for_highest(Eigen::Index point) {
  Eigen::MatrixXd& rows = jacobians_[static_cast<std::size_t>(point)];
  auto defect = defects_.col(point);
  if (!by_highest_.allFinite() || !rows.allFinite() || !defect.allFinite()) return false;
  std::vector<Eigen::Index> row_of;
  if (find_single_entries(by_highest_, row_of)) {
    const Eigen::MatrixXd unsolved = rows;
    const Eigen::VectorXd unsolved_defect = defect;
    for (Eigen::Index s = 0; s < rows.rows(); ++s) {
      const Eigen::Index e = row_of[static_cast<std::size_t>(s)];
      rows.row(s) = unsolved.row(e) / by_highest_(e, s);
      defect(s) = unsolved_defect(e) / by_highest_(e, s);
    }
    return rows.allFinite() && defect.allFinite();
  }
  for (Eigen::Index e = 0; e < rows.rows(); ++e) {
    const double size = by_highest_.row(e).cwiseAbs().maxCoeff();
    if (size == 0.0) return false;
    by_highest_.row(e) /= size;
    rows.row(e) /= size;
    defect(e) /= size;
  }
  const Eigen::PartialPivLU<Eigen::MatrixXd> lu(by_highest_);
  if (!(lu.rcond() > kSmallestReciprocalCondition)) return false;
  rows = lu.solve(rows).eval();
  defect = lu.solve(defect).eval();
  return rows.allFinite() && defect.allFinite();
}

}  // namespace pinn
