// SPDX-License-Identifier: MIT
// Formulas as MathML.
#include "pinn/page/mathml.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pinn/expression/parse.hpp"

namespace pinn {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string math(const std::string& text) { return to_mathml(parse_expression(text)); }

TEST(MathMl, WritesFractionsPowersAndRoots) {
  EXPECT_EQ(math("a/b"), "<mfrac><mrow><mi>a</mi></mrow><mrow><mi>b</mi></mrow></mfrac>");
  EXPECT_EQ(math("x^2"), "<msup><mi>x</mi><mrow><mn>2</mn></mrow></msup>");
  EXPECT_EQ(math("sqrt(x)"), "<msqrt><mi>x</mi></msqrt>");
}

TEST(MathMl, BracketsWhatBindsLess) {
  EXPECT_THAT(math("(a + b)^2"), HasSubstr("<mo>(</mo>"));
  EXPECT_THAT(math("a*(b - c)"), HasSubstr("<mo>(</mo>"));
  EXPECT_THAT(math("a - (b - c)"), HasSubstr("<mo>(</mo>"));
  EXPECT_THAT(math("a + b*c"), Not(HasSubstr("<mo>(</mo>")));
  EXPECT_THAT(math("a/(b + c)"), Not(HasSubstr("<mo>(</mo>")))
      << "the line of a fraction does that";
}

TEST(MathMl, KnowsPrimesIndicesAndGreek) {
  EXPECT_EQ(math("x''"), "<mrow><mi>x</mi><mo lspace=\"0.1em\" rspace=\"0\">\u2033</mo></mrow>");
  EXPECT_EQ(math("y12"), "<msub><mi>y</mi><mi>12</mi></msub>");
  EXPECT_EQ(math("omega_max"), "<msub><mi>&omega;</mi><mi>max</mi></msub>");
  EXPECT_EQ(math("pi"), "<mi>&pi;</mi>");
}

TEST(MathMl, WritesIntegralsWithTheirEnds) {
  EXPECT_THAT(equality_mathml("y' = integral(y(s), s, 0, t)"),
              HasSubstr("<msubsup><mo>\u222b</mo><mrow><mn>0</mn></mrow><mrow><mi>t</mi></mrow>"));
}

TEST(MathMl, OfWhatCannotBeParsedIsTheText) {
  EXPECT_EQ(equality_mathml("a < ="), "<p><code>a &lt; =</code></p>");
  EXPECT_THAT(equality_mathml("y' = -k*y"), HasSubstr("<mo>=</mo>"));
}

}  // namespace
}  // namespace pinn
