// SPDX-License-Identifier: MIT
#include "pinn/app/evaluate_run.hpp"

#include <gmock/gmock.h>

#include "fake_engine.hpp"
#include "pinn/util/error.hpp"
#include "pinn/util/file.hpp"

namespace pinn {
namespace {

using testing::ElementsAre;

std::string message_of(const std::string& at) {
  try {
    parse_points(at);
  } catch (const UsageError& e) {
    return e.what();
  }
  return "no error";
}

TEST(ParsePoints, TakesARangeWithBothEndsOrAList) {
  EXPECT_THAT(parse_points("0:1:5"), ElementsAre(0.0, 0.25, 0.5, 0.75, 1.0));
  EXPECT_THAT(parse_points("-1"), ElementsAre(-1.0));
  EXPECT_THAT(parse_points("0.5,2,1e-3"), ElementsAre(0.5, 2.0, 1e-3));
  EXPECT_THAT(parse_points("0:4*pi:2"), ElementsAre(0.0, 4.0 * 3.14159265358979323846));
}

TEST(ParsePoints, SaysWhatIsWrong) {
  EXPECT_EQ(message_of("1:0:5"), "--at: \"1:0:5\" goes from 1 to 0, expected A < B");
  EXPECT_EQ(message_of("0:1:1.5"),
            "--at: \"0:1:1.5\" asks for 1.5 points, expected a whole number from 2 to 10000000");
  EXPECT_EQ(message_of("0:1"), "--at: \"0:1\", expected A:B:N or V,V,...");
  EXPECT_EQ(message_of("nan"), "--at: \"nan\" is not a finite number");
  EXPECT_EQ(message_of("2*k"), "--at: \"2*k\" is not a constant");
  EXPECT_NE(message_of(""), "no error");
}

TEST(ReadPoints, TakesTheColumnOfTheVariableElseTheFirst) {
  const auto path = std::filesystem::path(testing::TempDir()) / "pinn_points.csv";
  write_file(path, "a,t\n1,2\n3,4\n");

  EXPECT_THAT(read_points(path, "t"), ElementsAre(2.0, 4.0));
  EXPECT_THAT(read_points(path, "x"), ElementsAre(1.0, 3.0));
}

TEST(EvaluateRun, WithoutAConfigGivesTheStates) {
  LoadedRun run;
  run.model = test::series_of_decay();

  const Table table = evaluate_run(run, {0.0, 1.0});

  EXPECT_EQ(to_csv(table), "t,y\n0,1\n1,0.5\n");
  EXPECT_EQ(n_outside(run.model, {-0.1, 0.0, 1.0, 1.1}), 2U);
}

}  // namespace
}  // namespace pinn
