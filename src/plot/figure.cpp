// SPDX-License-Identifier: MIT
// Limits and ticks.
#include "pinn/plot/figure.hpp"

#include <algorithm>
#include <array>
#include <cmath>
#include <cstdio>
#include <limits>

namespace pinn {

namespace {

constexpr double kMargin = 0.04;       ///< Of the range, beyond the values.
constexpr double kMostDecades = 20.0;  ///< Below the largest value: smaller ones are rounding.
constexpr double kRoundTick = 1e-9;    ///< Of a step: 0.30000000000000004 is 0.3.

std::vector<double> linear_ticks(double low, double high, int most) {
  const double raw = (high - low) / std::max(1, most - 1);
  const double power = std::pow(10.0, std::floor(std::log10(raw)));
  double step = power;
  for (const double factor : {1.0, 2.0, 5.0, 10.0}) {
    step = factor * power;
    if (step >= raw * (1.0 - kRoundTick)) break;
  }
  std::vector<double> ticks;
  for (double k = std::ceil(low / step); k * step <= high; k += 1.0) ticks.push_back(k * step);
  return ticks;
}

std::vector<double> log_ticks(double low, double high, int most) {
  const double first = std::ceil(std::log10(low) - kRoundTick);
  const double last = std::floor(std::log10(high) + kRoundTick);
  const double step = std::max(1.0, std::ceil((last - first + 1.0) / std::max(1, most)));
  std::vector<double> ticks;
  for (double k = first; k <= last; k += step) ticks.push_back(std::pow(10.0, k));
  return ticks;
}

}  // namespace

double Axis::place(double value) const {
  if (is_log) return std::log(value / low) / std::log(high / low);
  return (value - low) / (high - low);
}

Axis make_axis(const std::vector<const std::vector<double>*>& values, bool is_log, int most) {
  Axis axis;
  axis.is_log = is_log;
  double low = std::numeric_limits<double>::infinity();
  double high = -low;
  for (const std::vector<double>* list : values) {
    for (const double value : *list) {
      if (!std::isfinite(value) || (is_log && !(value > 0.0))) continue;
      low = std::min(low, value);
      high = std::max(high, value);
    }
  }
  if (!(low <= high)) {
    low = is_log ? 0.1 : 0.0;
    high = 1.0;
  }
  if (is_log) {
    low = std::max(low, high * std::pow(10.0, -kMostDecades));
    const double factor = std::max(std::pow(high / low, kMargin), 1.2);
    axis.low = low / factor;
    axis.high = high * factor;
    axis.ticks = log_ticks(axis.low, axis.high, most);
    return axis;
  }
  double width = high - low;
  if (!(width > 1e-12 * std::max(std::abs(low), std::abs(high)))) {
    width = low == 0.0 ? 1.0 : std::abs(low);
  }
  axis.low = low - kMargin * width;
  axis.high = high + kMargin * width;
  axis.ticks = linear_ticks(axis.low, axis.high, most);
  return axis;
}

Axis x_axis_of(const Panel& panel, int most) {
  std::vector<const std::vector<double>*> values;
  for (const Curve& curve : panel.curves) values.push_back(&curve.x);
  Axis axis = make_axis(values, panel.log_x, most);
  if (panel.log_x || !panel.fill_x) return axis;
  // along the variable a curve fills the picture
  const double margin = kMargin / (1.0 + 2.0 * kMargin) * (axis.high - axis.low);
  axis.low += margin;
  axis.high -= margin;
  return axis;
}

Axis y_axis_of(const Panel& panel, int most) {
  std::vector<const std::vector<double>*> values;
  for (const Curve& curve : panel.curves) values.push_back(&curve.y);
  return make_axis(values, panel.log_y, most);
}

std::string tick_text(double value) {
  if (std::abs(value) < 1e-300) return "0";
  std::array<char, 32> text{};
  const double size = std::abs(value);
  if (size >= 1e5 || size < 1e-3) {
    std::snprintf(text.data(), text.size(), "%.3g", value);
    std::string short_text = text.data();  // 1e-06 is 1e-6
    const std::size_t e = short_text.find('e');
    if (e != std::string::npos) {
      std::size_t digits = e + 2;
      while (digits + 1 < short_text.size() && short_text[digits] == '0') {
        short_text.erase(digits, 1);
      }
      if (short_text[e + 1] == '+') short_text.erase(e + 1, 1);
    }
    return short_text;
  }
  std::snprintf(text.data(), text.size(), "%.5g", value);
  return text.data();
}

}  // namespace pinn
