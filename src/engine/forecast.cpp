// SPDX-License-Identifier: MIT
// Decades that a loss has fallen, carried on.
#include "pinn/engine/forecast.hpp"

#include <cmath>

namespace pinn {

namespace {

constexpr double kFaster = 3.0;  // a plateau may end

}  // namespace

bool Forecast::is_out_of_reach(std::int64_t iteration, double lowest) {
  if (iteration % kSpan != 0) return false;
  const double before = before_;
  before_ = lowest;
  if (!(before > 0.0) || !(lowest > goal_)) return false;
  const double fallen = std::log10(before / lowest);
  const double spans = static_cast<double>(last_ - iteration) / static_cast<double>(kSpan);
  return std::log10(lowest / goal_) > kFaster * fallen * spans;
}

}  // namespace pinn
