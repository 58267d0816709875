// SPDX-License-Identifier: MIT
#include "pinn/verify/verdict.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "pinn/util/error.hpp"
#include "reference/problems.hpp"
#include "tolerances.hpp"
#include "verify/polynomial_model.hpp"

namespace pinn {
namespace {

using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr double kAtol = 1e-3;

/// y' = 2 t, y(0) = 1: the solution is 1 + t^2.
Config parabola() {
  Config config = test::config_of(0, 2, {"y' = 2*t"}, {"y(0) = 1"}, {{"y", "1 + t^2"}});
  config.accept.rtol = 0.0;
  config.accept.atol = kAtol;
  config.accept.points = 101;
  return config;
}

/// The parabola off by `shift`, from the start on.
Model shifted_parabola(double shift) {
  return test::polynomial_model({"y"}, {{0.0, 2.0, {{1.0 + shift, 0.0, 1.0}}}});
}

ReferenceSolution reference_of(const Problem& problem, const Config& config) {
  return solve_reference(
      problem, reference_options(problem, config), check_points(problem, config.accept), 101);
}

Verdict judge_against_reference(const Model& model, const Config& config) {
  const Problem problem = test::problem_of(config);
  const ReferenceSolution reference = reference_of(problem, config);
  return judge(model, problem, config, {}, &reference);
}

Verdict judge_alone(const Model& model, const Config& config) {
  return judge(model, test::problem_of(config), config, {}, nullptr);
}

std::vector<std::string> warning_ids(const Verdict& verdict) {
  std::vector<std::string> ids;
  for (const Diagnostic& warning : verdict.warnings) ids.push_back(warning.id);
  return ids;
}

TEST(Verdict, AcceptsOnePercentInsideAndRefusesOnePercentOutsideTheExactSolution) {
  const Verdict inside = judge_alone(shifted_parabola(0.99 * kAtol), parabola());
  const Verdict outside = judge_alone(shifted_parabola(1.01 * kAtol), parabola());

  EXPECT_TRUE(inside.accepted);
  EXPECT_FALSE(outside.accepted);
  EXPECT_EQ(inside.basis, Basis::Exact);
  EXPECT_EQ(inside.worst.state, "y");
  EXPECT_NEAR(inside.worst.tolerance_ratio, 0.99, 1e-9);
  EXPECT_NEAR(outside.worst.tolerance_ratio, 1.01, 1e-9);
}

TEST(Verdict, AcceptsOnePercentInsideAndRefusesOnePercentOutsideTheReference) {
  Config config = parabola();
  config.problem.exact.clear();

  const Verdict inside = judge_against_reference(shifted_parabola(-0.99 * kAtol), config);
  const Verdict outside = judge_against_reference(shifted_parabola(-1.01 * kAtol), config);

  EXPECT_TRUE(inside.accepted);
  EXPECT_FALSE(outside.accepted);
  EXPECT_EQ(inside.basis, Basis::Reference);
  EXPECT_THAT(inside.warnings, IsEmpty());
}

TEST(Verdict, SumsUpTheErrorsOfAState) {
  Config config = parabola();
  config.accept.points = 3;  // t = 0, 1, 2; the middle of the window is 1 too

  const Verdict verdict =
      judge_alone(test::polynomial_model({"y"}, {{0.0, 2.0, {{1.0, 0.003, 1.0}}}}), config);

  EXPECT_EQ(verdict.n_points, 3U);
  ASSERT_EQ(verdict.by_state.size(), 1U);
  const StateError& y = verdict.by_state.front();
  EXPECT_NEAR(y.max_error, 0.006, test::kFewRoundings);
  EXPECT_EQ(y.at, 2.0);
  EXPECT_NEAR(y.max_relative_error, 0.006 / 5, test::kFewRoundings);
  EXPECT_NEAR(y.rms_error, 0.003 * std::sqrt(5.0 / 3), test::kFewRoundings);
  EXPECT_NEAR(y.tolerance_ratio, 6.0, 1e-9);
  EXPECT_EQ(y.tolerance, kAtol);
  EXPECT_NEAR(verdict.residual.max, 0.003, test::kFewRoundings);
  EXPECT_NEAR(verdict.residual.rms, 0.003, test::kFewRoundings);
  EXPECT_EQ(verdict.max_violation, 0.0);
}

TEST(Verdict, ComparesTheReferenceWithTheExactSolution) {
  const Verdict verdict = judge_against_reference(shifted_parabola(0.0), parabola());

  EXPECT_TRUE(verdict.accepted);
  EXPECT_GE(verdict.reference_error, 0.0);
  EXPECT_LE(verdict.reference_error, test::kReferenceError);
}

TEST(Verdict, NoticesAWrongExactSolution) {
  Config config = parabola();
  config.problem.exact = {{"y", "1 + t^3"}};

  const Verdict right = judge_against_reference(shifted_parabola(0.0), config);
  const Verdict same_mistake = judge_against_reference(
      test::polynomial_model({"y"}, {{0.0, 2.0, {{1.0, 0.0, 0.0, 1.0}}}}), config);

  EXPECT_FALSE(right.accepted);
  EXPECT_FALSE(same_mistake.accepted);
  EXPECT_THAT(warning_ids(same_mistake), ::testing::ElementsAre("exact-disagrees"));
  EXPECT_EQ(same_mistake.warnings.front().message,
            "the exact solution of y is 9 at t = 2, but the classical solver gives 5: one of the "
            "two is wrong, most likely problem.exact.y");
}

TEST(Verdict, NoticesAnExactSolutionThatMissesACondition) {
  Config config =
      test::config_of(0, 1, {"u'' = 2"}, {"u(0) = 1", "u(1) = 2"}, {{"u", "1 + t + t^2"}});

  const Verdict verdict =
      judge_alone(test::polynomial_model({"u"}, {{0.0, 1.0, {{1.0, 1.0, 1.0}}}}), config);

  EXPECT_FALSE(verdict.accepted);
  ASSERT_THAT(warning_ids(verdict), ::testing::ElementsAre("exact-disagrees"));
  EXPECT_EQ(verdict.warnings.front().message,
            "the exact solution does not meet the condition \"u(1) = 2\": 3 against 2");
}

TEST(Verdict, LetsTheUserInsistOnTheExactSolution) {
  Config config = parabola();
  config.problem.exact = {{"y", "1 + t^2 + 0.01*t"}};
  config.accept.basis = Basis::Exact;

  const Verdict verdict = judge_against_reference(
      test::polynomial_model({"y"}, {{0.0, 2.0, {{1.0, 0.01, 1.0}}}}), config);

  EXPECT_TRUE(verdict.accepted);
  EXPECT_THAT(warning_ids(verdict), ::testing::ElementsAre("exact-disagrees"));
}

TEST(Verdict, NeverAcceptsAModelThatIsNotANumber) {
  const Model model = shifted_parabola(std::numeric_limits<double>::quiet_NaN());
  for (const Basis basis : {Basis::Auto, Basis::Exact, Basis::Reference, Basis::Residual}) {
    Config config = parabola();
    config.accept.basis = basis;

    const Verdict verdict = judge_against_reference(model, config);

    EXPECT_FALSE(verdict.accepted);
    EXPECT_TRUE(std::isinf(verdict.worst.tolerance_ratio));
    EXPECT_TRUE(std::isinf(verdict.max_violation));
  }
}

TEST(Verdict, NeverAcceptsAnInfiniteModel) {
  const Verdict verdict = judge_against_reference(
      shifted_parabola(std::numeric_limits<double>::infinity()), parabola());

  EXPECT_FALSE(verdict.accepted);
  EXPECT_TRUE(std::isinf(verdict.worst.max_error));
}

TEST(Verdict, SeesAJumpBetweenTwoWindows) {
  // The left window ends off by 1.5 tolerances, at the edge only: between the equal points.
  Config config = parabola();
  config.accept.points = 2;
  const double edge = 0.7;
  const double slope = 1.5 * kAtol / std::pow(edge, 9);
  const Model model = test::polynomial_model(
      {"y"},
      {{0.0, edge, {{1.0, 0.0, 1.0, 0, 0, 0, 0, 0, 0, slope}}}, {edge, 2.0, {{1.0, 0.0, 1.0}}}});

  const Verdict verdict = judge_alone(model, config);

  EXPECT_FALSE(verdict.accepted);
  EXPECT_EQ(verdict.worst.ratio_at, edge);
  EXPECT_NEAR(verdict.worst.tolerance_ratio, 1.5, 1e-6);
}

TEST(Verdict, WantsTheConditionsToHold) {
  // Within the tolerance of the state, which is relative; the condition asks for 1 in 1e-6.
  Config config = test::config_of(0, 1, {"y' = 0*y"}, {"1000*y(0) = 1000"}, {{"y", "1"}});
  config.accept.rtol = 0.0;
  config.accept.atol = 1e-3;

  const Verdict verdict =
      judge_alone(test::polynomial_model({"y"}, {{0.0, 1.0, {{1.0 + 1e-5}}}}), config);

  EXPECT_LT(verdict.worst.tolerance_ratio, 1.0);
  EXPECT_FALSE(verdict.accepted);
  EXPECT_NEAR(verdict.max_violation, 1e-2, 1e-9);
  EXPECT_EQ(verdict.conditions.front().condition, "1000*y(0) = 1000");
}

TEST(Verdict, ComparesTheStartOfADerivativeWithTheSizeOfTheDerivative) {
  // y is some 1e-4, its slope some 1: what the slope may be off is more than y may.
  constexpr double kOmega = 1e4;
  Config config = test::config_of(
      0, 3e-4, {"y'' = -1e8*y"}, {"y(0) = 1e-4", "y'(0) = 0"}, {{"y", "1e-4*cos(1e4*t)"}});
  config.accept.rtol = 1e-9;
  config.accept.atol = 1e-14;
  const auto judge_off_by = [&](double slope) {
    std::vector<double> coefficients{1.0 / kOmega, slope};
    for (double k = 2.0; k < 40.0; k += 1.0) {
      coefficients.push_back(-kOmega * kOmega / (k * (k - 1.0)) * *(coefficients.end() - 2));
    }
    return judge_alone(test::polynomial_model({"y"}, {{0.0, 3e-4, {coefficients}}}), config);
  };

  const Verdict little = judge_off_by(1e-11);
  const Verdict much = judge_off_by(1e-8);

  EXPECT_TRUE(little.accepted);
  EXPECT_GT(little.conditions[1].violation, 1e-14);
  EXPECT_GT(much.conditions[1].violation, much.conditions[1].tolerance);
}

TEST(Verdict, DoesNotJudgeConditionsOfWeightZero) {
  Config config = test::config_of(0, 1, {"y' = 0*y"}, {"1000*y(0) = 1000"}, {{"y", "1"}});
  config.accept.rtol = 0.0;
  config.accept.atol = 1e-3;
  config.training.weights.conditions = 0.0;

  EXPECT_TRUE(
      judge_alone(test::polynomial_model({"y"}, {{0.0, 1.0, {{1.0 + 1e-5}}}}), config).accepted);
}

TEST(Verdict, TellsHardConditionsFromSoftOnes) {
  const Config config =
      test::config_of(0, 1, {"x'' = 0*x"}, {"x(0) = 1", "x'(0) = 0"}, {{"x", "1"}});
  const Model model = test::polynomial_model({"x"}, {{0.0, 1.0, {{1.0}}}});

  const Verdict verdict = judge(model, test::problem_of(config), config, {1}, nullptr);

  EXPECT_FALSE(verdict.conditions[0].hard);
  EXPECT_TRUE(verdict.conditions[1].hard);
}

TEST(Verdict, LooksAtWindowsAndStepsOfTheReference) {
  Config config = parabola();
  config.problem.exact.clear();
  config.accept.points = 2;
  const Problem problem = test::problem_of(config);
  const ReferenceSolution reference = reference_of(problem, config);
  std::size_t own_steps = 0;
  for (const bool own : reference.own_step) own_steps += own ? 1U : 0U;

  const Verdict verdict = judge(shifted_parabola(0.0), problem, config, {}, &reference);

  EXPECT_GT(own_steps, 0U);
  EXPECT_EQ(verdict.n_points, 3U + own_steps);  // two ends and the middle of the window
  EXPECT_EQ(verdict.checks.size(), 2U + own_steps) << "the reference was not solved in the middle";
}

TEST(VerdictBasis, ReferenceWithoutOneIsAMistake) {
  Config config = parabola();
  config.accept.basis = Basis::Reference;
  try {
    judge_alone(shifted_parabola(0.0), config);
    FAIL() << "nothing was thrown";
  } catch (const ConfigError& error) {
    EXPECT_STREQ(error.what(),
                 "pinn-solve: error: accept.basis is \"reference\", but there is no classical "
                 "solution: there is none; try accept.basis \"auto\"");
  }
}

TEST(VerdictBasis, ExactWithoutOneIsAMistake) {
  Config config = parabola();
  config.problem.exact.clear();
  config.accept.basis = Basis::Exact;

  EXPECT_EQ(basis_mistake(test::problem_of(config), config, nullptr),
            "pinn-solve: error: accept.basis is \"exact\", but problem.exact is empty; try "
            "accept.basis \"auto\"");
}

TEST(VerdictBasis, ReferenceThatIsTooRoughIsAMistake) {
  Config config = parabola();
  config.problem.equations = {"y' = y*cos(20*t)"};
  config.reference.rtol = 1e-3;
  config.reference.atol = 1e-3;
  config.accept.atol = 1e-9;
  config.accept.basis = Basis::Reference;
  const Problem problem = test::problem_of(config);
  const ReferenceSolution reference = reference_of(problem, config);

  EXPECT_THAT(basis_mistake(problem, config, &reference),
              HasSubstr("is too large for the tolerance 1.0e-09"));
}

TEST(VerdictBasis, FallsBackToTheResidualWhereTheReferenceIsTooRough) {
  Config config = parabola();
  config.problem.exact.clear();
  config.problem.equations = {"y' = 2*t + 0*y*cos(20*t)"};
  config.accept.atol = 1e-12;
  const Problem problem = test::problem_of(config);
  ReferenceSolution reference = reference_of(problem, config);
  ASSERT_TRUE(reference.solved);
  reference.own_error.setConstant(1e-9);

  const Verdict verdict = judge(shifted_parabola(0.0), problem, config, {}, &reference);

  EXPECT_EQ(verdict.basis, Basis::Residual);
  EXPECT_TRUE(verdict.accepted);
  ASSERT_THAT(warning_ids(verdict), ::testing::ElementsAre("basis-residual"));
  EXPECT_THAT(verdict.warnings.front().message,
              HasSubstr("own error 1.0e-09 in y at t = 0 is too large for the tolerance 1.0e-12; "
                        "judged by residual only, so the error is not known"));
}

TEST(VerdictBasis, StaysWithAReferenceThatIsSureOfTheMistake) {
  Config config = parabola();
  config.problem.exact.clear();
  const Problem problem = test::problem_of(config);
  ReferenceSolution reference = reference_of(problem, config);
  reference.own_error.setConstant(2 * kAtol);

  // The own error is known to a factor of 10: what is to be refuted must be beyond that.
  const Verdict verdict = judge(shifted_parabola(30 * kAtol), problem, config, {}, &reference);

  EXPECT_EQ(verdict.basis, Basis::Reference);
  EXPECT_FALSE(verdict.accepted);
}

TEST(VerdictBasis, OfABoundaryProblemThatNothingElseJudgesIsTheResidualAndAcceptsNothing) {
  const Config config = test::config_of(0, 1, {"u'' = 2"}, {"u(0) = 0", "u(1) = 1"});

  const Verdict verdict = judge_against_reference(
      test::polynomial_model({"u"}, {{0.0, 1.0, {{0.0, 0.0, 1.0}}}}), config);

  EXPECT_EQ(verdict.basis, Basis::Residual);
  EXPECT_FALSE(verdict.accepted);
  EXPECT_EQ(verdict.worst.state, "res_u");
  EXPECT_EQ(verdict.warnings.front().message,
            "no classical solution: the classical solver takes no boundary problems, and no "
            "estimate: there is none; judged by residual only, and so not accepted");
}

}  // namespace
}  // namespace pinn
