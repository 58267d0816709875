// SPDX-License-Identifier: MIT
// Limits and numbers of axes.
#include "pinn/plot/figure.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

namespace pinn {
namespace {

using testing::ElementsAre;

TEST(PlotAxis, HasRoundNumbers) {
  const std::vector<double> values{0.0, 20.0};

  const Axis axis = make_axis({&values}, false, 6);

  EXPECT_THAT(axis.ticks, ElementsAre(0.0, 5.0, 10.0, 15.0, 20.0));
  EXPECT_LT(axis.low, 0.0);
  EXPECT_GT(axis.high, 20.0);
}

TEST(PlotAxis, HasPowersOfTenOnALogarithmicScale) {
  const std::vector<double> values{1e-3, 0.0, -1.0, std::nan(""), 10.0};

  const Axis axis = make_axis({&values}, true, 6);

  EXPECT_THAT(axis.ticks, ElementsAre(1e-3, 1e-2, 1e-1, 1.0, 10.0));
  EXPECT_NEAR(axis.place(1e-1), 0.5, 1e-12);
}

TEST(PlotAxis, DoesNotFollowRoundingIntoTheDepth) {
  const std::vector<double> values{1.0, 1e-300};

  EXPECT_GT(make_axis({&values}, true, 6).low, 1e-25);
}

TEST(PlotAxis, OfOneValueAndOfNoneHasAWidth) {
  const std::vector<double> one{3.0};
  const std::vector<double> none;

  EXPECT_LT(make_axis({&one}, false, 6).low, 3.0);
  EXPECT_GT(make_axis({&one}, false, 6).high, 3.0);
  EXPECT_LT(make_axis({&none}, true, 6).low, make_axis({&none}, true, 6).high);
}

TEST(PlotAxis, WritesNumbersAsPeopleDo) {
  EXPECT_EQ(tick_text(0.30000000000000004), "0.3");
  EXPECT_EQ(tick_text(1e-6), "1e-6");
  EXPECT_EQ(tick_text(-2500.0), "-2500");
  EXPECT_EQ(tick_text(2e10), "2e10");
  EXPECT_EQ(tick_text(0.0), "0");
}

}  // namespace
}  // namespace pinn
