// SPDX-License-Identifier: MIT
#include "pinn/problem/signal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "pinn/util/error.hpp"
#include "tolerances.hpp"

namespace pinn {
namespace {

using ::testing::ElementsAre;
using ::testing::IsEmpty;

double cubic(double t) { return 2.0 - t + 0.5 * t * t - 0.25 * t * t * t; }

/// Values of a function at the places.
template <typename Function>
Signal signal_of(const std::vector<double>& at, Interpolation interpolation, Function f) {
  std::vector<double> values;
  for (const double t : at) values.push_back(f(t));
  return Signal(at, values, interpolation);
}

TEST(Signal, IsStraightBetweenItsPointsAndMeetsThem) {
  const Signal signal({0.0, 1.0, 3.0}, {1.0, 2.0, -2.0}, Interpolation::Linear);

  EXPECT_EQ(signal.value(0.0), 1.0);
  EXPECT_EQ(signal.value(0.25), 1.25);
  EXPECT_EQ(signal.value(1.0), 2.0);
  EXPECT_EQ(signal.value(2.5), -1.0);
  EXPECT_EQ(signal.value(3.0), -2.0);
}

TEST(Signal, KeepsItsEndValuesOutside) {
  for (const Interpolation kind : {Interpolation::Linear, Interpolation::Cubic}) {
    const Signal signal = signal_of({-1.0, 0.0, 1.0, 2.0, 3.0}, kind, cubic);

    EXPECT_EQ(signal.value(-7.0), cubic(-1.0));
    EXPECT_EQ(signal.value(11.0), cubic(3.0));
  }
}

TEST(Signal, OfNoPlaceIsNotANumber) {
  const Signal signal({0.0, 1.0}, {1.0, 2.0}, Interpolation::Linear);

  EXPECT_TRUE(std::isnan(signal.value(std::nan(""))));
}

TEST(Signal, ThroughPointsOfACubicIsThatCubic) {
  const Signal signal = signal_of({-1.0, 0.0, 0.25, 1.5, 2.0, 3.0}, Interpolation::Cubic, cubic);

  for (double t = -1.0; t <= 3.0; t += 0.0625) {
    EXPECT_NEAR(signal.value(t), cubic(t), test::kFewRoundings * 10.0) << t;
  }
}

TEST(Signal, ThroughThreePointsIsAParabolaAndThroughTwoALine) {
  const auto parabola = [](double t) { return 1.0 + t - 2.0 * t * t; };
  const Signal three = signal_of({0.0, 0.5, 2.0}, Interpolation::Cubic, parabola);
  const Signal two = signal_of({0.0, 2.0}, Interpolation::Cubic, parabola);

  EXPECT_NEAR(three.value(0.2), parabola(0.2), test::kFewRoundings);
  EXPECT_NEAR(three.value(1.7), parabola(1.7), test::kFewRoundings * 10.0);
  EXPECT_NEAR(two.value(0.5), 1.0 - 0.5 * 3.0, test::kFewRoundings);
}

TEST(Signal, OfASplineIsTwiceSmoothAtItsPoints) {
  const auto wave = [](double t) { return std::sin(3.0 * t) + t; };
  const Signal signal = signal_of({0.0, 0.4, 1.0, 1.3, 2.0, 2.5, 3.0}, Interpolation::Cubic, wave);
  const double h = 1e-4;
  for (const double knot : {0.4, 1.0, 1.3, 2.0, 2.5}) {
    const auto second = [&](double t) {
      return (signal.value(t + h) - 2.0 * signal.value(t) + signal.value(t - h)) / (h * h);
    };
    // A second difference on either side: off by h times the third derivative, some tens, and by
    // rounding over h^2, 1e-8. A spline with a jump would show its size, about 1.
    EXPECT_NEAR(second(knot - h), second(knot + h), 0.05) << knot;
  }
}

TEST(Signal, ErrsWithTheFourthPowerOfTheDistance) {
  const auto error = [](int n) {
    std::vector<double> at;
    for (int i = 0; i <= n; ++i) at.push_back(2.0 * i / n);
    const Signal signal = signal_of(at, Interpolation::Cubic, [](double t) { return std::exp(t); });
    double largest = 0.0;
    for (double t = 0.0; t <= 2.0; t += 1.0 / 256.0) {
      largest = std::max(largest, std::abs(signal.value(t) - std::exp(t)));
    }
    return largest;
  };

  EXPECT_NEAR(std::log2(error(20) / error(40)), 4.0, 0.2);
}

TEST(Signal, HasKinksWhereALineBendsAndAtEndsThatAreNotFlat) {
  EXPECT_THAT(Signal({0.0, 1.0, 2.0, 4.0}, {0.0, 1.0, 2.0, 2.0}, Interpolation::Linear).kinks(),
              ElementsAre(0.0, 2.0));
  EXPECT_THAT(Signal({0.0, 1.0, 2.0}, {0.0, 1.0, 0.0}, Interpolation::Linear).kinks(),
              ElementsAre(0.0, 1.0, 2.0));
  EXPECT_THAT(Signal({0.0, 1.0, 2.0}, {3.0, 3.0, 3.0}, Interpolation::Linear).kinks(), IsEmpty());
}

TEST(Signal, OfASplineHasNoKinksInside) {
  EXPECT_THAT(signal_of({0.0, 1.0, 2.0, 3.0}, Interpolation::Cubic, cubic).kinks(),
              ElementsAre(0.0, 3.0));
}

TEST(Signal, NeedsIncreasingPlaces) {
  EXPECT_THROW(Signal({0.0}, {1.0}, Interpolation::Linear), InternalError);
  EXPECT_THROW(Signal({0.0, 0.0}, {1.0, 2.0}, Interpolation::Linear), InternalError);
  EXPECT_THROW(Signal({0.0, 1.0}, {1.0}, Interpolation::Linear), InternalError);
}

}  // namespace
}  // namespace pinn
