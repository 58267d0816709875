// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "bound.hpp"
#include "pinn/expression/algebra.hpp"
#include "pinn/expression/dual.hpp"
#include "pinn/expression/evaluate.hpp"
#include "pinn/expression/parse.hpp"
#include "pinn/expression/print.hpp"
#include "tolerances.hpp"

namespace pinn {
namespace {

/// The text of the derivative by x.
std::string by_x(const std::string& text) {
  Algebra algebra;
  const Algebra::Term term = algebra.read(parse_expression(text));
  return print_expression(algebra.write(algebra.derivative(term, [&](const Node&, const Symbol& s) {
    return algebra.number(s.name == "x" ? 1.0 : 0.0);
  })));
}

TEST(Algebra, WritesDerivativesAsPeopleDo) {
  EXPECT_EQ(by_x("3"), "0");
  EXPECT_EQ(by_x("a*x"), "a");
  EXPECT_EQ(by_x("x^2/2"), "x");
  EXPECT_EQ(by_x("x^4/4 + x^2/2 + p^2/2"), "x^3 + x");
  EXPECT_EQ(by_x("x^2*y - y^3/3"), "2*x*y");
  EXPECT_EQ(by_x("-k*x"), "-k");
  EXPECT_EQ(by_x("sin(w*x)"), "cos(w*x)*w");
  EXPECT_EQ(by_x("m*g*l*cos(x)"), "-(m*g*l*sin(x))");
  EXPECT_EQ(by_x("log(x)"), "1/x");
  EXPECT_EQ(by_x("1/x"), "-(1/x/x)");
  EXPECT_EQ(by_x("exp(-x)"), "-exp(-x)");
  EXPECT_EQ(by_x("(x - 1)^2"), "2*(x - 1)");
  EXPECT_EQ(by_x("if(x > 0, x^2, a)"), "if(x > 0, 2*x, 0)");
  EXPECT_EQ(by_x("sign(x) + step(x)"), "0");
}

TEST(Algebra, DerivativesAgreeWithDualNumbers) {
  std::mt19937 random(1);
  std::uniform_real_distribution<double> anywhere(0.2, 0.9);
  for (const std::string& text : test::every_operation("x*y", "x - y/3")) {
    Algebra algebra;
    const Expression expression = test::bound_to(text, {"x", "y"});
    const Algebra::Term term = algebra.read(expression);
    const Expression slope =
        algebra.write(algebra.derivative(term, [&](const Node& leaf, const Symbol&) {
          return algebra.number(leaf.slot == 0 ? 1.0 : 0.0);
        }));
    for (int i = 0; i < 20; ++i) {
      const double x = anywhere(random);
      const double y = anywhere(random);
      const Dual dual =
          evaluate(expression, std::vector<Dual>{Dual::independent(x, 1, 0), Dual(y)});
      const double value = evaluate<double>(slope, std::vector<double>{x, y});
      if (!std::isfinite(dual.slope(0))) continue;
      EXPECT_NEAR(value, dual.slope(0), test::kProgramAgainstDual * (1.0 + std::abs(value)))
          << text << " at " << x << ", " << y;
    }
  }
}

TEST(Algebra, ReadsBackToTheSameValues) {
  for (const std::string& text : test::every_operation("x", "y")) {
    Algebra algebra;
    const Expression expression = test::bound_to(text, {"x", "y"});
    const Expression copy = algebra.write(algebra.read(expression));
    const double value = evaluate<double>(expression, std::vector<double>{0.3, 0.7});
    const double again = evaluate<double>(copy, std::vector<double>{0.3, 0.7});
    EXPECT_NEAR(again, value, test::kFewRoundings * (1.0 + std::abs(value))) << text;
  }
}

TEST(Algebra, PutsTermsInThePlaceOfNames) {
  Algebra algebra;
  const Algebra::Term inner = algebra.read(parse_expression("u + 1"));
  const Algebra::Term term =
      algebra.read(parse_expression("y^2 + pi"), [&](const Node&, const Symbol& symbol) {
        return symbol.name == "y" ? std::optional<Algebra::Term>(inner) : std::nullopt;
      });

  EXPECT_EQ(print_expression(algebra.write(term)), "(u + 1)^2 + pi");
}

TEST(Algebra, RefusesFormulasThatHaveGrownTooLong) {
  Algebra algebra;
  Algebra::Term term = algebra.name("x");
  for (int i = 0; i < 40; ++i) term = algebra.add(algebra.call(Function::Sin, term), term);

  EXPECT_THROW(algebra.write(term), ExpressionError);
}

}  // namespace
}  // namespace pinn
