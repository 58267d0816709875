// SPDX-License-Identifier: MIT
#include <fcntl.h>
#include <unistd.h>

#include <csignal>

#include "pinn/util/error.hpp"
#include "solve_fixture.hpp"

namespace pinn {
namespace {

namespace fs = std::filesystem;
using nlohmann::json;
using test::kPlenty;
using test::SolveTest;
using testing::HasSubstr;

TEST_F(SolveTest, WritesEveryFileOfAnAcceptedRun) {
  const Outcome outcome = run();

  EXPECT_EQ(outcome.record.exit_code, 0);
  EXPECT_THAT(outcome.record.files,
              testing::ElementsAre("solution.csv",
                                   "history.csv",
                                   "validation.csv",
                                   "conditions.csv",
                                   "model.safetensors",
                                   "run.json",
                                   "config.json",
                                   "plot.gp",
                                   "log.txt"));
  EXPECT_EQ(run_json()["verdict"], "accepted");
  EXPECT_EQ(run_json()["status"], "finished");
  EXPECT_THAT(recorder_.iterations, testing::ElementsAre(1, 2));
  EXPECT_THAT(outcome.verdict_lines.front(), HasSubstr("decay: ACCEPTED against exact"));
}

TEST_F(SolveTest, ComparesTheSolutionWithTheExactOne) {
  run();

  const std::string csv = read_file(out_ / "solution.csv", kPlenty);
  // At t = 1 the model gives 1/2, exact is 1/e; y' = -1 + t = 0, so the residual y' + y is 1/2.
  EXPECT_THAT(csv, HasSubstr("t,y,dy_dt,res_y,y_ref,y_err,y_err_est\n0,1,-1,0,1,0,"));
  EXPECT_THAT(csv, HasSubstr("\n1,0.5,0,0.5,0.36787944117144233,0.13212055882855767,0.1321205588"));
}

TEST_F(SolveTest, PutsTheErrorIntoTheHistory) {
  run();

  const std::string csv = read_file(out_ / "history.csv", kPlenty);
  EXPECT_THAT(csv, HasSubstr("1,1,1,1,adam,0,0,0.5,0.5,nan,nan,nan,nan,0.13212055882855767\n"));
}

TEST_F(SolveTest, OutsideTheToleranceEndsInFive) {
  request_.overrides = {{"accept.atol", "0.01"}};

  const Outcome outcome = run();

  EXPECT_EQ(outcome.record.exit_code, 5);
  EXPECT_EQ(run_json()["verdict"], "not_accepted");
}

TEST_F(SolveTest, OutOfTimeEndsInSevenUnlessItIsAccepted) {
  const auto late = [](TrainObserver&, TrainingResult& r) { r.reason = StopReason::TimeLimit; };
  EXPECT_EQ(run(late).record.exit_code, 0);
  request_.overwrite = true;
  request_.overrides = {{"accept.atol", "0.01"}};

  EXPECT_EQ(run(late).record.exit_code, 7);

  EXPECT_EQ(run_json()["status"], "stopped");
}

TEST_F(SolveTest, DivergedEndsInSixWithTheLastGoodModel) {
  const Outcome outcome = run([](TrainObserver&, TrainingResult& r) {
    r.reason = StopReason::Diverged;
    r.message = "loss of res_y is nan at iteration 2";
  });

  EXPECT_EQ(outcome.record.exit_code, 6);
  EXPECT_EQ(run_json()["verdict"], "not_accepted");
  EXPECT_TRUE(fs::exists(out_ / "model.safetensors"));
}

TEST_F(SolveTest, DivergedWithoutAnyModelStillWritesHistoryAndRecord) {
  const Outcome outcome = run([](TrainObserver&, TrainingResult& r) {
    r.reason = StopReason::Diverged;
    r.model = Model();
  });

  EXPECT_EQ(outcome.record.exit_code, 6);
  EXPECT_FALSE(fs::exists(out_ / "solution.csv"));
  EXPECT_EQ(run_json()["status"], "diverged");
}

TEST_F(SolveTest, ASignalEndsItWithEverythingWrittenAndNoVerdict) {
  const Outcome outcome = run([this](TrainObserver& observer, TrainingResult& r) {
    recorder_.signal = SIGTERM;
    EXPECT_TRUE(observer.stop_requested());
    r.reason = StopReason::Interrupted;
  });

  EXPECT_EQ(outcome.signal, SIGTERM);
  EXPECT_EQ(run_json()["exit_code"], 128 + SIGTERM);
  EXPECT_EQ(run_json()["status"], "interrupted");
  EXPECT_TRUE(run_json()["verdict"].is_null());
  EXPECT_TRUE(fs::exists(out_ / "solution.csv"));
}

TEST_F(SolveTest, ASignalBeforeTheTrainingEndsItToo) {
  recorder_.signal = SIGINT;

  const Outcome outcome = run();

  EXPECT_EQ(outcome.signal, SIGINT);
  EXPECT_TRUE(recorder_.iterations.empty());
  EXPECT_EQ(run_json()["message"], "SIGINT, before the training began");
}

TEST_F(SolveTest, AConfigErrorLeavesNoFolder) {
  request_.overrides = {{"problem.conditions", "[]"}};
  EXPECT_THROW(run(), ConfigError);
  EXPECT_FALSE(fs::exists(out_));

  request_.overrides = {};
  EXPECT_THROW(run([](TrainObserver&, TrainingResult&) { throw ConfigError("x: error: y\n"); }),
               ConfigError);
  EXPECT_FALSE(fs::exists(out_));
}

TEST_F(SolveTest, ABugLeavesARecordThatSaysFailed) {
  EXPECT_THROW(run([](TrainObserver&, TrainingResult&) { throw InternalError("no way"); }),
               InternalError);

  EXPECT_EQ(run_json()["status"], "failed");
  EXPECT_EQ(run_json()["exit_code"], 1);
  EXPECT_EQ(run_json()["message"], "no way");
}

TEST_F(SolveTest, ShowsAsRunningWhileItRuns) {
  run([this](TrainObserver&, TrainingResult&) {
    EXPECT_EQ(run_json()["status"], "running");
    EXPECT_TRUE(run_json()["verdict"].is_null());
  });
}

TEST_F(SolveTest, AHistoryThatCannotBeWrittenStopsTheTrainingAndIsAFileError) {
  const auto break_history = [](TrainObserver& observer, TrainingResult& r) {
    // The file is a full device from here on: its descriptor is found by its path.
    for (const auto& entry : fs::directory_iterator("/proc/self/fd")) {
      std::error_code gone;
      if (fs::read_symlink(entry, gone).filename() != "history.csv") continue;
      const int full = ::open("/dev/full", O_WRONLY);
      ::dup2(full, std::stoi(entry.path().filename().string()));
      ::close(full);
    }
    Iteration row;
    observer.on_row(row, r.model);
    EXPECT_TRUE(observer.stop_requested());
  };

  EXPECT_THROW(run(break_history), FileError);

  EXPECT_EQ(run_json()["status"], "failed");
  EXPECT_EQ(run_json()["exit_code"], 4);
}

TEST_F(SolveTest, TheKeptConfigHasNothingLeftToChoose) {
  run();

  const json config = json::parse(read_file(out_ / "config.json", kPlenty));
  EXPECT_EQ(config["training"]["method"], "gradient");
  EXPECT_EQ(config["network"]["hidden"], json::parse("[30, 30]"));
  EXPECT_EQ(config["training"]["stages"][0]["optimizer"], "adam");
  EXPECT_EQ(config["runtime"]["threads"], 1);
  EXPECT_EQ(config["accept"]["basis"], "exact");
  EXPECT_FALSE(config["training"].contains("conditions"));  // written, it would mean "must be hard"
}

TEST_F(SolveTest, TheKeptConfigLeadsToTheSameDataFile) {
  const fs::path home = out_.string() + "_home";
  fs::create_directories(home);
  write_file(home / "obs.csv", "t,y\n0.5,0.6\n");
  request_.source.folder = home;
  request_.overrides = {
      {"problem.data", R"([{"file": "obs.csv", "variable": "t", "columns": {"y": "y"}}])"}};

  run();

  const json config = json::parse(read_file(out_ / "config.json", kPlenty));
  const std::string file = config["problem"]["data"][0]["file"];
  EXPECT_EQ(fs::weakly_canonical(out_ / file), fs::weakly_canonical(home / "obs.csv"));
  fs::remove_all(home);
}

TEST_F(SolveTest, ExtrapolatesPastTheDomainWithTheReferenceBeside) {
  request_.overrides = {{"output.extrapolate", "[-0.5, 2]"}};

  run();

  const std::string csv = read_file(out_ / "extrapolation.csv", kPlenty);
  EXPECT_THAT(csv, HasSubstr("t,y,dy_dt,res_y,y_ref,y_err,y_err_est\n-0.5,"));
  EXPECT_THAT(csv, HasSubstr("\n2,1,1,2,0.1353352832366127,"));
}

TEST_F(SolveTest, WithoutAFolderWritesNothing) {
  request_.out.reset();

  const Outcome outcome = run();

  EXPECT_EQ(outcome.solution.rows.size(), 3U);
  EXPECT_FALSE(fs::exists(out_));
}

}  // namespace
}  // namespace pinn
