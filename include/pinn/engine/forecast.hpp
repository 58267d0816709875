// SPDX-License-Identifier: MIT
// Whether a loss will be small enough in time.
#pragma once

#include <cstdint>

namespace pinn {

/// Looks at a loss now and then. It is out of reach if it would not come to the goal by the last
/// iteration even if it fell several times as fast as it has fallen lately.
class Forecast {
 public:
  static constexpr std::int64_t kSpan = 200;  ///< Iterations from one look to the next.

  /// Needs:  goal > 0
  Forecast(double goal, std::int64_t last_iteration) : goal_(goal), last_(last_iteration) {}

  /// To be called at every iteration, from 1, with the lowest loss so far.
  bool is_out_of_reach(std::int64_t iteration, double lowest);

 private:
  double goal_;
  std::int64_t last_;
  double before_ = 0.0;  ///< Lowest loss at the last look; 0: none yet.
};

}  // namespace pinn
