// SPDX-License-Identifier: MIT
// Values at the points that a leg is asked for.
#pragma once

#include <cstddef>
#include <vector>

#include "integrate.hpp"

namespace pinn {

/// Records the points of a leg in their order, as the way passes them.
class WantedPoints {
 public:
  /// The leg must outlive this.
  explicit WantedPoints(const Leg& leg) : leg_(leg) {}

  /// Records all points up to `end`; values(at) gives u there.
  template <typename Values>
  void pass(double end, const Values& values, std::vector<Sample>& samples) {
    const bool upwards = leg_.to > leg_.from;
    while (next_ < leg_.points.size()) {
      const double at = leg_.points[next_];
      if (upwards ? end < at : end > at) return;
      samples.push_back({at, values(at), false});
      ++next_;
    }
  }

 private:
  const Leg& leg_;
  std::size_t next_ = 0;
};

}  // namespace pinn
