// SPDX-License-Identifier: MIT
#include "extended.hpp"

#include <gtest/gtest.h>

#include <Eigen/Dense>

#include "tolerances.hpp"

namespace pinn {
namespace {

double size_of(const Extended& value) { return std::abs(static_cast<double>(value)); }

TEST(Extended, KeepsWhatADoubleLoses) {
  const Extended tiny = std::ldexp(1.0, -90);

  EXPECT_EQ((Extended(1) + tiny) - Extended(1), tiny);
  EXPECT_NE(Extended(1) + tiny, Extended(1));
  EXPECT_LT(Extended(1), Extended(1) + tiny);
  EXPECT_EQ(static_cast<double>(Extended(1) + tiny), 1.0);
}

TEST(Extended, DividesAndTakesRootsToItsLastDigits) {
  for (const double value : {3.0, 7.0, 0.1, 1e-20, 12345.678}) {
    const Extended x = value;

    EXPECT_LE(size_of(Extended(1) / x * x - Extended(1)), test::kExtendedRoundings);
    EXPECT_LE(size_of(sqrt(x) * sqrt(x) / x - Extended(1)), test::kExtendedRoundings);
  }
  EXPECT_EQ(sqrt(Extended(0)), Extended(0));
  EXPECT_EQ(abs(Extended(-2)), Extended(2));
}

TEST(Extended, KnowsTheHyperbolicTangent) {
  struct Known {
    double x;
    double high;
    double low;
  };
  // From Python's decimal module with 60 digits.
  const Known known[] = {{1.0, 0.7615941559557649, 3.7090214482164924e-17},
                         {0.125, 0.12435300177159621, -2.1451880813141441e-19},
                         {-2.5, -0.9866142981514303, 2.4529238788172874e-17},
                         {1e-3, 0.0009999996666668, 1.7800613799166557e-20}};
  for (const Known& row : known) {
    const Extended expected = Extended(row.high) + Extended(row.low);
    EXPECT_LE(size_of(tanh(Extended(row.x)) - expected), test::kExtendedRoundings) << row.x;
  }
  EXPECT_EQ(tanh(Extended(0)), Extended(0));
  EXPECT_EQ(tanh(Extended(1000)), Extended(1));
  EXPECT_EQ(tanh(Extended(-1000)), Extended(-1));
}

TEST(Extended, SolvesASystemThatIsTooHardForADouble) {
  constexpr int kSize = 12;  // the Hilbert matrix of this size has condition 2e16
  Eigen::Matrix<Extended, Eigen::Dynamic, Eigen::Dynamic> hilbert(kSize, kSize);
  for (int i = 0; i < kSize; ++i) {
    for (int j = 0; j < kSize; ++j) hilbert(i, j) = Extended(1) / Extended(i + j + 1);
  }
  const ExtendedVector ones = ExtendedVector::Constant(kSize, Extended(1));

  const ExtendedVector solution = hilbert.partialPivLu().solve(ExtendedVector(hilbert * ones));

  for (int i = 0; i < kSize; ++i) {
    EXPECT_LE(size_of(solution(i) - Extended(1)), test::kSumOfHundreds);
  }
}

}  // namespace
}  // namespace pinn
