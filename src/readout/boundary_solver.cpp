// SPDX-License-Identifier: MIT
// The damped iteration.
#include "boundary_solver.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace pinn::readout {

namespace {

constexpr int kMostIterations = 60;
constexpr double kLeastStep = 1e-5;

// Of the tolerance, where windows add up; and of the size of a component, where rounding decides.
constexpr double kShareOfTolerance = 1e-3;
constexpr double kNearRounding = 1e-9;
constexpr double kRounding = 1e-14;

// Of the largest component: smaller ones may be about to grow.
constexpr double kLeastSize = 1e-8;

}  // namespace

BoundarySolver::BoundarySolver(const Problem& problem,
                               const Components& components,
                               const Tableau& tableau,
                               const Tolerance& tolerance,
                               const std::function<bool()>& stop_requested)
    : problem_(problem),
      components_(components),
      tableau_(tableau),
      tolerance_(tolerance),
      stop_requested_(stop_requested),
      g_(problem, components, counts_),
      conditions_(problem, components) {}

bool BoundarySolver::violations(const MeshState& state,
                                Eigen::VectorXd& values,
                                Eigen::MatrixXd& slopes) {
  const std::vector<double>& places = conditions_.places();
  Eigen::MatrixXd u(components_.count, static_cast<Eigen::Index>(places.size()));
  condition_edges_.clear();
  for (std::size_t p = 0; p < places.size(); ++p) {
    const auto found = std::lower_bound(state.edges.begin(), state.edges.end(), places[p]);
    condition_edges_.push_back(found - state.edges.begin());
    u.col(static_cast<Eigen::Index>(p)) = state.u.col(condition_edges_.back());
  }
  return conditions_.evaluate(u, values, slopes);
}

void BoundarySolver::set_sizes(const MeshState& state) {
  size_ = state.u.cwiseAbs().rowwise().maxCoeff();
  for (std::size_t k = 0; k < state.n_windows(); ++k) {
    fill_slots(state, k);
    for (int c = 0; c < components_.count; ++c) {
      const auto values = slots_.col(components_.slot[static_cast<std::size_t>(c)]);
      size_(c) = std::max(size_(c), values.cwiseAbs().maxCoeff());
    }
  }
}

bool BoundarySolver::linearise(const MeshState& state) {
  linear_.resize(state.n_windows());
  gaps_.resize(components_.count, static_cast<Eigen::Index>(state.n_windows()));
  std::vector<Eigen::MatrixXd> transfers;
  for (std::size_t k = 0; k < state.n_windows(); ++k) {
    if (!linearise_window(state, k)) return false;
    const auto column = static_cast<Eigen::Index>(k);
    gaps_.col(column) =
        state.u.col(column + 1) - end_of(state, k) - end_change(state, k, linear_[k].a);
    transfers.push_back(linear_[k].transfer);
  }
  Eigen::MatrixXd slopes;
  if (!violations(state, violations_, slopes)) return false;
  const double most = size_.maxCoeff() > 0.0 ? size_.maxCoeff() : 1.0;
  return edge_system_.factorise(
      transfers, condition_edges_, slopes, size_.cwiseMax(kLeastSize * most));
}

/// From the gaps, violations and a of the windows as they are now.
BoundarySolver::Change BoundarySolver::correction(const MeshState& state) {
  Change change;
  change.u = edge_system_.solve(gaps_, -violations_);
  for (std::size_t k = 0; k < state.n_windows(); ++k) {
    const Eigen::VectorXd h =
        linear_[k].a + linear_[k].C * change.u.col(static_cast<Eigen::Index>(k));
    change.H.emplace_back(h.reshaped(tableau_.n_points, components_.n_states()));
  }
  return change;
}

