// SPDX-License-Identifier: MIT
// Whole trainings: what the engine promises to the observer and in its result.
#include "engine.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <cmath>

#include "pinn/config/names.hpp"
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
using test::train_decay;
using test::training;

double max_error_of_decay(const Model& model) {
  double largest = 0.0;
  for (double t = 0.0; t <= 2.0; t += 0.125) {
    largest = std::max(largest, std::abs(model.evaluate(t, 0)(0, 0) - std::exp(-t)));
  }
  return largest;
}

TEST(TorchEngine, ReducesTheLossWithEveryOptimizer) {
  for (const auto& [optimizer, name] : choice_names(Optimizer())) {
    const bool is_strong = holds_points(optimizer);
    const std::string rate = is_strong ? "" : R"(, "learning_rate": 0.01)";
    const int iterations = is_strong ? 10 : 200;
    Recorder recorder;

    const TrainingResult result = train_decay(
        "\"windows\": 1, " + stages(stage(std::string(name), iterations, rate)), recorder);

    EXPECT_EQ(result.reason, StopReason::IterationLimit) << name;
    EXPECT_LT(result.best_loss, 0.1 * recorder.rows.front().loss) << name;
    EXPECT_EQ(result.iterations, iterations) << name;
  }
}

TEST(TorchEngine, SolvesDecayWithAdamThenLbfgs) {
  Recorder recorder;

  const TrainingResult result = train_decay(
      stages(stage("adam", 200, R"(, "learning_rate": 0.01)") + ", " + stage("lbfgs", 100)),
      recorder);

  // observed 1e-4, which a small network reaches; an unsolved equation would be off by 0.1 or more
  EXPECT_LT(max_error_of_decay(result.model), 1e-3);
  EXPECT_EQ(result.stages.size(), 2U);
  EXPECT_EQ(result.stages[0].ended_by, "200 of 200 iterations");
  EXPECT_NEAR(result.model.evaluate(0.0, 0)(0, 0), 1.0, test::kFewRoundings);
}

TEST(TorchEngine, TrainsInFloat32) {
  Recorder recorder;

  const TrainingResult result =
      train_decay(R"("precision": "float32", "conditions": "soft", )" +
                      stages(stage("adam", 400, R"(, "learning_rate": 0.01)")),
                  recorder);

  EXPECT_LT(result.best_loss, 1e-3);
  const double weight = result.model.windows[0].networks[0].layers[0].weight(0, 0);
  EXPECT_EQ(weight, static_cast<double>(static_cast<float>(weight)));
}

TEST(TorchEngine, GivesTheSameWeightsForTheSameSeedAndOthersForAnother) {
  const auto weights = [](const std::string& seed) {
    Recorder recorder;
    const std::string keys = R"("seed": )" + seed + ", " + stages(stage("adam", 30));
    const TrainingResult result = train(
        prepare_problem(test::kDecay,
                        R"(, "network": {"hidden": [8]}, "training": {"points": {"count": 20,)"
                        R"( "kind": "random", "jitter": 0.1}, )" +
                            keys + "}"),
        recorder);
    return result.model.windows[0].networks[0].layers[1].weight;
  };

  EXPECT_EQ(weights("3"), weights("3"));
  EXPECT_NE(weights("3"), weights("4"));
}

TEST(TorchEngine, TellsTheObserverEverything) {
  Recorder recorder;

  const TrainingResult result =
      train_decay(R"("conditions": "soft", )" + stages(stage("adam", 230)), recorder);

  EXPECT_EQ(recorder.total, 230);
  EXPECT_EQ(recorder.n_iterations, 230);
  EXPECT_EQ(recorder.n_polls, 230);
  // the first 100, then 150, 200 and the last
  ASSERT_EQ(recorder.rows.size(), 103U);
  EXPECT_EQ(recorder.rows[99].iteration, 100);
  EXPECT_EQ(recorder.rows[100].iteration, 150);
  EXPECT_EQ(recorder.rows[102].iteration, 230);
  for (const Iteration& row : recorder.rows) {
    EXPECT_EQ(row.optimizer, "adam");
    EXPECT_NEAR(row.loss, row.residuals.at(0) + row.conditions, test::kSumOfHundreds);
    EXPECT_TRUE(std::isfinite(row.val_loss));
    EXPECT_TRUE(std::isfinite(row.val_residual_rms));
    EXPECT_GT(row.grad_norm, 0.0);
    EXPECT_TRUE(row.data.empty());
  }
  EXPECT_EQ(result.hard.size(), 0U);
  EXPECT_THAT(result.soft, testing::ElementsAre(0));
}

TEST(TorchEngine, KeepsTheModelWithTheLowestValidationLoss) {
  Recorder recorder;

  // a rate so large that the loss jumps up and down
  const TrainingResult result = train_decay(
      R"("conditions": "soft", )" + stages(stage("adam", 60, R"(, "learning_rate": 0.3)")),
      recorder);

  const auto best = std::min_element(
      recorder.rows.begin(), recorder.rows.end(), [](const Iteration& a, const Iteration& b) {
        return a.val_loss < b.val_loss;
      });
  const auto index = static_cast<std::size_t>(best - recorder.rows.begin());
  EXPECT_NE(best->iteration, 60);
  EXPECT_EQ(result.best_loss, best->val_loss);
  EXPECT_EQ(result.best_iteration, best->iteration);
  EXPECT_EQ(result.model.evaluate(0.0, 0)(0, 0), recorder.values_at_start[index]);
}

