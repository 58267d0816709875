// SPDX-License-Identifier: MIT
// What the tables promise, seen through the network that they describe.
#include "pinn/basis/tables.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "basis_network.hpp"
#include "pinn/util/error.hpp"
#include "tolerances.hpp"

namespace pinn {
namespace {

using test::BasisNetwork;

/// The n_times-fold integral of x^degree, without constants.
double integrated_power(int degree, int n_times, double x) {
  double value = std::pow(x, degree + n_times);
  for (int k = degree + 1; k <= degree + n_times; ++k) value /= k;
  return value;
}

double consistency_tolerance(const BasisTables& tables, int degree) {
  const bool is_gauss = tables.shape.kind == NodeKind::Gauss;
  if (degree == 0) return is_gauss ? test::kGaussConstant : test::kRadauConstant;
  return is_gauss ? test::kGaussPolynomial : test::kRadauPolynomial;
}

/// The largest difference, at 201 places, between derivative k of y with y^(m) = x^degree and that
/// of the network whose start and values are those of y.
double polynomial_error(const BasisTables& tables, int degree, int k) {
  const int m = tables.shape.order;
  Eigen::VectorXd start(m);
  for (int j = 0; j < m; ++j) start(j) = integrated_power(degree, m - j, -1.0);
  const Eigen::VectorXd values =
      test::at_points(tables, [&](double x) { return std::pow(x, degree); });
  const BasisNetwork network(tables, start, values);
  double worst = 0.0;
  for (const double x : test::places()) {
    worst = std::max(worst, std::abs(network(k, x) - integrated_power(degree, m - k, x)));
  }
  return worst;
}

TEST(BasisTables, ReproducePolynomialsBetweenThePoints) {
  for (const BasisTables* tables : test::default_tables()) {
    for (int degree = 0; degree <= 4; ++degree) {
      for (int k = 0; k <= tables->shape.order; ++k) {
        EXPECT_LE(polynomial_error(*tables, degree, k), consistency_tolerance(*tables, degree))
            << "order " << tables->shape.order << ", points " << tables->shape.n_points
            << ", degree " << degree << ", derivative " << k;
      }
    }
  }
}

TEST(BasisTables, StartWhereTheyAreTold) {
  for (const BasisTables* tables : test::default_tables()) {
    const int m = tables->shape.order;
    Eigen::VectorXd start(m);
    for (int j = 0; j < m; ++j) start(j) = 0.7 - 2.0 * j;
    const BasisNetwork network(
        *tables, start, test::at_points(*tables, [](double x) { return std::exp(x); }));

    for (int j = 0; j < m; ++j) EXPECT_NEAR(network(j, -1.0), start(j), network.rounding());
  }
}

TEST(BasisTables, GiveTheHighestDerivativeItsValuesWhateverTheStart) {
  for (const BasisTables* tables : test::default_tables()) {
    const Eigen::VectorXd start = Eigen::VectorXd::Constant(tables->shape.order, 3.0);
    const Eigen::VectorXd values = test::at_points(*tables, [](double x) { return std::cos(x); });

    const BasisNetwork network(*tables, start, values);

    for (Eigen::Index i = 0; i < values.size(); ++i) {
      EXPECT_NEAR(network(tables->shape.order, tables->points(i)), values(i), network.rounding());
    }
  }
}

TEST(BasisTables, IntegrateAsTheNetworkDoes) {
  for (const BasisTables* tables : test::default_tables()) {
    const int m = tables->shape.order;
    Eigen::VectorXd start(m);
    for (int j = 0; j < m; ++j) start(j) = 1.5 - j;
    const Eigen::VectorXd values = test::at_points(*tables, [](double x) { return std::cos(x); });

    const BasisNetwork network(*tables, start, values);

    for (int k = 0; k < m; ++k) {
      const auto order = static_cast<std::size_t>(k);
      const Eigen::VectorXd inside =
          tables->start[order] * start + tables->integral[order] * values;
      for (Eigen::Index i = 0; i < values.size(); ++i) {
        EXPECT_NEAR(inside(i), network(k, tables->points(i)), network.rounding());
      }
      const double end = tables->start_end.row(k).dot(start) + tables->end[order].dot(values);
      EXPECT_NEAR(end, network(k, 1.0), network.rounding());
    }
  }
}

TEST(BasisTables, OfOrderTwoIntegrateACosineTwice) {
  for (const NodeKind kind : {NodeKind::Gauss, NodeKind::Radau}) {
    const BasisTables& tables = basis_tables(default_shape(kind, 2));
    const Eigen::Vector2d start(-std::cos(-1.0), std::sin(-1.0));

    const BasisNetwork network(
        tables, start, test::at_points(tables, [](double x) { return std::cos(x); }));

    const double tolerance =
        kind == NodeKind::Gauss ? test::kGaussPolynomial : test::kRadauPolynomial;
    for (const double x : test::places()) {
      EXPECT_NEAR(network(0, x), -std::cos(x), tolerance);
      EXPECT_NEAR(network(1, x), std::sin(x), tolerance);
    }
  }
}

TEST(BasisTables, OfOrderThreeIntegrateAnExponentialThreeTimes) {
  const BasisTables tables = build_basis_tables(default_shape(NodeKind::Gauss, 3));
  const Eigen::VectorXd start = Eigen::VectorXd::Constant(3, std::exp(-1.0));

  const BasisNetwork network(
      tables, start, test::at_points(tables, [](double x) { return std::exp(x); }));

  for (const double x : test::places()) {
    for (int k = 0; k <= 3; ++k) EXPECT_NEAR(network(k, x), std::exp(x), test::kGaussPolynomial);
  }
}

TEST(BasisTables, KnowTheLegendrePolynomials) {
  for (const BasisTables* tables : test::default_tables()) {
    const Eigen::VectorXd values =
        test::at_points(*tables, [](double x) { return (5 * x * x * x - 3 * x) / 2 + 2 * x; });
    Eigen::VectorXd expected = Eigen::VectorXd::Zero(tables->shape.n_points);
    expected(3) = 1.0;  // P_3
    expected(1) = 2.0;

    EXPECT_LE((tables->legendre * values - expected).cwiseAbs().maxCoeff(), test::kFewRoundings);
  }
}

TEST(BasisTables, HaveRadauPointsUpToTheEnd) {
  const BasisTables& radau = basis_tables(default_shape(NodeKind::Radau, 1));
  const BasisTables& gauss = basis_tables(default_shape(NodeKind::Gauss, 1));

  EXPECT_EQ(radau.points(radau.points.size() - 1), 1.0);
  EXPECT_LT(gauss.points(gauss.points.size() - 1), 1.0);
  EXPECT_EQ(gauss.points, Eigen::VectorXd(-gauss.points.reverse()));
}

BasisShape shape_with(int n_points, int n_features, double slope, double bias_max) {
  BasisShape shape;
  shape.n_points = n_points;
  shape.n_features = n_features;
  shape.slope = slope;
  shape.bias_max = bias_max;
  return shape;
}

TEST(BasisTables, RefuseShapesThatCannotReachEveryPoint) {
  EXPECT_THROW(build_basis_tables(shape_with(16, 15, 0.5, 3.0)), InternalError);
  EXPECT_THROW(build_basis_tables(shape_with(0, 15, 0.5, 3.0)), InternalError);
  EXPECT_THROW(build_basis_tables(shape_with(16, 32, 0.05, 3.0)), InternalError);  // too flat
  EXPECT_THROW(build_basis_tables(shape_with(4, 8, 0.0, 3.0)), InternalError);
}

TEST(BasisTables, OfOtherShapesAreBuiltOnce) {
  const BasisTables& first = basis_tables(shape_with(5, 12, 0.2, 2.0));
  const BasisTables& other = basis_tables(shape_with(5, 12, 0.2, 1.9));
  const BasisTables& again = basis_tables(shape_with(5, 12, 0.2, 2.0));

  EXPECT_EQ(&first, &again);
  EXPECT_NE(&first, &other);
}

TEST(BasisTables, WorkWithOnePoint) {
  for (const NodeKind kind : {NodeKind::Gauss, NodeKind::Radau}) {
    BasisShape shape = shape_with(1, 2, 0.3, 1.0);
    shape.kind = kind;

    const BasisTables tables = build_basis_tables(shape);

    EXPECT_EQ(tables.points(0), kind == NodeKind::Gauss ? 0.0 : 1.0);
    EXPECT_EQ(tables.integral[0].size(), 1);
  }
}

}  // namespace
}  // namespace pinn
