// SPDX-License-Identifier: MIT
// Guess, continuation, refinement.
#include "boundary_training.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

#include "pinn/util/number_text.hpp"

namespace pinn::readout {

namespace {

constexpr std::int64_t kFirstWindows = 6;
constexpr int kMostRounds = 40;

// The search for further solutions.
constexpr std::size_t kMostSolutions = 8;
constexpr double kMultiples[] = {3.0, 30.0, -1.0, 0.0};
constexpr double kLongestSteps[] = {1.0, 0.3, 0.1};
constexpr std::size_t kMostWindows = 4000;

// The factor of the right side in a continuation.
constexpr double kFirstFactor = 1e-4;
constexpr double kFirstGrowth = 10.0;
constexpr double kMostGrowth = 100.0;
constexpr double kLeastGrowth = 1.01;
constexpr int kQuickIterations = 8;  ///< Up to so many, and the factor grows faster next time.

// On the way to the whole right side windows only need to be as good as the next step asks.
constexpr double kRoughDefect = 1e3;

class BoundaryTraining {
 public:
  BoundaryTraining(const Problem& problem,
                   const Components& components,
                   const BoundarySettings& settings)
      : problem_(problem),
        components_(components),
        settings_(settings),
        tableau_(NodeKind::Gauss, components, settings.n_features),
        solver_(problem, components, tableau_, settings.tolerance, settings.stop_requested) {}

  BoundaryResult run() {
    const std::int64_t count = settings_.fixed_windows.value_or(kFirstWindows);
    std::vector<double> edges =
        first_edges(problem_.start, problem_.end, count, solver_.conditions().places());
    if (has_guess() && !settings_.fixed_windows) {
      edges = edges_for_guess(problem_, tableau_, std::move(edges));
    }
    state_ = guessed_state(problem_, components_, tableau_, edges);
    const MeshState first = state_;
    // Whole steps stay with the solution that a guess is near to; damped ones follow a path that
    // may lead to another one, but reach a solution from further away.
    NewtonEnd end = has_guess() ? solver_.solve_deflated(state_, {}) : NewtonEnd::NoProgress;
    if (needs_continuation(end)) {
      state_ = first;
      end = solver_.solve(state_);
    }
    if (needs_continuation(end)) {
      state_ = first;
      end = continue_to_whole();
    }
    std::vector<std::vector<Window>> others;
    if (end == NewtonEnd::Converged && settings_.all_solutions && !problem_.linear) {
      others = search_others();
    }
    if (end == NewtonEnd::Converged) end = refine(1.0, 1.0);
    BoundaryResult result = finish(end);
    result.others = std::move(others);
    return result;
  }

 private:
  bool has_guess() const {
    return !problem_.linear && std::any_of(problem_.guess.begin(),
                                           problem_.guess.end(),
                                           [](const auto& guess) { return guess.has_value(); });
  }

  /// Deflated iterations from the guess and from multiples of what is known, with long steps first.
  std::vector<std::vector<Window>> search_others() {
    const MeshState first = state_;
    std::vector<MeshState> known{first};
    while (known.size() < kMostSolutions) {
      std::optional<MeshState> found = search_one(known);
      if (!found) break;
      known.push_back(std::move(*found));
    }
    std::vector<std::vector<Window>> others;
    for (std::size_t i = 1; i < known.size(); ++i) {
      state_ = known[i];
      if (refine(1.0, 1.0) == NewtonEnd::Converged) others.push_back(windows_);
    }
    state_ = first;
    return others;
  }

  std::optional<MeshState> search_one(const std::vector<MeshState>& known) {
    std::vector<MeshState> starts{
        guessed_state(problem_, components_, tableau_, known.front().edges)};
    for (const MeshState& solution : known) {
      for (const double factor : kMultiples) {
        starts.push_back(solution);
        starts.back().u *= factor;
        for (Eigen::MatrixXd& H : starts.back().H) H *= factor;
      }
    }
    for (const double longest : kLongestSteps) {
      for (MeshState start : starts) {
        if (solver_.solve_deflated(start, known, longest) == NewtonEnd::Converged) return start;
      }
    }
    return std::nullopt;
  }

  static bool needs_continuation(NewtonEnd end) {
    return end != NewtonEnd::Converged && end != NewtonEnd::Stopped;
  }

