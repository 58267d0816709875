// SPDX-License-Identifier: MIT
// Where windows end: equal ones, and those that follow what training reaches.
#include "window_course.hpp"

#include <gmock/gmock.h>

#include <cmath>

#include "engine.hpp"
#include "pinn/util/error.hpp"
#include "tolerances.hpp"
#include "training.hpp"

namespace pinn {
namespace {

using test::prepare_problem;
using test::Recorder;

const std::string kCosine =
    R"("domain": [0, 100], "equations": ["x'' = -x"], "conditions": ["x(0) = 1", "x'(0) = 0"])";

const std::string kDelayed =
    R"json("domain": [0, 4], "equations": ["y' = -y(t - 1.5)"], "history": {"y": "1"})json";

Prepared cosine(const std::string& training) {
  return prepare_problem(kCosine, R"(, "training": {"method": "gradient")" + training + "}");
}

TrainerResult trained(double loss, StopReason reason) {
  TrainerResult result;
  result.best_loss = loss;
  result.reason = reason;
  return result;
}

TEST(WindowCourse, HasEqualWindowsWhereTheirNumberIsGiven) {
  const Prepared prepared = cosine(R"(, "windows": 4)");
  const WindowCourse course(prepared.problem, prepared.config);

  EXPECT_FALSE(course.is_adaptive());
  EXPECT_EQ(course.next_end(0.0), 25.0);
  EXPECT_EQ(course.next_end(50.0), 75.0);
  EXPECT_EQ(course.next_end(75.0), 100.0);
}

TEST(WindowCourse, HasOneWindowForStagesThatDoNotConverge) {
  const Prepared prepared = cosine(R"(, "stages": [{"optimizer": "adam", "iterations": 10}])");
  WindowCourse course(prepared.problem, prepared.config);

  EXPECT_FALSE(course.is_adaptive());
  EXPECT_EQ(course.next_end(0.0), 100.0);
  EXPECT_TRUE(course.judge(0.0, trained(1.0, StopReason::IterationLimit)));
}

TEST(WindowCourse, HalvesWindowsUntilTheyConverge) {
  const Prepared prepared = cosine("");
  WindowCourse course(prepared.problem, prepared.config);

  ASSERT_TRUE(course.is_adaptive());
  const double first = course.next_end(0.0);
  EXPECT_EQ(first, 8.0);  // eight radians
  EXPECT_FALSE(course.judge(0.0, trained(1.0, StopReason::IterationLimit)));
  EXPECT_EQ(course.next_end(0.0), 4.0);
  EXPECT_FALSE(course.judge(0.0, trained(kNaN, StopReason::Diverged)));
  EXPECT_EQ(course.next_end(0.0), 2.0);
  EXPECT_TRUE(course.judge(0.0, trained(1e-20, StopReason::Converged)));
  EXPECT_EQ(course.next_end(2.0), 4.0);  // not longer so soon after a failure
}

TEST(WindowCourse, LengthensWindowsThatWereEasy) {
  const Prepared prepared = cosine("");
  WindowCourse course(prepared.problem, prepared.config);
  double at = 0.0;
  for (int i = 0; i < 3; ++i) {
    EXPECT_TRUE(course.judge(at, trained(1e-20, StopReason::Converged)));
    at += 8.0;
  }

  EXPECT_EQ(course.next_end(at), at + 12.0);
}

TEST(WindowCourse, GivesUpWhereNoWindowIsShortEnough) {
  const Prepared prepared = cosine("");
  WindowCourse course(prepared.problem, prepared.config);
  int n_tries = 0;
  while (!course.is_stuck() && n_tries < 100) {
    EXPECT_FALSE(course.judge(0.0, trained(1.0, StopReason::IterationLimit)));
    ++n_tries;
  }

  EXPECT_EQ(n_tries, 10);  // 8 / 2^10 is below a ten-thousandth of the domain
}

TEST(WindowCourse, EndsWindowsWhereADelayDoes) {
  const Prepared prepared = prepare_problem(kDelayed, R"(, "training": {"method": "gradient"})");
  const WindowCourse course(prepared.problem, prepared.config);

  ASSERT_TRUE(course.is_adaptive());
  EXPECT_EQ(course.next_end(0.0), 1.5);
  EXPECT_EQ(course.next_end(1.5), 3.0);
  EXPECT_EQ(course.next_end(3.0), 4.0);
}

TEST(WindowCourse, RefusesWindowsLongerThanADelay) {
  const Prepared prepared =
      prepare_problem(kDelayed, R"(, "training": {"method": "gradient", "windows": 2})");

  EXPECT_THROW(WindowCourse(prepared.problem, prepared.config), ConfigError);
}

TEST(TorchEngine, CoversALongDomainByItself) {
  const Prepared prepared = prepare_problem(
      R"("domain": [0, 20], "equations": ["x'' = -x"], "conditions": ["x(0) = 1", "x'(0) = 0"])",
      R"(, "network": {"hidden": [16, 16]}, "training": {"method": "gradient",)"
      R"( "points": {"count": 48}})");
  Recorder recorder;

  const TrainingResult result = test::train(prepared, recorder);

  EXPECT_EQ(result.reason, StopReason::Converged) << result.message;
  EXPECT_GT(result.model.windows.size(), 1U);
  double largest = 0.0;
  for (int i = 0; i <= 200; ++i) {
    const double t = i / 10.0;
    largest = std::max(largest, std::abs(result.model.evaluate(t, 0)(0, 0) - std::cos(t)));
  }
  EXPECT_LT(largest, prepared.config.accept.rtol);
}

}  // namespace
}  // namespace pinn
