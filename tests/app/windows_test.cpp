// SPDX-License-Identifier: MIT
// Runs of a method that solves window by window and may end before the domain does.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pinn/app/evaluate_run.hpp"
#include "pinn/util/error.hpp"
#include "solve_fixture.hpp"

namespace pinn {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::Not;

/// y = 1 - t + t^2/2 up to `end`, in two windows.
Model series_until(double end) {
  Model model = test::series_of_decay();
  model.windows.push_back(model.windows.front());
  model.windows[0].end = model.windows[1].start = end / 4.0;
  model.windows[1].end = end;
  return model;
}

/// y' = t - 1 on [0, 1], which the model solves exactly, by method readout.
class SolveByWindows : public test::SolveTest {
 protected:
  void SetUp() override {
    SolveTest::SetUp();
    request_.overrides = {{"training.method", "readout"},
                          {"problem.equations", R"(["y' = t - 1"])"},
                          {"problem.exact", "null"},
                          {"accept.atol", "1e-6"}};
  }

  void set(const std::string& path, const std::string& value) {
    request_.overrides.push_back({path, value});
  }

  /// A run whose model ends at `end` for `reason`.
  Outcome run_until(double end, StopReason reason, const std::string& message) {
    return run([=](TrainObserver& observer, TrainingResult& result) {
      result.model = series_until(end);
      result.reason = reason;
      result.message = message;
      result.statistics = WindowStatistics{2, 9, 8, 1, 150, 8, 3, 0, 0};
      if (end < 1.0) result.reached = end;
      result.stages[0].optimizer = "newton";
      Iteration row;
      row.iteration = 9;
      row.window = 2;
      row.optimizer = "newton";
      row.residuals = {0.0};
      row.window_start = end / 4.0;
      row.window_end = end;
      observer.on_row(row, result.model);
    });
  }

  std::string file(const std::string& name) const { return read_file(out_ / name, test::kPlenty); }
};

TEST_F(SolveByWindows, WritesStatisticsWindowsAndTheOptimizer) {
  const Outcome outcome = run_until(1.0, StopReason::Converged, "");

  EXPECT_EQ(outcome.record.exit_code, 0);
  EXPECT_EQ(run_json()["training"]["statistics"]["newton_iterations"], 8);
  EXPECT_EQ(run_json()["training"]["windows"], 2);
  EXPECT_EQ(run_json()["training"]["stages"][0]["optimizer"], "newton");
  EXPECT_EQ(run_json()["problem"]["reached"], 1.0);
  EXPECT_EQ(run_json()["method"]["used"], "readout");
  EXPECT_THAT(file("history.csv"), HasSubstr(",val_error_max,window_start,window_end\n"));
  EXPECT_THAT(file("history.csv"), HasSubstr("9,1,2,1,newton,0,0,nan,0,nan,nan,nan,nan,"));
  EXPECT_THAT(file("history.csv"), HasSubstr(",0.25,1\n"));
  EXPECT_THAT(outcome.verdict_lines[1], HasSubstr("readout: 2 windows, 9 iterations, "));
}

TEST_F(SolveByWindows, KeepsAConfigWithoutStages) {
  run_until(1.0, StopReason::Converged, "");

  const auto config = nlohmann::json::parse(file("config.json"));
  EXPECT_EQ(config["network"]["hidden"], "auto");  // the windows of this model have no layer
  EXPECT_EQ(config["training"]["windows"], "auto");
  EXPECT_EQ(config["training"]["tolerance"], "auto");
  EXPECT_FALSE(config["training"].contains("stages"));
}

TEST_F(SolveByWindows, PutsRowsAtTheEndsOfTheWindowsWithTheReferenceThere) {
  set("output.points", "null");
  set("output.at", "windows");

  run_until(1.0, StopReason::Converged, "");

  EXPECT_THAT(file("solution.csv"), HasSubstr("\n0.25,0.78125,-0.75,0,0.78"));
  EXPECT_THAT(file("solution.csv"), HasSubstr("\n1,0.5,0,0,0."));
}

TEST_F(SolveByWindows, AcceptsASolutionThatEndsAtItsEvent) {
  set("problem.stop_when", "y = 0.625");

  const Outcome outcome = run_until(0.5, StopReason::Converged, "event");

  EXPECT_EQ(outcome.record.exit_code, 0);
  EXPECT_EQ(run_json()["verdict"], "accepted");
  EXPECT_EQ(run_json()["problem"]["reached"], 0.5);
  EXPECT_EQ(run_json()["problem"]["domain"], nlohmann::json::parse("[0.0, 1.0]"));
  EXPECT_THAT(run_json()["message"], HasSubstr("ended at t = 0.5 where y = 0.625"));
  EXPECT_THAT(outcome.verdict_lines[1], HasSubstr("  ended at t = 0.5 where y = 0.625"));
  EXPECT_THAT(file("validation.csv"), Not(HasSubstr("\n0.6,")));
  EXPECT_THAT(file("validation.csv"), HasSubstr("\n0.5,stop_when,"));
}

TEST_F(SolveByWindows, HasTheRowsOfTheDomainUpToTheEventAndTheEventItself) {
  set("problem.stop_when", "y = 0.53125");
  set("output.points", "3");

  run_until(0.75, StopReason::Converged, "event");

  const std::string csv = file("solution.csv");
  EXPECT_THAT(csv, HasSubstr("\n0.5,0.625,"));
  EXPECT_THAT(csv, HasSubstr("\n0.75,0.53125,-0.25,0,0.531"));
  EXPECT_THAT(csv, Not(HasSubstr("\n1,")));
}

TEST_F(SolveByWindows, RefusesASolutionThatEndsBesideItsEvent) {
  set("problem.stop_when", "y = 0.625");

  const Outcome outcome = run_until(0.51, StopReason::Converged, "event");

  EXPECT_EQ(outcome.record.exit_code, 5);
  EXPECT_EQ(run_json()["acceptance"]["worst"]["state"], "stop_when");
}

TEST_F(SolveByWindows, KeepsWhatABlowUpLeaves) {
  const Outcome outcome =
      run_until(0.5, StopReason::Diverged, "the solution ends at t = 0.5 (|y| > 1e12)");

  EXPECT_EQ(outcome.record.exit_code, 6);
  EXPECT_EQ(run_json()["status"], "diverged");
  EXPECT_EQ(run_json()["verdict"], "not_accepted");
  EXPECT_EQ(run_json()["problem"]["reached"], 0.5);
  EXPECT_EQ(run_json()["message"],
            "the solution ends at t = 0.5 (|y| > 1e12); solved up to t = 0.5 of 1");
  EXPECT_THAT(file("solution.csv"), HasSubstr("\n0.5,0.625,-0.5,0,0.62"));
  EXPECT_THAT(file("solution.csv"), Not(HasSubstr("\n1,")));
  EXPECT_EQ(load_run(out_).model.end(), 0.5);
  EXPECT_THAT(outcome.verdict_lines[0], HasSubstr("DIVERGED: the solution ends at t = 0.5"));
}

TEST_F(SolveByWindows, ALimitThatCutsItShortEndsInSeven) {
  for (const StopReason reason : {StopReason::IterationLimit, StopReason::TimeLimit}) {
    const Outcome outcome = run_until(0.5, reason, "windows 2 of 2");

    EXPECT_EQ(outcome.record.exit_code, 7);
    EXPECT_EQ(run_json()["status"], "stopped");
    EXPECT_THAT(outcome.verdict_lines[1], HasSubstr("  solved up to t = 0.5 of 1"));
    request_.overwrite = true;
  }
}

TEST_F(SolveByWindows, NeedsReadoutForAnEvent) {
  set("training.method", "gradient");
  set("problem.stop_when", "y = 0.625");
  try {
    run();
    FAIL();
  } catch (const ConfigError& e) {
    EXPECT_THAT(e.what(), HasSubstr("method gradient cannot end at an event; use method readout"));
  }
}

}  // namespace
}  // namespace pinn
