// SPDX-License-Identifier: MIT
#include "pinn/engine/forecast.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>

namespace pinn {
namespace {

/// First iteration at which 1e-10 is out of reach within 2000; 0 if at none.
std::int64_t given_up(const std::function<double(double)>& loss) {
  Forecast forecast(1e-10, 2000);
  for (std::int64_t i = 1; i <= 2000; ++i) {
    if (forecast.is_out_of_reach(i, loss(static_cast<double>(i)))) return i;
  }
  return 0;
}

TEST(Forecast, GivesUpWhatStandsStillAtTheSecondLook) {
  EXPECT_EQ(given_up([](double) { return 1e-3; }), 2 * Forecast::kSpan);
}

TEST(Forecast, LetsGoOnWhatArrivesInTime) {
  EXPECT_EQ(given_up([](double i) { return std::pow(10.0, -i / 190.0); }), 0);
}

TEST(Forecast, LetsGoOnWhatWouldArriveThreeTimesAsFast) {
  // 1/3 of a decade in 200 iterations, from 1: 2 decades at 1200, 8 to go in 800 would be 3 a span
  EXPECT_GT(given_up([](double i) { return std::pow(10.0, -i / 600.0); }), 0);
  EXPECT_EQ(given_up([](double i) { return 1e-7 * std::pow(10.0, -i / 600.0); }), 0);
}

TEST(Forecast, SaysNothingOfWhatIsSmallEnough) {
  EXPECT_EQ(given_up([](double) { return 1e-11; }), 0);
}

}  // namespace
}  // namespace pinn
