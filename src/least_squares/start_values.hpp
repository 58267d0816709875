// SPDX-License-Identifier: MIT
// What the equations say of a place where the lower derivatives are known.
#pragma once

#include <Eigen/Dense>
#include <optional>

#include "pinn/problem/problem.hpp"
#include "readout/right_side.hpp"
#include "window_training.hpp"

namespace pinn::least_squares {

/// Highest derivatives and rates at the start of a window.
class StartValues {
 public:
  /// Needs:   the problem outlives this.
  explicit StartValues(const Problem& problem);

  /// The start with its highest derivatives, or with 0 in their place where the equations do not
  /// give them, as at a singular point; none if a value is not finite.
  ///
  /// Shapes:  u (n components)
  std::optional<Start> at(double at, const Eigen::VectorXd& u);

  /// How fast the right side answers to its states at the last start, to the power that their order
  /// asks for: 1 over a length.
  double rate() const;

  /// As long as that rate promises: some radians, `way` at most.
  double first_length(double way) const;

  /// The components at a place of a window.
  Eigen::VectorXd of(const Window& window, double at) const;

  const readout::Components& components() const { return components_; }

 private:
  const Problem& problem_;
  readout::Components components_;
  readout::RightSideCounts counts_;
  readout::RightSide right_side_;
  Eigen::MatrixXd jacobian_;  ///< (1, n_states * n) At the last start; 0 where it is not known.
};

}  // namespace pinn::least_squares
