// SPDX-License-Identifier: MIT
// A solved window as a network.
#pragma once

#include "pinn/model/model.hpp"
#include "window_solver.hpp"

namespace pinn::readout {

/// Linear, Tanh, Linear over the whole window; one network for all states if their hidden layers
/// are the same, else one per state.
///
/// Shapes:  H (N, n_states): values of the highest derivatives at the points.
Window to_window(const Tableau& tableau,
                 const Components& components,
                 const WindowStart& start,
                 const Eigen::MatrixXd& H);

/// Moves the output biases by some roundings so that evaluation gives exactly `values` at `at`.
///
/// Shapes:  values (n_states)
/// Needs:   scale and factor of the window are 1, its offset 0.
void meet_values(Window& window, double at, const Eigen::VectorXd& values);

}  // namespace pinn::readout
