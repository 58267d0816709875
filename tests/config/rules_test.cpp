// SPDX-License-Identifier: MIT
// Values as read, and the rules that join keys.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>

#include "config_texts.hpp"
#include "pinn/config/check.hpp"
#include "pinn/config/names.hpp"

namespace pinn {
namespace {

using test::config_with;
using test::messages;
using test::problem_with_line;
using test::read_text;
using testing::HasSubstr;

TEST(ConfigRules, DefaultsAreThoseOfTheStructs) {
  const ReadConfig read = read_text(config_with(""));
  Config expected;
  expected.name = "decay";
  expected.problem = read.config.problem;

  EXPECT_TRUE(read.diagnostics.empty());
  EXPECT_TRUE(read.complete);
  EXPECT_EQ(write_config(read.config), write_config(expected));
}

TEST(ConfigRules, TheStemBecomesANameThatIsAllowed) {
  EXPECT_EQ(read_config(config_with(""), "x", "my config (2)", "", {}).config.name,
            "my_config__2_");
}

TEST(ConfigRules, ParametersMayUseEarlierOnes) {
  const auto read = read_text(problem_with_line(
      4, "    \"parameters\": {\"a\": \"8/3\", \"b\": \"2*a\", \"k\": \"-b + pi\"},"));

  EXPECT_TRUE(read.diagnostics.empty());
  EXPECT_DOUBLE_EQ(read.config.problem.parameters[1].second, 16.0 / 3.0);
  EXPECT_DOUBLE_EQ(read.config.problem.parameters[2].second, 3.141592653589793 - 16.0 / 3.0);
  EXPECT_EQ(read.config.problem.used_by_parameters, (std::vector<std::string>{"a", "b", "pi"}));
}

TEST(ConfigRules, ParametersMayNotUseLaterOnes) {
  EXPECT_EQ(messages(problem_with_line(4, "    \"parameters\": {\"k\": \"1 + b\", \"b\": 2},")),
            "decay.json:4:30: error: \"b\" has no value here, expected a constant\n"
            "    4 |     \"parameters\": {\"k\": \"1 + b\", \"b\": 2},\n"
            "      |                              ^\n");
}

TEST(ConfigRules, ConstantsAreFinite) {
  EXPECT_THAT(messages(problem_with_line(4, "    \"parameters\": {\"k\": \"1/0\"},")),
              HasSubstr("problem.parameters.k is \"1/0\", which is inf; expected a finite number"));
}

TEST(ConfigRules, DomainEndsMayBeExpressions) {
  const auto read = read_text(problem_with_line(3, "    \"domain\": [\"-pi\", \"4*pi\"],"));

  EXPECT_TRUE(read.diagnostics.empty());
  EXPECT_DOUBLE_EQ(read.config.problem.start, -3.141592653589793);
  EXPECT_DOUBLE_EQ(read.config.problem.end, 12.566370614359172);
}

TEST(ConfigRules, AnEmptyDomainIsRefused) {
  EXPECT_THAT(
      messages(problem_with_line(3, "    \"domain\": [1, 1],")),
      HasSubstr("3:15: error: problem.domain is empty (1 to 1), expected [a, b] with a < b"));
}

TEST(ConfigRules, KeysThatTheOptimizerLacksAreErrors) {
  const std::string stage =
      "  \"training\": {\"stages\": [{\"optimizer\": \"lbfgs\", \"iterations\": 5, \"momentum\": "
      "0.9}]}";

  EXPECT_EQ(messages(config_with(stage)),
            "decay.json:8:67: error: lbfgs has no momentum; remove it (only sgd, rmsprop)\n"
            "    8 | " +
                stage + "\n      | " + std::string(66, ' ') + "^~~~~~~~~~\n");
}

TEST(ConfigRules, OptimizersHaveTheKeysOfTheTable) {
  struct Row {
    const char* key;
    const char* value;
    std::vector<std::string> optimizers;
  };
  const std::vector<std::string> all_but_lbfgs{"sgd", "adam", "adamw", "rmsprop"};
  const std::vector<Row> rows{
      {"momentum", "0.5", {"sgd", "rmsprop"}},
      {"betas", "[0.5, 0.9]", {"adam", "adamw"}},
      {"weight_decay", "1e-4", all_but_lbfgs},
      {"schedule", "\"cosine\"", all_but_lbfgs},
      {"learning_rate", "0.1", {"sgd", "adam", "adamw", "rmsprop", "lbfgs"}}};
  for (const Row& row : rows) {
    for (const auto& [optimizer, name] : choice_names(Optimizer{})) {
      const std::string more = "\"training\": {\"stages\": [{\"optimizer\": \"" +
                               std::string(name) + "\", \"iterations\": 5, \"" + row.key +
                               "\": " + row.value + "}]}";
      const bool has =
          std::find(row.optimizers.begin(), row.optimizers.end(), name) != row.optimizers.end();
      EXPECT_EQ(messages(config_with(more)).empty(), has) << more;
    }
  }
}

TEST(ConfigRules, PointsAndPlacesOfTheOutputExcludeEachOther) {
  EXPECT_THAT(messages(config_with("  \"output\": {\"points\": 5, \"at\": [1]}")),
              HasSubstr("8:27: error: output.at and output.points exclude each other; remove one"));
}

TEST(ConfigRules, OutputStaysInTheDomainOrContainsIt) {
  EXPECT_THAT(messages(config_with("  \"output\": {\"at\": [1, 9]}")),
              HasSubstr("8:24: error: 9 is outside problem.domain [0, 5]; places past the domain: "
                        "output.extrapolate"));
  EXPECT_THAT(messages(config_with("  \"output\": {\"extrapolate\": [1, 9]}")),
              HasSubstr("output.extrapolate [1, 9] does not contain problem.domain [0, 5]"));
  EXPECT_EQ(messages(config_with("  \"output\": {\"extrapolate\": [0, 10]}")), "");
}

TEST(ConfigRules, DataIsFoundBesideTheConfig) {
  const std::string folder = PINN_SOURCE_DIR;
  const std::string text = problem_with_line(4,
                                             "\"data\": [{\"file\": \"CMakeLists.txt\", "
                                             "\"variable\": \"t\", \"columns\": {\"y\": \"a b\"}, "
                                             "\"sigma\": {\"y\": 0.1, \"z\": \"s\"}}],");

  const ReadConfig read = read_config(text, "x.json", "x", folder, {});

  EXPECT_EQ(read.source.format(read.diagnostics), "");
  const DataConfig& data = read.config.problem.data.at(0);
  EXPECT_EQ(data.columns, (NamedList<std::string>{{"y", "a b"}}));
  EXPECT_EQ(std::get<double>(data.sigma[0].second), 0.1);
  EXPECT_EQ(std::get<std::string>(data.sigma[1].second), "s");
}

TEST(ConfigRules, AFolderIsNoDataFile) {
  const std::string text = problem_with_line(
      4, "\"data\": [{\"file\": \".\", \"variable\": \"t\", \"columns\": {\"y\": \"y\"}}],");

  EXPECT_THAT(messages(text), HasSubstr("error: cannot read \".\": is a folder"));
}

TEST(ConfigRules, ConditionsGivenMeansNamedByTheConfig) {
  const std::string more = "  \"training\": {\"conditions\": \"hard\"}";

  EXPECT_FALSE(read_text(config_with("")).config.training.conditions_given);
  EXPECT_TRUE(read_text(config_with(more)).config.training.conditions_given);
  EXPECT_TRUE(
      read_text(config_with(""), {"training.conditions=hard"}).config.training.conditions_given);
}

TEST(ConfigRules, IsCompleteWhenOnlyOtherPartsAreWrong) {
  EXPECT_TRUE(read_text(config_with("  \"sed\": 1")).complete);
  EXPECT_FALSE(read_text(problem_with_line(5, "\"equations\": [\"y' = (\"],")).complete);
  EXPECT_FALSE(read_text("{}").complete);
  EXPECT_FALSE(read_text("{").complete);
}

TEST(CheckStateNames, OffersTheStateThatWasMeant) {
  const ReadConfig read =
      read_text(config_with("  \"accept\": {\"atol\": {\"prye\": 1e-3, \"prey\": 1e-3}}"));
  Diagnostics diagnostics;

  check_state_names(read.config, {"prey", "hunter"}, diagnostics);

  EXPECT_EQ(read.source.format(diagnostics),
            "decay.json:8:23: error: \"prye\" is not a state; did you mean \"prey\"?\n"
            "    8 |   \"accept\": {\"atol\": {\"prye\": 1e-3, \"prey\": 1e-3}}\n"
            "      |                       ^~~~~~\n"
            "  states: prey, hunter\n");
}

TEST(Atol, FallsBackToTheDefaultForAStateThatIsNotListed) {
  AcceptConfig accept;
  accept.atol = NamedList<double>{{"x", 1e-3}};

  EXPECT_EQ(atol_of(accept, "x"), 1e-3);
  EXPECT_EQ(atol_of(accept, "y"), 1e-5);
  EXPECT_EQ(atol_of(AcceptConfig{}, "y"), 1e-5);
}

TEST(Stages, TakeTheRateOfTheirOptimizer) {
  StageConfig stage;
  const std::vector<double> expected{0.01, 0.001, 0.001, 0.001, 1.0, 1.0, 1.0};
  std::vector<double> rates;
  for (const auto& [optimizer, name] : choice_names(Optimizer{})) {
    stage.optimizer = optimizer;
    rates.push_back(learning_rate_of(stage));
  }

  EXPECT_EQ(rates, expected);
}

TEST(Stages, EndAtAHundredthOfTheRate) {
  StageConfig stage;
  stage.learning_rate = 0.5;
  EXPECT_EQ(final_learning_rate_of(stage), 0.5);

  stage.schedule = Schedule::Cosine;
  EXPECT_EQ(final_learning_rate_of(stage), 0.005);

  stage.final_learning_rate = 0.1;
  EXPECT_EQ(final_learning_rate_of(stage), 0.1);
}

}  // namespace
}  // namespace pinn
