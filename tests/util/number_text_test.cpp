// SPDX-License-Identifier: MIT
#include "pinn/util/number_text.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <random>

namespace pinn {
namespace {

TEST(NumberText, IsShortestAndReadsBackToTheSameNumber) {
  EXPECT_EQ(to_text(0.1), "0.1");
  EXPECT_EQ(to_text(1.0), "1");
  EXPECT_EQ(to_text(-0.0), "-0");
  EXPECT_EQ(to_text(1e-300), "1e-300");
  EXPECT_EQ(to_text(std::nan("")), "nan");
  EXPECT_EQ(to_text(-std::numeric_limits<double>::infinity()), "-inf");

  std::mt19937_64 generator(1);
  std::uniform_real_distribution<double> exponent(-300, 300);
  for (int i = 0; i < 1000; ++i) {
    const double value = std::pow(10.0, exponent(generator));
    EXPECT_EQ(parse_number(to_text(value)), value);
  }
}

TEST(NumberText, ForPeopleKeepsTheDigitsAskedFor) {
  EXPECT_EQ(to_short_text(8.123e-3), "8.1e-03");
  EXPECT_EQ(to_short_text(0.155), "0.155");
  EXPECT_EQ(to_short_text(412.0), "412");
  EXPECT_EQ(to_short_text(0.0), "0");
}

TEST(ParseNumber, RefusesWhatIsNotWhollyANumber) {
  EXPECT_EQ(parse_number("+2.5e3"), 2500.0);
  for (const char* text : {"", "1,5", "1 ", " 1", "1x", "++1", "0x10", "1e999"}) {
    EXPECT_FALSE(parse_number(text).has_value()) << text;
  }
}

}  // namespace
}  // namespace pinn
