// SPDX-License-Identifier: MIT
// Collocation points of every kind, increasing, the same on every platform for the same generator.
#include "pinn/basis/points.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>

namespace pinn {

namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr int kUnitBits = 53;                       // digits of a double in [0, 1)
constexpr double kUnit = 1.0 / 9007199254740992.0;  // 2^-53

/// Uniform in [0, 1). The standard's distributions differ between libraries; this does not.
double draw_unit(std::mt19937_64& generator) {
  return static_cast<double>(generator() >> (64 - kUnitBits)) * kUnit;
}

/// The first 53 bits of `index` in reverse order: the radical inverse in base 2, times 2^53.
std::uint64_t reverse_bits(std::uint64_t index) {
  std::uint64_t reversed = 0;
  for (int bit = 0; bit < kUnitBits; ++bit) {
    reversed = (reversed << 1U) | (index & 1U);
    index >>= 1U;
  }
  return reversed;
}

/// Places in [0, 1] on the domain; rounding must not leave it.
void stretch(std::vector<double>& places, double start, double end) {
  for (double& place : places) {
    place = std::clamp(start + place * (end - start), start, end);
  }
}

std::vector<double> chebyshev_places(std::int64_t count) {
  std::vector<double> places;
  for (std::int64_t i = 0; i < count; ++i) {
    // (1 - cos a) / 2 written so that places near the start keep their digits
    const double half_angle = kPi * static_cast<double>(2 * i + 1) / static_cast<double>(4 * count);
    places.push_back(std::sin(half_angle) * std::sin(half_angle));
  }
  return places;
}

std::vector<double> random_places(std::int64_t count, std::mt19937_64& generator) {
  std::vector<double> places;
  for (std::int64_t i = 0; i < count; ++i) places.push_back(draw_unit(generator));
  return places;
}

std::vector<double> sobol_places(std::int64_t count, std::mt19937_64& generator) {
  const std::uint64_t shift = generator() >> (64 - kUnitBits);
  std::vector<double> places;
  for (std::int64_t i = 0; i < count; ++i) {
    const std::uint64_t digits = reverse_bits(static_cast<std::uint64_t>(i)) ^ shift;
    places.push_back(static_cast<double>(digits) * kUnit);
  }
  return places;
}

std::vector<double> lhs_places(std::int64_t count, std::mt19937_64& generator) {
  std::vector<double> places;
  for (std::int64_t i = 0; i < count; ++i) {
    places.push_back((static_cast<double>(i) + draw_unit(generator)) / static_cast<double>(count));
  }
  return places;
}

}  // namespace

std::vector<double> uniform_points(std::int64_t count, double start, double end) {
  if (count < 1) return {};
  if (count == 1) return {start + 0.5 * (end - start)};
  std::vector<double> points;
  points.reserve(static_cast<std::size_t>(count));
  for (std::int64_t i = 0; i + 1 < count; ++i) {
    // one rounding less than a step added up, so that tenths look like tenths
    const double way = static_cast<double>(i) * (end - start) / static_cast<double>(count - 1);
    points.push_back(start + way);
  }
  points.push_back(end);
  return points;
}

std::vector<double> make_points(
    PointsKind kind, std::int64_t count, double start, double end, std::mt19937_64& generator) {
  std::vector<double> points;
  switch (kind) {
    case PointsKind::Uniform:
      return uniform_points(count, start, end);
    case PointsKind::Chebyshev:
      points = chebyshev_places(count);
      break;
    case PointsKind::Random:
      points = random_places(count, generator);
      break;
    case PointsKind::Sobol:
      points = sobol_places(count, generator);
      break;
    case PointsKind::Lhs:
      points = lhs_places(count, generator);
      break;
  }
  std::sort(points.begin(), points.end());
  stretch(points, start, end);
  return points;
}

std::vector<double> validation_points(std::vector<double> training, double start, double end) {
  training.push_back(start);
  training.push_back(end);
  std::sort(training.begin(), training.end());
  std::vector<double> middles;
  for (std::size_t i = 1; i < training.size(); ++i) {
    const double a = training[i - 1];
    const double b = training[i];
    const double middle = a + 0.5 * (b - a);
    const bool inside = middle >= start && middle <= end;
    if (a < b && inside) middles.push_back(middle);
  }
  return middles;
}

}  // namespace pinn
