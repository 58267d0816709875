// SPDX-License-Identifier: MIT
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "pinn/util/error.hpp"
#include "pinn/verify/verdict.hpp"
#include "reference/problems.hpp"
#include "tolerances.hpp"
#include "verify/polynomial_model.hpp"

namespace pinn {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::IsEmpty;

constexpr double kAtol = 1e-3;

/// y' = 2 t, y(0) = 1: the solution is 1 + t^2.
Config parabola() {
  Config config = test::config_of(0, 2, {"y' = 2*t"}, {"y(0) = 1"});
  config.accept.rtol = 0.0;
  config.accept.atol = kAtol;
  config.accept.points = 101;
  return config;
}

/// The parabola with a slope too large by `slope`: off by 2 slope at the end.
Model tilted_parabola(double slope) {
  return test::polynomial_model({"y"}, {{0.0, 2.0, {{1.0, slope, 1.0}}}});
}

Verdict judge_with_estimate(const Model& model,
                            const Config& config,
                            const ReferenceSolution* reference = nullptr) {
  const Problem problem = test::problem_of(config);
  std::vector<double> points = check_points(problem, config.accept);
  for (const double point : window_points(model)) points.push_back(point);
  if (reference != nullptr) {
    points.insert(points.end(), reference->points.begin(), reference->points.end());
  }
  const ErrorEstimate estimate = estimate_error(model, problem, points);
  return judge(model, problem, config, {}, reference, &estimate);
}

ReferenceSolution reference_of(const Config& config) {
  const Problem problem = test::problem_of(config);
  return solve_reference(
      problem, reference_options(problem, config), check_points(problem, config.accept), 101);
}

std::vector<std::string> warning_ids(const Verdict& verdict) {
  std::vector<std::string> ids;
  for (const Diagnostic& warning : verdict.warnings) ids.push_back(warning.id);
  return ids;
}

TEST(EstimateVerdict, DecidesWhereThereIsNothingToCompareWith) {
  const Verdict inside = judge_with_estimate(tilted_parabola(0.99 * kAtol / 2), parabola());
  const Verdict outside = judge_with_estimate(tilted_parabola(1.01 * kAtol / 2), parabola());

  EXPECT_TRUE(inside.accepted);
  EXPECT_FALSE(outside.accepted);
  EXPECT_EQ(inside.basis, Basis::Estimate);
  EXPECT_EQ(inside.worst.state, "y");
  EXPECT_EQ(inside.worst.at, 2.0);
  EXPECT_NEAR(inside.worst.tolerance_ratio, 0.99, 1e-9);
  EXPECT_NEAR(inside.estimated_error, 0.99 * kAtol, test::kFewRoundings);
  EXPECT_TRUE(std::isnan(inside.horizon));
  EXPECT_EQ(outside.horizon, 2.0);
  EXPECT_EQ(inside.warnings.front().message,
            "no classical solution: there is none; judged by the estimated error instead");
}

TEST(EstimateVerdict, DecidesIfAskedWithoutAWarning) {
  Config config = parabola();
  config.accept.basis = Basis::Estimate;
  const ReferenceSolution reference = reference_of(config);

  const Verdict verdict = judge_with_estimate(tilted_parabola(kAtol / 4), config, &reference);

  EXPECT_TRUE(verdict.accepted);
  EXPECT_EQ(verdict.basis, Basis::Estimate);
  EXPECT_THAT(verdict.warnings, IsEmpty());
}

TEST(EstimateVerdict, CatchesASmallResidualWithALargeError) {
  Config config = test::config_of(0, 12, {"y' = y + 0.00001"}, {"y(0) = 0"});
  config.accept.basis = Basis::Residual;
  config.accept.rtol = 0.0;
  config.accept.atol = kAtol;
  // The solution is 1e-5 (e^t - 1), at the end 1.6; zero leaves 1e-5 of the equation.
  const Model zero = test::polynomial_model({"y"}, {{0.0, 12.0, {{0.0}}}});

  const Verdict verdict = judge_with_estimate(zero, config);

  EXPECT_LE(verdict.worst.tolerance_ratio, 1.0) << "the residual alone would pass";
  EXPECT_FALSE(verdict.accepted);
  EXPECT_THAT(warning_ids(verdict), ElementsAre("estimate-outside"));
}

TEST(EstimateVerdict, StaysWithTheReferenceWhereThatIsGoodEnough) {
  const Config config = parabola();
  const ReferenceSolution reference = reference_of(config);

  const Verdict verdict = judge_with_estimate(tilted_parabola(kAtol / 4), config, &reference);

  EXPECT_TRUE(verdict.accepted);
  EXPECT_EQ(verdict.basis, Basis::Reference);
  EXPECT_THAT(verdict.warnings, IsEmpty());
  EXPECT_NEAR(verdict.estimated_error, kAtol / 2, test::kFewRoundings);
}

TEST(EstimateVerdict, DecidesWhereTheReferenceIsTooRough) {
  const Config config = parabola();
  ReferenceSolution rough = reference_of(config);
  rough.own_error.setConstant(2 * kAtol);

  const Verdict verdict = judge_with_estimate(tilted_parabola(kAtol / 4), config, &rough);

  EXPECT_TRUE(verdict.accepted);
  EXPECT_EQ(verdict.basis, Basis::Estimate);
  EXPECT_THAT(warning_ids(verdict), ElementsAre("basis-estimate"));
}

TEST(EstimateVerdict, RefusesWhatOnlyTheReferenceCallsRight) {
  const Config config = parabola();
  ReferenceSolution wrong = reference_of(config);
  const Model model = tilted_parabola(0.1);
  for (std::size_t row = 0; row < wrong.points.size(); ++row) {
    wrong.values[0](static_cast<Eigen::Index>(row), 0) = model.evaluate(wrong.points[row], 0)(0, 0);
  }

  const Verdict verdict = judge_with_estimate(model, config, &wrong);

  EXPECT_FALSE(verdict.accepted);
  ASSERT_THAT(warning_ids(verdict), ElementsAre("estimate-disagrees"));
  EXPECT_THAT(verdict.warnings.front().message, HasSubstr("the estimated error of y is 0.2"));
}

TEST(EstimateVerdict, AcceptsNothingIfTheEstimateAskedForCannotBeHad) {
  Config config = test::config_of(0, 1, {"y'^3 = 0"}, {"y(0) = 1"});
  config.accept.basis = Basis::Estimate;

  const Verdict verdict =
      judge_with_estimate(test::polynomial_model({"y"}, {{0.0, 1.0, {{1.0}}}}), config);

  EXPECT_FALSE(verdict.accepted);
  EXPECT_EQ(verdict.basis, Basis::Residual);
  EXPECT_THAT(warning_ids(verdict), ElementsAre("basis-residual"));
}

}  // namespace
}  // namespace pinn
