// SPDX-License-Identifier: MIT
#include "pinn/report/run_record.hpp"

#include <gmock/gmock.h>

#include <nlohmann/json.hpp>

#include "sample_run.hpp"

namespace pinn {
namespace {

using nlohmann::ordered_json;

TEST(RunJson, HasEveryKeyInOrder) {
  const ordered_json json = ordered_json::parse(to_json(test::finished_run()));

  std::vector<std::string> keys;
  for (const auto& item : json.items()) keys.push_back(item.key());
  EXPECT_THAT(keys,
              testing::ElementsAre("format",
                                   "tool",
                                   "name",
                                   "description",
                                   "verdict",
                                   "status",
                                   "exit_code",
                                   "message",
                                   "problem",
                                   "observables",
                                   "unknowns",
                                   "method",
                                   "scales",
                                   "network",
                                   "acceptance",
                                   "residual",
                                   "conditions",
                                   "training",
                                   "single_network",
                                   "reference",
                                   "seconds",
                                   "warnings",
                                   "findings",
                                   "config_sha256",
                                   "data_sha256",
                                   "argv",
                                   "host",
                                   "versions",
                                   "started",
                                   "finished",
                                   "files"));
}

TEST(RunJson, HasTheSingleNetworkWithItsOwnVerdict) {
  RunRecord record = test::finished_run();
  EXPECT_TRUE(ordered_json::parse(to_json(record))["single_network"].is_null());
  record.single = test::single_network_of(record);

  const ordered_json json = ordered_json::parse(to_json(record));

  EXPECT_EQ(json["verdict"], "accepted");
  const ordered_json expected = {{"verdict", "not_accepted"},
                                 {"width", 1},
                                 {"max_error", 0.008},
                                 {"tolerance_ratio", 0.4},
                                 {"basis", "exact"},
                                 {"weights", 2},
                                 {"seconds", 0.25}};
  EXPECT_EQ(json["single_network"].dump(), expected.dump());
}

TEST(RunJson, OfARunThatHasJustBegunHasNoVerdict) {
  RunRecord record;
  record.config.name = "decay";
  record.problem = test::oscillator();

  const ordered_json json = ordered_json::parse(to_json(record));

  EXPECT_EQ(json["status"], "running");
  EXPECT_TRUE(json["verdict"].is_null());
  EXPECT_TRUE(json["exit_code"].is_null());
  EXPECT_TRUE(json["training"].is_null());
}

TEST(RunJson, HoldsTheVerdictAndTheWorstPoint) {
  const ordered_json json = ordered_json::parse(to_json(test::finished_run()));

  EXPECT_EQ(json["verdict"], "accepted");
  EXPECT_EQ(json["acceptance"]["basis"], "exact");
  EXPECT_EQ(json["acceptance"]["max_error"], 0.008);
  EXPECT_EQ(json["acceptance"]["worst"]["state"], "x");
  EXPECT_EQ(json["acceptance"]["worst"]["at"], 1.5);
  EXPECT_TRUE(json["acceptance"]["estimated_error"].is_null());
  EXPECT_TRUE(json["acceptance"]["horizon"].is_null());
  EXPECT_EQ(json["conditions"]["soft"][0], "x(0) = 1");
  EXPECT_EQ(json["problem"]["reached"], 6.0);
  EXPECT_EQ(json["training"]["stages"][0]["optimizer"], "sgd");
  EXPECT_EQ(json["network"]["layers"], ordered_json::parse("[1, 1]"));
}

TEST(RunJson, HoldsTheEstimatedErrorAndItsHorizon) {
  RunRecord record = test::finished_run();
  record.verdict->basis = Basis::Estimate;
  record.verdict->estimated_error = 0.25;
  record.verdict->horizon = 4.5;

  const ordered_json json = ordered_json::parse(to_json(record));

  EXPECT_EQ(json["acceptance"]["basis"], "estimate");
  EXPECT_EQ(json["acceptance"]["estimated_error"], 0.25);
  EXPECT_EQ(json["acceptance"]["horizon"], 4.5);
}

TEST(RunJson, OfGradientHasNoStatistics) {
  const ordered_json json = ordered_json::parse(to_json(test::finished_run()));

  EXPECT_TRUE(json["training"]["statistics"].is_null());
}

TEST(RunJson, HoldsTheStatisticsOfTheWindowsAndWhereTheyEnd) {
  RunRecord record = test::finished_run();
  record.training->statistics = {39, 312, 300, 4, 5000, 310, 44, 2, 1};
  record.training->reached = 4.5;

  const ordered_json json = ordered_json::parse(to_json(record));

  EXPECT_EQ(json["problem"]["reached"], 4.5);
  EXPECT_EQ(json["training"]["statistics"],
            ordered_json::parse(R"({"windows": 39, "iterations": 312, "newton_iterations": 300,
                "rejected": 4, "rhs_evaluations": 5000, "jacobian_evaluations": 310,
                "factorisations": 44, "switches": 2, "events": 1})"));
}

TEST(RunJson, HasNullForWhatIsNotFiniteAndSurvivesBadText) {
  RunRecord record = test::finished_run();
  record.verdict->residual.rms = std::nan("");
  record.verdict->worst.max_error = std::numeric_limits<double>::infinity();
  record.argv = {"pinn-solve", "\xff.json"};

  const ordered_json json = ordered_json::parse(to_json(record));

  EXPECT_TRUE(json["residual"]["rms"].is_null());
  EXPECT_TRUE(json["acceptance"]["max_error"].is_null());
  EXPECT_EQ(json["argv"][1], "\xEF\xBF\xBD.json");
}

}  // namespace
}  // namespace pinn
