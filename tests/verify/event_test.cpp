// SPDX-License-Identifier: MIT
// Verdicts on solutions that end before their domain.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "pinn/verify/verdict.hpp"
#include "reference/problems.hpp"
#include "verify/polynomial_model.hpp"

namespace pinn {
namespace {

constexpr double kAtol = 1e-3;

/// y' = -1, y(0) = 1 on [0, 5]: the solution 1 - t is 0 at t = 1.
Config fall(const std::string& event) {
  Config config = test::config_of(0.0, 5.0, {"y' = -1"}, {"y(0) = 1"});
  config.problem.stop_when = event;
  config.accept.rtol = 0.0;
  config.accept.atol = kAtol;
  config.accept.points = 101;
  return config;
}

Model fall_until(double end) { return test::polynomial_model({"y"}, {{0.0, end, {{1.0, -1.0}}}}); }

/// Against the reference, solved as far as the model goes.
Verdict verdict_of(const Model& model, const Config& config) {
  const Problem problem = test::problem_of(config);
  Problem covered = covered_by(problem, model);
  if (covered.end < problem.end) covered.stop_when.reset();
  const ReferenceSolution reference = solve_reference(
      covered, reference_options(covered, config), check_points(covered, config.accept), 101);
  return judge(model, problem, config, {}, &reference);
}

const Check* event_check(const Verdict& verdict) {
  for (const Check& check : verdict.checks) {
    if (check.state == "stop_when") return &check;
  }
  return nullptr;
}

TEST(VerdictAtAnEvent, AcceptsAModelThatEndsThereAndJudgesNothingPastIt) {
  const Verdict verdict = verdict_of(fall_until(1.0), fall("y = 0"));

  EXPECT_TRUE(verdict.accepted);
  EXPECT_TRUE(verdict.ends_early);
  EXPECT_EQ(verdict.end, 1.0);
  for (const Check& check : verdict.checks) EXPECT_LE(check.at, 1.0);
  ASSERT_NE(event_check(verdict), nullptr);
  EXPECT_EQ(event_check(verdict)->tolerance, kAtol);
}

TEST(VerdictAtAnEvent, TakesAnErrorOfThePlaceThatTheTolerancesLeaveOpen) {
  EXPECT_TRUE(verdict_of(fall_until(1.0 + 0.9 * kAtol), fall("y = 0")).accepted);
  EXPECT_FALSE(verdict_of(fall_until(1.0 + 1.1 * kAtol), fall("y = 0")).accepted);
  EXPECT_FALSE(verdict_of(fall_until(1.0 - 1.1 * kAtol), fall("y = 0")).accepted);
}

TEST(VerdictAtAnEvent, RefusesAModelThatEndsElsewhere) {
  const Verdict verdict = verdict_of(fall_until(0.5), fall("y = 0"));

  EXPECT_FALSE(verdict.accepted);
  EXPECT_EQ(verdict.worst.state, "stop_when");
}

TEST(VerdictAtAnEvent, RefusesAModelThatPassesIt) {
  for (const double end : {2.0, 5.0}) {
    const Verdict verdict = verdict_of(fall_until(end), fall("y = 0"));

    EXPECT_FALSE(verdict.accepted);
    ASSERT_NE(event_check(verdict), nullptr);
    EXPECT_TRUE(std::isinf(event_check(verdict)->ratio));
  }
}

TEST(VerdictAtAnEvent, RefusesAModelThatMissesTheOneOfTheReference) {
  // 0.4 (t - 1)^2 + 1e-4 stays above 0.
  Config config = fall("y = 0");
  config.problem.equations = {"y' = 0.8*(t - 1)"};
  config.problem.conditions = {"y(0) = 0.3999"};
  const Model above = test::polynomial_model({"y"}, {{0.0, 5.0, {{0.4001, -0.8, 0.4}}}});

  const Verdict verdict = verdict_of(above, config);

  EXPECT_FALSE(verdict.accepted);
  EXPECT_EQ(verdict.worst.state, "stop_when");
}

TEST(VerdictAtAnEvent, IsHadWithoutAReferenceToo) {
  const Config config = fall("y = 0");
  const Problem problem = test::problem_of(config);

  EXPECT_TRUE(judge(fall_until(1.0), problem, config, {}, nullptr).accepted);
  EXPECT_FALSE(judge(fall_until(0.9), problem, config, {}, nullptr).accepted);
}

TEST(VerdictAtAnEvent, AllowsADerivativeTheErrorThatGoesWithItsState) {
  // x = 10 t - 5 t^2 with x' = 0 at t = 1; x' is off by 10 times what the place is.
  Config config = test::config_of(0.0, 5.0, {"x'' = -10"}, {"x(0) = 0", "x'(0) = 10"});
  config.problem.stop_when = "x' = 0";
  config.accept.rtol = 0.0;
  config.accept.atol = kAtol;
  const auto until = [](double end) {
    return test::polynomial_model({"x"}, {{0.0, end, {{0.0, 10.0, -5.0}}}});
  };

  // |x'| up to 10 for |x| up to 5: twice the tolerance of x, a place off by 2e-4.
  EXPECT_TRUE(verdict_of(until(1.0 + 1.9e-4), config).accepted);
  EXPECT_FALSE(verdict_of(until(1.0 + 2.1e-4), config).accepted);
}

TEST(Verdict, NeverAcceptsAModelThatEndsEarlyWithoutAnEvent) {
  const Verdict verdict = verdict_of(fall_until(1.0), fall(""));

  EXPECT_FALSE(verdict.accepted);
  EXPECT_TRUE(verdict.ends_early);
  EXPECT_LT(verdict.worst.tolerance_ratio, 1.0);
}

TEST(CoveredBy, MovesOnlyAnEndThatIsFarther) {
  const Problem problem = test::problem_of(fall(""));

  EXPECT_EQ(covered_by(problem, fall_until(2.0)).end, 2.0);
  EXPECT_EQ(covered_by(problem, fall_until(5.0)).end, 5.0);
  EXPECT_EQ(covered_by(problem, fall_until(5.0 - 1e-15)).end, 5.0);
  EXPECT_EQ(covered_by(problem, fall_until(7.0)).end, 5.0);
}

}  // namespace
}  // namespace pinn
