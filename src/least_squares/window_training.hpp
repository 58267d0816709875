// SPDX-License-Identifier: MIT
// One window of an initial-value problem: its network before and after training.
#pragma once

#include <Eigen/Dense>
#include <cstdint>
#include <functional>
#include <vector>

#include "levenberg_marquardt.hpp"
#include "pinn/config/config.hpp"
#include "pinn/model/model.hpp"
#include "pinn/problem/problem.hpp"
#include "window_residuals.hpp"

namespace pinn::least_squares {

/// Where a window begins.
struct Start {
  double at = 0.0;
  std::vector<Eigen::VectorXd> states;  ///< Per state its derivatives 0 to its order.
};

/// A window without its network's weights, and the factors that make residuals of order 1.
struct Frame {
  Window window;
  Eigen::VectorXd factors;  ///< (n_equations)
};

/// y = Taylor polynomial of the start + scale q^order N(x), q from 0 to 1, x from -1 to 1: the
/// start values hold whatever the weights are. A residual of 1 is as large as the state.
///
/// Needs:   length is not 0; a negative one goes backwards.
Frame make_frame(const Problem& problem, const Start& start, double length);

struct NetworkShape {
  std::vector<int> hidden;
  Activation activation = Activation::Tanh;
};

/// Random weights: uniform hidden layers with the spread of Glorot and Bengio, biases that place
/// the first layer's units along the window, a small output layer.
///
/// `number` counts the networks of one seed.
Mlp random_network(const NetworkShape& shape,
                   int n_outputs,
                   std::uint32_t seed,
                   std::uint32_t number);

struct Trained {
  Window window;
  Mlp trained_network;  ///< As it was before the output layer was solved for on its own.
  LmResult minimum;
  double off_points = 0.0;  ///< Rms of the residuals between the points of the training.
};

struct TrainingOptions {
  int n_points = 0;
  double tolerance = 0.0;  ///< Of the residuals between the points, where a training ends.
  LmOptions minimisation;
};

/// Trains `network` in the frame, and its output layer once more on its own.
Trained train_window(const Problem& problem,
                     const Frame& frame,
                     const Mlp& network,
                     const TrainingOptions& options);

}  // namespace pinn::least_squares
