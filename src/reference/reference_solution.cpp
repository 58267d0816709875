// SPDX-License-Identifier: MIT
// Finds values in a classical solution.
#include <algorithm>

#include "pinn/reference/reference.hpp"
#include "pinn/util/error.hpp"
#include "pinn/util/number_text.hpp"

namespace pinn {

std::size_t ReferenceSolution::find_row(double point) const {
  const auto place = std::lower_bound(points.begin(), points.end(), point);
  if (place == points.end() || *place != point) return kNoRow;
  return static_cast<std::size_t>(place - points.begin());
}

std::size_t ReferenceSolution::row_of(double point) const {
  const std::size_t row = find_row(point);
  if (row == kNoRow) throw InternalError("no reference was asked for at " + to_text(point));
  return row;
}

}  // namespace pinn
