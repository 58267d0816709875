// SPDX-License-Identifier: MIT
// Tolerances of the classical solver from those of the verdict.
#include <algorithm>
#include <cmath>

#include "pinn/reference/reference.hpp"

namespace pinn {

namespace {

constexpr double kOfAcceptRtol = 1e-5;
constexpr double kLargestRtol = 1e-10;
constexpr double kAtolOfRtol = 1e-2;
constexpr double kOfAcceptAtol = 1e-2;

/// Largest value of each state in the conditions; 1 where they say nothing.
std::vector<double> state_sizes(const Problem& problem) {
  std::vector<double> sizes(problem.states.size(), 0.0);
  for (const Condition& condition : problem.conditions) {
    if (!condition.linear || condition.values.size() != 1) continue;
    const PointValue& value = condition.values.front();
    if (value.derivative != 0) continue;
    double& size = sizes[static_cast<std::size_t>(value.state)];
    const double target = std::abs(condition.target / condition.coefficients.front());
    if (std::isfinite(target)) size = std::max(size, target);
  }
  for (double& size : sizes) {
    if (size == 0.0) size = 1.0;
  }
  return sizes;
}

}  // namespace

ReferenceOptions reference_options(const Problem& problem, const Config& config) {
  const std::vector<double> sizes = state_sizes(problem);
  std::vector<double> accept_atol;
  double accept_rtol = config.accept.rtol;
  for (std::size_t s = 0; s < sizes.size(); ++s) {
    accept_atol.push_back(atol_of(config.accept, problem.states[s].name));
    if (config.accept.rtol > 0.0) continue;
    const double equivalent = accept_atol[s] / sizes[s];
    accept_rtol = s == 0 ? equivalent : std::min(accept_rtol, equivalent);
  }
  ReferenceOptions options;
  options.method = config.reference.method;
  options.may_tighten = !config.reference.rtol && !config.reference.atol;
  options.rtol = config.reference.rtol.value_or(
      std::clamp(kOfAcceptRtol * accept_rtol, ReferenceOptions::kSmallestRtol, kLargestRtol));
  for (std::size_t s = 0; s < sizes.size(); ++s) {
    const double by_size = kAtolOfRtol * options.rtol * sizes[s];
    options.atol.push_back(
        config.reference.atol.value_or(std::min(by_size, kOfAcceptAtol * accept_atol[s])));
  }
  return options;
}

}  // namespace pinn
