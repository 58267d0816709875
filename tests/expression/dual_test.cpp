// SPDX-License-Identifier: MIT
#include "pinn/expression/dual.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>
#include <string>
#include <vector>

#include "pinn/expression/evaluate.hpp"
#include "pinn/expression/parse.hpp"
#include "tolerances.hpp"

namespace pinn {
namespace {

/// The expression with x and y bound to slots 0 and 1.
Expression bound(const std::string& text) {
  const Expression parsed = parse_expression(text);
  std::vector<Node> nodes = parsed.nodes();
  for (Node& node : nodes) {
    if (node.op != Op::Name) continue;
    node.op = Op::Slot;
    node.slot = parsed.symbols()[static_cast<std::size_t>(node.symbol)].name == "x" ? 0 : 1;
  }
  return Expression(nodes, parsed.symbols(), text);
}

Dual value_at(const std::string& text, double x, double y) {
  return evaluate<Dual>(bound(text), {Dual::independent(x, 2, 0), Dual::independent(y, 2, 1)});
}

void expect_central_difference(const std::string& text, double x, double y) {
  SCOPED_TRACE(text + " at " + std::to_string(x) + ", " + std::to_string(y));
  const Expression expression = bound(text);
  const auto f = [&](double a, double b) { return evaluate<double>(expression, {a, b}); };
  const double h = test::kDifferenceStep;
  const double by_x = (f(x + h, y) - f(x - h, y)) / (2.0 * h);
  const double by_y = (f(x, y + h) - f(x, y - h)) / (2.0 * h);

  const Dual dual = value_at(text, x, y);

  EXPECT_EQ(dual.value, f(x, y));
  EXPECT_NEAR(dual.slope(0), by_x, test::kDifferenceTolerance * (1.0 + std::abs(by_x)));
  EXPECT_NEAR(dual.slope(1), by_y, test::kDifferenceTolerance * (1.0 + std::abs(by_y)));
}

TEST(Dual, AgreesWithCentralDifferencesForEveryFunction) {
  std::mt19937 random(3);
  std::uniform_real_distribution<double> inside(0.15, 0.85);  // inside every function's domain
  for (const FunctionInfo& info : functions()) {
    std::string text = std::string(info.name) + "(";
    if (info.function == Function::If) text += "x < y, ";
    text += info.arity == 1 ? "x*y" : "x*y, y - x/3";
    for (int i = 0; i < 5; ++i) {
      expect_central_difference(text + ")", inside(random), inside(random));
    }
  }
}

TEST(Dual, AgreesWithCentralDifferencesForEveryOperator) {
  for (const char* text :
       {"x + y", "x - y*x", "x/y", "-x*y", "x^y", "x^3", "y^-2", "(x - y)/(x + y)"}) {
    expect_central_difference(text, 0.7, 1.3);
  }
}

TEST(Dual, OfAConstantPowerNeedsNoLogarithm) {
  const Dual square = value_at("x^2 + y^3", -3.0, -2.0);
  EXPECT_EQ(square.value, 1.0);
  EXPECT_EQ(square.slope(0), -6.0);
  EXPECT_EQ(square.slope(1), 12.0);

  EXPECT_EQ(value_at("x^1", 0.0, 0.0).slope(0), 1.0);
  EXPECT_EQ(value_at("x^0", 0.0, 0.0).slope(0), 0.0);
  EXPECT_EQ(value_at("x^-1", -2.0, 0.0).slope(0), -0.25);
  EXPECT_EQ(value_at("pow(x, 2)", 0.0, 0.0).slope(0), 0.0);
}

TEST(Dual, HasSaneDerivativesAtKinks) {
  EXPECT_EQ(value_at("abs(x)", 0.0, 0.0).slope(0), 0.0);
  EXPECT_EQ(value_at("abs(x)", -2.0, 0.0).slope(0), -1.0);
  EXPECT_EQ(value_at("step(x) + sign(x)", 0.0, 0.0).slope(0), 0.0);
  EXPECT_EQ(value_at("min(x, y)", 1.0, 1.0).slope(0), 1.0);
  EXPECT_EQ(value_at("max(2*x, y)", 1.0, 1.0).slope(0), 2.0);
  EXPECT_EQ(value_at("if(x > 0, sqrt(x), y)", -1.0, 5.0).slope(0), 0.0);
  EXPECT_EQ(value_at("if(x > 0, sqrt(x), y)", -1.0, 5.0).slope(1), 1.0);
}

TEST(Dual, KeepsAZeroSlopeZeroBesideAnInfiniteOne) {
  const Dual root = value_at("sqrt(x) + y", 0.0, 1.0);

  EXPECT_TRUE(std::isinf(root.slope(0)));
  EXPECT_EQ(root.slope(1), 1.0);
}

TEST(Dual, OfAVariablePowerOfZeroIsZero) { EXPECT_EQ(value_at("x^y", 0.0, 2.0).slope(1), 0.0); }

}  // namespace
}  // namespace pinn
