// SPDX-License-Identifier: MIT
// Highest derivatives and their Jacobian against the explicit first-order form by dual numbers.
#include "../../src/readout/right_side.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "pinn/problem/explicit_form.hpp"
#include "problem/configs.hpp"
#include "tolerances.hpp"

namespace pinn::readout {
namespace {

/// Some points with values for every component, away from 0.
Eigen::MatrixXd sample_slots(const Problem& problem, const Components& components) {
  Eigen::MatrixXd slots = Eigen::MatrixXd::Zero(5, problem.n_slots);
  for (Eigen::Index i = 0; i < slots.rows(); ++i) {
    slots(i, 0) = 0.3 + 0.2 * static_cast<double>(i);
    for (int c = 0; c < components.count; ++c) {
      slots(i, components.slot[static_cast<std::size_t>(c)]) =
          0.5 + 0.1 * c + 0.07 * static_cast<double>(i);
    }
  }
  return slots;
}

void expect_equal_to_explicit_form(const std::vector<std::string>& equations,
                                   const std::vector<std::string>& conditions) {
  const Problem problem = test::problem_of(test::config_of(equations, conditions));
  const Components components(problem);
  RightSideCounts counts;
  RightSide g(problem, components, counts);
  Eigen::MatrixXd slots = sample_slots(problem, components);
  Eigen::MatrixXd jacobian;

  ASSERT_TRUE(g.evaluate(slots, jacobian));

  const ExplicitForm form(problem);
  for (Eigen::Index i = 0; i < slots.rows(); ++i) {
    Eigen::VectorXd u(components.count);
    for (int c = 0; c < components.count; ++c)
      u(c) = slots(i, components.slot[static_cast<std::size_t>(c)]);
    Eigen::VectorXd du(components.count);
    Eigen::MatrixXd J;
    ASSERT_TRUE(form.right_side(slots(i, 0), u.data(), du.data()));
    ASSERT_TRUE(form.jacobian(slots(i, 0), u.data(), J));
    for (int s = 0; s < components.n_states(); ++s) {
      const auto state = static_cast<std::size_t>(s);
      const int last = components.begin[state] + components.order[state] - 1;
      EXPECT_NEAR(slots(i, components.highest[state]), du(last), test::kFewRoundings * 10);
      for (int c = 0; c < components.count; ++c) {
        EXPECT_NEAR(jacobian(i, s * components.count + c), J(last, c), test::kFewRoundings * 10);
      }
    }
  }
  EXPECT_EQ(counts.evaluations, 5);
  EXPECT_EQ(counts.jacobians, 5);
}

TEST(RightSide, OfSolvedEquations) {
  expect_equal_to_explicit_form({"u' = 1.5*u - u*v", "v' = u*v - 3*v + sin(t)"},
                                {"u(0) = 1", "v(0) = 1"});
}

TEST(RightSide, OfASecondOrderEquationNotSolvedForIt) {
  expect_equal_to_explicit_form({"2*x'' + 0.4*x'*x + exp(x) = t"}, {"x(0) = 1", "x'(0) = 0"});
}

TEST(RightSide, OfEquationsCoupledInTheirHighestDerivatives) {
  expect_equal_to_explicit_form({"x'' + x*y' = t", "x'' - y' = x'*y"},
                                {"x(0) = 1", "x'(0) = 0", "y(0) = 1"});
}

TEST(RightSide, OfAnImplicitEquationMeetsIt) {
  const Problem problem = test::problem_of(test::config_of({"y' + y'^3 = y + t"}, {"y(0) = 1"}));
  ASSERT_TRUE(problem.implicit);
  const Components components(problem);
  RightSideCounts counts;
  RightSide g(problem, components, counts);
  Eigen::MatrixXd slots = sample_slots(problem, components);
  Eigen::MatrixXd jacobian;

  ASSERT_TRUE(g.evaluate(slots, jacobian));

  for (Eigen::Index i = 0; i < slots.rows(); ++i) {
    const double h = slots(i, components.highest[0]);
    EXPECT_NEAR(h + h * h * h, slots(i, components.slot[0]) + slots(i, 0), test::kFewRoundings);
    EXPECT_NEAR(jacobian(i, 0), 1.0 / (1.0 + 3.0 * h * h), test::kFewRoundings);
  }
}

TEST(RightSide, IsRefusedWhereAValueIsNotFinite) {
  const Problem problem = test::problem_of(test::config_of({"y' = 1/(t - 0.5)"}, {"y(0) = 1"}));
  const Components components(problem);
  RightSideCounts counts;
  RightSide g(problem, components, counts);
  Eigen::MatrixXd slots = sample_slots(problem, components);

  EXPECT_FALSE(g.evaluate(slots));  // its second point is 0.5
}

}  // namespace
}  // namespace pinn::readout
