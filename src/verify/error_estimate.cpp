// SPDX-License-Identifier: MIT
// The estimate as a whole: can it be had, how finely to step, what it says.
#include "pinn/verify/error_estimate.hpp"

#include <algorithm>
#include <cmath>

#include "error_march.hpp"
#include "tolerance.hpp"

namespace pinn {

namespace {

constexpr int kFewestSteps = 17;     ///< One for every arch of the defect of a usual window.
constexpr int kMostSteps = 65;       ///< The same for the largest window.
constexpr int kStepsOfDomain = 200;  ///< So many over all windows at least.
constexpr int kCheckedSteps = 600;   ///< Up to so many in all are checked by twice as many.
constexpr int kMostDoublings = 4;
constexpr double kAgreement = 0.1;  ///< Of the estimate, between a grid and one twice as fine.
constexpr double kMostWork = 3e10;  ///< Multiplications, some 10 s.

/// Steps for one arch of the defect each: a window of M features is collocated at about M / 2
/// points, and the defect vanishes there.
int steps_of(const Model& model) {
  Eigen::Index widest = 0;
  for (const Window& window : model.windows) {
    for (const Mlp& network : window.networks) {
      widest = std::max(widest, network.layers.back().weight.cols());
    }
  }
  const auto arches = static_cast<int>(std::min<Eigen::Index>(widest / 2 + 1, kMostSteps));
  const auto n_windows = static_cast<int>(model.windows.size());
  return std::max({kFewestSteps, arches, (kStepsOfDomain + n_windows - 1) / n_windows});
}

double work_of(const Model& model, const Problem& problem, int n_steps) {
  const double rows = 3.0 * problem.total_order();
  return static_cast<double>(model.windows.size()) * n_steps * rows * rows * rows / 3.0;
}

bool march(const Model& model, const Problem& problem, int n_steps, ErrorEstimate& estimate) {
  ErrorMarch marcher(model, problem, n_steps);
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
      apart = std::max(apart, magnitude(fine.error(i, s) - coarse.error(i, s)));
    }
    if (!(apart <= kAgreement * largest)) return false;
  }
  return true;
}

void refine(const Model& model, const Problem& problem, int n_steps, ErrorEstimate& estimate) {
  for (int doubling = 0; doubling < kMostDoublings; ++doubling) {
    ErrorEstimate finer = estimate;
    n_steps *= 2;
    if (work_of(model, problem, n_steps) > kMostWork) return;
    if (!march(model, problem, n_steps, finer)) return;
    const bool good = agree(estimate, finer);
    estimate = std::move(finer);
    if (good) return;
  }
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

std::string estimate_mistake(const Problem& problem) {
  if (problem.kind != ProblemKind::Ivp) {
    return "an error can be estimated only where all conditions stand at one point";
  }
  return "";
}

ErrorEstimate estimate_error(const Model& model,
                             const Problem& problem,
                             std::vector<double> points) {
  ErrorEstimate estimate;
  estimate.message = estimate_mistake(problem);
  if (!estimate.message.empty()) return estimate;
  estimate.origin = problem.conditions.front().values.front().at;
  if (estimate.origin < model.start() || estimate.origin > model.end()) {
    estimate.message = "the model does not reach the point of the conditions";
    return estimate;
  }
  const int n_steps = steps_of(model);
  if (work_of(model, problem, n_steps) > kMostWork) {
    estimate.message = "the system is too large: a total order of " +
                       std::to_string(problem.total_order()) + " over " +
                       std::to_string(model.windows.size()) + " windows";
    return estimate;
  }
  std::sort(points.begin(), points.end());
  points.erase(std::unique(points.begin(), points.end()), points.end());
  estimate.points = std::move(points);
  estimate.values = model.evaluate_many(estimate.points, 0).front();
  if (!march(model, problem, n_steps, estimate)) return estimate;
  if (n_steps * static_cast<double>(model.windows.size()) <= kCheckedSteps) {
    refine(model, problem, n_steps, estimate);
  }
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
