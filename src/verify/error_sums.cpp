// SPDX-License-Identifier: MIT
// Largest, mean and relative errors; what is not a number counts as infinite.
#include "error_sums.hpp"

#include <algorithm>
#include <cmath>

#include "tolerance.hpp"

namespace pinn {

namespace {

/// One state on the way.
struct Sum {
  StateError error;
  double squares = 0.0;
  double largest_ref = 0.0;
  std::size_t count = 0;

  explicit Sum(const Check& first) {
    error.state = first.state;
    error.at = first.at;
    error.ratio_at = first.at;
    error.tolerance = first.tolerance;
  }

  void add(const Check& check) {
    const double size = magnitude(check.error);
    squares += size * size;
    largest_ref = std::max(largest_ref, magnitude(check.ref));
    ++count;
    if (size > error.max_error) {
      error.max_error = size;
      error.at = check.at;
    }
    if (check.ratio > error.tolerance_ratio) {
      error.tolerance_ratio = check.ratio;
      error.ratio_at = check.at;
      error.tolerance = check.tolerance;
    }
  }

  StateError finish() const {
    StateError finished = error;
    finished.rms_error = std::sqrt(squares / static_cast<double>(count));
    if (error.max_error > 0.0) {
      finished.max_relative_error = magnitude(error.max_error / largest_ref);
    }
    return finished;
  }
};

}  // namespace

std::vector<StateError> sum_up(const std::vector<Check>& checks) {
  std::vector<Sum> sums;
  for (const Check& check : checks) {
    auto place = std::find_if(
        sums.begin(), sums.end(), [&](const Sum& sum) { return sum.error.state == check.state; });
    if (place == sums.end()) place = sums.insert(sums.end(), Sum(check));
    place->add(check);
  }
  std::vector<StateError> errors;
  for (const Sum& sum : sums) errors.push_back(sum.finish());
  return errors;
}

}  // namespace pinn
