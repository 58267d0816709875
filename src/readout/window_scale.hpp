// SPDX-License-Identifier: MIT
// The domain measured in windows: where the solution is hard, a number of windows is short.
#pragma once

#include <vector>

#include "pinn/model/model.hpp"

namespace pinn::readout {

/// Places by window number, 0 at the start of the model and count() at its end.
class WindowScale {
 public:
  /// Needs:   origin in the model; smooth places are as exact as it is near.
  WindowScale(const Model& model, double origin);

  int count() const { return static_cast<int>(edges_.size()) - 1; }

  /// Linear between the edges, from origin.
  double place(double number) const;

  /// Half the length of the window with this number.
  double half_length(double number) const;

  /// place() averaged with a normal distribution one window wide, its graph reflected at both ends:
  /// increasing, without a corner, and place() itself where all windows are equal. Straight outside
  /// of the model.
  double smooth_place(double number) const;

  /// Its derivative.
  double smooth_slope(double number) const;

 private:
  double edge(int number) const;
  double average(double number, int derivative) const;

  std::vector<double> edges_;  ///< From origin.
};

}  // namespace pinn::readout
