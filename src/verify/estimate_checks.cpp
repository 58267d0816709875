// SPDX-License-Identifier: MIT
// Estimated errors beside tolerances and beside the reference.
#include "estimate_checks.hpp"

#include <algorithm>
#include <cmath>

#include "pinn/util/number_text.hpp"
#include "tolerance.hpp"

namespace pinn {

namespace {

/// So far apart, estimate and difference cannot both be right.
constexpr double kApart = 100.0;

/// The largest error of one state beside its tolerance.
struct Peak {
  double ratio = 0.0;    ///< With what the comparison itself may be wrong by.
  double certain = 0.0;  ///< Largest ratio of the part that it cannot be wrong by.
  double error = 0.0;    ///< Where ratio is largest.
  double at = 0.0;
};

Peak peak_of(const std::vector<Check>& checks, const std::string& state) {
  Peak peak;
  for (const Check& check : checks) {
    if (check.state != state) continue;
    const double error = magnitude(check.error);
    const double own = std::max(0.0, check.ratio * check.tolerance - error);
    peak.certain = std::max(peak.certain, (error - kOwnErrorDoubt * own) / check.tolerance);
    if (!(check.ratio >= peak.ratio)) continue;
    peak.ratio = check.ratio;
    peak.error = error;
    peak.at = check.at;
  }
  return peak;
}

}  // namespace

std::vector<Check> check_estimate(const ErrorEstimate& estimate,
                                  const Problem& problem,
                                  const AcceptConfig& accept,
                                  const std::vector<double>& points,
                                  int state) {
  const std::string& name = problem.states[static_cast<std::size_t>(state)].name;
  std::vector<Check> checks;
  checks.reserve(points.size());
  for (const double at : points) {
    const std::size_t row = estimate.find_row(at);
    if (row == ErrorEstimate::kNoRow) {
      checks.push_back({at, name, kInfinite, kInfinite, kInfinite, 0.0, kInfinite});
      continue;
    }
    const auto i = static_cast<Eigen::Index>(row);
    const double value = estimate.values(i, state);
    const double error = estimate.error(i, state);
    const double tolerance = atol_of(accept, name) + accept.rtol * magnitude(value);
    const double size = estimate.size(row, state);
    const double ratio = std::isfinite(tolerance) ? magnitude(size / tolerance) : kInfinite;
    checks.push_back(
        {at, name, value, value - error, std::copysign(size, error), tolerance, ratio});
  }
  return checks;
}

std::vector<std::string> disagreements(const ErrorEstimate& estimate,
                                       const Problem& problem,
                                       const AcceptConfig& accept,
                                       const std::vector<Check>& checks) {
  std::vector<std::string> sentences;
  for (int s = 0; s < problem.n_states(); ++s) {
    const std::string& name = problem.states[static_cast<std::size_t>(s)].name;
    std::vector<double> points;
    for (const Check& check : checks) {
      if (check.state == name) points.push_back(check.at);
    }
    const Peak reference = peak_of(checks, name);
    const Peak estimated = peak_of(check_estimate(estimate, problem, accept, points, s), name);
    const bool too_small = reference.certain > 1.0 && reference.certain > kApart * estimated.ratio;
    const bool too_large = estimated.ratio > 1.0 && estimated.ratio > kApart * reference.ratio;
    if (points.empty() || (!too_small && !too_large)) continue;
    sentences.push_back("the estimated error of " + name + " is " + to_short_text(estimated.error) +
                        " at " + problem.variable + " = " + to_short_text(estimated.at, 6) +
                        ", but the largest difference to the classical solver is " +
                        to_short_text(reference.error) + " at " + problem.variable + " = " +
                        to_short_text(reference.at, 6) + ": one of the two is wrong");
  }
  return sentences;
}

}  // namespace pinn
