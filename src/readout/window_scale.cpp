// SPDX-License-Identifier: MIT
// Sums of hat functions, averaged.
#include "window_scale.hpp"

#include <algorithm>
#include <cmath>

namespace pinn::readout {

namespace {

constexpr double kInverseSqrt2 = 0.70710678118654752440;
constexpr double kInverseSqrt2Pi = 0.39894228040143267794;
constexpr int kReach = 9;  ///< Windows from which nothing is left of the average.

double distribution(double z) { return 0.5 * std::erfc(-z * kInverseSqrt2); }

/// The average of max(0, z).
double ramp(double z) { return z * distribution(z) + kInverseSqrt2Pi * std::exp(-0.5 * z * z); }

/// The average of the function that is 1 at 0, 0 from -1 and from 1 on and linear between, and its
/// slope.
double hat(double z, int derivative) {
  if (derivative == 0) return ramp(z + 1.0) - 2.0 * ramp(z) + ramp(z - 1.0);
  return distribution(z + 1.0) - 2.0 * distribution(z) + distribution(z - 1.0);
}

}  // namespace

WindowScale::WindowScale(const Model& model, double origin) {
  for (const Window& window : model.windows) edges_.push_back(window.start - origin);
  edges_.push_back(model.end() - origin);
}

double WindowScale::place(double number) const {
  const int k = std::clamp(static_cast<int>(std::floor(number)), 0, count() - 1);
  const double part = number - k;
  return (1.0 - part) * edge(k) + part * edge(k + 1);
}

double WindowScale::half_length(double number) const {
  const int k = std::clamp(static_cast<int>(std::floor(number)), 0, count() - 1);
  return 0.5 * (edge(k + 1) - edge(k));
}

double WindowScale::smooth_place(double number) const {
  const double inside = std::clamp(number, 0.0, static_cast<double>(count()));
  const double place = average(inside, 0);
  return number == inside ? place : place + (number - inside) * average(inside, 1);
}

double WindowScale::smooth_slope(double number) const {
  return average(std::clamp(number, 0.0, static_cast<double>(count())), 1);
}

/// The edges, reflected at both ends as often as it takes.
double WindowScale::edge(int number) const {
  const int last = count();
  if (number < 0) return 2.0 * edges_.front() - edge(-number);
  if (number > last) return 2.0 * edges_.back() - edge(2 * last - number);
  return edges_[static_cast<std::size_t>(number)];
}

double WindowScale::average(double number, int derivative) const {
  const int middle = static_cast<int>(std::floor(number));
  double sum = 0.0;
  for (int k = middle - kReach; k <= middle + kReach + 1; ++k) {
    sum += edge(k) * hat(number - k, derivative);
  }
  return sum;
}

}  // namespace pinn::readout
