// SPDX-License-Identifier: MIT
// Brackets a minimum along the line, then narrows the bracket by cubic interpolation.
#include "line_search.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace pinn {

namespace {

constexpr double kDescent = 1e-4;    ///< Of what the slope promises.
constexpr double kFlat = 0.9;        ///< Of the slope at the start.
constexpr double kRounding = 1e-12;  ///< Of a value: a difference below it says nothing.

constexpr int kMostTries = 40;
constexpr double kLonger = 4.0;
constexpr double kMargin = 0.1;  ///< Of the bracket: interpolation stays away from its ends.

class Search {
 public:
  Search(const Objective& objective, const LinePoint& from, const Eigen::VectorXd& direction)
      : objective_(objective), from_(from), direction_(direction) {
    from_.length = 0.0;
    from_.slope = from.gradient.dot(direction);
  }

  std::optional<LinePoint> run(double first) {
    if (!(from_.slope < 0.0)) return std::nullopt;
    LinePoint low = from_;
    double length = first;
    while (n_tries_ < kMostTries) {
      const LinePoint point = at(length);
      if (is_good(point)) return point;
      const bool is_past = !std::isfinite(point.value) || !descends(point) ||
                           (low.length > 0.0 && point.value >= low.value);
      if (is_past) return narrow(low, point);
      if (point.slope >= 0.0) return narrow(point, low);
      low = point;
      length *= kLonger;
    }
    return std::nullopt;
  }

 private:
  LinePoint at(double length) {
    ++n_tries_;
    LinePoint point;
    point.length = length;
    point.x = from_.x + length * direction_;
    point.gradient.resize(point.x.size());
    point.value = objective_(point.x, point.gradient);
    if (!point.gradient.allFinite()) point.value = std::numeric_limits<double>::quiet_NaN();
    point.slope = point.gradient.dot(direction_);
    return point;
  }

  bool descends(const LinePoint& point) const {
    return point.value <= from_.value + kDescent * point.length * from_.slope;
  }

  bool is_good(const LinePoint& point) const {
    if (!std::isfinite(point.value) || !(std::abs(point.slope) <= -kFlat * from_.slope)) {
      return false;
    }
    if (descends(point)) return true;
    const bool is_equal = point.value <= from_.value * (1.0 + kRounding);
    return is_equal && point.slope <= (2.0 * kDescent - 1.0) * from_.slope;
  }

  /// Between `low`, which has the lower value and slopes towards the other, and `high`.
  std::optional<LinePoint> narrow(LinePoint low, LinePoint high) {
    while (n_tries_ < kMostTries) {
      if (std::abs(high.length - low.length) <=
          std::numeric_limits<double>::epsilon() * std::abs(low.length)) {
        break;
      }
      LinePoint point = at(between(low, high));
      if (is_good(point)) return point;
      if (!std::isfinite(point.value) || !descends(point) || point.value >= low.value) {
        high = std::move(point);
        continue;
      }
      if (point.slope * (high.length - low.length) >= 0.0) high = low;
      low = std::move(point);
    }
    // Descent without a flat slope is better than none.
    if (low.length > 0.0 && low.value < from_.value) return at(low.length);
    return std::nullopt;
  }

  static double between(const LinePoint& a, const LinePoint& b) {
    const double width = b.length - a.length;
    double part = 0.5;
    if (std::isfinite(b.value) && std::isfinite(b.slope)) {
      const double d1 = a.slope + b.slope - 3.0 * (b.value - a.value) / width;
      const double square = d1 * d1 - a.slope * b.slope;
      if (square >= 0.0) {
        const double d2 = std::copysign(std::sqrt(square), width);
        part = 1.0 - (b.slope + d2 - d1) / (b.slope - a.slope + 2.0 * d2);
      }
    } else {
      part = kMargin;
    }
    if (!std::isfinite(part)) part = 0.5;
    return a.length + std::clamp(part, kMargin, 1.0 - kMargin) * width;
  }

  const Objective& objective_;
  LinePoint from_;
  const Eigen::VectorXd& direction_;
  int n_tries_ = 0;
};

}  // namespace

std::optional<LinePoint> search_line(const Objective& objective,
                                     const LinePoint& from,
                                     const Eigen::VectorXd& direction,
                                     double first) {
  return Search(objective, from, direction).run(first);
}

}  // namespace pinn
