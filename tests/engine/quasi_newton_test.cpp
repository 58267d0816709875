// SPDX-License-Identifier: MIT
// Self-scaled Broyden's method on functions whose minimum is known.
#include "pinn/engine/quasi_newton.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>

#include "tolerances.hpp"

namespace pinn {
namespace {

using End = QuasiNewtonResult::End;
using ::testing::HasSubstr;

/// Rosenbrock's valley in pairs of unknowns; the minimum 0 is at (1, 1, ...).
double rosenbrock(const Eigen::VectorXd& x, Eigen::VectorXd& gradient) {
  double sum = 0.0;
  gradient.setZero(x.size());
  for (Eigen::Index i = 0; i + 1 < x.size(); i += 2) {
    const double bend = x(i + 1) - x(i) * x(i);
    sum += 100.0 * bend * bend + (1.0 - x(i)) * (1.0 - x(i));
    gradient(i) = -400.0 * bend * x(i) - 2.0 * (1.0 - x(i));
    gradient(i + 1) = 200.0 * bend;
  }
  return sum;
}

TEST(SelfScaledBroyden, FollowsRosenbrocksValley) {
  for (const Eigen::Index n : {2, 20, 100}) {
    Eigen::VectorXd x(n);
    for (Eigen::Index i = 0; i < n; ++i) x(i) = i % 2 == 0 ? -1.2 : 1.0;

    const QuasiNewtonResult result = minimise_self_scaled(rosenbrock, x, 500, nullptr);

    EXPECT_LT((x.array() - 1.0).abs().maxCoeff(), test::kMinimum) << n;
    EXPECT_LT(result.value, test::kMinimum * test::kMinimum) << n;
  }
}

TEST(SelfScaledBroyden, TakesScalesOfTenDecades) {
  Eigen::VectorXd scales(11);
  for (Eigen::Index i = 0; i < 11; ++i) scales(i) = std::pow(10.0, static_cast<double>(i));
  const Objective valley = [&](const Eigen::VectorXd& x, Eigen::VectorXd& gradient) {
    gradient = scales.cwiseProduct(x);
    return 0.5 * x.dot(gradient);
  };
  Eigen::VectorXd x = Eigen::VectorXd::Ones(11);

  const QuasiNewtonResult result = minimise_self_scaled(valley, x, 1000, nullptr);

  EXPECT_LT(result.value, test::kMinimum * test::kMinimum);
}

TEST(SelfScaledBroyden, TellsWhereEveryStepLeads) {
  Eigen::VectorXd x(2);
  x << -1.2, 1.0;
  Eigen::VectorXd last;
  const Objective watched = [&](const Eigen::VectorXd& at, Eigen::VectorXd& gradient) {
    last = at;
    return rosenbrock(at, gradient);
  };
  double before = std::numeric_limits<double>::infinity();
  std::int64_t n_steps = 0;
  const auto watch = [&](const QuasiNewtonStep& step) {
    Eigen::VectorXd gradient;
    EXPECT_EQ(step.iteration, ++n_steps);
    EXPECT_EQ(step.value, rosenbrock(last, gradient));
    EXPECT_EQ(step.gradient_norm, gradient.norm());
    EXPECT_LT(step.value, before);
    before = step.value;
    return step.iteration < 7;
  };

  const QuasiNewtonResult result = minimise_self_scaled(watched, x, 500, watch);

  EXPECT_EQ(result.end, End::Watch);
  EXPECT_EQ(result.iterations, 7);
  EXPECT_EQ(x, last);
}

TEST(SelfScaledBroyden, EndsWhereNothingIsLower) {
  Eigen::VectorXd x(2);
  x << 1.0, 1.0;

  const QuasiNewtonResult result = minimise_self_scaled(rosenbrock, x, 500, nullptr);

  EXPECT_EQ(result.end, End::NoDescent);
  EXPECT_EQ(result.iterations, 0);
  EXPECT_THAT(result.message, HasSubstr("no lower value than 0"));
}

TEST(SelfScaledBroyden, StepsBackFromWhereNoValueIs) {
  // log(x) + 1/x with its minimum 1 at x = 1, undefined for x <= 0; the first step goes there.
  const Objective barrier = [](const Eigen::VectorXd& x, Eigen::VectorXd& gradient) {
    gradient.setConstant(1, 1.0 / x(0) - 1.0 / (x(0) * x(0)));
    return std::log(x(0)) + 1.0 / x(0);
  };
  Eigen::VectorXd x(1);
  x << 0.02;

  const QuasiNewtonResult result = minimise_self_scaled(barrier, x, 200, nullptr);

  EXPECT_NEAR(x(0), 1.0, test::kMinimum);
  EXPECT_NEAR(result.value, 1.0, test::kFewRoundings);
}

TEST(SelfScaledBroyden, RefusesAStartWithoutAValue) {
  const Objective nothing = [](const Eigen::VectorXd& x, Eigen::VectorXd& gradient) {
    gradient.setZero(x.size());
    return std::numeric_limits<double>::quiet_NaN();
  };
  Eigen::VectorXd x = Eigen::VectorXd::Zero(3);

  EXPECT_EQ(minimise_self_scaled(nothing, x, 10, nullptr).end, End::NotFinite);
}

}  // namespace
}  // namespace pinn
