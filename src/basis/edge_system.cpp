// SPDX-License-Identifier: MIT
// A sparse factorisation with every row brought to size 1.
#include "pinn/basis/edge_system.hpp"

#include <Eigen/Sparse>
#include <cmath>

namespace pinn {

struct EdgeSystem::Factors {
  Eigen::Index n = 0;
  Eigen::Index n_cells = 0;
  Eigen::VectorXd scale;      ///< Of the columns.
  Eigen::VectorXd row_scale;  ///< What each row was divided by.
  Eigen::SparseLU<Eigen::SparseMatrix<double>> lu;
};

EdgeSystem::EdgeSystem() = default;
EdgeSystem::~EdgeSystem() = default;
EdgeSystem::EdgeSystem(EdgeSystem&&) noexcept = default;
EdgeSystem& EdgeSystem::operator=(EdgeSystem&&) noexcept = default;

bool EdgeSystem::factorise(const std::vector<Eigen::MatrixXd>& transfers,
                           const std::vector<Eigen::Index>& at,
                           const Eigen::MatrixXd& slopes,
                           const Eigen::VectorXd& scale) {
  factors_ = std::make_unique<Factors>();
  Factors& f = *factors_;
  f.n = scale.size();
  f.n_cells = static_cast<Eigen::Index>(transfers.size());
  f.scale = scale;
  const Eigen::Index size = (f.n_cells + 1) * f.n;
  std::vector<Eigen::Triplet<double, int>> entries;
  const auto add = [&](Eigen::Index row, Eigen::Index column, double value) {
    const double scaled = value * scale(column % f.n);
    if (scaled != 0.0) {
      entries.emplace_back(static_cast<int>(row), static_cast<int>(column), scaled);
    }
  };
  for (Eigen::Index k = 0; k < f.n_cells; ++k) {
    const Eigen::MatrixXd& transfer = transfers[static_cast<std::size_t>(k)];
    for (Eigen::Index i = 0; i < f.n; ++i) {
      for (Eigen::Index j = 0; j < f.n; ++j) add(k * f.n + i, k * f.n + j, transfer(i, j));
      add(k * f.n + i, (k + 1) * f.n + i, -1.0);
    }
  }
  for (Eigen::Index i = 0; i < f.n; ++i) {
    for (std::size_t p = 0; p < at.size(); ++p) {
      for (Eigen::Index j = 0; j < f.n; ++j) {
        add(f.n_cells * f.n + i,
            at[p] * f.n + j,
            slopes(i, static_cast<Eigen::Index>(p) * f.n + j));
      }
    }
  }
  f.row_scale = Eigen::VectorXd::Zero(size);
  for (const auto& entry : entries) {
    f.row_scale(entry.row()) = std::max(f.row_scale(entry.row()), std::abs(entry.value()));
  }
  if (!(f.row_scale.minCoeff() > 0.0) || !f.row_scale.allFinite()) return false;
  for (auto& entry : entries) {
    entry = {entry.row(), entry.col(), entry.value() / f.row_scale(entry.row())};
  }
  Eigen::SparseMatrix<double> matrix(size, size);
  matrix.setFromTriplets(entries.begin(), entries.end());
  f.lu.compute(matrix);
  return f.lu.info() == Eigen::Success;
}

Eigen::MatrixXd EdgeSystem::solve(const Eigen::MatrixXd& gaps,
                                  const Eigen::VectorXd& violations) const {
  const Factors& f = *factors_;
  Eigen::VectorXd right(f.row_scale.size());
  right << gaps.reshaped(), violations;
  right = right.cwiseQuotient(f.row_scale);
  const Eigen::VectorXd scaled = f.lu.solve(right);
  Eigen::MatrixXd changes = scaled.reshaped(f.n, f.n_cells + 1);
  for (Eigen::Index i = 0; i < f.n; ++i) changes.row(i) *= f.scale(i);
  return changes;
}

}  // namespace pinn
