// SPDX-License-Identifier: MIT
// The loss of a network, lowered by Levenberg's and Marquardt's method on all its weights.
#pragma once

#include <cstdint>
#include <functional>
#include <string>
#include <vector>

#include "pinn/config/config.hpp"
#include "pinn/engine/engine.hpp"
#include "pinn/engine/hard_conditions.hpp"
#include "pinn/engine/scaling.hpp"
#include "pinn/model/model.hpp"
#include "pinn/problem/problem.hpp"

namespace pinn {

/// What a loss is made of.
///
/// Equation:  w_e sum_equations mean(residual^2) + w_c sum_soft violation^2 + w_d sum_series
///            mean(((predicted - observed)/sigma)^2); residuals and violations in the units of
///            Scaling.
struct LossTerms {
  const Problem& problem;
  const Scaling& scaling;
  const WeightsConfig& weights;
  const std::vector<DataSeries>& data;
  /// Conditions that hold by construction; null if the window's factor and offset do that.
  const HardConditions* hard;
  std::vector<int> soft;       ///< Indices into problem.conditions.
  std::vector<double> points;  ///< Values of the variable.
};

struct LossMinimum {
  enum class End { NoProgress, IterationLimit, Stopped, NotFinite };
  End end = End::NotFinite;
  std::string message;  ///< With both numbers.
  double loss = kNaN;
};

/// Called after every iteration with the networks as they are then and the damping of the step;
/// false ends it.
using LossWatch = std::function<bool(const std::vector<Mlp>& networks, double damping)>;

/// Needs:   the window holds the networks to start from, and its frame.
LossMinimum minimise_loss(const LossTerms& terms,
                          const Window& window,
                          std::int64_t max_iterations,
                          const LossWatch& watch);

}  // namespace pinn
