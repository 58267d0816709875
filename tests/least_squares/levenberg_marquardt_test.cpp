// SPDX-License-Identifier: MIT
// Minimisation on problems whose answer is known.
#include "../../src/least_squares/levenberg_marquardt.hpp"

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <utility>
#include <vector>

namespace pinn::least_squares {
namespace {

/// Residuals given by two functions.
class Given : public Residuals {
 public:
  using Values = std::function<Eigen::VectorXd(const Eigen::VectorXd&)>;
  using Slopes = std::function<Eigen::MatrixXd(const Eigen::VectorXd&)>;

  Given(Values values, Slopes slopes) : values_(std::move(values)), slopes_(std::move(slopes)) {}

  bool evaluate(const Eigen::VectorXd& weights, Eigen::VectorXd& residuals) override {
    residuals = values_(weights);
    return residuals.allFinite();
  }
  void jacobian(const Eigen::VectorXd& weights, Eigen::MatrixXd& transposed) override {
    transposed = slopes_(weights).transpose();
  }
  std::vector<double> parts(const Eigen::VectorXd& residuals) const override {
    return {residuals.squaredNorm() / static_cast<double>(residuals.size())};
  }

 private:
  Values values_;
  Slopes slopes_;
};

LmOptions options(double target) {
  LmOptions all;
  all.target = target;
  all.max_iterations = 200;
  return all;
}

TEST(LevenbergMarquardt, GoesDownRosenbrocksValley) {
  // From (-1.2, 1), as Rosenbrock did; the minimum is (1, 1).
  Given valley(
      [](const Eigen::VectorXd& w) {
        return Eigen::Vector2d(10 * (w(1) - w(0) * w(0)), 1 - w(0)).eval();
      },
      [](const Eigen::VectorXd& w) {
        Eigen::MatrixXd J(2, 2);
        J << -20 * w(0), 10, -1, 0;
        return J;
      });

  const LmResult result = minimise(valley, Eigen::Vector2d(-1.2, 1), options(1e-14));

  EXPECT_EQ(result.end, LmEnd::Target);
  EXPECT_NEAR(result.weights(0), 1.0, 1e-12);
  EXPECT_NEAR(result.weights(1), 1.0, 1e-12);
}

TEST(LevenbergMarquardt, FindsTheLeastSquaresOfMoreEquationsThanWeights) {
  // y = a exp(b t) through four points of 2 exp(-t/2) moved by +-0.01: the gradient vanishes.
  const Eigen::Vector4d t(0, 1, 2, 3);
  const Eigen::Vector4d y = 2 * (-0.5 * t.array()).exp() + 0.01 * Eigen::Array4d(1, -1, -1, 1);
  Given fit(
      [&](const Eigen::VectorXd& w) -> Eigen::VectorXd {
        return w(0) * (w(1) * t.array()).exp().matrix() - y;
      },
      [&](const Eigen::VectorXd& w) {
        Eigen::MatrixXd J(4, 2);
        J.col(0) = (w(1) * t.array()).exp();
        J.col(1) = w(0) * t.array() * (w(1) * t.array()).exp();
        return J;
      });

  const LmResult result = minimise(fit, Eigen::Vector2d(1, 0), options(0));

  EXPECT_EQ(result.end, LmEnd::NoProgress);
  EXPECT_NEAR(result.weights(0), 2.0, 0.03);
  Eigen::VectorXd R;
  Eigen::MatrixXd transposed;
  fit.evaluate(result.weights, R);
  fit.jacobian(result.weights, transposed);
  // Near its minimum a sum of squares of 4e-4 hides a gradient of the root of its rounding.
  EXPECT_LT((transposed * R).norm(), 1e-9);
}

TEST(LevenbergMarquardt, OfFewerEquationsThanWeightsTakesTheShortStep) {
  Given sum([](const Eigen::VectorXd& w) { return Eigen::VectorXd::Constant(1, w.sum() - 6); },
            [](const Eigen::VectorXd&) { return Eigen::MatrixXd::Ones(1, 3); });

  const LmResult result = minimise(sum, Eigen::Vector3d::Zero(), options(1e-13));

  EXPECT_EQ(result.end, LmEnd::Target);
  for (const double w : result.weights) EXPECT_NEAR(w, 2.0, 1e-12);
}

TEST(LevenbergMarquardt, ReportsTheGradientWhereAStepBegins) {
  // (x + y + z - 6)^2 at 0: the gradient is -12 in each direction.
  Given sum([](const Eigen::VectorXd& w) { return Eigen::VectorXd::Constant(1, w.sum() - 6); },
            [](const Eigen::VectorXd&) { return Eigen::MatrixXd::Ones(1, 3); });
  std::vector<double> norms;
  LmOptions watched = options(1e-13);
  watched.go_on = [&](const LmStep& step) {
    norms.push_back(step.grad_norm);
    return true;
  };

  minimise(sum, Eigen::Vector3d::Zero(), watched);

  ASSERT_FALSE(norms.empty());
  EXPECT_NEAR(norms.front(), 12 * std::sqrt(3.0), 1e-12);
}

TEST(LevenbergMarquardt, StaysOutOfWhereResidualsDoNotExist) {
  Given logarithm(
      [](const Eigen::VectorXd& w) { return Eigen::VectorXd::Constant(1, std::log(w(0))); },
      [](const Eigen::VectorXd& w) { return Eigen::MatrixXd::Constant(1, 1, 1 / w(0)); });

  const LmResult result = minimise(logarithm, Eigen::VectorXd::Constant(1, 30.0), options(1e-14));

  EXPECT_EQ(result.end, LmEnd::Target);
  EXPECT_NEAR(result.weights(0), 1.0, 1e-13);
}

TEST(LevenbergMarquardt, SaysHowItEnded) {
  Given never(
      [](const Eigen::VectorXd& w) { return Eigen::VectorXd::Constant(1, 1 + w(0) * w(0)); },
      [](const Eigen::VectorXd& w) { return Eigen::MatrixXd::Constant(1, 1, 2 * w(0)); });
  Given nowhere([](const Eigen::VectorXd&) { return Eigen::VectorXd::Constant(1, std::nan("")); },
                [](const Eigen::VectorXd&) { return Eigen::MatrixXd::Ones(1, 1); });
  const Eigen::VectorXd start = Eigen::VectorXd::Constant(1, 3.0);
  LmOptions one = options(0);
  one.max_iterations = 1;
  LmOptions stopped = options(0);
  stopped.go_on = [](const LmStep&) { return false; };

  EXPECT_EQ(minimise(never, start, options(0)).end, LmEnd::NoProgress);
  EXPECT_EQ(minimise(nowhere, start, options(0)).end, LmEnd::NotFinite);
  EXPECT_EQ(minimise(never, start, one).end, LmEnd::IterationLimit);
  EXPECT_EQ(minimise(never, start, stopped).end, LmEnd::Stopped);
}

}  // namespace
}  // namespace pinn::least_squares
