// SPDX-License-Identifier: MIT
#include "pinn/app/data.hpp"

#include <gtest/gtest.h>

#include "pinn/util/error.hpp"

namespace pinn {
namespace {

Problem growth() {
  Problem problem;
  problem.start = 0.0;
  problem.end = 5.0;
  problem.states = {{"N", 1}};
  problem.state_slot_begin = {1};
  problem.n_slots = 3;
  return problem;
}

DataConfig columns() {
  DataConfig config;
  config.file = "obs.csv";
  config.variable = "t";
  config.columns = {{"N", "N_obs"}};
  return config;
}

std::string message_of(const std::string& text, const DataConfig& config = columns()) {
  std::size_t n_missing = 0;
  try {
    parse_data(config, growth(), text, "obs.csv", n_missing);
  } catch (const ConfigError& e) {
    return e.what();
  }
  return "no error";
}

TEST(Data, IsReadByNameWithMissingValuesCounted) {
  std::size_t n_missing = 0;

  const auto series = parse_data(columns(),
                                 growth(),
                                 "N_obs,other,t\n0.5,x,1\n,x,2\nnan,x,3\n0.75,x,4\n1,x,\n",
                                 "obs.csv",
                                 n_missing);

  ASSERT_EQ(series.size(), 1U);
  EXPECT_EQ(series[0].at, (std::vector<double>{1.0, 4.0}));
  EXPECT_EQ(series[0].observed, (std::vector<double>{0.5, 0.75}));
  EXPECT_EQ(series[0].sigma, (std::vector<double>{1.0, 1.0}));
  EXPECT_EQ(series[0].state, 0);
  EXPECT_EQ(n_missing, 3U);
}

TEST(Data, TakesSigmaFromAColumnOrANumber) {
  std::size_t n_missing = 0;
  DataConfig config = columns();
  config.sigma = {{"N", std::string("sd")}};
  const auto by_column =
      parse_data(config, growth(), "t,N_obs,sd\n1,2,0.5\n", "obs.csv", n_missing);
  config.sigma = {{"N", 0.25}};
  const auto by_number =
      parse_data(config, growth(), "t,N_obs,sd\n1,2,0.5\n", "obs.csv", n_missing);

  EXPECT_EQ(by_column[0].sigma, std::vector<double>{0.5});
  EXPECT_EQ(by_number[0].sigma, std::vector<double>{0.25});
}

struct BadData {
  const char* name;
  const char* text;
  const char* message;
};

class BadDataTest : public testing::TestWithParam<BadData> {};

TEST_P(BadDataTest, IsPlaced) { EXPECT_EQ(message_of(GetParam().text), GetParam().message); }

INSTANTIATE_TEST_SUITE_P(
    Data,
    BadDataTest,
    testing::Values(
        BadData{"Ragged",
                "t,N_obs\n1,2\n3\n",
                "obs.csv:3:1: error: 1 cell in this row, expected 2 as in the header\n"},
        BadData{"DecimalComma",
                "t,N_obs\n0,5,1,5\n",
                "obs.csv:2:1: error: 4 cells in this row, expected 2 as in the header; a decimal "
                "comma must be a \".\"\n"},
        BadData{"QuotedDecimalComma",
                "t,N_obs\n1,\"1,5\"\n",
                "obs.csv:2:3: error: decimal comma in \"1,5\" in column \"N_obs\", expected "
                "\".\"\n"},
        BadData{"Semicolon",
                "t;N_obs\n0,5;1,5\n",
                "obs.csv:1:1: error: columns are separated by \";\", expected \",\" (and \".\" in "
                "numbers)\n"},
        BadData{"Text",
                "t,N_obs\n1,low\n2,x\n",
                "obs.csv:2:3: error: \"low\" in column \"N_obs\" is not a number\n"
                "obs.csv:3:3: error: \"x\" in column \"N_obs\" is not a number\n"},
        BadData{"Infinite",
                "t,N_obs\n1,inf\n",
                "obs.csv:2:3: error: \"inf\" in column \"N_obs\" is not finite\n"},
        BadData{"Outside",
                "t,N_obs\n7,2\n",
                "obs.csv:2:1: error: t = 7 is outside the domain [0, 5]; remove the row or widen "
                "problem.domain\n"},
        BadData{"NoColumn",
                "t,Nobs\n1,2\n",
                "obs.csv:1:1: error: no column \"N_obs\"; did you mean \"Nobs\"? (columns: t, "
                "Nobs)\n"},
        BadData{"TwoColumns",
                "t,N_obs,t\n1,2,3\n",
                "obs.csv:1:9: error: second column \"t\", expected distinct names\n"},
        BadData{"Empty",
                "",
                "obs.csv:1:1: error: the file is empty, expected a header line with the columns' "
                "names\n"},
        BadData{"NoRow", "t,N_obs\n", "obs.csv:1:1: error: no row below the header\n"},
        BadData{"NoValue", "t,N_obs\n1,\n", "obs.csv: error: no value of \"N\"\n"},
        BadData{"NoQuoteEnd", "t,N_obs\n1,\"2\n", "obs.csv:2:3: error: quote without an end\n"}),
    [](const auto& bad) { return bad.param.name; });

TEST(Data, RefusesASigmaOfZero) {
  DataConfig config = columns();
  config.sigma = {{"N", std::string("sd")}};

  EXPECT_EQ(message_of("t,N_obs,sd\n1,2,0\n", config),
            "obs.csv:2:5: error: sigma = 0, expected a number above 0\n");
}

TEST(Data, TellsTenMistakesAndCountsTheRest) {
  std::string text = "t,N_obs\n";
  for (int i = 0; i < 12; ++i) text += "1,x\n";

  const std::string message = message_of(text);

  EXPECT_NE(message.find("obs.csv:11:3: error:"), std::string::npos);
  EXPECT_EQ(message.find("obs.csv:12:3: error:"), std::string::npos);
  EXPECT_NE(message.find("obs.csv: error: and 2 more\n"), std::string::npos);
}

}  // namespace
}  // namespace pinn
