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

TEST(WindowResiduals, JacobianIsTheCentralDifference) {
  const Problem problem = test::problem_of(test::config_of(kEquations, kConditions));
  const Window window = some_window(problem, 1.5);
  WindowResiduals residuals(
      problem, window, chebyshev_points(window.start, window.end, 5), Eigen::Vector2d(0.3, 0.2));
  const Eigen::VectorXd weights = weights_of(window.networks.front());
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
