// SPDX-License-Identifier: MIT
// Differential-algebraic problems against exact solutions and published values.
#include <gtest/gtest.h>

#include <cmath>

#include "solved.hpp"
#include "tolerances.hpp"

namespace pinn {
namespace {

using test::config_of;
using test::expect_converged;
using test::on;
using test::solved;

constexpr double kTwoPi = 6.28318530717958647693;

Config with_states(std::vector<std::string> states, Config config) {
  config.problem.states = std::move(states);
  return config;
}

TEST(Algebraic, SolvesAnEquationForAStateWithoutAPrime) {
  const auto run = solved(
      on(0,
         1,
         with_states({"u1", "u2"},
                     config_of({"u1' = cos(2*pi*t)", "0 = u2 + cos(2*pi*t)"}, {"u1(0) = 0"}))));

  expect_converged(run);
  EXPECT_LT(run.error([](double t) { return std::sin(kTwoPi * t) / kTwoPi; }, 0),
            test::kReadoutError);
  EXPECT_LT(run.error([](double t) { return -std::cos(kTwoPi * t); }, 1), test::kReadoutError);
}

TEST(Algebraic, SolvesAnEquationOfTheVariableAlone) {
  const auto run = solved(on(
      0, 1, with_states({"u1", "u2"}, config_of({"0 = u1 - t", "u2' = u2 - t"}, {"u2(0) = 2"}))));

  expect_converged(run);
  EXPECT_LT(run.error([](double t) { return t; }, 0), test::kReadoutError);
  EXPECT_LT(run.error([](double t) { return std::exp(t) + t + 1; }, 1), test::kReadoutError);
}

TEST(Algebraic, KeepsAPendulumOnItsCircle) {
  const auto run =
      solved(on(0,
                5,
                with_states({"x", "y", "s"},
                            config_of({"x'' = -s*x", "y'' = -s*y - 9.81", "x^2 + y^2 = 1"},
                                      {"x(0) = 1", "x'(0) = 0", "y(0) = 0", "y'(0) = 0"}))));
  const auto angle = solved(
      on(0, 5, config_of({"a'' = -9.81*sin(a)"}, {"a(0) = 1.5707963267948966", "a'(0) = 0"})));

  expect_converged(run);
  expect_converged(angle);
  for (double t = 0.0; t <= 5.0; t += 0.25) {
    const double x = run.value(t, 0);
    const double y = run.value(t, 1);
    EXPECT_NEAR(x * x + y * y, 1.0, test::kReadoutError) << t;
    EXPECT_NEAR(x, std::sin(angle.value(t)), test::kSwingError) << t;
    EXPECT_NEAR(y, -std::cos(angle.value(t)), test::kSwingError) << t;
  }
}

/// End values of the Test Set for IVP Solvers (Mazzia, Magherini 2008).
TEST(Algebraic, AmplifiesAsPublished) {
  Config config = config_of({"c1*(y2' - y1') = (y1 - 0.1*sin(200*pi*t))/1000",
                             "c1*(y1' - y2') = (2*y2 - 6)/9000 + 0.01*i23",
                             "2e-6*y3' = i23 - y3/9000",
                             "3e-6*(y5' - y4') = (y4 - 6)/9000 + 0.99*i23",
                             "3e-6*(y4' - y5') = (2*y5 - 6)/9000 + 0.01*i56",
                             "4e-6*y6' = i56 - y6/9000",
                             "5e-6*(y8' - y7') = (y7 - 6)/9000 + 0.99*i56",
                             "5e-6*(y7' - y8') = y8/9000"},
                            {"y1(0) = 0",
                             "y2(0) = 3",
                             "y3(0) = 3",
                             "y4(0) = 6",
                             "y5(0) = 3",
                             "y6(0) = 3",
                             "y7(0) = 6",
                             "y8(0) = 0"},
                            {{"c1", 1e-6}});
  config.problem.definitions = {{"i23", "1e-6*(exp((y2 - y3)/0.026) - 1)"},
                                {"i56", "1e-6*(exp((y5 - y6)/0.026) - 1)"}};
  const auto run = solved(on(0, 0.2, config), 1e-11);

  expect_converged(run);
  const auto state = [&](const char* name) { return run.problem.find_state(name); };
  EXPECT_NEAR(run.value(0.2, state("y1")), -0.5562145012262709e-2, test::kAmplifierError);
  EXPECT_NEAR(run.value(0.2, state("y2")), 3.006522471903042, test::kAmplifierError);
  EXPECT_NEAR(run.value(0.2, state("y3")), 2.849958788608128, test::kAmplifierError);
  EXPECT_NEAR(run.value(0.2, state("y4")), 2.926422536206241, test::kAmplifierError);
  EXPECT_NEAR(run.value(0.2, state("y5")), 2.704617865010554, test::kAmplifierError);
  EXPECT_NEAR(run.value(0.2, state("y6")), 2.761837778393145, test::kAmplifierError);
  EXPECT_NEAR(run.value(0.2, state("y7")), 4.770927631616772, test::kAmplifierError);
  EXPECT_NEAR(run.value(0.2, state("y8")), 1.236995868091548, test::kAmplifierError);
}

}  // namespace
}  // namespace pinn
