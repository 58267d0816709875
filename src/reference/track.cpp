// SPDX-License-Identifier: MIT
// Steps as polynomials through Chebyshev points.
#include "track.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace pinn {

namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr int kPoints = 13;  ///< CVODE's polynomials have degree 12 at most.

/// From 0 to 1, both included.
double place_of(int i) { return 0.5 * (1.0 - std::cos(kPi * i / (kPoints - 1))); }

}  // namespace

void Track::add(double from, double to, const std::function<Eigen::VectorXd(double)>& values) {
  Step step{from, to, {}};
  for (int i = 0; i < kPoints; ++i) {
    const double at = i == kPoints - 1 ? to : from + (to - from) * place_of(i);
    const Eigen::VectorXd u = values(at);
    if (i == 0) step.values.resize(kPoints, u.size());
    step.values.row(i) = u.transpose();
  }
  steps_.push_back(std::move(step));
}

/// Barycentric: the weights of these points are 1 and -1 in turn, halved at the ends.
double Track::value(int state, int derivative, double at) const {
  if (steps_.empty()) return std::numeric_limits<double>::quiet_NaN();
  const auto found = std::lower_bound(
      steps_.begin(), steps_.end(), at, [](const Step& step, double v) { return step.to < v; });
  const Step& step = found == steps_.end() ? steps_.back() : *found;
  const Eigen::Index column = form_->index_of(state, derivative);
  const double place = (at - step.from) / (step.to - step.from);
  double sum = 0.0;
  double norm = 0.0;
  for (int i = 0; i < kPoints; ++i) {
    const double distance = place - place_of(i);
    if (distance == 0.0) return step.values(i, column);
    const bool is_end = i == 0 || i == kPoints - 1;
    const double weight = (i % 2 == 0 ? 1.0 : -1.0) * (is_end ? 0.5 : 1.0) / distance;
    sum += weight * step.values(i, column);
    norm += weight;
  }
  return sum / norm;
}

}  // namespace pinn
