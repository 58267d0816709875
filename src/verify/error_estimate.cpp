// SPDX-License-Identifier: MIT
// The estimate as a whole: can it be had, how finely to step, what it says.
#include "pinn/verify/error_estimate.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "boundary_error.hpp"
#include "error_march.hpp"
#include "pinn/problem/delays.hpp"
#include "tolerance.hpp"

namespace pinn {

namespace {

constexpr int kUsualWidth = 32;  ///< Features of a window, if it does not tell.
constexpr int kWidest = 96;
constexpr int kMoreStages = 8;    ///< Than points of collocation: as many arches of the defect.
constexpr int kShortStages = 7;   ///< For three arches each.
constexpr int kStepsOfDeep = 40;  ///< Over all windows, where nothing is known of the arches.
constexpr double kCheckedPoints = 600;  ///< Up to so many in all are checked by twice as many.
constexpr int kMostDoublings = 4;
constexpr double kAgreement = 0.1;  ///< Of the estimate, between a grid and one twice as fine.
constexpr double kMostWork = 3e10;  ///< Multiplications, some 10 s.

/// A window of M features in one hidden layer is collocated at about M / 2 points, where the defect
/// vanishes. Of deeper networks nothing is known.
ErrorGrid grid_of(const Model& model) {
  Eigen::Index widest = 0;
  bool is_deep = false;
  for (const Window& window : model.windows) {
    for (const Mlp& network : window.networks) {
      is_deep = is_deep || network.layers.size() > 2;
      if (network.layers.size() == 2) {
        widest = std::max(widest, network.layers.back().weight.cols());
      }
    }
  }
  const auto n_windows = static_cast<int>(model.windows.size());
  if (is_deep) {
    const int n_steps = std::max(6, (kStepsOfDeep + n_windows - 1) / n_windows);
    return {kShortStages, n_steps, kShortStages, n_steps};
  }
  if (widest == 0 || widest > kWidest) widest = kUsualWidth;
  const auto n_arches = static_cast<int>(widest) / 2;
  return {n_arches + kMoreStages, 1, kShortStages, n_arches / 3 + 1};
}

double points_of(const Model& model, const ErrorGrid& grid) {
  return static_cast<double>(model.windows.size()) * grid.n_short_steps * grid.n_short_stages;
}

/// Multiplications if every window needs a linear system for each of its short steps.
double work_of(const Model& model, const Problem& problem, const ErrorGrid& grid) {
  const double unknowns = static_cast<double>(grid.n_short_stages) * problem.total_order();
  const double steps = static_cast<double>(model.windows.size()) * grid.n_short_steps;
  return steps * unknowns * unknowns * unknowns / 3.0;
}

bool march(const Model& model,
           const Problem& problem,
           const ErrorGrid& grid,
           ErrorEstimate& estimate) {
  ErrorMarch marcher(model, problem, grid);
  return marcher.run(estimate);
}

/// True if the coarser estimate is as good as the finer one, state by state over all points.
bool agree(const ErrorEstimate& coarse, const ErrorEstimate& fine) {
  for (Eigen::Index s = 0; s < fine.error.cols(); ++s) {
    double largest = 0.0;
    double apart = 0.0;
    for (Eigen::Index i = 0; i < fine.error.rows(); ++i) {
      if (std::isnan(fine.error(i, s))) continue;
      const double size = magnitude(fine.error(i, s));
      largest = std::max({largest, size, magnitude(fine.floor(i, s))});
      if (size == kInfinite && magnitude(coarse.error(i, s)) == kInfinite) continue;
      // Two grids see different roundings of the same defect.
      const double difference = magnitude(fine.error(i, s) - coarse.error(i, s));
      apart = std::max(apart, difference - fine.floor(i, s));
    }
    if (!(apart <= kAgreement * largest)) return false;
  }
  return true;
}

void refine(const Model& model, const Problem& problem, ErrorGrid grid, ErrorEstimate& estimate) {
  for (int doubling = 0; doubling < kMostDoublings; ++doubling) {
    ErrorEstimate finer = estimate;
    grid.n_steps *= 2;
    grid.n_short_steps *= 2;
    if (work_of(model, problem, grid) > kMostWork) return;
    if (!march(model, problem, grid, finer)) return;
    const bool good = agree(estimate, finer);
    estimate = std::move(finer);
    if (good) return;
  }
}

void set_points(const Model& model, std::vector<double> points, ErrorEstimate& estimate) {
  std::sort(points.begin(), points.end());
  points.erase(std::unique(points.begin(), points.end()), points.end());
  estimate.points = std::move(points);
  estimate.values = model.evaluate_many(estimate.points, 0).front();
}

/// Where conditions stand at several places.
ErrorEstimate estimate_between(const Model& model,
                               const Problem& problem,
                               std::vector<double> points) {
  ErrorEstimate estimate;
  estimate.origin = std::numeric_limits<double>::quiet_NaN();
  set_points(model, std::move(points), estimate);
  estimate.available = estimate_boundary_error(model, problem, estimate);
  if (estimate.available) estimate.message.clear();
  return estimate;
}

}  // namespace

std::size_t ErrorEstimate::find_row(double point) const {
  const auto found = std::lower_bound(points.begin(), points.end(), point);
  if (found == points.end() || *found != point) return kNoRow;
  return static_cast<std::size_t>(found - points.begin());
}

double ErrorEstimate::size(std::size_t row, int state) const {
  const auto i = static_cast<Eigen::Index>(row);
  return std::max(magnitude(error(i, state)), magnitude(floor(i, state)));
}

double ErrorEstimate::signed_size(std::size_t row, int state) const {
  const double value = error(static_cast<Eigen::Index>(row), state);
  return std::isnan(value) ? value : std::copysign(size(row, state), value);
}

ErrorEstimate estimate_error(const Model& model, const Problem& given, std::vector<double> points) {
  const Problem problem = with_past(given, model);
  ErrorEstimate estimate;
  if (problem.kind == ProblemKind::Bvp) return estimate_between(model, problem, std::move(points));
  estimate.origin = problem.conditions.front().values.front().at;
  if (estimate.origin < model.start() || estimate.origin > model.end()) {
    estimate.message = "the model does not reach the point of the conditions";
    return estimate;
  }
  const ErrorGrid grid = grid_of(model);
  if (work_of(model, problem, grid) > kMostWork) {
    estimate.message = "the system is too large: a total order of " +
                       std::to_string(problem.total_order()) + " over " +
                       std::to_string(model.windows.size()) + " windows";
    return estimate;
  }
  set_points(model, std::move(points), estimate);
  if (!march(model, problem, grid, estimate)) return estimate;
  if (points_of(model, grid) <= kCheckedPoints) refine(model, problem, grid, estimate);
  estimate.available = true;
  estimate.message.clear();
  return estimate;
}

EstimateRatio largest_ratio(const ErrorEstimate& estimate,
                            const Problem& problem,
                            const AcceptConfig& accept) {
  EstimateRatio largest;
  for (int s = 0; s < problem.n_states(); ++s) {
    const std::string& name = problem.states[static_cast<std::size_t>(s)].name;
    const double atol = atol_of(accept, name);
    for (std::size_t row = 0; row < estimate.points.size(); ++row) {
      const auto i = static_cast<Eigen::Index>(row);
      if (std::isnan(estimate.error(i, s))) continue;
      const double bound = atol + accept.rtol * std::abs(estimate.values(i, s));
      const double ratio = magnitude(estimate.size(row, s) / bound);
      if (largest.state.empty() || ratio > largest.ratio) {
        largest = {ratio, name, estimate.points[row]};
      }
    }
  }
  return largest;
}

double horizon(const ErrorEstimate& estimate, const Problem& problem, const AcceptConfig& accept) {
  double nearest = std::numeric_limits<double>::quiet_NaN();
  double distance = kInfinite;
  for (int s = 0; s < problem.n_states(); ++s) {
    const double atol = atol_of(accept, problem.states[static_cast<std::size_t>(s)].name);
    for (std::size_t row = 0; row < estimate.points.size(); ++row) {
      const auto i = static_cast<Eigen::Index>(row);
      if (std::isnan(estimate.error(i, s))) continue;
      const double bound = atol + accept.rtol * std::abs(estimate.values(i, s));
      if (estimate.size(row, s) <= bound) continue;
      const double away = std::abs(estimate.points[row] - estimate.origin);
      if (!(away < distance)) continue;
      distance = away;
      nearest = estimate.points[row];
    }
  }
  return nearest;
}

Eigen::VectorXd largest_estimates(const ErrorEstimate& estimate) {
  Eigen::VectorXd largest = Eigen::VectorXd::Zero(estimate.error.cols());
  for (Eigen::Index s = 0; s < largest.size(); ++s) {
    for (std::size_t row = 0; row < estimate.points.size(); ++row) {
      if (std::isnan(estimate.error(static_cast<Eigen::Index>(row), s))) continue;
      largest(s) = std::max(largest(s), estimate.size(row, static_cast<int>(s)));
    }
  }
  return largest;
}

}  // namespace pinn
