// SPDX-License-Identifier: MIT
// Measured inputs and the event that ends a solution, as parts of a problem.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "configs.hpp"
#include "pinn/expression/evaluate.hpp"
#include "pinn/problem/explicit_form.hpp"
#include "pinn/problem/switches.hpp"

namespace pinn {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

/// y' = gain*(u - y) with the input u.
Config driven(const std::string& equation = "y' = gain*(u - y)") {
  Config config = test::config_of({equation}, {"y(0) = 1"}, {{"gain", 2.0}});
  config.problem.inputs = {{"u", {"u.csv", "t", "u", Interpolation::Linear}}};
  return config;
}

Config falling(const std::string& event) {
  Config config = test::config_of({"x'' = -9.81"}, {"x(0) = 0", "x'(0) = 10"});
  config.problem.stop_when = event;
  return config;
}

Problem with_ramp(const Config& config) {
  Problem problem = test::problem_of(config);
  problem.inputs[0].signal =
      std::make_shared<const Signal>(std::vector<double>{0.0, 2.0, 5.0},
                                     std::vector<double>{0.0, 4.0, 4.0},
                                     config.problem.inputs[0].second.interpolation);
  return problem;
}

TEST(Input, HasASlotAfterThoseOfTheStates) {
  const Problem problem = test::problem_of(driven());

  ASSERT_EQ(problem.inputs.size(), 1U);
  EXPECT_EQ(problem.inputs[0].name, "u");
  EXPECT_EQ(problem.inputs[0].slot, 3);
  EXPECT_EQ(problem.n_slots, 4);
  EXPECT_TRUE(problem.is_state_slot(2));
  EXPECT_FALSE(problem.is_state_slot(3));
  EXPECT_FALSE(problem.is_state_slot(0));
}

TEST(Input, IsFilledInFromItsSignalAndIsNoNumberWithoutOne) {
  std::vector<double> slots(4, 7.0);

  with_ramp(driven()).fill_inputs(1.5, slots);
  EXPECT_EQ(slots[3], 3.0);

  test::problem_of(driven()).fill_inputs(1.5, slots);
  EXPECT_TRUE(std::isnan(slots[3]));
}

TEST(Input, MayBeWrittenWithTheVariableAndInDefinitionsAndObservables) {
  Config config = driven("y' = e - y");
  config.problem.definitions = {{"e", "gain*u(t)"}};
  config.problem.observables = {{"misfit", "u - y"}};

  const Problem problem = test::problem_of(config);

  EXPECT_EQ(test::told(config), "");
  const std::vector<double> slots{0.5, 1.0, 0.0, 3.0};  // t, y, y', u
  EXPECT_EQ(evaluate<double>(problem.equations[0].right, slots), 5.0);
  EXPECT_EQ(evaluate<double>(problem.observables[0].expression, slots), 2.0);
}

TEST(Input, LeavesALinearProblemLinearAndDrivesItsRightSide) {
  const Problem problem = with_ramp(driven());

  EXPECT_TRUE(problem.linear);
  EXPECT_TRUE(with_ramp(driven("y' = y*u")).linear);
  const ExplicitForm form(problem);
  const double y = 1.0;
  double dy = 0.0;
  ASSERT_TRUE(form.right_side(1.5, &y, &dy));
  EXPECT_EQ(dy, 2.0 * (3.0 - 1.0));
  Eigen::MatrixXd jacobian;
  ASSERT_TRUE(form.jacobian(1.5, &y, jacobian));
  EXPECT_EQ(jacobian(0, 0), -2.0);
}

TEST(Input, DoesNotCountAsAState) {
  EXPECT_EQ(test::told(driven("u = t")),
            "error problem.equations: no equation contains a state; a state is a name with a "
            "prime, for example y'\n"
            "error problem.conditions.0 0+4: \"y\" is not a state: no equation has it with a prime "
            "| known here: t (variable), u (measured input), gain (parameter)\n");
}

TEST(Input, TakesNoPrimeAndNoOtherPoint) {
  EXPECT_THAT(test::told(driven("y' = u' - y")),
              HasSubstr("5+2: \"u\" is a measured input and takes no prime, only states do"));
  EXPECT_THAT(test::told(driven("y' = u(2) - y")),
              HasSubstr("5+4: \"u(2)\" is not at t, the only place where a measured input has a "
                        "value"));
}

TEST(Input, CannotStandInConditionsAndExactSolutions) {
  Config config = driven();
  config.problem.conditions = {"y(0) = u"};
  EXPECT_THAT(test::told(config),
              HasSubstr("problem.conditions.0 7+1: \"u\" is a measured input and cannot be used "
                        "here; equations, definitions and observables may"));
  config = driven();
  config.problem.definitions = {{"w", "2*u"}};
  config.problem.exact = {{"y", "w"}};
  EXPECT_THAT(test::told(config),
              HasSubstr("problem.exact.y 0+1: \"w\" depends on a measured input and cannot be used "
                        "here"));
}

TEST(Input, NeedsANameOfItsOwnThatIsUsed) {
  Config config = driven("y' = -gain*y");
  EXPECT_EQ(test::told(config),
            "warning unused problem.inputs.u key: measured input \"u\" is never used\n");
  config.problem.inputs[0].first = "y";
  EXPECT_THAT(test::told(config), HasSubstr("\"y\" is a measured input and takes no prime"));
  config.problem.inputs[0].first = "t";
  EXPECT_THAT(test::told(config),
              HasSubstr("problem.inputs.t key: \"t\" is the name of a variable already"));
}

TEST(Input, IsOfferedWhereItWasMeant) {
  Config config = driven("y' = gain*(force - y)");
  config.problem.inputs[0].first = "forces";

  EXPECT_THAT(test::told(config),
              HasSubstr("unknown name \"force\" in problem.equations.0; did you "
                        "mean \"forces\"?"));
}

TEST(Input, BreaksTheDomainWhereItsLineBends) {
  const Problem linear = with_ramp(driven());
  Config config = driven();
  config.problem.inputs[0].second.interpolation = Interpolation::Cubic;

  EXPECT_THAT(SwitchedSystem(linear).breaks(), ElementsAre(2.0));
  EXPECT_THAT(SwitchedSystem(with_ramp(config)).breaks(), ElementsAre());
}

TEST(Input, ThatASwitchDependsOnIsASwitchOnTheVariable) {
  const Problem problem = with_ramp(driven("y' = step(u - 1) - y"));

  const SwitchedSystem system(problem);

  EXPECT_FALSE(system.has_state_switches());
  ASSERT_EQ(system.breaks().size(), 2U);
  EXPECT_NEAR(system.breaks()[0], 0.5, 1e-12);
  EXPECT_EQ(system.breaks()[1], 2.0);
}

TEST(Input, IsDescribedWithItsSize) {
  EXPECT_EQ(describe(with_ramp(driven())).back(),
            "measured input u: 3 values on [0, 5], linear between them");
}

TEST(StopEvent, IsLeftMinusRightOverTheSlots) {
  const Problem problem = test::problem_of(falling("x' = x/2"));

  ASSERT_TRUE(problem.stop_when.has_value());
  EXPECT_EQ(problem.stop_when->text, "x' = x/2");
  EXPECT_EQ(
      evaluate<double>(problem.stop_when->expression, std::vector<double>{0.0, 4.0, 5.0, 0.0}),
      3.0);
  EXPECT_THAT(describe(problem), ::testing::Contains("ends where x' = x/2"));
}

TEST(StopEvent, MayUseParametersDefinitionsAndTheVariable) {
  Config config = falling("x = limit - t");
  config.problem.parameters = {{"h", 2.0}};
  config.problem.definitions = {{"limit", "h*x'"}};

  EXPECT_EQ(test::told(config), "");
}

TEST(StopEvent, HasNoHighestDerivative) {
  EXPECT_EQ(test::told(falling("x'' = 0")),
            "error problem.stop_when: the event contains x'', the highest derivative of x; write "
            "what the equation says of it\n");
}

TEST(StopEvent, NeedsAState) {
  EXPECT_EQ(test::told(falling("t = 3")),
            "error problem.stop_when: the event contains no state; end the domain there instead\n");
}

TEST(StopEvent, TellsAnUnknownName) {
  EXPECT_THAT(test::told(falling("z = 0")),
              HasSubstr("problem.stop_when 0+1: unknown name \"z\" in problem.stop_when"));
  EXPECT_THAT(test::told(falling("x")), HasSubstr("error problem.stop_when"));
}

TEST(StopEvent, NeedsInitialValuesAtTheStart) {
  Config config = falling("x = 0");
  config.problem.conditions = {"x(0) = 0", "x(5) = 1"};
  EXPECT_THAT(test::told(config),
              HasSubstr("only the solution of an initial-value problem can end at an event"));
  config.problem.conditions = {"x(5) = 0", "x'(5) = 1"};
  EXPECT_THAT(test::told(config),
              HasSubstr("a solution that ends at an event must begin at t = 0, the start of the "
                        "domain"));
}

}  // namespace
}  // namespace pinn
