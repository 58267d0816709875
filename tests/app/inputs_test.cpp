// SPDX-License-Identifier: MIT
#include "pinn/app/inputs.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pinn/app/evaluate_run.hpp"
#include "pinn/util/error.hpp"
#include "solve_fixture.hpp"

namespace pinn {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;

Problem on_unit_interval() {
  Problem problem;
  problem.start = 0.0;
  problem.end = 1.0;
  return problem;
}

const InputConfig kInput{"u.csv", "t", "u", Interpolation::Linear};

std::string message_of(const std::string& text, const InputConfig& config = kInput) {
  std::size_t n_missing = 0;
  try {
    parse_input(config, on_unit_interval(), text, "u.csv", n_missing);
  } catch (const ConfigError& e) {
    return e.what();
  }
  return "no error";
}

TEST(Inputs, AreReadByColumnWithMissingRowsCounted) {
  std::size_t n_missing = 0;

  const auto signal = parse_input(kInput,
                                  on_unit_interval(),
                                  "x,u,t\n1,2,-1\n1,,0\n1,nan,0.5\n1,3,\n1,6,3\n",
                                  "u.csv",
                                  n_missing);

  EXPECT_EQ(signal->at(), (std::vector<double>{-1.0, 3.0}));
  EXPECT_EQ(signal->values(), (std::vector<double>{2.0, 6.0}));
  EXPECT_EQ(signal->interpolation(), Interpolation::Linear);
  EXPECT_EQ(n_missing, 3U);
}

TEST(Inputs, MustIncrease) {
  EXPECT_EQ(message_of("t,u\n0,1\n0.5,2\n0.5,3\n0.25,3\n1,3\n"),
            "u.csv:4:1: error: t = 0.5 after 0.5, expected increasing values\n"
            "u.csv:5:1: error: t = 0.25 after 0.5, expected increasing values\n");
}

TEST(Inputs, MustCoverTheDomain) {
  EXPECT_EQ(
      message_of("t,u\n0.125,1\n0.75,2\n"),
      "u.csv:2:1: error: the signal begins at t = 0.125, after the start of the domain [0, 1]\n"
      "u.csv:3:1: error: the signal ends at t = 0.75, before the end of the domain [0, 1]\n");
}

TEST(Inputs, NeedTwoRowsAndTheirColumns) {
  EXPECT_EQ(message_of("t,u\n0,1\n"), "u.csv:2:1: error: 1 usable row, expected at least 2\n");
  EXPECT_EQ(message_of("t,u\n"), "u.csv:1:1: error: no row below the header\n");
  EXPECT_EQ(message_of("t,v\n0,1\n1,1\n"), "u.csv:1:1: error: no column \"u\" (columns: t, v)\n");
}

TEST(Inputs, PlaceEveryBadCell) {
  EXPECT_EQ(message_of("t,u\n0,x\n\"0,5\",2\n1,inf\n2,3,4\n"),
            "u.csv:2:3: error: \"x\" in column \"u\" is not a number\n"
            "u.csv:3:1: error: decimal comma in \"0,5\" in column \"t\", expected \".\"\n"
            "u.csv:4:3: error: \"inf\" in column \"u\" is not finite\n"
            "u.csv:5:1: error: 3 cells in this row, expected 2 as in the header; a decimal comma "
            "must be a \".\"\n");
}

/// y' = u - y, y(0) = 1 with u in a file beside the config. The model is 1 - t + t^2/2.
class SolveWithInput : public test::SolveTest {
 protected:
  void SetUp() override {
    SolveTest::SetUp();
    home_ = out_.string() + "_home";
    fs::create_directories(home_);
    write_file(home_ / "u.csv", "t,u\n0,0\n0.5,2\n1,4\n");
    request_.source.folder = home_;
    request_.overrides = {
        {"problem.inputs.u", R"({"file": "u.csv", "variable": "t", "column": "u"})"},
        {"problem.equations", R"(["y' = u - y"])"},
        {"problem.exact", "null"},
        {"accept.basis", "residual"}};
  }
  void TearDown() override {
    SolveTest::TearDown();
    fs::remove_all(home_);
  }

  fs::path home_;
};

TEST_F(SolveWithInput, HasTheResidualOfTheDrivenEquation) {
  run();

  // At t = 1 the model gives y = 1/2 and y' = 0, the residual is 0 - 4 + 1/2.
  EXPECT_THAT(read_file(out_ / "solution.csv", test::kPlenty),
              AllOf(HasSubstr("t,y,dy_dt,res_y,y_err_est\n0,1,-1,0,"),
                    HasSubstr("\n0.5,0.625,-0.5,-1.875,"),
                    HasSubstr("\n1,0.5,0,-3.5,")));
}

TEST_F(SolveWithInput, ComparesWithTheClassicalSolutionOfTheDrivenEquation) {
  request_.overrides.push_back({"accept.basis", "reference"});

  run();

  // u = 4 t: y = 4 t - 4 + 5 exp(-t), which is 1.8394 at t = 1.
  EXPECT_THAT(read_file(out_ / "solution.csv", test::kPlenty),
              HasSubstr("\n1,0.5,0,-3.5,1.83939720"));
}

TEST_F(SolveWithInput, NotesTheFileAndKeepsTheWayToIt) {
  run();

  EXPECT_TRUE(run_json()["data_sha256"].contains("u.csv"));
  const auto config = nlohmann::json::parse(read_file(out_ / "config.json", test::kPlenty));
  const std::string file = config["problem"]["inputs"]["u"]["file"];
  EXPECT_EQ(fs::weakly_canonical(out_ / file), fs::weakly_canonical(home_ / "u.csv"));
}

TEST_F(SolveWithInput, CanBeEvaluatedWhenTheFileIsGone) {
  run();
  fs::remove_all(home_);

  const LoadedRun loaded = load_run(out_);

  EXPECT_TRUE(loaded.warnings.empty());
  EXPECT_EQ(to_csv(evaluate_run(loaded, {0.75})), "t,y,dy_dt,res_y\n0.75,0.53125,-0.25,-2.71875\n");
}

TEST_F(SolveWithInput, AnInputThatIsMissingOrTooShortLeavesNoFolder) {
  write_file(home_ / "u.csv", "t,u\n0,0\n0.5,2\n");
  EXPECT_THROW(run(), ConfigError);
  fs::remove(home_ / "u.csv");
  EXPECT_THROW(run(), ConfigError);
  EXPECT_FALSE(fs::exists(out_));
}

}  // namespace
}  // namespace pinn