/// The correction at `state` with the derivatives of the last linearise().
bool BoundarySolver::simplified(const MeshState& state, Change& change) {
  Eigen::VectorXd R;
  for (std::size_t k = 0; k < state.n_windows(); ++k) {
    if (!residual(state, k, false, R)) return false;
    linear_[k].a = -linear_[k].lu.solve(R);
    const auto column = static_cast<Eigen::Index>(k);
    gaps_.col(column) =
        state.u.col(column + 1) - end_of(state, k) - end_change(state, k, linear_[k].a);
  }
  Eigen::MatrixXd slopes;
  if (!violations(state, violations_, slopes)) return false;
  change = correction(state);
  return change.u.allFinite();
}

/// Root mean square over the edges, each component beside its size: for the test of a step.
double BoundarySolver::norm(const Change& change) const {
  double sum = 0.0;
  for (int s = 0; s < components_.n_states(); ++s) {
    const int first = components_.begin[static_cast<std::size_t>(s)];
    const double allowed = tolerance_.atol(s) + 1e-3 * size_(first);
    for (int d = 0; d < components_.order[static_cast<std::size_t>(s)]; ++d) {
      const double size = d == 0 ? allowed : 1e-3 * std::max(size_(first + d), 1e-300);
      sum += (change.u.row(first + d) / std::max(size, 1e-300)).squaredNorm();
    }
  }
  return std::sqrt(sum / static_cast<double>(change.u.size()));
}

/// The largest change of a state at an edge beside its tolerance.
double BoundarySolver::size_of(const Change& change) const {
  double largest = 0.0;
  for (int s = 0; s < components_.n_states(); ++s) {
    const int c = components_.begin[static_cast<std::size_t>(s)];
    const double allowed = tolerance_.atol(s) + tolerance_.rtol * size_(c);
    largest = std::max(largest, change.u.row(c).cwiseAbs().maxCoeff() / allowed);
  }
  return largest;
}

MeshState BoundarySolver::moved(const MeshState& state, const Change& change, double length) {
  MeshState next = state;
  next.u += length * change.u;
  for (std::size_t k = 0; k < next.n_windows(); ++k) next.H[k] += length * change.H[k];
  return next;
}

NewtonEnd BoundarySolver::solve(MeshState& state, double factor) {
  factor_ = factor;
  double length = 1.0;
  double last = std::numeric_limits<double>::infinity();
  for (int iteration = 0; iteration < kMostIterations; ++iteration) {
    if (stop_requested_ && stop_requested_()) return NewtonEnd::Stopped;
    ++iterations_;
    set_sizes(state);
    if (!linearise(state)) return iteration == 0 ? NewtonEnd::NotFinite : NewtonEnd::Singular;
    const Change change = correction(state);
    if (!change.u.allFinite()) return NewtonEnd::Singular;
    const double now = norm(change);
    const double relative =
        (change.u.cwiseAbs().rowwise().maxCoeff().array() / size_.array().max(1e-300)).maxCoeff();
    const bool is_rounding =
        relative < kRounding || (relative < kNearRounding && now >= 0.5 * last);
    if (size_of(change) < kShareOfTolerance || is_rounding) {
      state = moved(state, change, 1.0);
      return NewtonEnd::Converged;
    }
    while (true) {
      const MeshState trial = moved(state, change, length);
      Change next;
      const bool is_better = simplified(trial, next) && norm(next) <= (1.0 - 0.25 * length) * now;
      if (is_better || relative * length < kNearRounding) {
        state = trial;
        break;
      }
      length *= 0.5;
      if (length < kLeastStep) return NewtonEnd::NoProgress;
    }
    last = length == 1.0 ? now : std::numeric_limits<double>::infinity();
    length = std::min(1.0, 4.0 * length);
  }
  return NewtonEnd::NoProgress;
}

bool BoundarySolver::correct(MeshState& state) {
  factor_ = 1.0;
  set_sizes(state);
  if (!linearise(state)) return false;
  const Change change = correction(state);
  if (!change.u.allFinite()) return false;
  state = moved(state, change, 1.0);
  return true;
}

}  // namespace pinn::readout
