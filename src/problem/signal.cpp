// SPDX-License-Identifier: MIT
// Lines and splines through measured points.
#include "pinn/problem/signal.hpp"

#include <algorithm>
#include <cmath>
#include <functional>

#include "pinn/util/error.hpp"

namespace pinn {

namespace {

/// Slopes that differ by no more than this part of the larger are one line: what rounding leaves
/// of points that were computed on one.
constexpr double kSameSlope = 1e-12;

/// One row of a tridiagonal system.
struct Row {
  double lower = 0.0;
  double diagonal = 0.0;
  double upper = 0.0;
  double right = 0.0;
};

/// Elimination without pivoting: the rows of a spline do not need any.
std::vector<double> solve_tridiagonal(std::vector<Row> rows) {
  for (std::size_t i = 1; i < rows.size(); ++i) {
    const double factor = rows[i].lower / rows[i - 1].diagonal;
    rows[i].diagonal -= factor * rows[i - 1].upper;
    rows[i].right -= factor * rows[i - 1].right;
  }
  std::vector<double> x(rows.size());
  for (std::size_t i = rows.size(); i-- > 0;) {
    const double known = i + 1 < rows.size() ? rows[i].upper * x[i + 1] : 0.0;
    x[i] = (rows[i].right - known) / rows[i].diagonal;
  }
  return x;
}

/// The row of an end: the third derivative is continuous at the point beside it. Steps and slopes
/// are those of the piece at the end and of the one beside it.
Row end_row(double step, double next_step, double slope, double next_slope) {
  const double both = step + next_step;
  Row row;
  row.diagonal = next_step;
  row.upper = both;
  row.right = ((step + 2.0 * both) * next_step * slope + step * step * next_slope) / both;
  return row;
}

}  // namespace

Signal::Signal(std::vector<double> at, std::vector<double> values, Interpolation interpolation)
    : at_(std::move(at)), values_(std::move(values)), interpolation_(interpolation) {
  const auto repeated = std::adjacent_find(at_.begin(), at_.end(), std::greater_equal<>());
  if (at_.size() < 2 || at_.size() != values_.size() || repeated != at_.end()) {
    throw InternalError("a signal needs two increasing places or more, and as many values");
  }
  set_line_slopes();
  if (interpolation_ == Interpolation::Cubic) set_spline_slopes();
}

void Signal::set_line_slopes() {
  for (std::size_t i = 0; i + 1 < at_.size(); ++i) {
    slopes_.push_back((values_[i + 1] - values_[i]) / (at_[i + 1] - at_[i]));
  }
  slopes_.push_back(0.0);  // past the end
}

/// Source:  de Boor 1978, A Practical Guide to Splines, chapter IV.
void Signal::set_spline_slopes() {
  const std::size_t n = at_.size();
  const std::vector<double> line = slopes_;
  const auto step = [&](std::size_t i) { return at_[i + 1] - at_[i]; };
  if (n == 2) {
    slopes_ = {line[0], line[0]};
    return;
  }
  if (n == 3) {
    const double bend = (line[1] - line[0]) / (at_[2] - at_[0]);
    slopes_ = {line[0] - bend * step(0), line[0] + bend * step(0), line[1] + bend * step(1)};
    return;
  }
  std::vector<Row> rows(n);
  rows[0] = end_row(step(0), step(1), line[0], line[1]);
  for (std::size_t i = 1; i + 1 < n; ++i) {
    rows[i].lower = step(i);
    rows[i].diagonal = 2.0 * (step(i - 1) + step(i));
    rows[i].upper = step(i - 1);
    rows[i].right = 3.0 * (step(i) * line[i - 1] + step(i - 1) * line[i]);
  }
  rows[n - 1] = end_row(step(n - 2), step(n - 3), line[n - 2], line[n - 3]);
  std::swap(rows[n - 1].lower, rows[n - 1].upper);
  slopes_ = solve_tridiagonal(std::move(rows));
}

double Signal::value(double t) const {
  if (!(t > at_.front())) return std::isnan(t) ? t : values_.front();
  if (t >= at_.back()) return values_.back();
  const auto next = std::upper_bound(at_.begin(), at_.end(), t);
  const auto i = static_cast<std::size_t>(next - at_.begin()) - 1;
  const double s = t - at_[i];
  if (interpolation_ == Interpolation::Linear) return values_[i] + slopes_[i] * s;
  const double h = at_[i + 1] - at_[i];
  const double line = (values_[i + 1] - values_[i]) / h;
  const double third = (slopes_[i] + slopes_[i + 1] - 2.0 * line) / h;
  const double second = (line - slopes_[i]) / h - third;
  return values_[i] + s * (slopes_[i] + s * (second + s * third / h));
}

double Signal::slope_before(std::size_t i) const {
  if (i == 0) return 0.0;
  return interpolation_ == Interpolation::Linear ? slopes_[i - 1] : slopes_[i];
}

std::vector<double> Signal::kinks() const {
  std::vector<double> places;
  for (std::size_t i = 0; i < at_.size(); ++i) {
    const bool is_end = i == 0 || i + 1 == at_.size();
    if (interpolation_ == Interpolation::Cubic && !is_end) continue;
    const double before = slope_before(i);
    const double after = i + 1 == at_.size() ? 0.0 : slopes_[i];
    const double larger = std::max(std::abs(before), std::abs(after));
    if (std::abs(after - before) > kSameSlope * larger) places.push_back(at_[i]);
  }
  return places;
}

}  // namespace pinn
