// SPDX-License-Identifier: MIT
#include "pinn/expression/parse.hpp"

#include <gtest/gtest.h>

#include <string>

#include "pinn/expression/evaluate.hpp"
#include "pinn/expression/print.hpp"

namespace pinn {
namespace {

std::string tree(const std::string& text) { return print_tree(parse_expression(text)); }

TEST(Parser, FollowsThePrecedenceOfTheGrammar) {
  EXPECT_EQ(tree("-k*y"), "(-(k) * y)");
  EXPECT_EQ(tree("-x^2"), "-(x ^ 2)");
  EXPECT_EQ(tree("2^3^2"), "(2 ^ (3 ^ 2))");
  EXPECT_EQ(tree("2^-x^2"), "(2 ^ -(x ^ 2))");
  EXPECT_EQ(tree("x'^2"), "(x' ^ 2)");
  EXPECT_EQ(tree("a - b - c"), "((a - b) - c)");
  EXPECT_EQ(tree("a/b*c"), "((a / b) * c)");
  EXPECT_EQ(tree("a + b*c^d"), "(a + (b * (c ^ d)))");
  EXPECT_EQ(tree("a*-b"), "(a * -(b))");
  EXPECT_EQ(tree("a - -b"), "(a - -(b))");
  EXPECT_EQ(tree("+a"), "a");
  EXPECT_EQ(tree("(a + b)*c"), "((a + b) * c)");
  EXPECT_EQ(tree("--a"), "-(-(a))");
}

TEST(Parser, ReadsTestsInsideIf) {
  EXPECT_EQ(tree("if(t < 1 and y > 0 or not t == 2, 1, 2)"),
            "if((((t < 1) and (y > 0)) or not (t == 2)), 1, 2)");
  EXPECT_EQ(tree("if(a < b or c >= d and e != 0, a, b)"),
            "if(((a < b) or ((c >= d) and (e != 0))), a, b)");
  EXPECT_EQ(tree("if((a <= 1), if(b > 1, 2, 3), 4)"), "if((a <= 1), if((b > 1), 2, 3), 4)");
}

TEST(Parser, AcceptsTypographicPrimesAndMinus) {
  EXPECT_EQ(tree("y\u2032 \u2212 y\u2033 + y\u2019"), "((y' - y'') + y')");
  EXPECT_EQ(tree("y\u2034 + y\u2057"), "(y''' + y'''')");
}

TEST(Parser, ReadsNumbersExactly) {
  EXPECT_EQ(parse_expression(".5").root().number, 0.5);
  EXPECT_EQ(parse_expression("1e-3").root().number, 1e-3);
  EXPECT_EQ(parse_expression("2.").root().number, 2.0);
  EXPECT_EQ(parse_expression("1.5E+2").root().number, 150.0);
  EXPECT_EQ(parse_expression("pi").root().number, 3.14159265358979323846);
}

TEST(Parser, KeepsValuesAtAPoint) {
  const Expression expression = parse_expression("u'(1) + y(0)");

  EXPECT_EQ(print_tree(expression), "(u'(1) + y(0))");
  EXPECT_EQ(expression.nodes()[1].op, Op::Applied);
  EXPECT_EQ(expression.symbols()[0].name, "u");
  EXPECT_EQ(expression.symbols()[0].primes, 1);
}

TEST(Parser, MarksWhereEveryNameStands) {
  const Expression expression = parse_expression("2*\u2212kk + y''");

  for (const Node& node : expression.nodes()) {
    if (node.op != Op::Name) continue;
    const std::string name = expression.text().substr(node.span.offset, node.span.length);
    EXPECT_TRUE(name == "kk" || name == "y''") << name;
  }
}

TEST(Parser, SplitsAnEquationAtTheEqualsSign) {
  const Equality equality = parse_equality("y'' + y = if(t == 1, 2, 3)");

  EXPECT_EQ(print_tree(equality.left), "(y'' + y)");
  EXPECT_EQ(print_tree(equality.right), "if((t == 1), 2, 3)");
  EXPECT_EQ(equality.right.nodes()[0].span.offset, 13U);
}

TEST(Parser, TakesALongSumWithoutDepth) {
  std::string text = "1";
  for (int i = 1; i < 30000; ++i) text += "+1";

  EXPECT_EQ(evaluate_constant(parse_expression(text)), 30000.0);
}

TEST(Parser, TakesTwoHundredBracketsAndNoMore) {
  const auto nested = [](std::size_t depth) {
    return std::string(depth, '(') + "1" + std::string(depth, ')');
  };

  EXPECT_EQ(evaluate_constant(parse_expression(nested(200))), 1.0);
  EXPECT_THROW(parse_expression(nested(201)), ExpressionError);
  EXPECT_THROW(parse_expression(nested(30000)), ExpressionError);
}

TEST(Names, AreLettersDigitsAndUnderscoresAndNotReserved) {
  for (const char* name : {"y", "_a", "x1", "e", "Sin", "lambda"}) EXPECT_TRUE(is_free_name(name));
  for (const char* name : {"", "1x", "a-b", "a b", "sin", "pi", "and", "or", "not", "if", "\u03bb"})
    EXPECT_FALSE(is_free_name(name)) << name;
}

}  // namespace
}  // namespace pinn
