// SPDX-License-Identifier: MIT
// Newton's method that keeps away from solutions that are known.
#include <algorithm>
#include <cmath>

#include "boundary_solver.hpp"

namespace pinn::readout {

namespace {

constexpr double kMostWay = 20.0;  ///< Of steps as long as they may be, in sizes of the solution.
constexpr int kMostSteps = 400;

// Solutions this near to each other, relative to their size, are the same.
constexpr double kSame = 1e-4;

// A correction this small, of the size of the solution, is for the damped iteration to finish.
constexpr double kNear = 1e-2;

}  // namespace

double BoundarySolver::distance(const MeshState& a, const MeshState& b) const {
  double sum = 0.0;
  for (const int c : components_.begin) {
    const double size = std::max(a.u.row(c).cwiseAbs().maxCoeff(), tolerance_.atol(0));
    sum += ((a.u.row(c) - b.u.row(c)) / size).squaredNorm();
  }
  return std::sqrt(sum / static_cast<double>(a.u.cols() * components_.n_states()));
}

/// 1/(1 - grad M . dX / M).
double BoundarySolver::deflation(const MeshState& state,
                                 const Change& change,
                                 const std::vector<MeshState>& known) const {
  double slope = 0.0;  // grad M . dX / M
  for (const MeshState& solution : known) {
    double square = 0.0;
    double product = 0.0;
    for (const int c : components_.begin) {
      const double size = std::max(solution.u.row(c).cwiseAbs().maxCoeff(), tolerance_.atol(0));
      const auto away = (state.u.row(c) - solution.u.row(c)) / size;
      square += away.squaredNorm();
      product += away.dot(change.u.row(c) / size);
    }
    const double n = static_cast<double>(state.u.cols() * components_.n_states());
    square = std::max(square / n, 1e-20);
    product /= n;
    slope += -2.0 * product / (square * square) / (1.0 / square + 1.0);
  }
  return 1.0 / (1.0 - slope);
}

NewtonEnd BoundarySolver::solve_deflated(MeshState& state,
                                         const std::vector<MeshState>& known,
                                         double longest_step) {
  factor_ = 1.0;
  const int most = std::min(kMostSteps, static_cast<int>(kMostWay / longest_step));
  for (int iteration = 0; iteration < most; ++iteration) {
    if (stop_requested_ && stop_requested_()) return NewtonEnd::Stopped;
    ++iterations_;
    set_sizes(state);
    if (!linearise(state)) return iteration == 0 ? NewtonEnd::NotFinite : NewtonEnd::Singular;
    const Change change = correction(state);
    if (!change.u.allFinite()) return NewtonEnd::Singular;
    double relative = 0.0;
    for (const int c : components_.begin) {
      const double size = std::max(size_(c), tolerance_.atol(0));
      relative = std::max(relative, change.u.row(c).cwiseAbs().maxCoeff() / size);
    }
    if (relative < kNear) break;
    double step = deflation(state, change, known);
    if (!std::isfinite(step)) return NewtonEnd::NoProgress;
    step = std::copysign(std::min(std::abs(step), longest_step / relative), step);
    state = moved(state, change, step);
  }
  const NewtonEnd end = solve(state);
  if (end != NewtonEnd::Converged) return end;
  const bool is_known = std::any_of(known.begin(), known.end(), [&](const MeshState& solution) {
    return distance(solution, state) < kSame;
  });
  return is_known ? NewtonEnd::NoProgress : NewtonEnd::Converged;
}

}  // namespace pinn::readout
