// SPDX-License-Identifier: MIT
// Finds the sizes of the variable and of the states.
#include "pinn/engine/scaling.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace pinn {

namespace {

/// What a network learns without being rescaled: sizes from 1/30 to 30.
constexpr double kComfort = 30.0;

bool is_comfortable(double size) { return size >= 1.0 / kComfort && size <= kComfort; }

/// Largest |value| that the conditions and the data give for each state; 0 if they give none.
Eigen::VectorXd largest_values(const Problem& problem, const std::vector<DataSeries>& data) {
  Eigen::VectorXd largest = Eigen::VectorXd::Zero(problem.n_states());
  for (const Condition& condition : problem.conditions) {
    const bool is_value = condition.linear && condition.values.size() == 1 &&
                          condition.values.front().derivative == 0 &&
                          condition.coefficients.front() != 0.0;
    if (!is_value) continue;
    double& size = largest(condition.values.front().state);
    size = std::max(size, std::abs(condition.target / condition.coefficients.front()));
  }
  for (const DataSeries& series : data) {
    if (series.state < 0) continue;
    double& size = largest(series.state);
    for (const double value : series.observed) size = std::max(size, std::abs(value));
  }
  return largest;
}

/// Size of the derivative of a state in units of the network.
double size_of(const PointValue& value, const Scaling& scaling) {
  return scaling.state(value.state) * std::pow(scaling.input.rate, value.derivative);
}

double residual_factor(const Problem& problem, std::size_t equation, const Scaling& scaling) {
  int state = problem.find_state(problem.equations[equation].label);
  if (state < 0) state = static_cast<int>(equation);  // as many equations as states
  const int order = problem.states[static_cast<std::size_t>(state)].order;
  return 1.0 / size_of({state, order, 0.0}, scaling);
}

}  // namespace

bool Scaling::is_identity() const {
  return input.shift == 0.0 && input.rate == 1.0 && (state.array() == 1.0).all();
}

Scaling make_scaling(const Problem& problem, const std::vector<DataSeries>& data) {
  Scaling scaling;
  const double length = problem.end - problem.start;
  const double farthest = std::max(std::abs(problem.start), std::abs(problem.end));
  scaling.input.fourier_start = problem.start;
  scaling.input.fourier_length = length;
  if (farthest > kComfort || length < 1.0 / kComfort) {
    scaling.input.shift = problem.start;
    scaling.input.rate = 1.0 / length;
  }
  scaling.state = Eigen::VectorXd::Ones(problem.n_states());
  const Eigen::VectorXd largest = largest_values(problem, data);
  for (Eigen::Index s = 0; s < largest.size(); ++s) {
    if (largest(s) > 0.0 && !is_comfortable(largest(s))) scaling.state(s) = largest(s);
  }
  scaling.residual.resize(static_cast<Eigen::Index>(problem.equations.size()));
  for (std::size_t e = 0; e < problem.equations.size(); ++e) {
    scaling.residual(static_cast<Eigen::Index>(e)) = residual_factor(problem, e, scaling);
  }
  scaling.condition.resize(static_cast<Eigen::Index>(problem.conditions.size()));
  for (std::size_t k = 0; k < problem.conditions.size(); ++k) {
    double size = 0.0;
    for (const PointValue& value : problem.conditions[k].values) {
      size = std::max(size, size_of(value, scaling));
    }
    scaling.condition(static_cast<Eigen::Index>(k)) = size > 0.0 ? 1.0 / size : 1.0;
  }
  return scaling;
}

}  // namespace pinn
