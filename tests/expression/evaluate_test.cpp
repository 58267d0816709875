// SPDX-License-Identifier: MIT
#include "pinn/expression/evaluate.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>

#include "pinn/expression/parse.hpp"

namespace pinn {
namespace {

double value_of(const std::string& text) { return evaluate_constant(parse_expression(text)); }

TEST(Evaluate, GivesTheValuesOfArithmetic) {
  EXPECT_EQ(value_of("2 + 3*4^2/8 - 1"), 7.0);
  EXPECT_EQ(value_of("2^3^2"), 512.0);
  EXPECT_EQ(value_of("-2^2"), -4.0);
  EXPECT_EQ(value_of("(-2)^3"), -8.0);
  EXPECT_EQ(value_of("2^-1"), 0.5);
  EXPECT_EQ(value_of("10 - 4 - 3"), 3.0);
  EXPECT_EQ(value_of("8/4/2"), 1.0);
}

TEST(Evaluate, GivesTheValuesOfEveryFunction) {
  EXPECT_EQ(value_of("exp(1)"), std::exp(1.0));
  EXPECT_EQ(value_of("log(2)"), std::log(2.0));
  EXPECT_EQ(value_of("log10(1000)"), 3.0);
  EXPECT_EQ(value_of("sqrt(9)"), 3.0);
  EXPECT_EQ(value_of("sin(1)^2 + cos(1)^2"), 1.0);
  EXPECT_EQ(value_of("tan(0.5)"), std::tan(0.5));
  EXPECT_EQ(value_of("asin(1)*2"), value_of("pi"));
  EXPECT_EQ(value_of("acos(-1)"), value_of("pi"));
  EXPECT_EQ(value_of("4*atan(1)"), value_of("pi"));
  EXPECT_EQ(value_of("atan2(1, -1)"), std::atan2(1.0, -1.0));
  EXPECT_EQ(value_of("sinh(1)"), std::sinh(1.0));
  EXPECT_EQ(value_of("cosh(1)"), std::cosh(1.0));
  EXPECT_EQ(value_of("tanh(1)"), std::tanh(1.0));
  EXPECT_EQ(value_of("erf(0.5)"), std::erf(0.5));
  EXPECT_EQ(value_of("abs(-3)"), 3.0);
  EXPECT_EQ(value_of("sign(-3) + sign(0)"), -1.0);
  EXPECT_EQ(value_of("min(1, 2) + max(3, 4)"), 5.0);
  EXPECT_EQ(value_of("pow(2, 10)"), 1024.0);
}

TEST(Evaluate, TakesStepAsOneFromZeroOn) {
  EXPECT_EQ(value_of("step(-1e-300)"), 0.0);
  EXPECT_EQ(value_of("step(0)"), 1.0);
  EXPECT_EQ(value_of("step(-0*1)"), 1.0);
}

TEST(Evaluate, TakesTheBranchThatTheTestNames) {
  EXPECT_EQ(value_of("if(1 < 2, 3, 4)"), 3.0);
  EXPECT_EQ(value_of("if(1 > 2 or 1 == 2, 3, 4)"), 4.0);
  EXPECT_EQ(value_of("if(not 1 > 2 and 2 >= 2, 3, 4)"), 3.0);
  EXPECT_EQ(value_of("if(1 != 1, log(-1), 4)"), 4.0);
  EXPECT_EQ(value_of("if(1 <= 1, 3, 4)"), 3.0);
}

TEST(Evaluate, LetsNanThrough) {
  const double nan = std::numeric_limits<double>::quiet_NaN();
  for (const double value : {step(nan),
                             sign(nan),
                             minimum(nan, 1.0),
                             minimum(1.0, nan),
                             maximum(nan, 1.0),
                             maximum(1.0, nan)}) {
    EXPECT_TRUE(std::isnan(value));
  }
}

TEST(Evaluate, RefusesNamesThatWereNotBound) {
  EXPECT_THROW(value_of("y + 1"), InternalError);
  EXPECT_THROW(value_of("y(1)"), InternalError);
}

}  // namespace
}  // namespace pinn
