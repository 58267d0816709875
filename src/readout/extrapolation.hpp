// SPDX-License-Identifier: MIT
// What the last window says about the next one.
#pragma once

#include <Eigen/Dense>

#include "tableau.hpp"

namespace pinn::readout {

/// Highest derivatives of a solved window as Legendre series, to be continued past its end.
class Extrapolation {
 public:
  void remember(const Tableau& tableau, const Eigen::MatrixXd& H, double length);
  void forget() { coefficients_.resize(0, 0); }

  /// False if there is nothing to continue, or the next window is too long for it.
  ///
  /// Shapes:  -> H (N, n_states) at the points of the next window.
  bool continue_to(const Tableau& tableau, double length, Eigen::MatrixXd& H) const;

 private:
  Eigen::MatrixXd coefficients_;  ///< (degrees, n_states)
  double length_ = 0.0;
};

}  // namespace pinn::readout
