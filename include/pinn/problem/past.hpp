// SPDX-License-Identifier: MIT
// What delayed values are read from.
#pragma once

namespace pinn {

/// A solution from the start on, as far as it is known already.
class Past {
 public:
  virtual ~Past() = default;

  /// A state or one of its derivatives at a place after the start; where it is not known yet, what
  /// the nearest known part goes on to.
  virtual double value(int state, int derivative, double at) const = 0;
};

}  // namespace pinn
