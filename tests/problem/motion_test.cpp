// SPDX-License-Identifier: MIT
// Equations of motion from energies and Lagrangians, against those of textbooks.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "configs.hpp"
#include "pinn/expression/evaluate.hpp"
#include "pinn/expression/print.hpp"

namespace pinn {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

Config hamiltonian(const std::string& energy,
                   NamedList<std::string> pairs,
                   std::vector<std::string> conditions) {
  Config config = test::config_of({}, std::move(conditions));
  config.problem.hamiltonian = HamiltonianConfig{energy, std::move(pairs)};
  return config;
}

Config lagrangian(const std::string& function,
                  std::vector<std::string> coordinates,
                  std::vector<std::string> conditions) {
  Config config = test::config_of({}, std::move(conditions));
  config.problem.lagrangian = LagrangianConfig{function, std::move(coordinates)};
  return config;
}

std::vector<std::string> equations_of(const Config& config) {
  std::vector<std::string> texts;
  for (const Equation& equation : test::problem_of(config).equations)
    texts.push_back(equation.text);
  return texts;
}

TEST(Motion, DerivesHamiltonsEquations) {
  const Config config =
      hamiltonian("p^2/2 + x^2/2 + x^4/4", {{"x", "p"}}, {"x(0) = 1", "p(0) = 0"});

  EXPECT_THAT(equations_of(config), ElementsAre("x' = p", "p' = -(x + x^3)"));
}

TEST(Motion, PutsDefinitionsIn) {
  Config config = hamiltonian("kinetic + m*g*x", {{"x", "p"}}, {"x(0) = 1", "p(0) = 0"});
  config.problem.parameters = {{"m", 2.0}, {"g", 9.81}};
  config.problem.definitions = {{"kinetic", "p^2/(2*m)"}};

  EXPECT_THAT(equations_of(config), ElementsAre("x' = 2*p/(2*m)", "p' = -(m*g)"));
}

TEST(Motion, AddsTheEnergyAsAnObservable) {
  const Problem problem =
      test::problem_of(hamiltonian("p^2/2 + x^2/2", {{"x", "p"}}, {"x(0) = 1", "p(0) = 0"}));

  ASSERT_EQ(problem.observables.size(), 1U);
  EXPECT_EQ(problem.observables[0].name, "energy");
  EXPECT_EQ(print_expression(problem.observables[0].expression), "p^2/2 + x^2/2");
}

TEST(Motion, LeavesTheNameEnergyToTheConfig) {
  Config config = hamiltonian("p^2/2 + x^2/2", {{"x", "p"}}, {"x(0) = 1", "p(0) = 0"});
  config.problem.observables = {{"energy", "p^2/2"}};

  EXPECT_EQ(test::problem_of(config).observables.size(), 1U);
}

TEST(Motion, DerivesLagrangesEquations) {
  Config config = lagrangian("m*x'^2/2 - k*x^2/2", {"x"}, {"x(0) = 1", "x'(0) = 0"});
  config.problem.parameters = {{"m", 2.0}, {"k", 3.0}};

  const Problem problem = test::problem_of(config);

  ASSERT_EQ(problem.equations.size(), 1U);
  EXPECT_EQ(problem.equations[0].text, "m*x'' = -(k*x)");
  EXPECT_EQ(problem.states[0].order, 2);
  ASSERT_EQ(problem.observables.size(), 1U);
  // m x'^2 - (m x'^2 / 2 - k x^2 / 2) at x = 1, x' = 2
  const std::vector<double> slots{0.0, 1.0, 2.0, 0.0};
  EXPECT_DOUBLE_EQ(evaluate<double>(problem.observables[0].expression, slots), 2.0 * 2.0 + 1.5);
}

TEST(Motion, KnowsTheForcesOfPolarCoordinates) {
  const Config config = lagrangian("(r'^2 + r^2*phi'^2)/2 + 1/r",
                                   {"r", "phi"},
                                   {"r(0) = 1", "r'(0) = 0", "phi(0) = 0", "phi'(0) = 1.1"});
  const Problem problem = test::problem_of(config);
  // r'' = r phi'^2 - 1/r^2; r^2 phi'' + 2 r r' phi' = 0. Slots: t, r, r', r'', phi, phi', phi''
  const std::vector<double> slots{0.0, 2.0, 0.5, 0.7, 0.3, 0.4, 0.9};

  EXPECT_NEAR(
      evaluate<double>(problem.equations[0].residual, slots), 0.7 - (2.0 * 0.16 - 0.25), 1e-15);
  EXPECT_NEAR(evaluate<double>(problem.equations[1].residual, slots),
              4.0 * 0.9 + 2.0 * 2.0 * 0.5 * 0.4,
              1e-15);
}

TEST(Motion, TellsMistakesAtTheirKeys) {
  EXPECT_THAT(test::told(hamiltonian("p^2/2 + kk*x", {{"x", "p"}}, {"x(0) = 1", "p(0) = 0"})),
              HasSubstr("error problem.hamiltonian.energy 8+2: unknown name \"kk\""));
  EXPECT_THAT(test::told(hamiltonian("p^2/2 +", {{"x", "p"}}, {"x(0) = 1", "p(0) = 0"})),
              HasSubstr("error problem.hamiltonian.energy"));
  EXPECT_THAT(test::told(hamiltonian("p^2/2", {{"q", "r"}}, {"q(0) = 1", "r(0) = 0"})),
              HasSubstr("neither \"q\" nor \"r\" is in problem.hamiltonian.energy"));
  EXPECT_THAT(test::told(hamiltonian("p^2/2 + x", {{"x", "t"}}, {"x(0) = 1", "p(0) = 0"})),
              HasSubstr("\"t\" is the name of a variable already"));
  EXPECT_THAT(test::told(lagrangian("x^2/2", {"x"}, {"x(0) = 1", "x'(0) = 0"})),
              HasSubstr("does not depend on x', so it gives no equation of motion"));
  EXPECT_THAT(
      test::told(hamiltonian("p'^2/2 + x", {{"x", "p"}}, {"x(0) = 1", "p(0) = 0"})),
      HasSubstr("error problem.hamiltonian.energy 0+2: \"p'\" in problem.hamiltonian.energy; "
                "write momenta"));
  EXPECT_EQ(
      test::told(lagrangian("x''^2/2", {"x"}, {"x(0) = 1", "x'(0) = 0"})),
      "error problem.lagrangian.function 0+3: \"x''\" in problem.lagrangian.function; only first "
      "derivatives may occur\n");
  Config both = hamiltonian("p^2/2 + x^2", {{"x", "p"}}, {"x(0) = 1", "p(0) = 0"});
  both.problem.equations = {"x' = p"};
  EXPECT_THAT(test::told(both), HasSubstr("only one of problem.equations, problem.hamiltonian"));
}

}  // namespace
}  // namespace pinn
