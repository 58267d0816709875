// SPDX-License-Identifier: MIT
#include "pinn/report/verdict_text.hpp"

#include <gmock/gmock.h>

#include "sample_run.hpp"

namespace pinn {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

TEST(VerdictText, OfAnAcceptedRunNamesErrorPlaceAndTolerance) {
  RunRecord record = test::finished_run();
  record.reference.emplace();
  record.reference->solved = true;
  record.reference->method = "CVODE BDF";
  record.reference->rtol = 1e-10;
  record.reference->steps = 412;
  record.reference->seconds = 9e-4;
  record.verdict->reference_error = 3.1e-9;

  EXPECT_THAT(verdict_lines(record, "decay.run"),
              ElementsAre("decay: ACCEPTED against exact: max error 8.0e-03 in x at t = 1.5, "
                          "tolerance 0.02 (0.4 of it) at 2 points",
                          "  residual rms 0.024   soft condition x(0) = 1 off by 4.0e-03   "
                          "gradient: 100 sgd iterations, 19.2 s",
                          "  classical solver: CVODE BDF, rtol 1e-10, 412 steps, 0.9 ms, max error "
                          "3.1e-09",
                          "  decay.run: solution.csv run.json"));
}

TEST(VerdictText, OfARunOutsideTheToleranceNamesEveryStateAndWhatToTry) {
  RunRecord record = test::finished_run();
  record.accepted = false;
  record.verdict->accepted = false;
  record.verdict->conditions.clear();
  record.verdict->checks[1] = {1.5, "x", 2.0, 1.0, 1.0, 0.02, 50.0};
  record.verdict->by_state = {{"x", 1.0, 1.5, 1.0, 0.7, 50.0}};
  record.verdict->worst = record.verdict->by_state[0];

  EXPECT_THAT(verdict_lines(record, ""),
              ElementsAre("decay: NOT ACCEPTED against exact: max error 1 in x at t = 1.5, "
                          "tolerance 0.02 (50 of it) at 2 points",
                          "  residual rms 0.024   gradient: 100 sgd iterations, 19.2 s",
                          "  worst of x: max error 1 in x at t = 1.5, tolerance 0.02 (50 of it)",
                          "  train longer: --set training.stages.0.iterations=2"));
}

TEST(VerdictText, ByResidualSaysThatTheErrorIsNotKnown) {
  RunRecord record = test::finished_run();
  record.verdict->basis = Basis::Residual;
  record.verdict->checks[1].state = "res_x";
  record.verdict->worst.state = "res_x";

  EXPECT_EQ(verdict_lines(record, "").front(),
            "decay: ACCEPTED: max residual 8.0e-03 in res_x at t = 1.5, tolerance 0.02 (0.4 of it) "
            "at 2 points, by residual only: the error is not known");
}

TEST(VerdictText, ByEstimateSaysSoAndHowFarTheToleranceHolds) {
  RunRecord record = test::finished_run();
  record.verdict->basis = Basis::Estimate;
  record.verdict->estimated_error = 0.008;

  EXPECT_EQ(verdict_lines(record, "").front(),
            "decay: ACCEPTED by estimate: estimated error 8.0e-03 in x at t = 1.5, tolerance 0.02 "
            "(0.4 of it) at 2 points");

  record.accepted = false;
  record.verdict->horizon = 1.25;

  EXPECT_EQ(verdict_lines(record, "")[3],
            "  by the estimated error the tolerance holds up to t = 1.25");
}

TEST(VerdictText, HasALineForTheSingleNetwork) {
  RunRecord record = test::finished_run();
  record.single = test::single_network_of(record);
  const std::string figures = "max error 8.0e-03 in x at t = 1.5, tolerance 0.02 (0.4 of it)";
  const auto line = [&] { return verdict_lines(record, "")[2]; };

  EXPECT_EQ(line(),
            "  one network of 1-1: NOT ACCEPTED, " + figures +
                "; try a shorter problem.domain or a larger accept.rtol, or use the windows");

  record.training->statistics = WindowStatistics{};
  record.training->statistics->events = 1;
  EXPECT_EQ(line(),
            "  one network of 1-1: NOT ACCEPTED, " + figures +
                "; no smooth network follows a kink or a jump: use the windows");

  record.single->verdict.accepted = true;
  EXPECT_EQ(line(), "  one network of 1-1: ACCEPTED, " + figures);
}

TEST(VerdictText, OfAnInterruptedRunNeverSaysAccepted) {
  RunRecord record = test::finished_run();
  record.status = RunStatus::Interrupted;
  record.accepted.reset();
  record.message = "SIGINT, after 100 of 500 iterations";

  EXPECT_EQ(verdict_lines(record, "").front(),
            "decay: INTERRUPTED: SIGINT, after 100 of 500 iterations; so far max error 8.0e-03 in "
            "x at t = 1.5, tolerance 0.02 (0.4 of it)");
}

TEST(VerdictText, OfADivergedRunIsItsMessage) {
  RunRecord record = test::finished_run();
  record.status = RunStatus::Diverged;
  record.accepted = false;
  record.verdict.reset();
  record.training->iterations = 0;
  record.message = "loss of res_x is nan";

  EXPECT_THAT(verdict_lines(record, ""), ElementsAre("decay: DIVERGED: loss of res_x is nan"));
}

/// A run of method readout that ended outside the tolerance.
RunRecord readout_run() {
  RunRecord record = test::finished_run();
  record.config.training.method = Method::Readout;
  record.config.training.stages.clear();
  record.training->statistics = {39, 312, 300, 4, 5000, 310, 44, 2, 1};
  record.training->seconds = 1.2e-3;
  record.training->reason = StopReason::Converged;
  record.verdict->conditions = {{"x(0) = 1", true, 1.0, 1.0, 0.0, 0.02}};
  record.accepted = false;
  return record;
}

TEST(VerdictText, OfReadoutCountsWindowsAndIterations) {
  RunRecord record = readout_run();

  EXPECT_THAT(verdict_lines(record, "")[1],
              HasSubstr("readout: 39 windows, 312 iterations, 1.2 ms"));

  record.training->statistics->windows = 1;
  record.training->statistics->iterations = 1;
  EXPECT_THAT(verdict_lines(record, "")[1], HasSubstr("readout: 1 window, 1 iteration, 1.2 ms"));
}

TEST(VerdictText, OfReadoutAdvisesByWhatStoppedIt) {
  RunRecord record = readout_run();
  EXPECT_EQ(advice(record), "solve to a tighter tolerance: --set training.tolerance=3e-06");

  record.config.training.tolerance.value = 1e-7;
  EXPECT_EQ(advice(record), "solve to a tighter tolerance: --set training.tolerance=1e-08");

  record.training->reason = StopReason::IterationLimit;
  EXPECT_EQ(advice(record), "the windows were too few: raise training.stop.windows");

  record.training->reason = StopReason::TimeLimit;
  EXPECT_EQ(advice(record), "the time was too short: raise training.stop.max_seconds");
}

TEST(DurationText, SuitsTheSize) {
  EXPECT_EQ(duration_text(9e-4), "0.9 ms");
  EXPECT_EQ(duration_text(19.23), "19.2 s");
  EXPECT_EQ(duration_text(125.0), "2 min 05 s");
}

}  // namespace
}  // namespace pinn
