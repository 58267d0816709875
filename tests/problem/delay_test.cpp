// SPDX-License-Identifier: MIT
// Equations with delays: what is understood, what is refused, where steps must end.
#include "pinn/problem/delays.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "configs.hpp"
#include "tolerances.hpp"

namespace pinn {
namespace {

using testing::DoubleEq;
using testing::ElementsAre;
using testing::HasSubstr;

Config delayed(std::vector<std::string> equations,
               NamedList<std::string> history,
               std::vector<std::string> conditions = {},
               NamedList<double> parameters = {}) {
  Config config =
      test::config_of(std::move(equations), std::move(conditions), std::move(parameters));
  config.problem.history = std::move(history);
  return config;
}

std::vector<std::string> texts_of(const std::vector<Condition>& conditions) {
  std::vector<std::string> texts;
  for (const Condition& condition : conditions) texts.push_back(condition.text);
  return texts;
}

TEST(Delay, IsASlotOfItsOwn) {
  const Problem problem = test::problem_of(delayed(
      {"y' = y - y(t - tau) + 2*y(t - 2*tau) + y(-tau + t)"}, {{"y", "1"}}, {}, {{"tau", 0.75}}));

  ASSERT_EQ(problem.lags.size(), 2U);
  EXPECT_EQ(problem.lags[0].delay, 0.75);
  EXPECT_EQ(problem.lags[1].delay, 1.5);
  EXPECT_EQ(problem.n_slots, 5);
  EXPECT_FALSE(problem.is_state_slot(problem.lags[0].slot));
  EXPECT_TRUE(problem.linear);
}

TEST(Delay, OfZeroIsTheStateItself) {
  const Problem problem =
      test::problem_of(test::config_of({"y' = -y(t - tau)"}, {"y(0) = 1"}, {{"tau", 0.0}}));

  EXPECT_TRUE(problem.lags.empty());
}

TEST(Delay, MayStandInADefinition) {
  Config config = delayed({"y' = late - y"}, {{"y", "t"}});
  config.problem.definitions = {{"late", "y(t - 1)^2"}};
  const Problem problem = test::problem_of(config);

  ASSERT_EQ(problem.lags.size(), 1U);
  EXPECT_FALSE(problem.linear);
}

TEST(Delay, GivesInitialValuesWithDerivatives) {
  const Problem problem = test::problem_of(
      delayed({"x'' = -x'(t - 1) - y", "y' = x(t - 1)"}, {{"x", "sin(2*t) + 3"}}, {"y(0) = 7"}));

  EXPECT_THAT(texts_of(problem.conditions), ElementsAre("y(0) = 7", "x(0) = 3", "x'(0) = 2"));
}

TEST(Delay, ReadsTheHistoryBeforeTheStartAndThePastAfter) {
  class Line : public Past {
    double value(int /*state*/, int derivative, double at) const override {
      return derivative == 0 ? 100.0 + at : 1.0;
    }
  };
  Problem problem = test::problem_of(delayed({"x'' = x'(t - 1) + x(t - 1)"}, {{"x", "t^2"}}));
  std::vector<double> slots(static_cast<std::size_t>(problem.n_slots));
  const auto at = [&](double t) {
    problem.fill_inputs(t, slots);
    return std::vector<double>{slots[static_cast<std::size_t>(problem.lags[0].slot)],
                               slots[static_cast<std::size_t>(problem.lags[1].slot)]};
  };

  EXPECT_THAT(at(0.5), ElementsAre(DoubleEq(-1.0), DoubleEq(0.25)));
  EXPECT_TRUE(std::isnan(at(2.0)[0]));
  problem.past = std::make_shared<const Line>();
  EXPECT_THAT(at(2.5), ElementsAre(DoubleEq(1.0), DoubleEq(101.5)));
  EXPECT_THAT(at(1.0), ElementsAre(DoubleEq(0.0), DoubleEq(0.0)));  // the end of the history
}

TEST(Delay, EndsStepsWhereTheStartComesBack) {
  const Problem one = test::problem_of(delayed({"y' = -y(t - 2)"}, {{"y", "1"}}));
  const Problem two = test::problem_of(delayed({"y' = y(t - 2) + y(t - 3)"}, {{"y", "1"}}));

  EXPECT_THAT(delay_stops(one), ElementsAre(DoubleEq(2.0), DoubleEq(4.0)));
  EXPECT_THAT(delay_stops(two), ElementsAre(DoubleEq(2.0), DoubleEq(3.0), DoubleEq(4.0)));
}

TEST(Delay, KeepsStepsBelowTheShortestDelayWhereNothingComesBack) {
  // 7 after the start nothing has happened yet but 30 delays of 0.2.
  Config config = delayed({"y' = y(t - 0.2)"}, {{"y", "1"}});
  config.problem.end = 8.0;
  const std::vector<double> stops = delay_stops(test::problem_of(config));

  ASSERT_EQ(stops.size(), 39U);
  double last = 0.0;
  for (const double stop : stops) {
    EXPECT_LT(stop - last, 0.2 * (1.0 + test::kFewRoundings));
    last = stop;
  }
}

TEST(Delay, NeedsAHistory) {
  EXPECT_THAT(test::told(test::config_of({"y' = -y(t - 1)"}, {"y(0) = 1"})),
              HasSubstr("error problem.history: no history of \"y\": y(t - 1) needs its values "
                        "before t = 0; expected an expression of t"));
  EXPECT_THAT(test::told(delayed({"y' = -y"}, {{"y", "1"}}, {"y(0) = 1"})),
              HasSubstr("error problem.history: no equation has a delay, as y(t - 1) is one"));
  EXPECT_THAT(test::told(delayed({"y' = -y(t - 1)"}, {{"y", "y + 1"}})),
              HasSubstr("error problem.history.y 0+1: \"y\" is a state"));
  EXPECT_THAT(test::told(delayed({"y' = -y(t - 1)"}, {{"z", "1"}})),
              HasSubstr("\"z\" is not a state"));
}

TEST(Delay, RefusesWhatIsNoConstantDelay) {
  EXPECT_THAT(test::told(delayed({"y' = -y(t/2)"}, {{"y", "1"}})),
              HasSubstr("error problem.equations.0 6+6: the delay of y is not constant; expected "
                        "y(t - 1) with any positive number"));
  EXPECT_THAT(test::told(delayed({"y' = -y(t + 1)"}, {{"y", "1"}})),
              HasSubstr("a value 1 ahead of t cannot be known; only delays are available: "
                        "y(t - 1)"));
  EXPECT_THAT(test::told(delayed({"y' = -y(t - y)"}, {{"y", "1"}})),
              HasSubstr("\"y(t - y)\" has a delay that depends on the solution; only constant "
                        "delays are available: y(t - 1)"));
  EXPECT_THAT(test::told(delayed({"y' = y'(t - 1)"}, {{"y", "1"}})),
              HasSubstr("\"y'(t - 1)\" is a delayed highest derivative (a neutral equation), which "
                        "is not available; expected fewer than 1 prime"));
  EXPECT_THAT(test::told(delayed({"y' = -y(t - 1e-9)"}, {{"y", "1"}})),
              HasSubstr("the delay 1e-09 fits more than 1e+06 times into the domain"));
}

TEST(Delay, RefusesConditionsThatDoNotFit) {
  EXPECT_THAT(test::told(delayed({"y' = -y(t - 1)"}, {{"y", "1"}}, {"y(0) = 3"})),
              HasSubstr("error problem.conditions.0: the condition contradicts problem.history, "
                        "which leaves -2 between its sides"));
  EXPECT_THAT(test::told(delayed({"y' = -y(t - 1)"}, {{"y", "1"}}, {"y(5) = 1"})),
              HasSubstr("equations with a delay need all conditions at the start, t = 0"));
  const Problem repeated =
      test::problem_of(delayed({"y' = -y(t - 1)"}, {{"y", "cos(t)"}}, {"y(0) = 1"}));
  EXPECT_THAT(texts_of(repeated.conditions), ElementsAre("y(0) = 1"));
}

TEST(Delay, TellsAStateThatHasNeitherHistoryNorCondition) {
  EXPECT_THAT(test::told(delayed({"x' = -y(t - 1)", "y' = x"}, {{"y", "1"}})),
              HasSubstr("error problem.conditions: 1 condition where 2 are needed: the orders add "
                        "up to 2 (x 1, y 1); missing: x(0)"));
}

TEST(Delay, NeedsNoConditionOnSeveralValuesOfAHistory) {
  const Problem problem =
      test::problem_of(delayed({"x'' = -x(t - 1)"}, {{"x", "1 + t"}}, {"x(0) + x'(0) = 2"}));

  EXPECT_THAT(texts_of(problem.conditions), ElementsAre("x(0) = 1", "x'(0) = 1"));
}

TEST(Delay, RefusesToDifferentiateADelay) {
  Config config = delayed({"y' = z", "z = y(t - 1)"}, {{"y", "1"}});
  config.problem.states = {"y", "z"};

  EXPECT_THAT(test::told(config),
              HasSubstr("equation 2 must be differentiated, but it has a measured input or a "
                        "delay"));
}

}  // namespace
}  // namespace pinn
