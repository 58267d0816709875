// SPDX-License-Identifier: MIT
// --set PATH=VALUE: what it changes and what is said about mistakes in it.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config_texts.hpp"
#include "pinn/util/error.hpp"

namespace pinn {
namespace {

using test::config_with;
using test::messages_of_set;
using test::read_text;
using testing::HasSubstr;

Config set(const std::vector<std::string>& sets, const std::string& more = "") {
  const ReadConfig read = read_text(config_with(more), sets);
  EXPECT_EQ(read.source.format(read.diagnostics), "");
  return read.config;
}

TEST(Override, TakesAllAfterTheFirstEqualsSign) {
  const Override given = parse_override("problem.equations.0=y' = -2*y");

  EXPECT_EQ(given.path, "problem.equations.0");
  EXPECT_EQ(given.value, "y' = -2*y");
  EXPECT_THROW(parse_override("training.seed"), UsageError);
  EXPECT_THROW(parse_override("=3"), UsageError);
}

TEST(Override, ReadsJsonWhereItParses) {
  const Config config = set({"training.seed=1e4",
                             "network.hidden=[8, 8]",
                             "network.per_state=true",
                             "problem.parameters={\"k\": 2}"});

  EXPECT_EQ(config.training.seed, 10000U);
  EXPECT_EQ(config.network.hidden.value, (std::vector<int>{8, 8}));
  EXPECT_TRUE(config.network.per_state);
  EXPECT_EQ(config.problem.parameters[0].second, 2.0);
}

TEST(Override, TakesTextForKeysOfTypeString) {
  const Config config = set({"description=a, \"b\" {c} = 3",
                             "name=7",
                             "network.activation=sin",
                             "problem.equations.0=y' = -2*y"});

  EXPECT_EQ(config.description, "a, \"b\" {c} = 3");
  EXPECT_EQ(config.name, "7");
  EXPECT_EQ(config.network.activation, Activation::Sin);
  EXPECT_EQ(config.problem.equations[0], "y' = -2*y");
}

TEST(Override, TakesAnExpressionWhereANumberStands) {
  const Config config = set({"problem.domain.1=2*pi", "problem.parameters.k=8/4"});

  EXPECT_DOUBLE_EQ(config.problem.end, 6.283185307179586);
  EXPECT_EQ(config.problem.parameters[0].second, 2.0);
}

TEST(Override, LetsTheLastOneWin) {
  EXPECT_EQ(set({"training.seed=1", "training.seed=2"}).training.seed, 2U);
}

TEST(Override, ReachesTheDefaultStages) {
  const Config config = set({"training.stages.0.iterations=7"});

  ASSERT_EQ(config.training.stages.size(), 2U);
  EXPECT_EQ(config.training.stages[0].iterations, 7);
  EXPECT_EQ(config.training.stages[0].learning_rate, 0.005);
  EXPECT_EQ(config.training.stages[1].optimizer, Optimizer::Ssbroyden);
  EXPECT_EQ(config.training.stages[1].iterations, 2000);
}

TEST(Override, ReachesADefaultPair) {
  const std::vector<std::string> sets{"training.stages.0.betas.1=0.9"};

  EXPECT_EQ(set(sets).training.stages[0].betas, (std::array<double, 2>{0.9, 0.9}));
}

TEST(Override, AppendsAtTheEndOfAList) {
  const Config config = set({"problem.conditions.1=y(5) = 0"});

  EXPECT_EQ(config.problem.conditions, (std::vector<std::string>{"y(0) = 1", "y(5) = 0"}));
}

TEST(Override, NullRemovesTheKey) {
  const std::string more = "  \"name\": \"a\", \"training\": {\"seed\": 3}";

  const Config config = set({"training.seed=null", "name=null", "runtime.threads=null"}, more);

  EXPECT_EQ(config.training.seed, 0U);
  EXPECT_EQ(config.name, "decay");
}

TEST(Override, RepairsAValueOfTheFile) {
  EXPECT_EQ(set({"training.seed=3"}, "  \"training\": {\"seed\": \"x\"}").training.seed, 3U);
}

TEST(Override, OffersAPathOverAllKeys) {
  EXPECT_EQ(messages_of_set({"trainig.seed=3", "seed=4", "training.stages.1.iteration=5", "q=1"}),
            "--set trainig.seed=3: error: unknown key \"trainig.seed\"; did you mean "
            "\"training.seed\"?\n"
            "--set seed=4: error: unknown key \"seed\"; did you mean \"training.seed\"?\n"
            "--set training.stages.1.iteration=5: error: unknown key "
            "\"training.stages.1.iteration\"; did you mean \"training.stages.1.iterations\"?\n"
            "--set q=1: error: unknown key \"q\"; see the keys with: pinn-solve help config\n");
}

TEST(Override, IsNamedInTheMessage) {
  EXPECT_EQ(messages_of_set({"training.seed=-1"}),
            "--set training.seed=-1: error: training.seed is -1, expected an integer from 0 to "
            "4294967295\n");
}

TEST(Override, ShowsTheMistakeInsideAnExpression) {
  EXPECT_EQ(messages_of_set({"problem.equations.0=y' = -k*(y"}),
            "--set problem.equations.0=y' = -k*(y: error: \"(\" without \")\"\n"
            "      | problem.equations.0=y' = -k*(y\n"
            "      |                             ^\n");
}

TEST(Override, RefusesPositionsThatAreNotThere) {
  EXPECT_EQ(messages_of_set({"training.stages.5.iterations=3"}),
            "--set training.stages.5.iterations=3: error: \"5\" is no position in "
            "training.stages, which has 2 elements; positions count from 0\n");
  EXPECT_EQ(messages_of_set({"network.hidden.0=3"}),
            "--set network.hidden.0=3: error: network.hidden is \"auto\", set the whole list "
            "instead\n");
  EXPECT_EQ(messages_of_set({"training.seed.x=3"}),
            "--set training.seed.x=3: error: training.seed has no keys below it, \"x\" cannot be "
            "set\n");
}

TEST(Override, SaysWhyAListIsNotJson) {
  EXPECT_EQ(messages_of_set({"problem.domain=[0, 4*pi]"}),
            "--set problem.domain=[0, 4*pi]: error: the value is not JSON: text needs double "
            "quotes; write \"4*pi\"\n");
}

TEST(Override, NamesLaterKeys) {
  EXPECT_EQ(messages_of_set({"problem.family.k=[0, 1]"}),
            "--set problem.family.k=[0, 1]: error: \"problem.family\" is not available "
            "in version 0.1.0; vary the keys of a config with scripts/sweep\n");
}

TEST(Override, RefusesBytesThatAreNotUtf8) {
  EXPECT_THAT(messages_of_set({"description=\xC3("}), HasSubstr("error: this is not UTF-8"));
}

TEST(Override, SurvivesAnyPath) {
  for (const char* path : {"a..b=1",
                           ".=1",
                           "problem.=1",
                           "problem.equations.=1",
                           "$schema.x=1",
                           "problem.data.0.file=x",
                           "problem.parameters..x=1",
                           "training=1",
                           "problem.equations.99999999999999999999=1",
                           "problem=[]",
                           "training.stages=3",
                           "training.stages.0=3",
                           "accept.atol.y=3"}) {
    EXPECT_NO_THROW(messages_of_set({path})) << path;
  }
}

}  // namespace
}  // namespace pinn
