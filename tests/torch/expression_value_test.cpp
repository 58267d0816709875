// SPDX-License-Identifier: MIT
// Expressions on tensors mean what they mean on doubles, and differentiate like dual numbers.
#include "expression_value.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "pinn/expression/dual.hpp"
#include "pinn/expression/evaluate.hpp"
#include "tolerances.hpp"
#include "workbench.hpp"

namespace pinn {
namespace {

/// The right side of y' = text, over the slots t, y, y'.
Expression right_side(const std::string& text) {
  return test::prepare_problem("\"domain\": [0.1, 2], \"equations\": [\"y' = " + text +
                               "\"], \"conditions\": [\"y(0.1) = 1\"]")
      .problem.equations.front()
      .right;
}

const std::vector<double> kT{0.15, 0.5, 0.9, 1.3, 1.9};
const std::vector<double> kY{0.2, 0.8, 0.35, 0.6, 0.95};

torch::Tensor column(const std::vector<double>& values) {
  return torch::tensor(values, torch::kFloat64).unsqueeze(1);
}

/// Compares values with doubles and gradients with dual numbers at every row.
void expect_same(const std::string& text) {
  const Expression expression = right_side(text);
  const torch::Tensor y = column(kY).requires_grad_(true);

  TensorValue value = TensorExpression(expression)
                          .evaluate({TensorValue(column(kT)), TensorValue(y), TensorValue()});

  ASSERT_FALSE(value.is_number()) << text;
  const torch::Tensor tensor = value.tensor().expand({5, 1});
  const torch::Tensor gradient =
      tensor.requires_grad() ? torch::autograd::grad({tensor.sum()}, {y}, {}, false, false, true)[0]
                             : torch::Tensor();
  for (std::size_t i = 0; i < kT.size(); ++i) {
    const auto row = static_cast<std::int64_t>(i);
    const Dual expected =
        evaluate<Dual>(expression, {Dual(kT[i]), Dual::independent(kY[i], 1, 0), Dual()});
    const double slope = gradient.defined() ? gradient[row].item<double>() : 0.0;
    EXPECT_NEAR(tensor[row].item<double>(), expected.value, test::kSumOfHundreds) << text;
    EXPECT_NEAR(slope, expected.slope(0), test::kSumOfHundreds) << text;
  }
}

TEST(TensorExpression, AgreesWithDualNumbersForEveryFunction) {
  for (const FunctionInfo& info : functions()) {
    const std::string name(info.name);
    if (info.function == Function::If) continue;  // has its own tests
    expect_same(info.arity == 1 ? name + "(y - 0.1*t)" : name + "(y, t)");
  }
}

TEST(TensorExpression, AgreesWithDualNumbersForSumsAndProducts) {
  for (const char* text : {"3*y - 2*t + 1",
                           "-(2*y)*(3*t)",
                           "(1 - y/3)*y",
                           "(2*y + 1)*(t - 3)/(4*y)",
                           "5/(2*y)",
                           "(y + t)/7 - (y - t)/(1 + t)",
                           "-y - y^3",
                           "(2*y)^2 + (3*y)^-1 + (2*y)^0.5 + (y - 2)^3",
                           "2^y + y^t + (-y)^2",
                           "2*(2*y) + 3*(2*y)",
                           "0*y + y^0 + y^1"}) {
    expect_same(text);
  }
}

TEST(TensorExpression, AgreesWithDualNumbersForBranches) {
  for (const char* text : {"if(t < 1, y^2, 3*y)",
                           "if(t < 1 and y > 0.3, y, if(t >= 1.5, t*y, -y))",
                           "if(t < 0, 1/y, 2*y)",
                           "if(not (t < 0), 1/y, 2*y)",
                           "1 + if(if(t < 1, y, t) > 0.5 or 1 < 0, exp(y), 2)*y",
                           "if(1 < 2, y, 0)",
                           "if(t == t, y, 0) + if(t != t, 0, y)",
                           "if(t < 1, 1, 2)"}) {
    expect_same(text);
  }
}

TEST(TensorExpression, LetsNoNanOutOfTheBranchNotTaken) {
  const torch::Tensor y = column({-1.0, 0.0, 4.0}).requires_grad_(true);
  const TensorExpression expression(right_side("if(y > 0, sqrt(y), y)"));

  const TensorValue value =
      expression.evaluate({TensorValue(column({0.0, 1.0, 2.0})), TensorValue(y), TensorValue()});
  const torch::Tensor gradient = torch::autograd::grad({value.tensor().sum()}, {y})[0];

  EXPECT_TRUE(torch::equal(gradient, column({1.0, 1.0, 0.25})));
}

TEST(TensorExpression, StaysANumberWithoutTensors) {
  const TensorValue value = TensorExpression(right_side("2^3 + sqrt(16)*min(1, 2) - step(-1)"))
                                .evaluate({TensorValue(), TensorValue(), TensorValue()});

  ASSERT_TRUE(value.is_number());
  EXPECT_EQ(value.number(), 12.0);
}

}  // namespace
}  // namespace pinn
