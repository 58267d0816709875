// SPDX-License-Identifier: MIT
#include "pinn/engine/hard_conditions.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <random>

#include "model/random_model.hpp"
#include "tolerances.hpp"

namespace pinn {
namespace {

struct Term {
  double coefficient;
  PointValue value;
};

Condition linear(std::vector<Term> terms, double target, const std::string& text = "c") {
  Condition condition;
  condition.text = text;
  condition.linear = true;
  condition.target = target;
  for (const Term& term : terms) {
    condition.coefficients.push_back(term.coefficient);
    condition.values.push_back(term.value);
  }
  return condition;
}

/// coefficient * (derivative of state at `at`)
Term term(double coefficient, int state, int derivative, double at) {
  return {coefficient, {state, derivative, at}};
}

struct Case {
  std::string name;
  double start;
  double end;
  int n_states;
  std::vector<Condition> conditions;
};

Problem problem_of(const Case& c) {
  Problem problem;
  problem.start = c.start;
  problem.end = c.end;
  for (int s = 0; s < c.n_states; ++s) problem.states.push_back({"y" + std::to_string(s), 1});
  problem.conditions = c.conditions;
  return problem;
}

std::vector<Case> all_cases() {
  return {
      {"one value", 0, 5, 1, {linear({term(1, 0, 0, 0)}, 1.0)}},
      {"value and slope, away from zero",
       1e3,
       1e3 + 8,
       1,
       {linear({term(1, 0, 0, 1e3)}, -2.0), linear({term(1, 0, 1, 1e3)}, 0.5)}},
      {"four initial derivatives out of order, one scaled",
       0,
       2,
       1,
       {linear({term(1, 0, 3, 0)}, 4.0),
        linear({term(1, 0, 1, 0)}, -1.0),
        linear({term(-2, 0, 0, 0)}, 3.0),
        linear({term(1, 0, 2, 0)}, 0.25)}},
      {"final value", 0, 3, 1, {linear({term(1, 0, 0, 3)}, 1.0)}},
      {"two states", -1, 4, 2, {linear({term(1, 0, 0, -1)}, 1), linear({term(1, 1, 0, -1)}, 2)}},
      {"two ends", 0, 1, 1, {linear({term(1, 0, 0, 0)}, 1), linear({term(1, 0, 0, 1)}, 2)}},
      {"slopes at both ends",
       0,
       2,
       1,
       {linear({term(1, 0, 1, 0)}, 1), linear({term(1, 0, 1, 2)}, 2)}},
      {"slope and value", 0, 1, 1, {linear({term(1, 0, 1, 0)}, 3), linear({term(1, 0, 0, 1)}, 2)}},
      {"robin",
       0,
       1,
       1,
       {linear({term(1, 0, 0, 0)}, 1), linear({term(1, 0, 1, 1), term(1, 0, 0, 1)}, 0)}},
      {"periodic", 0, 1, 1, {linear({term(1, 0, 0, 0), term(-1, 0, 0, 1)}, 0)}},
      {"periodic value and slope",
       0,
       6.5,
       1,
       {linear({term(1, 0, 0, 0), term(-1, 0, 0, 6.5)}, 0),
        linear({term(1, 0, 1, 0), term(-1, 0, 1, 6.5)}, 0)}},
      {"states that speak of each other",
       0,
       1,
       2,
       {linear({term(1, 0, 0, 0), term(2, 1, 0, 1)}, 1),
        linear({term(1, 0, 0, 1), term(-1, 1, 0, 0)}, 0.5)}},
      {"sum and difference of two states at one point",
       0,
       1,
       2,
       {linear({term(1, 0, 0, 0), term(1, 1, 0, 0)}, 1),
        linear({term(1, 0, 0, 0), term(-1, 1, 0, 0)}, 3)}},
      {"interior points",
       0,
       10,
       1,
       {linear({term(1, 0, 0, 2)}, 1),
        linear({term(1, 0, 0, 5)}, -1),
        linear({term(1, 0, 2, 7)}, 0.1)}},
      {"beam, clamped and free",
       0,
       1,
       1,
       {linear({term(1, 0, 0, 0)}, 0),
        linear({term(1, 0, 1, 0)}, 0),
        linear({term(1, 0, 2, 1)}, 0),
        linear({term(1, 0, 3, 1)}, 0.5)}},
      {"birkhoff: under these, q^2 is a multiple of 1",
       -1,
       1,
       1,
       {linear({term(1, 0, 0, -1)}, 1),
        linear({term(1, 0, 0, 1)}, 2),
        linear({term(1, 0, 1, 0)}, 0.75)}},
      {"very small coefficients",
       0,
       1,
       1,
       {linear({term(1e-12, 0, 0, 0), term(1e-12, 0, 1, 0)}, 1e-12)}},
  };
}

std::vector<int> all_indices(std::size_t n) {
  std::vector<int> indices;
  for (std::size_t i = 0; i < n; ++i) indices.push_back(static_cast<int>(i));
  return indices;
}

Window random_window(const Case& c, unsigned seed) {
  const Mlp network = test::random_mlp({1, 9, 9, c.n_states}, Activation::Tanh, seed);
  Window window = test::plain_window(c.start, c.end, network);
  window.scale *= 1.5;
  return window;
}

/// sum_i |a_i y_i| + |c|: what the rounding of a condition is measured by.
double size_of(const Condition& condition, const Window& window) {
  double size = std::abs(condition.target);
  for (std::size_t i = 0; i < condition.values.size(); ++i) {
    const PointValue& value = condition.values[i];
    const Eigen::MatrixXd y = evaluate_window(window, value.at, value.derivative);
    size += std::abs(condition.coefficients[i] * y(value.state, value.derivative));
  }
  return size;
}

TEST(HardConditions, HoldForAnyNetwork) {
  for (const Case& c : all_cases()) {
    const Problem problem = problem_of(c);
    const HardConditions hard = make_hard_conditions(problem, Imposed::Hard);
    EXPECT_EQ(hard.hard, all_indices(c.conditions.size())) << c.name;
    for (const unsigned seed : {1U, 2U, 3U}) {
      const Window network = random_window(c, seed);
      Window window = network;

      apply_hard_conditions(window, problem, hard);

      for (const Condition& condition : c.conditions) {
        EXPECT_NEAR(
            linear_value(condition, window),
            condition.target,
            test::kSumOfHundreds * (size_of(condition, network) + size_of(condition, window)))
            << c.name;
      }
    }
  }
}

TEST(HardConditions, HaveFunctionsThatMeetOneConditionEach) {
  for (const Case& c : all_cases()) {
    const Problem problem = problem_of(c);
    const HardConditions hard = make_hard_conditions(problem, Imposed::Hard);
    Window window = random_window(c, 1);
    window.networks[0].layers.back().weight.setZero();
    window.networks[0].layers.back().bias.setZero();
    window.anchor = hard.anchor;
    window.argument_rate = hard.rate;
    ASSERT_EQ(hard.eta.size(), c.conditions.size()) << c.name;

    for (std::size_t k = 0; k < hard.eta.size(); ++k) {
      window.offset = hard.eta[k];
      for (std::size_t j = 0; j < c.conditions.size(); ++j) {
        const double size = size_of(c.conditions[j], window);
        EXPECT_NEAR(linear_value(c.conditions[j], window),
                    j == k ? 1.0 : 0.0,
                    test::kSumOfHundreds * (1 + size))
            << c.name << ": condition " << j << " of eta " << k;
      }
    }
  }
}

TEST(HardConditions, OfAnInitialValueProblemAreTaylorPolynomials) {
  const Case c{"",
               2,
               6,
               1,
               {linear({term(1, 0, 0, 2)}, 1),
                linear({term(1, 0, 1, 2)}, 1),
                linear({term(1, 0, 2, 2)}, 1)}};

  const HardConditions hard = make_hard_conditions(problem_of(c), Imposed::Hard);

  EXPECT_EQ(hard.anchor, 2.0);
  EXPECT_EQ(hard.rate, 0.25);
  // 1, v - 2 = 4 q, (v - 2)^2 / 2 = 8 q^2
  EXPECT_EQ(hard.eta[0], (Eigen::RowVector3d(1, 0, 0)));
  EXPECT_EQ(hard.eta[1], (Eigen::RowVector3d(0, 4, 0)));
  EXPECT_EQ(hard.eta[2], (Eigen::RowVector3d(0, 0, 8)));
}

TEST(HardConditions, OfTwoEndsAreTheStraightLinesBetweenThem) {
  const Case c{"", 0, 4, 1, {linear({term(1, 0, 0, 0)}, 1), linear({term(1, 0, 0, 4)}, 1)}};

  const HardConditions hard = make_hard_conditions(problem_of(c), Imposed::Hard);

  EXPECT_EQ(hard.anchor, 2.0);
  EXPECT_EQ(hard.rate, 0.5);
  EXPECT_LT((hard.eta[0] - Eigen::RowVector2d(0.5, -0.5)).norm(), test::kFewRoundings);
  EXPECT_LT((hard.eta[1] - Eigen::RowVector2d(0.5, 0.5)).norm(), test::kFewRoundings);
}

TEST(HardConditions, GiveAnInitialValueToTheLastPlaceOfTheNetwork) {
  const Case c{"", 0, 5, 1, {linear({term(1, 0, 0, 0)}, 1.0)}};
  const Problem problem = problem_of(c);
  const HardConditions hard = make_hard_conditions(problem, Imposed::Hard);
  for (unsigned seed = 1; seed <= 20; ++seed) {
    Window window = random_window(c, seed);
    const double network = evaluate_window(window, 0.0, 0)(0, 0);

    apply_hard_conditions(window, problem, hard);

    const double last_place = 2.2e-16 * (1 + std::abs(network));
    EXPECT_NEAR(evaluate_window(window, 0.0, 0)(0, 0), 1.0, last_place);
  }
}

TEST(HardConditions, LeaveNonlinearOnesToTheLoss) {
  Condition square;
  square.text = "y(0)^2 = 1";
  square.values = {{0, 0, 0.0}};
  const Case c{"", 0, 1, 1, {square, linear({term(1, 0, 1, 0)}, 2.0)}};

  const HardConditions hard = make_hard_conditions(problem_of(c), Imposed::Hard);

  EXPECT_EQ(hard.hard, std::vector<int>{1});
  EXPECT_EQ(hard.soft, std::vector<int>{0});
  ASSERT_EQ(hard.why_soft.size(), 1U);
  EXPECT_EQ(hard.why_soft[0],
            "condition \"y(0)^2 = 1\" is not linear in the states, so it is part of the loss, not "
            "exact");
  EXPECT_EQ(hard.eta.size(), 1U);
}

TEST(HardConditions, LeaveDependentOnesToTheLoss) {
  const Case c{"",
               0,
               1,
               2,
               {linear({term(0.1, 0, 0, 0), term(0.2, 1, 0, 0)}, 1),
                linear({term(1, 1, 0, 0)}, 2),
                linear({term(0.3, 0, 0, 0), term(0.7, 1, 0, 0)}, 5, "0.3*x(0) + 0.7*y(0) = 5"),
                linear({term(1, 0, 0, 1)}, 1)}};

  const HardConditions hard = make_hard_conditions(problem_of(c), Imposed::Hard);

  EXPECT_EQ(hard.hard, (std::vector<int>{0, 1, 3}));
  EXPECT_EQ(hard.soft, std::vector<int>{2});
  ASSERT_EQ(hard.why_soft.size(), 1U);
  EXPECT_EQ(hard.why_soft[0],
            "condition \"0.3*x(0) + 0.7*y(0) = 5\" is a combination of those before it, so it is "
            "part of the loss, not exact");
}

TEST(HardConditions, WithoutContentAreSoft) {
  const Case c{"", 0, 1, 1, {linear({term(0, 0, 0, 0)}, 0), linear({}, 0)}};

  const HardConditions hard = make_hard_conditions(problem_of(c), Imposed::Hard);

  EXPECT_TRUE(hard.hard.empty());
  EXPECT_EQ(hard.soft, (std::vector<int>{0, 1}));
}

TEST(HardConditions, AtPointsThatNearlyCoincideEndHardOrSoftButFinite) {
  for (const double gap : {1e-3, 1e-6, 1e-9, 1e-12, 1e-15}) {
    const Case c{"",
                 0,
                 1,
                 1,
                 {linear({term(1, 0, 0, 0.5)}, 1),
                  linear({term(1, 0, 0, 0.5 + gap)}, 1),
                  linear({term(1, 0, 0, 1)}, 1)}};

    const HardConditions hard = make_hard_conditions(problem_of(c), Imposed::Hard);

    EXPECT_EQ(hard.hard.size() + hard.soft.size(), 3U);
    EXPECT_EQ(hard.why_soft.size(), hard.soft.size());
    EXPECT_EQ(hard.eta.size(), hard.hard.size());
    for (const Eigen::MatrixXd& eta : hard.eta) EXPECT_TRUE(eta.allFinite());
  }
}

TEST(HardConditions, AreAllSoftIfAskedFor) {
  const Case c = all_cases()[1];
  const Problem problem = problem_of(c);

  const HardConditions hard = make_hard_conditions(problem, Imposed::Soft);
  Window window = random_window(c, 1);
  window.offset.setConstant(7.0);
  apply_hard_conditions(window, problem, hard);

  EXPECT_TRUE(hard.hard.empty());
  EXPECT_EQ(hard.soft, (std::vector<int>{0, 1}));
  EXPECT_TRUE(hard.why_soft.empty());
  EXPECT_EQ(window.offset, Eigen::MatrixXd::Zero(1, 1));
  EXPECT_EQ(window.factor, Eigen::MatrixXd::Ones(1, 1));
}

TEST(HardConditions, ChangeTheStatesByThePolynomialAlone) {
  const Case c = all_cases()[5];
  const Problem problem = problem_of(c);
  const Window before = random_window(c, 4);
  Window after = before;

  apply_hard_conditions(after, problem, make_hard_conditions(problem, Imposed::Hard));

  // Dirichlet: y = N + (1 - v) (1 - N(0)) + v (2 - N(1))
  const auto network = [&](double v) { return evaluate_window(before, v, 0)(0, 0); };
  const double v = 0.3;
  EXPECT_NEAR(evaluate_window(after, v, 0)(0, 0),
              network(v) + (1 - v) * (1 - network(0)) + v * (2 - network(1)),
              test::kFewRoundings);
}

}  // namespace
}  // namespace pinn
