// SPDX-License-Identifier: MIT
// Components from H, and the three iterations.
#include "window_solver.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>

namespace pinn::readout {

namespace {

constexpr double kEps = std::numeric_limits<double>::epsilon();

constexpr int kMostPicard = 40;
constexpr int kMostSimplified = 25;
constexpr int kMostFull = 12;

// A contraction above it makes Newton's method the quicker one.
constexpr double kSlowPicard = 0.6;
constexpr double kSlowNewton = 0.9;
constexpr int kFirstJudged = 3;  ///< The first iterations say little about the contraction.

// What an iteration may leave undone, of the tolerance: the superconvergent ends of the windows are
// better than the tolerance, and many windows add up.
constexpr double kShareOfTolerance = 1e-3;

// Changes this small, of the size of a state, are rounding if they no longer shrink.
constexpr double kNearRounding = 1e-9;
constexpr double kRoundingOfNewton = 1e3 * kEps;
constexpr int kMostStanding = 3;
constexpr double kRounding = 3.0 * kEps;

// Of the tolerance: many windows add up.
constexpr double kRoundingShare = 1e-2;

}  // namespace

/// Changes of an iteration, as they follow each other.
struct WindowSolver::Progress {
  int iteration = 0;
  int standing = 0;  ///< Iterations since the smallest change.
  double last = std::numeric_limits<double>::infinity();
  double best = std::numeric_limits<double>::infinity();
};

WindowSolver::WindowSolver(const Problem& problem, const Components& components)
    : problem_(problem), components_(components), middle_(1, problem.n_slots) {
  slots_.resize(0, problem.n_slots);
}

void WindowSolver::set_window(const Tableau& tableau,
                              const WindowStart& start,
                              const Tolerance& tolerance) {
  tableau_ = &tableau;
  start_ = &start;
  tolerance_ = &tolerance;
  hh_ = start.length / 2;
  auto& schur = tableau.kind == NodeKind::Gauss ? gauss_schur_ : radau_schur_;
  if (!schur) schur = std::make_unique<SchurSolver>(tableau.schur);
  schur_ = schur.get();
  const Eigen::Index N = tableau.n_points;
  slots_.setZero(N, slots_.cols());
  base_.resize(N, components_.count);
  slots_.col(0) = ((tableau.first->points.array() + 1.0) * hh_ + start.at).matrix();
  problem_.fill_input_columns(slots_);
  powers_.resize(components_.n_states());
  rounding_.setZero(components_.n_states());
  most_rounding_.setZero(components_.n_states());
  for (int s = 0; s < components_.n_states(); ++s) {
    powers_(s) = std::pow(std::abs(hh_), components_.order[static_cast<std::size_t>(s)]);
  }
  for (int s = 0; s < components_.n_states(); ++s) {
    const auto state = static_cast<std::size_t>(s);
    const BasisTables& tables = *tableau.of_state[state];
    const int m = components_.order[state];
    for (int k = 0; k < m; ++k) {
      const int c = components_.begin[state] + k;
      base_.col(c).setConstant(start.u(c));
      for (int j = 0; j < m; ++j) {
        // start[k] of j = k is 1 up to rounding only; the 1 is taken out to keep it exact.
        const double factor = start.u(components_.begin[state] + j) * std::pow(hh_, j - k);
        if (j == k) {
          base_.col(c) +=
              factor * (tables.start[static_cast<std::size_t>(k)].col(j).array() - 1.0).matrix();
        } else {
          base_.col(c) += factor * tables.start[static_cast<std::size_t>(k)].col(j);
        }
      }
    }
  }
}

void WindowSolver::guess_constant(RightSide& g) {
  H_.setZero(tableau_->n_points, components_.n_states());
  middle_.setZero();
  middle_(0, 0) = start_->at;
  for (int c = 0; c < components_.count; ++c) {
    middle_(0, components_.slot[static_cast<std::size_t>(c)]) = start_->u(c);
  }
  for (Eigen::Index s = 0; s < start_->highest.size(); ++s) {
    middle_(0, components_.highest[static_cast<std::size_t>(s)]) = start_->highest(s);
  }
  problem_.fill_input_columns(middle_);
  if (!g.evaluate(middle_)) return;
  for (int s = 0; s < components_.n_states(); ++s) {
    H_.col(s).setConstant(middle_(0, components_.highest[static_cast<std::size_t>(s)]));
  }
}

void WindowSolver::update_components() {
  for (int s = 0; s < components_.n_states(); ++s) {
    const auto state = static_cast<std::size_t>(s);
    const BasisTables& tables = *tableau_->of_state[state];
    const int m = components_.order[state];
    double factor = 1.0;
    for (int k = m - 1; k >= 0; --k) {
      factor *= hh_;
      const int c = components_.begin[state] + k;
      auto column = slots_.col(components_.slot[static_cast<std::size_t>(c)]);
      column.noalias() = tables.integral[static_cast<std::size_t>(k)] * H_.col(s);
      column = base_.col(c) + factor * column;
    }
    slots_.col(components_.highest[state]) = H_.col(s);  // where implicit equations start from
  }
}

Eigen::VectorXd WindowSolver::end() const {
  Eigen::VectorXd u = start_->u;
  for (int s = 0; s < components_.n_states(); ++s) {
    const auto state = static_cast<std::size_t>(s);
    const BasisTables& tables = *tableau_->of_state[state];
    const int m = components_.order[state];
    for (int k = 0; k < m; ++k) {
      double change = 0.0;
      for (int j = 0; j < m; ++j) {
        const double unit = j == k ? 1.0 : 0.0;
        change += (tables.start_end(k, j) - unit) * std::pow(hh_, j - k) *
                  start_->u(components_.begin[state] + j);
      }
      change += std::pow(hh_, m - k) * tables.end[static_cast<std::size_t>(k)].dot(H_.col(s));
      u(components_.begin[state] + k) += change;
    }
  }
  return u;
}

bool WindowSolver::residual(RightSide& g, bool with_jacobian, Precision precision) {
  update_components();
  const bool finite =
      with_jacobian ? g.evaluate(slots_, jacobians_) : g.evaluate(slots_, precision);
  if (!finite) return false;
  R_.resize(H_.rows(), H_.cols());
  size_.resize(components_.n_states());
  for (int s = 0; s < components_.n_states(); ++s) {
    const auto state = static_cast<std::size_t>(s);
    R_.col(s) = H_.col(s) - slots_.col(components_.highest[state]);
    const int slot = components_.slot[static_cast<std::size_t>(components_.begin[state])];
    size_(s) = slots_.col(slot).cwiseAbs().maxCoeff();
  }
  return R_.allFinite();
}

/// After a change of H: what it does to the states, beside what it may. Nothing: go on.
std::optional<Outcome> WindowSolver::judge_change(Progress& progress, double slow) {
  double ratio = 0.0;     // of what is allowed
  double relative = 0.0;  // of the size
  bool may_be_rounding = true;
  for (int s = 0; s < components_.n_states(); ++s) {
    const double power = powers_(s);
    const double change = power * change_.col(s).cwiseAbs().maxCoeff();
    if (!std::isfinite(change)) return Outcome::NotFinite;
    const double size = std::max(size_(s), power * H_.col(s).cwiseAbs().maxCoeff());
    const double allowed = kShareOfTolerance * (tolerance_->atol(s) + tolerance_->rtol * size);
    if (change == 0.0) continue;
    const double rounding = std::max(kRounding * size, rounding_(s));
    ratio = std::max(ratio, change / std::max(allowed, rounding));
    relative = std::max(relative, change / size);
    may_be_rounding = may_be_rounding && change < std::max(kNearRounding * size, most_rounding_(s));
  }
  if (ratio <= 1.0) return Outcome::Converged;
  const double theta = ratio / progress.last;
  ++progress.iteration;
  progress.last = ratio;
  progress.standing = ratio < progress.best ? 0 : progress.standing + 1;
  progress.best = std::min(progress.best, ratio);
  if (progress.iteration > 1) contraction_ = theta;
  const int patience = relative < kRoundingOfNewton ? 1 : kMostStanding;
  if (progress.standing >= patience && may_be_rounding) return Outcome::Converged;
  if (progress.iteration < kFirstJudged || may_be_rounding) return std::nullopt;
  if (theta > slow || progress.standing > 1) return Outcome::Slow;
  return std::nullopt;
}

Outcome WindowSolver::picard(RightSide& g) {
  contraction_ = 0.0;
  Progress progress;
  for (int i = 0; i < kMostPicard; ++i) {
    ++counts_.iterations;
    if (!residual(g, false)) return Outcome::NotFinite;
    change_ = -R_;
    H_ += change_;
    if (const auto outcome = judge_change(progress, kSlowPicard)) return *outcome;
  }
  return Outcome::Slow;
}

Outcome WindowSolver::simplified_newton(RightSide& g) {
  update_components();
  if (!middle_jacobian(g)) return Outcome::NotFinite;
  const std::int64_t before = schur_->n_factorisations();
  const bool factorised = schur_->factorise(J_, hh_);
  counts_.factorisations += schur_->n_factorisations() - before;
  if (!factorised) return Outcome::NotFinite;
  const Precision precision = needed_precision();
  right_.setZero(tableau_->n_points, components_.count);
  change_.resizeLike(H_);
  Progress progress;
  for (int i = 0; i < kMostSimplified; ++i) {
    ++counts_.iterations;
    ++counts_.newton_iterations;
    if (!residual(g, false, precision)) return Outcome::NotFinite;
    for (int s = 0; s < components_.n_states(); ++s) {
      const auto state = static_cast<std::size_t>(s);
      right_.col(components_.begin[state] + components_.order[state] - 1) = -R_.col(s);
    }
    schur_->solve(right_, K_);
    for (int s = 0; s < components_.n_states(); ++s) {
      const auto state = static_cast<std::size_t>(s);
      change_.col(s) = K_.col(components_.begin[state] + components_.order[state] - 1);
    }
    H_ += change_;
    if (const auto outcome = judge_change(progress, kSlowNewton)) return *outcome;
  }
  return Outcome::Slow;
}

Outcome WindowSolver::full_newton(RightSide& g) {
  Progress progress;
  for (int i = 0; i < kMostFull; ++i) {
    ++counts_.iterations;
    ++counts_.newton_iterations;
    if (!residual(g, true) || !solve_full(g)) return Outcome::NotFinite;
    ++counts_.factorisations;
    H_ += change_;
    if (const auto outcome = judge_change(progress, kSlowNewton)) return *outcome;
  }
  return Outcome::Slow;
}

/// df/du of the first-order form in the middle of the window.
bool WindowSolver::middle_jacobian(RightSide& g) {
  middle_ = slots_.row(tableau_->n_points / 2);
  Eigen::MatrixXd by_components;
  if (!g.evaluate(middle_, by_components)) return false;
  companion(by_components, 0, J_);
  // Large rates times rounded states: what the right side cannot tell. Where the rates are large
  // for the window, the states settle to where it vanishes, and it moves them by that much less.
  for (int s = 0; s < components_.n_states(); ++s) {
    const auto state = static_cast<std::size_t>(s);
    const int highest = components_.begin[state] + components_.order[state] - 1;
    double sum = 0.0;
    double rate = 0.0;
    for (int c = 0; c < components_.count; ++c) {
      const int slot = components_.slot[static_cast<std::size_t>(c)];
      sum += std::abs(J_(highest, c) * middle_(0, slot));
      rate = std::max(rate, std::abs(J_(highest, c)));
    }
    most_rounding_(s) = kRounding * powers_(s) * sum;
    rounding_(s) = most_rounding_(s) / (1.0 + std::abs(hh_) * rate);
  }
  return true;
}

/// Slow changes of a stiff system are small differences of large terms, whose roundings add up to
/// `most_rounding_` over the window. (Robertson's equations at t = 1e11: 1e-7 of y1.)
Precision WindowSolver::needed_precision() const {
  for (int s = 0; s < components_.n_states(); ++s) {
    const auto state = static_cast<std::size_t>(s);
    const int slot = components_.slot[static_cast<std::size_t>(components_.begin[state])];
    const double size = std::abs(middle_(0, slot));
    const double allowed = tolerance_->atol(s) + tolerance_->rtol * size;
    if (most_rounding_(s) > kRoundingShare * allowed) return Precision::Extended;
  }
  return Precision::Double;
}

void WindowSolver::companion(const Eigen::MatrixXd& values,
                             Eigen::Index point,
                             Eigen::MatrixXd& J) const {
  const int n = components_.count;
  J.setZero(n, n);
  for (int s = 0; s < components_.n_states(); ++s) {
    const auto state = static_cast<std::size_t>(s);
    const int begin = components_.begin[state];
    const int m = components_.order[state];
    for (int k = 0; k + 1 < m; ++k) J(begin + k, begin + k + 1) = 1.0;
    J.row(begin + m - 1) = values.row(point).segment(static_cast<Eigen::Index>(s) * n, n);
  }
}

/// (I - sum_k J_k hh^(m - k) integral[k]) dH = -R over all points and states.
bool WindowSolver::solve_full(RightSide& g) {
  const Eigen::Index N = tableau_->n_points;
  const Eigen::Index n = components_.count;
  Eigen::MatrixXd A = Eigen::MatrixXd::Identity(full_size(), full_size());
  for (const auto& [s, c] : g.pattern()) {
    int other = 0;
    while (other + 1 < components_.n_states() &&
           components_.begin[static_cast<std::size_t>(other) + 1] <= c) {
      ++other;
    }
    const auto state = static_cast<std::size_t>(other);
    const int k = c - components_.begin[state];
    const double factor = std::pow(hh_, components_.order[state] - k);
    A.block(s * N, other * N, N, N) -=
        (factor * jacobians_.col(s * n + c)).asDiagonal() *
        tableau_->of_state[state]->integral[static_cast<std::size_t>(k)];
  }
  const Eigen::Map<const Eigen::VectorXd> residual(R_.data(), R_.size());
  const Eigen::PartialPivLU<Eigen::MatrixXd> lu(A);
  change_.resizeLike(H_);
  Eigen::Map<Eigen::VectorXd> change(change_.data(), change_.size());
  change = -lu.solve(residual);
  return change_.allFinite();
}

double WindowSolver::residual_norm(int state) const {
  return R_.rows() == 0 ? 0.0 : R_.col(state).squaredNorm() / static_cast<double>(R_.rows());
}

}  // namespace pinn::readout