  /// From a factor where Newton's method converges, in steps as long as it does.
  NewtonEnd continue_to_whole() {
    double reached = 0.0;
    double growth = kFirstGrowth;
    double factor = kFirstFactor;
    MeshState good = state_;
    while (true) {
      const int before = solver_.iterations();
      state_ = good;
      NewtonEnd end = solver_.solve(state_, factor);
      if (end == NewtonEnd::Converged) end = refine(factor, kRoughDefect);
      if (end == NewtonEnd::Stopped) return end;
      if (end == NewtonEnd::Converged) {
        if (factor == 1.0) return end;
        reached = factor;
        good = state_;
        const bool is_quick = solver_.iterations() - before <= kQuickIterations;
        if (is_quick) growth = std::min(kMostGrowth, growth * growth);
      } else if (reached == 0.0) {
        return end;  // not even the conditions alone determine anything
      } else {
        growth = std::sqrt(growth);
        if (growth < kLeastGrowth) return end;
      }
      factor = std::min(1.0, reached * growth);
    }
  }

  /// Halves windows until none has a defect above `most`.
  NewtonEnd refine(double factor, double most) {
    MeshRefinement refinement;
    for (int round = 0; round < kMostRounds; ++round) {
      windows_ = solver_.windows(state_);
      if (settings_.fixed_windows) return NewtonEnd::Converged;
      const Eigen::VectorXd defects = solver_.defects(state_, windows_) / most;
      const std::vector<double> edges = refinement.refine(state_.edges, defects);
      if (edges.size() == state_.edges.size()) return NewtonEnd::Converged;
      const auto limit =
          std::min<std::size_t>(kMostWindows, static_cast<std::size_t>(settings_.max_windows));
      if (edges.size() - 1 > limit) {
        is_limited_ = true;
        return NewtonEnd::Converged;
      }
      MeshState finer = transferred(problem_, components_, tableau_, windows_, edges);
      const NewtonEnd end = solver_.solve(finer, factor);
      if (end != NewtonEnd::Converged) return end;
      state_ = std::move(finer);
    }
    return NewtonEnd::Converged;
  }

  BoundaryResult finish(NewtonEnd end) {
    BoundaryResult result;
    result.statistics.windows = static_cast<std::int64_t>(state_.n_windows());
    result.statistics.iterations = solver_.iterations();
    result.statistics.newton_iterations = solver_.iterations();
    result.statistics.rhs_evaluations = solver_.counts().evaluations;
    result.statistics.jacobian_evaluations = solver_.counts().jacobians;
    switch (end) {
      case NewtonEnd::Converged:
        result.reason = is_limited_ ? StopReason::IterationLimit : StopReason::Converged;
        break;
      case NewtonEnd::Stopped:
        result.reason = StopReason::Interrupted;
        result.message = "was asked to stop in Newton's iteration";
        return result;
      case NewtonEnd::NoProgress:
      case NewtonEnd::Singular:
      case NewtonEnd::NotFinite:
        result.reason = StopReason::Diverged;
        result.message = failure_text(end);
        return result;
    }
    result.windows = std::move(windows_);
    for (std::size_t k = 0; k < state_.n_windows(); ++k) {
      result.residuals.push_back(solver_.residual_squares(state_, k));
    }
    const std::string n = std::to_string(result.windows.size());
    result.message =
        is_limited_ ? n + " windows, and more would be needed" : n + " windows cover the domain";
    return result;
  }

  std::string failure_text(NewtonEnd end) const {
    std::string text = "Newton's method finds no solution: ";
    if (end == NewtonEnd::Singular) {
      text += "the equations and conditions determine no correction";
    } else if (end == NewtonEnd::NotFinite) {
      text += "the equations are not finite where it begins";
    } else {
      text += "no step brings it nearer";
    }
    return text + "; give problem.guess, an expression near the solution for each state";
  }

  const Problem& problem_;
  const Components& components_;
  const BoundarySettings& settings_;
  Tableau tableau_;
  BoundarySolver solver_;
  MeshState state_;
  std::vector<Window> windows_;
  bool is_limited_ = false;
};

}  // namespace

BoundaryResult solve_boundary(const Problem& problem,
                              const Components& components,
                              const BoundarySettings& settings) {
  return BoundaryTraining(problem, components, settings).run();
}

}  // namespace pinn::readout
