// SPDX-License-Identifier: MIT
// Training of all weights by nonlinear least squares, without LibTorch.
#pragma once

#include <string>

#include "pinn/engine/engine.hpp"

namespace pinn {

/// Levenberg-Marquardt on all weights of networks with hidden layers of any number and width, in
/// float64, with exact derivatives and conditions that hold by construction; one network where it
/// reaches the tolerance, else windows, each as long as its training converges.
class LeastSquaresEngine : public Engine {
 public:
  TrainingResult train(const Problem& problem,
                       const Config& config,
                       const std::vector<DataSeries>& data,
                       TrainObserver& observer) override;

  /// Empty: it is a part of the program, and no LibTorch is loaded.
  std::string version() const override;
};

/// Length in which the equations answer to their states by some radians, by the rates at the
/// start; the whole domain at most, and where nothing is known of the start.
///
/// Needs:   problem.kind is Ivp.
double first_window_length(const Problem& problem);

/// Tighter than that, rounding decides.
inline constexpr double kSmallestLeastSquaresTolerance = 1e-11;

/// What the residuals of the windows are to be, relative to the size of the states: given, or a
/// hundredth of accept.rtol.
double least_squares_tolerance(const Config& config);

}  // namespace pinn
