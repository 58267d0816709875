// SPDX-License-Identifier: MIT
// One window of a boundary-value problem: its residuals, what it condenses to, its defect.
#include <algorithm>
#include <cmath>
#include <limits>

#include "boundary_solver.hpp"
#include "window_export.hpp"

namespace pinn::readout {

double BoundarySolver::half_length(const MeshState& state, std::size_t k) const {
  return 0.5 * (state.edges[k + 1] - state.edges[k]);
}

/// Variable, inputs and components at the points of window k.
void BoundarySolver::fill_slots(const MeshState& state, std::size_t k) {
  const double hh = half_length(state, k);
  slots_.setZero(tableau_.n_points, problem_.n_slots);
  slots_.col(0) = ((tableau_.first->points.array() + 1.0) * hh + state.edges[k]).matrix();
  problem_.fill_input_columns(slots_);
  const auto column = static_cast<Eigen::Index>(k);
  for (int s = 0; s < components_.n_states(); ++s) {
    const auto index = static_cast<std::size_t>(s);
    const BasisTables& tables = *tableau_.of_state[index];
    const int m = components_.order[index];
    for (int d = 0; d < m; ++d) {
      auto values =
          slots_.col(components_.slot[static_cast<std::size_t>(components_.begin[index] + d)]);
      values =
          std::pow(hh, m - d) * (tables.integral[static_cast<std::size_t>(d)] * state.H[k].col(s));
      for (int j = 0; j < m; ++j) {
        values += state.u(components_.begin[index] + j, column) * std::pow(hh, j - d) *
                  tables.start[static_cast<std::size_t>(d)].col(j);
      }
    }
    // where the equations are implicit, the iteration for the highest derivatives begins here
    slots_.col(components_.highest[index]) = state.H[k].col(s);
  }
}

/// R = H - factor g, state by state.
bool BoundarySolver::residual(const MeshState& state,
                              std::size_t k,
                              bool with_jacobian,
                              Eigen::VectorXd& R) {
  fill_slots(state, k);
  if (!(with_jacobian ? g_.evaluate(slots_, jacobians_) : g_.evaluate(slots_))) return false;
  const Eigen::Index N = tableau_.n_points;
  R.resize(N * components_.n_states());
  for (int s = 0; s < components_.n_states(); ++s) {
    const auto h = slots_.col(components_.highest[static_cast<std::size_t>(s)]);
    R.segment(s * N, N) = state.H[k].col(s) - factor_ * h;
  }
  return R.allFinite() && (!with_jacobian || jacobians_.allFinite());
}

Eigen::VectorXd BoundarySolver::end_change(const MeshState& state,
                                           std::size_t k,
                                           const Eigen::VectorXd& h) const {
  const double hh = half_length(state, k);
  const Eigen::Index N = tableau_.n_points;
  Eigen::VectorXd end(components_.count);
  for (int s = 0; s < components_.n_states(); ++s) {
    const auto index = static_cast<std::size_t>(s);
    const int m = components_.order[index];
    for (int d = 0; d < m; ++d) {
      end(components_.begin[index] + d) =
          std::pow(hh, m - d) *
          tableau_.of_state[index]->end[static_cast<std::size_t>(d)].dot(h.segment(s * N, N));
    }
  }
  return end;
}

Eigen::VectorXd BoundarySolver::end_of(const MeshState& state, std::size_t k) const {
  Eigen::VectorXd end = end_change(state, k, state.H[k].reshaped());
  const double hh = half_length(state, k);
  const auto column = static_cast<Eigen::Index>(k);
  for (int s = 0; s < components_.n_states(); ++s) {
    const auto index = static_cast<std::size_t>(s);
    const int m = components_.order[index];
    for (int d = 0; d < m; ++d) {
      for (int j = 0; j < m; ++j) {
        end(components_.begin[index] + d) += tableau_.of_state[index]->start_end(d, j) *
                                             std::pow(hh, j - d) *
                                             state.u(components_.begin[index] + j, column);
      }
    }
  }
  return end;
}

bool BoundarySolver::linearise_window(const MeshState& state, std::size_t k) {
  Linear& linear = linear_[k];
  Eigen::VectorXd R;
  if (!residual(state, k, true, R)) return false;
  const Eigen::Index N = tableau_.n_points;
  const int n = components_.count;
  const int n_states = components_.n_states();
  const double hh = half_length(state, k);
  Eigen::MatrixXd A = Eigen::MatrixXd::Identity(N * n_states, N * n_states);
  Eigen::MatrixXd B = Eigen::MatrixXd::Zero(N * n_states, n);
  for (const auto& [s, c] : g_.pattern()) {
    int o = 0;  // the state that component c belongs to
    while (o + 1 < n_states && components_.begin[static_cast<std::size_t>(o) + 1] <= c) ++o;
    const auto other = static_cast<std::size_t>(o);
    const int d = c - components_.begin[other];
    const int m = components_.order[other];
    const BasisTables& tables = *tableau_.of_state[other];
    const Eigen::VectorXd slope = factor_ * jacobians_.col(s * n + c);
    A.block(s * N, o * N, N, N) -=
        (std::pow(hh, m - d) * slope).asDiagonal() * tables.integral[static_cast<std::size_t>(d)];
    for (int j = 0; j < m; ++j) {
      B.block(s * N, components_.begin[other] + j, N, 1) +=
          std::pow(hh, j - d) *
          slope.cwiseProduct(tables.start[static_cast<std::size_t>(d)].col(j));
    }
  }
  linear.lu.compute(A);
  linear.a = -linear.lu.solve(R);
  linear.C = linear.lu.solve(B);
  if (!linear.a.allFinite() || !linear.C.allFinite()) return false;
  linear.transfer.resize(n, n);
  for (int c = 0; c < n; ++c) linear.transfer.col(c) = end_change(state, k, linear.C.col(c));
  for (int s = 0; s < n_states; ++s) {
    const auto index = static_cast<std::size_t>(s);
    const int first = components_.begin[index];
    for (int d = 0; d < components_.order[index]; ++d) {
      for (int j = 0; j < components_.order[index]; ++j) {
        linear.transfer(first + d, first + j) +=
            tableau_.of_state[index]->start_end(d, j) * std::pow(hh, j - d);
      }
    }
  }
  return linear.transfer.allFinite();
}

std::vector<Window> BoundarySolver::windows(const MeshState& state) const {
  std::vector<Window> all;
  for (std::size_t k = 0; k < state.n_windows(); ++k) {
    const WindowStart start{state.edges[k],
                            state.edges[k + 1] - state.edges[k],
                            state.u.col(static_cast<Eigen::Index>(k)),
                            {}};
    all.push_back(to_window(tableau_, components_, start, state.H[k]));
    all.back().end = state.edges[k + 1];  // exactly: the next one starts there
  }
  return all;
}

Eigen::VectorXd BoundarySolver::defects(const MeshState& state,
                                        const std::vector<Window>& windows) {
  Eigen::VectorXd ratios(static_cast<Eigen::Index>(windows.size()));
  const Eigen::VectorXd& x = tableau_.first->points;
  int highest = 0;
  for (const int order : components_.order) highest = std::max(highest, order);
  for (std::size_t k = 0; k < windows.size(); ++k) {
    const double hh = half_length(state, k);
    std::vector<double> at;
    for (Eigen::Index i = 0; i <= x.size(); ++i) {
      const double left = i == 0 ? -1.0 : x(i - 1);
      const double right = i == x.size() ? 1.0 : x(i);
      at.push_back(state.edges[k] + (0.5 * (left + right) + 1.0) * hh);
    }
    const std::vector<Eigen::MatrixXd> y = evaluate_window_many(windows[k], at, highest);
    const auto n_points = static_cast<Eigen::Index>(at.size());
    Eigen::MatrixXd slots = Eigen::MatrixXd::Zero(n_points, problem_.n_slots);
    slots.col(0) = Eigen::Map<const Eigen::VectorXd>(at.data(), n_points);
    problem_.fill_input_columns(slots);
    for (int s = 0; s < components_.n_states(); ++s) {
      for (int d = 0; d <= components_.order[static_cast<std::size_t>(s)]; ++d) {
        slots.col(problem_.slot_of(s, d)) = y[static_cast<std::size_t>(d)].col(s);
      }
    }
    const auto row = static_cast<Eigen::Index>(k);
    ratios(row) = std::numeric_limits<double>::infinity();
    if (!g_.evaluate(slots)) continue;
    ratios(row) = 0.0;
    for (int s = 0; s < components_.n_states(); ++s) {
      const auto index = static_cast<std::size_t>(s);
      const int m = components_.order[index];
      const double size = y[0].col(s).cwiseAbs().maxCoeff();
      const double defect =
          (y[static_cast<std::size_t>(m)].col(s) - factor_ * slots.col(components_.highest[index]))
              .cwiseAbs()
              .maxCoeff();
      const double allowed = tolerance_.atol(s) + tolerance_.rtol * size;
      ratios(row) = std::max(ratios(row), std::pow(hh, m) * defect / allowed);
    }
  }
  return ratios;
}

std::vector<double> BoundarySolver::residual_squares(const MeshState& state, std::size_t k) {
  Eigen::VectorXd R;
  factor_ = 1.0;
  residual(state, k, false, R);
  std::vector<double> squares;
  const Eigen::Index N = tableau_.n_points;
  for (int s = 0; s < components_.n_states(); ++s) {
    squares.push_back(R.segment(s * N, N).squaredNorm() / static_cast<double>(N));
  }
  return squares;
}

}  // namespace pinn::readout