TEST(TorchEngine, KeepsTheBestOfAllRestarts) {
  Recorder recorder;

  const TrainingResult result =
      train_decay(R"("seed": 5, "restarts": 3, )" + stages(stage("adam", 20)), recorder);

  ASSERT_EQ(result.restarts.size(), 3U);
  EXPECT_EQ(recorder.total, 60);
  EXPECT_EQ(result.iterations, 60);
  EXPECT_EQ(recorder.rows.back().iteration, 60);
  EXPECT_EQ(recorder.rows.back().restart, 3);
  for (std::size_t k = 0; k < 3; ++k) {
    EXPECT_EQ(result.restarts[k].seed, 5U + k);
    EXPECT_GE(result.restarts[k].loss, result.best_loss);
    EXPECT_EQ(result.restarts[k].model.windows.size(), 1U);
  }
  EXPECT_NE(result.restarts[0].loss, result.restarts[1].loss);
}

TEST(TorchEngine, FitsDataAlone) {
  Prepared prepared = prepare_problem(
      test::kDecay,
      training(R"("conditions": "soft", "weights": {"equations": 0, "conditions": 0}, )" +
               stages(stage("lbfgs", 60))));
  DataSeries series;
  series.name = "y";
  series.state = 0;
  for (double t = 0.0; t <= 2.0; t += 0.25) {
    series.at.push_back(t);
    series.observed.push_back(std::sin(3.0 * t));  // not a solution of the equation
    series.sigma.push_back(1.0);
  }
  prepared.data.series = {series};
  Recorder recorder;

  const TrainingResult result = train(prepared, recorder);

  for (std::size_t i = 0; i < series.at.size(); ++i) {
    // observed 2e-4: 60 iterations of a small network
    EXPECT_NEAR(result.model.evaluate(series.at[i], 0)(0, 0), series.observed[i], 0.02);
  }
  EXPECT_TRUE(std::isnan(recorder.rows[0].residuals[0]));
  EXPECT_EQ(recorder.rows[0].data.size(), 1U);
  EXPECT_TRUE(std::isnan(recorder.rows[0].val_residual_rms));
}

TEST(TorchEngine, MarchesThroughWindows) {
  Recorder recorder;
  Prepared prepared = prepare_problem(
      R"("domain": [0, 2], "equations": ["y'' = -y"], "conditions": ["y(0) = 0", "y'(0) = 1"])",
      training(stages(stage("lbfgs", 40))));
  prepared.config.training.windows.value = 2;

  const TrainingResult result = train(prepared, recorder);

  ASSERT_EQ(result.model.windows.size(), 2U);
  EXPECT_EQ(result.model.windows[0].end, 1.0);
  EXPECT_EQ(recorder.rows.back().window, 2);
  EXPECT_EQ(recorder.total, 80);
  const Eigen::MatrixXd left = evaluate_window(result.model.windows[0], 1.0, 1);
  const Eigen::MatrixXd right = evaluate_window(result.model.windows[1], 1.0, 1);
  EXPECT_NEAR(left(0, 0), right(0, 0), test::kFewRoundings);
  EXPECT_NEAR(left(0, 1), right(0, 1), test::kFewRoundings);
  // observed 1e-4
  EXPECT_NEAR(result.model.evaluate(2.0, 0)(0, 0), std::sin(2.0), 5e-3);
}

TEST(TorchEngine, RefusesWindowsForConditionsElsewhere) {
  Recorder recorder;
  Prepared prepared = prepare_problem(
      R"("domain": [0, 1], "equations": ["y'' = -y"], "conditions": ["y(0) = 0", "y(1) = 1"])");
  prepared.config.training.windows.value = 2;
  std::string message;

  try {
    train(prepared, recorder);
  } catch (const ConfigError& error) {
    message = error.what();
  }

  EXPECT_EQ(
      message,
      "pinn-solve: error: training.windows is 2, but condition \"y(1) = 1\" does not stand at "
      "t = 0, where the windows start; use 1");
}

TEST(TorchEngine, MakesANonlinearConditionSoftWithAWarning) {
  Recorder recorder;

  const TrainingResult result = train(
      prepare_problem(R"("domain": [0, 1], "equations": ["y' = -y"], "conditions": ["y(0)^2 = 1"])",
                      training(stages(stage("adam", 2)))),
      recorder);

  EXPECT_THAT(result.soft, testing::ElementsAre(0));
  ASSERT_EQ(recorder.warnings.size(), 1U);
  EXPECT_THAT(recorder.warnings[0],
              testing::StartsWith("soft-condition: condition \"y(0)^2 = 1\" is not linear"));
}

TEST(TorchEngine, NamesTheVersionOfLibTorch) {
  EXPECT_THAT(make_torch_engine()->version(), testing::StartsWith("LibTorch "));
}

TEST(FlopsPerIteration, CountsTheRecipeOfTheArticle) {
  NetworkConfig network;
  network.hidden.value = std::vector<int>{50, 50, 50};
  // weights 50 + 2500 + 2500 + 50, 501 rows, six products each
  EXPECT_EQ(flops_per_iteration(prepare_problem(test::kDecay).problem, network, 501),
            2.0 * 5100 * 501 * 6);
}

}  // namespace
}  // namespace pinn
