// SPDX-License-Identifier: MIT
// Chains of stages that end with Levenberg's and Marquardt's method.
#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>
#include <functional>

#include "engine.hpp"
#include "pinn/util/error.hpp"
#include "tolerances.hpp"
#include "training.hpp"

namespace pinn {
namespace {

using test::prepare_problem;
using test::Recorder;
using test::stage;
using test::stages;
using test::train;

double max_error(const Model& model,
                 double start,
                 double end,
                 const std::function<double(double)>& exact) {
  double largest = 0.0;
  for (int i = 0; i <= 100; ++i) {
    const double t = start + (end - start) * i / 100.0;
    largest = std::max(largest, std::abs(model.evaluate(t, 0)(0, 0) - exact(t)));
  }
  return largest;
}

TEST(LeastSquaresStage, EndsTheChainOfAdamAndLbfgs) {
  Recorder recorder;

  const TrainingResult result =
      train(prepare_problem(
                test::kDecay,
                R"(, "network": {"hidden": [12, 12]}, "training": {"points": {"count": 40}, )" +
                    stages(stage("adam", 200, R"(, "learning_rate": 0.01)") + ", " +
                           stage("lbfgs", 50) + ", " + stage("levenberg_marquardt", 40)) +
                    "}"),
            recorder);

  ASSERT_EQ(result.stages.size(), 3U);
  EXPECT_EQ(result.stages[2].optimizer, "levenberg_marquardt");
  // From the weights of adam it is slower than from random ones, but lbfgs has stopped there:
  // observed a 300th of its loss, and an error of 8e-7 where it left 3e-5.
  EXPECT_LT(result.stages[2].final_loss, 0.1 * result.stages[1].final_loss);
  EXPECT_LT(max_error(result.model, 0.0, 2.0, [](double t) { return std::exp(-t); }), 1e-5);
  EXPECT_EQ(recorder.rows.back().optimizer, "levenberg_marquardt");
  EXPECT_EQ(recorder.rows.back().iteration, result.iterations);
}

TEST(LeastSquaresStage, LowersTheLossInEveryIterationAndSaysWhyItEnds) {
  Recorder recorder;

  const TrainingResult result = train(
      prepare_problem(test::kDecay,
                      R"(, "network": {"hidden": [8]}, "training": {"points": {"count": 20}, )" +
                          stages(stage("levenberg_marquardt", 500)) + "}"),
      recorder);

  ASSERT_GT(recorder.rows.size(), 3U);
  for (std::size_t i = 1; i < recorder.rows.size(); ++i) {
    // the loss of the step and that of LibTorch's network are sums in another order
    EXPECT_LE(recorder.rows[i].loss,
              recorder.rows[i - 1].loss * (1.0 + test::kSumOfHundreds) + 1e-25);
    EXPECT_GT(recorder.rows[i].learning_rate, 0.0) << "the damping";
  }
  EXPECT_EQ(result.reason, StopReason::NoProgress);
  EXPECT_THAT(result.message, testing::HasSubstr("the loss of "));
}

TEST(LeastSquaresStage, SolvesABoundaryValueProblem) {
  Recorder recorder;

  // y = sin(t)/sin(1)
  const TrainingResult result = train(
      prepare_problem(
          R"("domain": [0, 1], "equations": ["y'' = -y"], "conditions": ["y(0) = 0", "y(1) = 1"])",
          R"(, "network": {"hidden": [10]}, "training": {"points": {"count": 30}, )" +
              stages(stage("levenberg_marquardt", 60)) + "}"),
      recorder);

  EXPECT_LT(max_error(result.model, 0.0, 1.0, [](double t) { return std::sin(t) / std::sin(1.0); }),
            test::kLeastSquaresError);
}

TEST(LeastSquaresStage, MeetsSoftConditions) {
  Recorder recorder;

  const TrainingResult result =
      train(prepare_problem(test::kDecay,
                            R"(, "network": {"hidden": [12]}, "training": {"conditions": "soft",)"
                            R"( "points": {"count": 40}, )" +
                                stages(stage("levenberg_marquardt", 80)) + "}"),
            recorder);

  EXPECT_LT(recorder.rows.back().conditions, 1e-12);
  EXPECT_LT(max_error(result.model, 0.0, 2.0, [](double t) { return std::exp(-t); }),
            test::kLeastSquaresError);
}

TEST(LeastSquaresStage, StopsAtTheLossThatIsAskedFor) {
  Recorder recorder;

  const TrainingResult result =
      train(prepare_problem(test::kDecay,
                            R"(, "network": {"hidden": [12]}, "training": {"stop": {"loss": 1e-8},)"
                            R"( "points": {"count": 40}, )" +
                                stages(stage("levenberg_marquardt", 80)) + "}"),
            recorder);

  EXPECT_EQ(result.reason, StopReason::Converged);
  EXPECT_LE(recorder.rows.back().loss, 1e-8);
  EXPECT_LT(result.iterations, 80);
}

TEST(LeastSquaresStage, GoesFromWindowToWindowOverADelay) {
  const std::string problem =
      R"json("domain": [0, 4], "equations": ["y' = -y(t - pi/2)"], "history": {"y": "cos(t)"})json";
  Recorder recorder;

  const TrainingResult result =
      train(prepare_problem(problem,
                            R"(, "network": {"hidden": [12]}, "training": {"method": "gradient",)"
                            R"( "points": {"count": 90}, )" +
                                stages(stage("levenberg_marquardt", 60)) + "}"),
            recorder);

  EXPECT_EQ(result.model.windows.size(), 3U);  // none longer than the delay
  EXPECT_LT(max_error(result.model, 0.0, 4.0, [](double t) { return std::cos(t); }),
            test::kTrainedError);  // of three windows
}

TEST(SelfScaledBroydenStage, GoesOnWhereAdamHasEnded) {
  Recorder recorder;

  const TrainingResult result = train(
      prepare_problem(
          test::kDecay,
          R"(, "network": {"hidden": [12, 12]}, "training": {"windows": 1, "points": {"count": 40}, )" +
              stages(stage("adam", 200, R"(, "learning_rate": 0.01)") + ", " +
                     stage("ssbroyden", 800)) +
              "}"),
      recorder);

  ASSERT_EQ(result.stages.size(), 2U);
  EXPECT_EQ(result.stages[1].optimizer, "ssbroyden");
  EXPECT_EQ(recorder.n_iterations, result.iterations);
  EXPECT_LT(max_error(result.model, 0.0, 2.0, [](double t) { return std::exp(-t); }),
            test::kTrainedError);
}

TEST(SelfScaledBroydenStage, RefusesANetworkThatItsMatrixCannotHold) {
  Recorder recorder;
  const auto train_wide = [&] {
    train(prepare_problem(test::kDecay,
                          R"(, "network": {"hidden": [80, 80]}, "training": {)" +
                              stages(stage("ssbroyden", 5)) + "}"),
          recorder);
  };

  EXPECT_THROW(train_wide(), ConfigError);
}

}  // namespace
}  // namespace pinn
