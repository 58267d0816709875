// SPDX-License-Identifier: MIT
// Exact expressions and reference rows, looked up point by point.
#include "pinn/app/basis_values.hpp"

#include <algorithm>
#include <cmath>

#include "pinn/engine/engine.hpp"
#include "pinn/expression/evaluate.hpp"
#include "pinn/verify/error_estimate.hpp"

namespace pinn {

Eigen::MatrixXd basis_values(const Problem& problem,
                             Basis basis,
                             const ReferenceSolution* reference,
                             const std::vector<double>& points) {
  const auto n_points = static_cast<Eigen::Index>(points.size());
  Eigen::MatrixXd values = Eigen::MatrixXd::Constant(n_points, problem.n_states(), kNaN);
  if (!is_comparison(basis)) return values;
  std::vector<double> slots(static_cast<std::size_t>(problem.n_slots), kNaN);
  for (Eigen::Index i = 0; i < n_points; ++i) {
    const double v = points[static_cast<std::size_t>(i)];
    slots[0] = v;
    for (int s = 0; s < problem.n_states(); ++s) {
      const auto& exact = problem.exact[static_cast<std::size_t>(s)];
      if (basis == Basis::Exact && exact) {
        values(i, s) = evaluate<double>(*exact, slots);
      } else if (reference != nullptr && reference->solved &&
                 std::binary_search(reference->points.begin(), reference->points.end(), v)) {
        values(i, s) = reference->values[0](static_cast<Eigen::Index>(reference->row_of(v)), s);
      }
    }
  }
  return values;
}

bool is_comparison(Basis basis) { return basis == Basis::Exact || basis == Basis::Reference; }

Basis expected_basis(const Problem& problem,
                     const AcceptConfig& accept,
                     const ReferenceSolution* reference) {
  const bool solved = reference != nullptr && reference->solved;
  const bool any_exact = std::any_of(
      problem.exact.begin(), problem.exact.end(), [](const auto& e) { return e.has_value(); });
  switch (accept.basis) {
    case Basis::Exact:
      return Basis::Exact;
    case Basis::Reference:
      return solved ? Basis::Reference : Basis::Residual;
    case Basis::Estimate:
      return Basis::Estimate;
    case Basis::Residual:
      return Basis::Residual;
    case Basis::Auto:
      break;
  }
  if (any_exact) return Basis::Exact;
  if (solved) return Basis::Reference;
  return Basis::Estimate;
}

double largest_error(const Model& model,
                     const std::vector<double>& points,
                     const Eigen::MatrixXd& values,
                     double from,
                     double to) {
  double largest = kNaN;
  for (std::size_t i = 0; i < points.size(); ++i) {
    const auto row = static_cast<Eigen::Index>(i);
    if (points[i] < from || points[i] > to) continue;
    if (!values.row(row).array().isFinite().any()) continue;
    const Eigen::MatrixXd y = model.evaluate(points[i], 0);
    for (Eigen::Index s = 0; s < values.cols(); ++s) {
      const double error = std::abs(y(s, 0) - values(row, s));
      // A network that is not finite is the largest error there is; a missing value is none.
      if (std::isnan(error) && std::isfinite(values(row, s))) return kNaN;
      largest = std::fmax(largest, error);
    }
  }
  return largest;
}

}  // namespace pinn
