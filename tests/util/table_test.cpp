// SPDX-License-Identifier: MIT
#include "pinn/util/table.hpp"

#include <gtest/gtest.h>

#include "pinn/util/error.hpp"

namespace pinn {
namespace {

TEST(Csv, IsOneHeaderLineAndExactNumbers) {
  const Table table{{"t", "state"},
                    {{0.1, std::string("y")}, {std::int64_t{3}, std::string("a,\"b\"")}}};

  EXPECT_EQ(to_csv(table), "t,state\n0.1,y\n3,\"a,\"\"b\"\"\"\n");
}

TEST(ParseCsv, PlacesEveryField) {
  const CsvText csv = parse_csv("\xEF\xBB\xBFt,y\r\n1,\"a,\"\"b\"\n\n2,\xC3\xA9,z", "f.csv");

  ASSERT_EQ(csv.header.size(), 2U);
  EXPECT_EQ(csv.header[1].text, "y");
  ASSERT_EQ(csv.rows.size(), 2U);
  EXPECT_EQ(csv.rows[0][1].text, "a,\"b");
  ASSERT_EQ(csv.rows[1].size(), 3U);
  EXPECT_EQ(csv.rows[1][2].line, 4U);
  EXPECT_EQ(csv.rows[1][2].column, 5U);  // characters, not bytes
}

TEST(ParseCsv, RefusesAQuoteWithoutAnEnd) {
  try {
    parse_csv("t\n\"1", "f.csv");
    FAIL() << "accepted";
  } catch (const ConfigError& e) {
    EXPECT_STREQ(e.what(), "f.csv:2:1: error: quote without an end\n");
  }
}

}  // namespace
}  // namespace pinn
