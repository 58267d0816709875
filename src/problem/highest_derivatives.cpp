// SPDX-License-Identifier: MIT
// Damped Newton steps from the wanted values, from zero and from random places.
#include "pinn/problem/highest_derivatives.hpp"

#include <algorithm>
#include <cmath>
#include <optional>
#include <random>

#include "analysis.hpp"
#include "highest_system.hpp"
#include "pinn/expression/evaluate.hpp"

namespace pinn {

namespace {

constexpr int kMostSteps = 60;
constexpr int kMostHalvings = 30;
constexpr int kRandomStarts = 40;
constexpr double kConverged = 1e-13;  // change, of the size
constexpr double kSame = 1e-7;        // of the size: a solution that was found twice

class HighestSearch {
 public:
  HighestSearch(const Problem& problem, double t, const Eigen::VectorXd& u)
      : problem_(problem), slots_(static_cast<std::size_t>(problem.n_slots), 0.0) {
    slots_[0] = t;
    Eigen::Index next = 0;
    for (int s = 0; s < problem.n_states(); ++s) {
      const int order = problem.states[static_cast<std::size_t>(s)].order;
      for (int k = 0; k < order; ++k) {
        slots_[static_cast<std::size_t>(problem.slot_of(s, k))] = u(next++);
      }
    }
    problem.fill_inputs(t, slots_);
  }

  /// Where Newton's method comes to from h; nothing if it gets stuck.
  std::optional<Eigen::VectorXd> from(Eigen::VectorXd h) {
    detail::HighestSystem system = at(h);
    for (int step = 0; step < kMostSteps; ++step) {
      Eigen::MatrixXd change;
      if (!detail::solve_scaled(system.by_highest, -system.residual, change)) return std::nullopt;
      double damping = 1.0;
      detail::HighestSystem next;
      for (int halving = 0;; ++halving) {
        next = at(h + damping * change.col(0));
        if (next.residual.allFinite() && next.residual.norm() <= system.residual.norm()) break;
        if (is_small(change.col(0), h)) return h;  // rounding decides
        if (halving == kMostHalvings) return std::nullopt;
        damping /= 2.0;
      }
      h += damping * change.col(0);
      system = std::move(next);
      if (damping == 1.0 && is_small(change.col(0), h)) return h;
    }
    return std::nullopt;
  }

 private:
  static bool is_small(const Eigen::VectorXd& change, const Eigen::VectorXd& h) {
    return change.cwiseAbs().maxCoeff() <= kConverged * std::max(1.0, h.cwiseAbs().maxCoeff());
  }

  detail::HighestSystem at(const Eigen::VectorXd& h) {
    for (int s = 0; s < problem_.n_states(); ++s) {
      const int order = problem_.states[static_cast<std::size_t>(s)].order;
      slots_[static_cast<std::size_t>(problem_.slot_of(s, order))] = h(s);
    }
    return detail::highest_system(problem_, slots_);
  }

  const Problem& problem_;
  std::vector<double> slots_;
};

bool is_same(const Eigen::VectorXd& a, const Eigen::VectorXd& b) {
  return (a - b).cwiseAbs().maxCoeff() <= kSame * std::max(1.0, a.cwiseAbs().maxCoeff());
}

}  // namespace

std::vector<Eigen::VectorXd> highest_derivatives(const Problem& problem,
                                                 double t,
                                                 const Eigen::VectorXd& u,
                                                 const Eigen::VectorXd& near) {
  HighestSearch search(problem, t, u);
  std::vector<Eigen::VectorXd> found;
  const auto try_from = [&](const Eigen::VectorXd& start) {
    const std::optional<Eigen::VectorXd> h = search.from(start);
    if (!h) return;
    const auto same = [&](const Eigen::VectorXd& other) { return is_same(*h, other); };
    if (std::none_of(found.begin(), found.end(), same)) found.push_back(*h);
  };
  try_from(near);
  try_from(Eigen::VectorXd::Zero(near.size()));
  std::mt19937_64 generator(0);
  std::normal_distribution<double> normal;
  for (int start = 0; start < kRandomStarts; ++start) {
    const double size = std::pow(10.0, start % 4 - 1);
    Eigen::VectorXd h = near;
    for (Eigen::Index s = 0; s < h.size(); ++s) h(s) += size * normal(generator);
    try_from(h);
  }
  std::stable_sort(found.begin(), found.end(), [&](const auto& a, const auto& b) {
    return (a - near).squaredNorm() < (b - near).squaredNorm();
  });
  return found;
}

Eigen::VectorXd guessed_highest(const Problem& problem, double t) {
  Eigen::VectorXd h = Eigen::VectorXd::Zero(problem.n_states());
  for (std::size_t s = 0; s < problem.guess.size(); ++s) {
    if (!problem.guess[s]) continue;
    Expression slope = *problem.guess[s];
    for (int k = 0; k < problem.states[s].order; ++k) slope = detail::slope_of(slope);
    const double value = evaluate<double>(slope, {t});
    if (std::isfinite(value)) h(static_cast<Eigen::Index>(s)) = value;
  }
  return h;
}

}  // namespace pinn
