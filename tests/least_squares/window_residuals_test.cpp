// SPDX-License-Identifier: MIT
// Residuals against those of the model, their derivatives against central differences.
#include "../../src/least_squares/window_residuals.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "../../src/least_squares/window_training.hpp"
#include "pinn/expression/evaluate.hpp"
#include "problem/configs.hpp"
#include "tolerances.hpp"

namespace pinn::least_squares {
namespace {

/// A window from 0.5 on with a random network.
Window some_window(const Problem& problem, double length) {
  Start start;
  start.at = 0.5;
  for (const State& state : problem.states) {
    start.states.push_back(Eigen::VectorXd::LinSpaced(state.order + 1, 0.8, 1.4));
  }
  Frame frame = make_frame(problem, start, length);
  frame.window.networks = {random_network({{5, 4}, Activation::Tanh}, problem.n_states(), 1, 2)};
  return frame.window;
}

const std::vector<std::string> kEquations{"x'' = -sin(x)*y + t", "y'*y + x'^2 = 2*t"};
const std::vector<std::string> kConditions{"x(0) = 1", "x'(0) = 0", "y(0) = 1"};

TEST(WindowResiduals, AreThoseOfTheModel) {
  const Problem problem = test::problem_of(test::config_of(kEquations, kConditions));
  for (const double length : {0.7, -0.3}) {
    const Window window = some_window(problem, length);
    const Quadrature at = chebyshev_points(window.start, window.end, 6);
    const Eigen::Vector2d factors(2.0, 0.5);
    WindowResiduals residuals(problem, window, at, factors);
    Eigen::VectorXd R;

    ASSERT_TRUE(residuals.evaluate(weights_of(window.networks.front()), R));

    ASSERT_EQ(R.size(), 12);
    for (Eigen::Index i = 0; i < 6; ++i) {
      const double t = at.points[static_cast<std::size_t>(i)];
      const Eigen::MatrixXd y = evaluate_window(window, t, 2);
      const double first = y(0, 2) + std::sin(y(0, 0)) * y(1, 0) - t;
      const double second = y(1, 1) * y(1, 0) + y(0, 1) * y(0, 1) - 2 * t;
      EXPECT_NEAR(R(i), 2.0 * at.roots(i) * first, test::kSumOfHundreds * (1 + std::abs(R(i))));
      EXPECT_NEAR(R(6 + i), 0.5 * at.roots(i) * second, test::kSumOfHundreds);
    }
  }
}

void expect_jacobian_is_the_difference(WindowResiduals& residuals, const Eigen::VectorXd& weights) {
  Eigen::MatrixXd transposed;

  residuals.jacobian(weights, transposed);

  ASSERT_EQ(transposed.rows(), weights.size());
  for (Eigen::Index w = 0; w < weights.size(); ++w) {
    Eigen::VectorXd above;
    Eigen::VectorXd below;
    Eigen::VectorXd moved = weights;
    moved(w) = weights(w) + test::kDifferenceStep;
    residuals.evaluate(moved, above);
    moved(w) = weights(w) - test::kDifferenceStep;
    residuals.evaluate(moved, below);
    const Eigen::VectorXd difference = (above - below) / (2 * test::kDifferenceStep);
    EXPECT_LT((transposed.row(w).transpose() - difference).norm(), test::kDifferenceTolerance) << w;
  }
}

TEST(WindowResiduals, JacobianIsTheCentralDifference) {
  const Problem problem = test::problem_of(test::config_of(kEquations, kConditions));
  const Window window = some_window(problem, 1.5);
  WindowResiduals residuals(
      problem, window, chebyshev_points(window.start, window.end, 5), Eigen::Vector2d(0.3, 0.2));
  expect_jacobian_is_the_difference(residuals, weights_of(window.networks.front()));
}

/// A window of which nothing holds by construction, with a network for each of two states.
Window plain_window() {
  Window window;
  window.start = 0.0;
  window.end = 1.0;
  window.input.shift = 0.5;
  window.input.rate = 2.0;
  window.input.fourier_features = 2;
  for (const std::uint32_t number : {1U, 2U}) {
    Mlp network = random_network({{4}, Activation::Sin}, 1, 3, number);
    Linear& first = network.layers.front();
    const Eigen::MatrixXd weight = first.weight;
    first.weight = Eigen::MatrixXd::Constant(4, window.input.n_inputs(), 0.1 * number);
    first.weight.col(0) = weight;
    window.networks.push_back(network);
  }
  window.scale = Eigen::Vector2d(1.5, 0.8);
  window.offset = Eigen::MatrixXd::Zero(2, 1);
  window.factor = Eigen::MatrixXd::Ones(2, 1);
  return window;
}

/// Two values of y, and one of x' + y^2 at another place.
std::vector<DataSeries> some_data() {
  DataSeries values;
  values.name = "y";
  values.state = 1;
  values.at = {0.2, 0.7};
  values.observed = {0.4, 0.5};
  values.sigma = {0.1, 0.2};
  DataSeries observable;
  observable.name = "o";
  observable.observable = 0;
  observable.at = {0.7};
  observable.observed = {1.0};
  observable.sigma = {2.0};
  return {values, observable};
}

Problem problem_with_boundaries() {
  Config config = test::config_of(
      kEquations, {"x(0) + 2*x(1) = 1", "x'(0)*y(0.5) = 0.3", "y(1) - x'(1) = 0.2"});
  config.problem.end = 1.0;
  config.problem.observables = {{"o", "x' + y^2 + t"}};
  return test::problem_of(config);
}

TEST(WindowResiduals, JacobianHasConditionsAndMeasuredValues) {
  const Problem problem = problem_with_boundaries();
  const Window window = plain_window();
  const HardConditions hard = make_hard_conditions(problem, Imposed::Hard);
  ASSERT_EQ(hard.hard.size(), 2U);
  ASSERT_EQ(hard.soft.size(), 1U);
  OtherTerms other;
  other.hard = &hard;
  other.soft = hard.soft;
  other.soft_factors = Eigen::VectorXd::Constant(1, 0.7);
  other.data = some_data();
  other.data_factor = 0.01;
  WindowResiduals residuals(
      problem, window, chebyshev_points(0.0, 1.0, 4), Eigen::Vector2d(0.03, 0.02), other);
  expect_jacobian_is_the_difference(residuals, weights_of_all(window.networks));
}

TEST(WindowResiduals, HaveConditionsAndMeasuredValuesOfTheModel) {
  const Problem problem = problem_with_boundaries();
  const HardConditions hard = make_hard_conditions(problem, Imposed::Hard);
  OtherTerms other;
  other.hard = &hard;
  other.soft = hard.soft;
  other.soft_factors = Eigen::VectorXd::Constant(1, 0.7);
  other.data = some_data();
  other.data_factor = 0.5;
  WindowResiduals residuals(
      problem, plain_window(), chebyshev_points(0.0, 1.0, 4), Eigen::Vector2d(1.0, 1.0), other);
  const Eigen::VectorXd weights = weights_of_all(plain_window().networks);
  Eigen::VectorXd R;

  ASSERT_TRUE(residuals.evaluate(weights, R));

  const Window window = residuals.window_with(weights);
  const auto y = [&](double t) { return evaluate_window(window, t, 2); };
  ASSERT_EQ(R.size(), 2 * 4 + 1 + 2 + 1);
  const double root = 2.0;  // of the four points
  EXPECT_NEAR(y(0)(0, 0) + 2 * y(1)(0, 0), 1.0, test::kSumOfHundreds);
  EXPECT_NEAR(R(8), root * 0.7 * (y(0)(0, 1) * y(0.5)(1, 0) - 0.3), test::kSumOfHundreds);
  EXPECT_NEAR(R(9), root * 0.5 * (y(0.2)(1, 0) - 0.4) / 0.1 / std::sqrt(2.0), test::kSumOfHundreds);
  EXPECT_NEAR(
      R(10), root * 0.5 * (y(0.7)(1, 0) - 0.5) / 0.2 / std::sqrt(2.0), test::kSumOfHundreds);
  const double o = y(0.7)(0, 1) + y(0.7)(1, 0) * y(0.7)(1, 0) + 0.7;
  EXPECT_NEAR(R(11), root * 0.5 * (o - 1.0) / 2.0, test::kSumOfHundreds);
  EXPECT_EQ(residuals.parts(R).size(), 2U + 1U + 2U);
  const Eigen::MatrixXd at_first = y(chebyshev_points(0.0, 1.0, 4).points[0]);
  EXPECT_NEAR(R(0),
              chebyshev_points(0.0, 1.0, 4).roots(0) *
                  (at_first(0, 2) + std::sin(at_first(0, 0)) * at_first(1, 0) -
                   chebyshev_points(0.0, 1.0, 4).points[0]),
              test::kSumOfHundreds * 100);
}

TEST(ChebyshevPoints, LieInsideAndWeighAsAnIntegral) {
  const Quadrature at = chebyshev_points(-1.0, 3.0, 40);

  EXPECT_GT(at.points.front(), -1.0);
  EXPECT_LT(at.points.back(), 3.0);
  double integral = 0.0;  // of exp, over the domain
  for (std::size_t i = 0; i < at.points.size(); ++i) {
    const double root = at.roots(static_cast<Eigen::Index>(i));
    integral += root * root * 4.0 / 40 * std::exp(at.points[i]);
  }
  // The midpoint rule in the angle has errors of the square of its step.
  EXPECT_NEAR(integral / (std::exp(3.0) - std::exp(-1.0)), 1.0, 1e-2);
}

TEST(WindowFrame, HoldsTheStartWhateverTheNetworkIs) {
  const Problem problem = test::problem_of(test::config_of(kEquations, kConditions));
  for (const double length : {2.0, -0.25}) {
    const Window window = some_window(problem, length);

    const Eigen::MatrixXd y = evaluate_window(window, 0.5, 1);

    EXPECT_NEAR(y(0, 0), 0.8, test::kFewRoundings);
    EXPECT_NEAR(y(0, 1), 1.1, test::kFewRoundings);
    EXPECT_NEAR(y(1, 0), 0.8, test::kFewRoundings);
  }
}

}  // namespace
}  // namespace pinn::least_squares
