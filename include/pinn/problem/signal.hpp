// SPDX-License-Identifier: MIT
// A measured signal between its rows.
#pragma once

#include <vector>

#include "pinn/config/config.hpp"

namespace pinn {

/// A function of the variable through measured points: straight lines, or the cubic spline whose
/// first two and last two pieces are one cubic each (not-a-knot), twice continuously
/// differentiable. With three points that is a parabola, with two a line. Outside the points it
/// keeps its end values.
class Signal {
 public:
  /// Needs:  at least two places, increasing, as many values, all finite.
  Signal(std::vector<double> at, std::vector<double> values, Interpolation interpolation);

  double value(double t) const;

  const std::vector<double>& at() const { return at_; }
  const std::vector<double>& values() const { return values_; }
  Interpolation interpolation() const { return interpolation_; }

  /// Places where the slope jumps, increasing: the points of a line where it bends, and the ends.
  std::vector<double> kinks() const;

 private:
  void set_line_slopes();
  void set_spline_slopes();
  double slope_before(std::size_t i) const;

  std::vector<double> at_;
  std::vector<double> values_;
  std::vector<double> slopes_;  ///< Spline: at every point. Line: of the piece after the point.
  Interpolation interpolation_ = Interpolation::Linear;
};

}  // namespace pinn
