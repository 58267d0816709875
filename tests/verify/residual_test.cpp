// SPDX-License-Identifier: MIT
// The verdict by residual only.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <stdexcept>

#include "pinn/verify/verdict.hpp"
#include "reference/problems.hpp"
#include "tolerances.hpp"
#include "verify/polynomial_model.hpp"

namespace pinn {
namespace {

Config by_residual(Config config) {
  config.accept.basis = Basis::Residual;
  config.accept.points = 101;
  config.accept.rtol = 0.0;
  config.accept.atol = 1e-3;
  return config;
}

Verdict judge_alone(const Model& model, const Config& config) {
  return judge(model, test::problem_of(config), config, {}, nullptr);
}

const Check& check_at(const Verdict& verdict, double at) {
  for (const Check& check : verdict.checks) {
    if (check.at == at) return check;
  }
  throw std::out_of_range("no check there");
}

TEST(VerdictByResidual, AcceptsOnePercentInsideAndRefusesOnePercentOutside) {
  const Config config = by_residual(test::config_of(0, 1, {"y' = 3"}, {"y(0) = 0"}));

  const Verdict inside =
      judge_alone(test::polynomial_model({"y"}, {{0, 1, {{0.0, 3 + 0.99e-3}}}}), config);
  const Verdict outside =
      judge_alone(test::polynomial_model({"y"}, {{0, 1, {{0.0, 3 + 1.01e-3}}}}), config);

  EXPECT_TRUE(inside.accepted);
  EXPECT_FALSE(outside.accepted);
  EXPECT_EQ(inside.basis, Basis::Residual);
  EXPECT_EQ(inside.worst.state, "res_y");
  EXPECT_THAT(inside.warnings, ::testing::IsEmpty()) << "it was asked for";
}

TEST(VerdictByResidual, NoticesAFlippedSign) {
  const Config config = by_residual(test::config_of(0, 1, {"y' = -2*t"}, {"y(0) = 0"}));

  EXPECT_FALSE(judge_alone(test::polynomial_model({"y"}, {{0, 1, {{0, 0, 1}}}}), config).accepted);
  EXPECT_TRUE(judge_alone(test::polynomial_model({"y"}, {{0, 1, {{0, 0, -1}}}}), config).accepted);
}

TEST(VerdictByResidual, MeasuresAgainstTheLargestTerm) {
  // Terms y' = 1, 1000 y and 1000 t: at t = 1 the largest is 1000.
  Config config = by_residual(test::config_of(0, 1, {"y' - 1 = -(1000*y - 1000*t)"}, {"y(0) = 0"}));
  config.accept.rtol = 1e-3;

  const Verdict verdict =
      judge_alone(test::polynomial_model({"y"}, {{0, 1, {{0.0, 1.0}}}}), config);

  EXPECT_NEAR(check_at(verdict, 1.0).tolerance, 1e-3 + 1e-3 * 1000, test::kFewRoundings);
  EXPECT_NEAR(check_at(verdict, 0.0).tolerance, 1e-3 + 1e-3 * 1, test::kFewRoundings);
}

TEST(VerdictByResidual, LeavesOutALonePlaceWhereTheEquationIsNotFinite) {
  const Config config =
      by_residual(test::config_of(0, 1, {"y'' + 2*y'/t + 1 = 0"}, {"y(0) = 1", "y'(0) = 0"}));

  const Verdict verdict =
      judge_alone(test::polynomial_model({"y"}, {{0, 1, {{1, 0, -1.0 / 6}}}}), config);

  EXPECT_TRUE(verdict.accepted);
  EXPECT_EQ(verdict.residual.left_out, 1U);
  EXPECT_EQ(verdict.checks.size(), 100U);
}

TEST(VerdictByResidual, DoesNotLeaveOutAModelThatLeavesTheEquationsDomain) {
  // The model is -1 where the logarithm asks for more than 0.
  const Config config = by_residual(test::config_of(0, 1, {"y' = 0*log(y)"}, {"y(0) = -1"}));

  const Verdict verdict = judge_alone(test::polynomial_model({"y"}, {{0, 1, {{-1.0}}}}), config);

  EXPECT_FALSE(verdict.accepted);
  EXPECT_EQ(verdict.residual.left_out, 0U);
  EXPECT_TRUE(std::isinf(verdict.residual.max));
}

TEST(VerdictByResidual, RefusesAStateThatIsNotANumberThoughNoEquationAsksForIt) {
  Config config = by_residual(test::config_of(0, 1, {"y' = 2*t"}, {"y(0) = 0"}));
  config.training.weights.conditions = 0.0;
  const double nan = std::numeric_limits<double>::quiet_NaN();

  EXPECT_FALSE(
      judge_alone(test::polynomial_model({"y"}, {{0, 1, {{nan, 0.0, 1.0}}}}), config).accepted);
}

TEST(VerdictByResidual, CountsTheSmallerSideOfAJump) {
  // y' jumps from 0 to 1 at 0.5, which is an edge and a check point.
  const Config config = by_residual(test::config_of(0, 1, {"y' = step(t - 0.5)"}, {"y(0) = 0"}));
  const Model model = test::polynomial_model({"y"}, {{0, 0.5, {{0.0}}}, {0.5, 1, {{-0.5, 1.0}}}});
  // The other side of the edge would show a residual of 1.
  Config open = config;
  open.problem.equations = {"y' = if(t > 0.5, 1, 0)"};

  EXPECT_TRUE(judge_alone(model, config).accepted);
  EXPECT_TRUE(judge_alone(model, open).accepted);
}

TEST(VerdictByResidual, RefusesWindowsThatDoNotJoin) {
  const Config config = by_residual(test::config_of(0, 1, {"y' = 0*t"}, {"y(0) = 0"}));

  const Verdict verdict =
      judge_alone(test::polynomial_model({"y"}, {{0, 0.5, {{0.0}}}, {0.5, 1, {{1.0}}}}), config);

  EXPECT_FALSE(verdict.accepted);
  EXPECT_EQ(verdict.worst.state, "y");
  EXPECT_EQ(verdict.worst.ratio_at, 0.5);
  EXPECT_NEAR(verdict.worst.max_error, 1.0, test::kFewRoundings);
}

TEST(VerdictByResidual, JudgesNothingOfWeightZero) {
  Config config = by_residual(test::config_of(0, 1, {"y' = 3"}, {"y(0) = 0"}));
  config.training.weights.equations = 0.0;

  const Verdict verdict =
      judge_alone(test::polynomial_model({"y"}, {{0, 1, {{0.0, 3.0}}}}), config);

  EXPECT_FALSE(verdict.accepted);
  ASSERT_EQ(verdict.warnings.size(), 1U);
  EXPECT_EQ(verdict.warnings.front().id, "nothing-judged");
  EXPECT_NEAR(verdict.residual.max, 0.0, test::kFewRoundings) << "still measured";
}

TEST(VerdictByResidual, OfWeightZeroIsReplacedByTheExactSolution) {
  Config config = test::config_of(0, 1, {"y' = 3"}, {"y(0) = 0"}, {{"y", "3*t"}});
  config.training.weights.equations = 0.0;

  const Verdict verdict =
      judge_alone(test::polynomial_model({"y"}, {{0, 1, {{0.0, 3.0}}}}), config);

  EXPECT_TRUE(verdict.accepted);
  EXPECT_EQ(verdict.basis, Basis::Exact);
}

TEST(VerdictByResidual, StillHoldsStatesToTheirExactSolution) {
  // v is known, u is not, and the reference is missing.
  Config config =
      test::config_of(0, 1, {"u' = 1", "v' = 0*v"}, {"u(0) = 0", "v(0) = 1"}, {{"v", "1"}});
  config.accept.points = 11;

  const Verdict verdict =
      judge_alone(test::polynomial_model({"u", "v"}, {{0, 1, {{0.0, 1.0}, {1.01}}}}), config);

  EXPECT_EQ(verdict.basis, Basis::Residual);
  EXPECT_FALSE(verdict.accepted);
  EXPECT_EQ(verdict.worst.state, "v");
}

}  // namespace
}  // namespace pinn
