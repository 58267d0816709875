// SPDX-License-Identifier: MIT
// A loss as a sum of squares.
#include "pinn/least_squares/loss_minimum.hpp"

#include <cmath>
#include <utility>

#include "pinn/util/number_text.hpp"
#include "window_residuals.hpp"

namespace pinn {

namespace {

using least_squares::LmEnd;
using least_squares::LmOptions;
using least_squares::LmResult;
using least_squares::LmStep;
using least_squares::OtherTerms;
using least_squares::Quadrature;
using least_squares::WindowResiduals;

// Where a network can learn no more, steps still gain a little for ever.
constexpr int kPatience = 30;
constexpr double kLeastGain = 0.1;  ///< Of the rms.

OtherTerms other_terms(const LossTerms& terms) {
  OtherTerms other;
  other.hard = terms.hard;
  if (terms.weights.conditions > 0.0) other.soft = terms.soft;
  other.soft_factors.resize(static_cast<Eigen::Index>(other.soft.size()));
  for (Eigen::Index i = 0; i < other.soft_factors.size(); ++i) {
    other.soft_factors(i) = std::sqrt(terms.weights.conditions) *
                            terms.scaling.condition(other.soft[static_cast<std::size_t>(i)]);
  }
  if (terms.weights.data > 0.0) other.data = terms.data;
  other.data_factor = std::sqrt(terms.weights.data);
  return other;
}

LossMinimum::End end_of(LmEnd end) {
  switch (end) {
    case LmEnd::Target:
    case LmEnd::NoProgress:
      return LossMinimum::End::NoProgress;
    case LmEnd::IterationLimit:
      return LossMinimum::End::IterationLimit;
    case LmEnd::Stopped:
      return LossMinimum::End::Stopped;
    case LmEnd::NotFinite:
      break;
  }
  return LossMinimum::End::NotFinite;
}

}  // namespace

LossMinimum minimise_loss(const LossTerms& terms,
                          const Window& window,
                          std::int64_t max_iterations,
                          const LossWatch& watch) {
  const auto n_points = static_cast<double>(terms.points.size());
  const Quadrature at{terms.points, Eigen::VectorXd::Ones(static_cast<Eigen::Index>(n_points))};
  const Eigen::VectorXd factors = std::sqrt(terms.weights.equations) * terms.scaling.residual;
  WindowResiduals residuals(terms.problem, window, at, factors, other_terms(terms));
  Eigen::VectorXd first;
  const Eigen::VectorXd weights = least_squares::weights_of_all(window.networks);
  residuals.evaluate(weights, first);
  const double losses_per_square = static_cast<double>(first.size()) / n_points;
  LmOptions options;
  options.max_iterations = static_cast<int>(max_iterations);
  options.patience = kPatience;
  options.least_gain = kLeastGain;
  std::vector<Mlp> networks = window.networks;
  options.go_on = [&](const LmStep& step) {
    least_squares::set_weights_of_all(networks, *step.weights);
    return watch(networks, step.damping);
  };
  const LmResult result = minimise(residuals, weights, options);
  LossMinimum minimum;
  minimum.end = end_of(result.end);
  minimum.loss = result.rms * result.rms * losses_per_square;
  minimum.message = result.iterations < kPatience
                        ? "no step lowers the loss of " + to_short_text(minimum.loss)
                        : std::to_string(kPatience) + " iterations lower the loss of " +
                              to_short_text(minimum.loss) + " by less than a fifth";
  return minimum;
}

}  // namespace pinn
