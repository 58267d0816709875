// SPDX-License-Identifier: MIT
// Why a training ends, and that it says so with both numbers.
#include <gmock/gmock.h>

#include <cmath>

#include "training.hpp"

namespace pinn {
namespace {

using test::prepare_problem;
using test::Recorder;
using test::stage;
using test::stages;
using test::train;
using test::train_decay;

TEST(TorchEngine, StopsBelowTheLossThatIsAskedFor) {
  Recorder recorder;

  const TrainingResult result = train_decay(
      R"("stop": {"loss": 1e-2}, )" + stages(stage("adam", 5000) + ", " + stage("lbfgs", 5)),
      recorder);

  EXPECT_EQ(result.reason, StopReason::Converged);
  EXPECT_THAT(result.message, testing::MatchesRegex("loss [0-9.]+(e-[0-9]+)? <= 0.01"));
  EXPECT_EQ(result.stages[1].ended_by, "was not run");
}

/// Content with the model when it is asked for the third time.
struct HardToPlease : Recorder {
  std::vector<double> asked;  ///< Value in the middle.
  bool is_enough(const Model& model) override {
    asked.push_back(model.evaluate(0.5, 0)(0, 0));
    return asked.size() == 3;
  }
};

const std::string kBetweenPlaces =
    R"json("domain": [0, 1], "equations": ["y'' = -y"], "conditions": ["y(0) = 0", "y(1) = 1"])json";

TEST(TorchEngine, TrainsBetweenPlacesUntilTheErrorIsSmallEnough) {
  HardToPlease observer;

  const TrainingResult result = train(
      prepare_problem(kBetweenPlaces,
                      R"(, "network": {"hidden": [8, 8]}, "training": {"method": "gradient"})"),
      observer);

  EXPECT_EQ(result.reason, StopReason::Converged);
  EXPECT_THAT(result.message,
              testing::MatchesRegex("loss .* <= .*, and the estimated error is small enough"));
  ASSERT_EQ(observer.asked.size(), 3U);
  const double expected = std::sin(0.5) / std::sin(1.0);
  EXPECT_LT(std::abs(observer.asked[2] - expected), std::abs(observer.asked[0] - expected));
}

TEST(TorchEngine, AsksNobodyWhereALossIsGivenToEndAt) {
  HardToPlease observer;

  const TrainingResult result = train(prepare_problem(kBetweenPlaces,
                                                      R"(, "network": {"hidden": [8, 8]},
                               "training": {"method": "gradient", "stop": {"loss": 1e-5}})"),
                                      observer);

  EXPECT_EQ(result.reason, StopReason::Converged);
  EXPECT_TRUE(observer.asked.empty());
}

TEST(TorchEngine, EndsAStageThatWaitsTooLongForALowerLoss) {
  Recorder recorder;

  const TrainingResult result = train_decay(
      R"("stop": {"patience": 5}, )" +
          stages(stage("sgd", 500, R"(, "learning_rate": 1e-30)") + ", " + stage("adam", 2)),
      recorder);

  EXPECT_EQ(result.stages[0].reason, StopReason::NoProgress);
  EXPECT_THAT(result.stages[0].ended_by,
              testing::MatchesRegex("5 iterations without a loss below [0-9.e-]+ >= 5"));
  EXPECT_EQ(result.stages[1].iterations, 2);
}

TEST(TorchEngine, StopsAtTheTimeLimit) {
  Recorder recorder;

  const TrainingResult result = train_decay(
      R"("restarts": 2, "stop": {"max_seconds": 0.05}, )" + stages(stage("adam", 1000000)),
      recorder);

  EXPECT_EQ(result.reason, StopReason::TimeLimit);
  EXPECT_THAT(result.message, testing::MatchesRegex("[0-9.e-]+ s >= 0.05 s"));
  EXPECT_EQ(result.restarts.size(), 1U);
  EXPECT_EQ(recorder.rows.back().iteration, result.iterations);
}

TEST(TorchEngine, StopsWhenTheObserverAsks) {
  Recorder recorder;
  recorder.stop_at = 7;

  const TrainingResult result = train_decay(stages(stage("adam", 100)), recorder);

  EXPECT_EQ(result.reason, StopReason::Interrupted);
  EXPECT_EQ(result.message, "was asked to stop at iteration 7");
  EXPECT_EQ(result.iterations, 7);
  EXPECT_EQ(result.model.windows.size(), 1U);
}

TEST(TorchEngine, SaysSoWhenLbfgsMakesNoProgress) {
  Recorder recorder;

  // y' = 0 with y(0) = 1 hard and one unit: the loss reaches zero and has no gradient left
  const TrainingResult result = train(
      prepare_problem(R"("domain": [0, 1], "equations": ["y' = 0"], "conditions": ["y(0) = 1"])",
                      R"(, "network": {"hidden": [1]}, "training": {"points": {"count": 8}, )" +
                          stages(stage("lbfgs", 500)) + "}"),
      recorder);

  EXPECT_EQ(result.reason, StopReason::NoProgress);
  EXPECT_THAT(result.message, testing::StartsWith("no lower loss along the search direction: "));
  EXPECT_LT(result.iterations, 500);
}

TEST(TorchEngine, GoesBackOnceWithHalfTheRateThenDiverges) {
  Recorder recorder;

  const TrainingResult result =
      train_decay(stages(stage("sgd", 500, R"(, "learning_rate": 1e6)")), recorder);

  ASSERT_EQ(recorder.warnings.size(), 1U);
  EXPECT_THAT(
      recorder.warnings[0],
      testing::MatchesRegex(
          "rolled-back: (validation )?loss is (nan|inf) at iteration [0-9]+ in the residual "
          "of equation \"y\"; back to the best weights with half the learning rate"));
  EXPECT_EQ(result.reason, StopReason::Diverged);
  EXPECT_THAT(result.message,
              testing::MatchesRegex(
                  "training diverged at iteration [0-9]+: (validation )?loss is (nan|inf) \\(last "
                  "finite [0-9.e+]+\\) in the residual of equation \"y\"; try a smaller "
                  "training.stages.0.learning_rate \\(now 1e\\+06\\)"));
  EXPECT_EQ(recorder.rows.back().learning_rate, 5e5);
  EXPECT_TRUE(std::isfinite(result.model.evaluate(1.0, 0)(0, 0)));
  EXPECT_TRUE(std::isfinite(result.best_loss));
}

TEST(TorchEngine, NamesThePlaceWhereAnEquationIsNotFinite) {
  Recorder recorder;
  const std::string singular =
      R"("domain": [0, 1], "equations": ["u' = v", "v' = -u/t"], "conditions": ["u(0) = 1", "v(0) = 0"])";

  const TrainingResult result =
      train(prepare_problem(singular,
                            R"(, "network": {"hidden": [4]}, "training": {"points": {"count": 8,)"
                            R"( "kind": "uniform"}, )" +
                                stages(stage("adam", 5)) + "}"),
            recorder);

  EXPECT_EQ(result.reason, StopReason::Diverged);
  EXPECT_EQ(
      result.message,
      "training diverged at iteration 1: loss is inf in the residual of equation \"v\", which "
      "is not finite at t = 0; try points that avoid the place (training.points.kind "
      "\"chebyshev\") or rewrite the equation");
  EXPECT_EQ(result.iterations, 1);
}

}  // namespace
}  // namespace pinn
