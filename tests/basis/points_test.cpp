// SPDX-License-Identifier: MIT
#include "pinn/basis/points.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>

#include "tolerances.hpp"

namespace pinn {
namespace {

constexpr PointsKind kEveryKind[] = {PointsKind::Uniform,
                                     PointsKind::Chebyshev,
                                     PointsKind::Random,
                                     PointsKind::Sobol,
                                     PointsKind::Lhs};

std::vector<double> points_of(PointsKind kind, std::int64_t count, double start, double end) {
  std::mt19937_64 generator(7);
  return make_points(kind, count, start, end, generator);
}

/// How many points of [0, 1) stand in each of `n_cells` equal cells.
std::vector<int> occupation(const std::vector<double>& points, int n_cells) {
  std::vector<int> cells(static_cast<std::size_t>(n_cells), 0);
  for (const double point : points) ++cells[static_cast<std::size_t>(point * n_cells)];
  return cells;
}

TEST(Points, OfEveryKindStandInOrderInsideTheDomain) {
  for (const PointsKind kind : kEveryKind) {
    for (const std::int64_t count : {0, 1, 2, 3, 100, 257}) {
      const std::vector<double> points = points_of(kind, count, -0.3, 0.1);

      EXPECT_EQ(points.size(), static_cast<std::size_t>(count));
      EXPECT_TRUE(std::is_sorted(points.begin(), points.end()));
      for (const double point : points) {
        EXPECT_GE(point, -0.3);
        EXPECT_LE(point, 0.1);
      }
    }
  }
}

TEST(Points, OfEveryKindAreTheSameForTheSameGenerator) {
  for (const PointsKind kind : kEveryKind) {
    EXPECT_EQ(points_of(kind, 33, 0.0, 5.0), points_of(kind, 33, 0.0, 5.0));
  }
}

TEST(Points, UniformIncludesBothEndsExactly) {
  const std::vector<double> points = points_of(PointsKind::Uniform, 11, 0.0, 1.0);

  EXPECT_EQ(points, (std::vector<double>{0.0, 0.1, 0.2, 0.3, 0.4, 0.5, 0.6, 0.7, 0.8, 0.9, 1.0}));
  EXPECT_EQ(uniform_points(7, 0.1, 0.7).back(), 0.7);
  EXPECT_EQ(uniform_points(1, 1.0, 2.0), std::vector<double>{1.5});
}

TEST(Points, ChebyshevAreTheRootsOfThePolynomial) {
  const std::int64_t count = 20;
  const std::vector<double> points = points_of(PointsKind::Chebyshev, count, -1.0, 1.0);

  for (std::size_t i = 0; i < points.size(); ++i) {
    const double angle = 3.14159265358979323846 * (2.0 * static_cast<double>(i) + 1) / 40.0;
    EXPECT_NEAR(points[i], -std::cos(angle), test::kFewRoundings);
    EXPECT_NEAR(std::cos(20 * std::acos(points[i])), 0.0, 1e-12);  // T_20, whose slope is up to 400
  }
}

TEST(Points, SobolHitsEachOfTwoToTheKCellsOnce) {
  for (int k = 0; k <= 12; ++k) {
    const int n_cells = 1 << k;
    const std::vector<double> points = points_of(PointsKind::Sobol, n_cells, 0.0, 1.0);

    EXPECT_EQ(occupation(points, n_cells), std::vector<int>(static_cast<std::size_t>(n_cells), 1));
  }
}

TEST(Points, SobolMovesWithTheGenerator) {
  std::mt19937_64 generator(7);

  const std::vector<double> first = make_points(PointsKind::Sobol, 8, 0.0, 1.0, generator);
  const std::vector<double> second = make_points(PointsKind::Sobol, 8, 0.0, 1.0, generator);

  EXPECT_NE(first, second);
}

TEST(Points, LatinHypercubeHitsEachCellOnce) {
  for (const int count : {1, 2, 10, 64, 100}) {
    const std::vector<double> points = points_of(PointsKind::Lhs, count, 0.0, 1.0);

    for (std::size_t i = 0; i < points.size(); ++i) {
      EXPECT_GE(points[i] * count, static_cast<double>(i) - test::kSumOfHundreds);
      EXPECT_LE(points[i] * count, static_cast<double>(i) + 1 + test::kSumOfHundreds);
    }
  }
}

TEST(Points, RandomFillEveryTenthOfTheDomain) {
  const std::vector<int> cells = occupation(points_of(PointsKind::Random, 10000, 0.0, 1.0), 10);

  // 1000 expected with deviation 30: five deviations.
  for (const int n_points : cells) EXPECT_NEAR(n_points, 1000, 150);
}

TEST(ValidationPoints, StandBetweenTrainingPointsAndTheEnds) {
  EXPECT_EQ(validation_points({3.0, 1.0}, 0.0, 4.0), (std::vector<double>{0.5, 2.0, 3.5}));
  EXPECT_EQ(validation_points({0.0, 2.0, 4.0}, 0.0, 4.0), (std::vector<double>{1.0, 3.0}));
  EXPECT_EQ(validation_points({}, 0.0, 4.0), std::vector<double>{2.0});
}

TEST(ValidationPoints, LeaveOutWhatIsOutsideTheDomain) {
  EXPECT_EQ(validation_points({-1.0, 2.0, 5.0}, 0.0, 4.0), (std::vector<double>{1.0, 3.0}));
}

}  // namespace
}  // namespace pinn
