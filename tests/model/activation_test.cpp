// SPDX-License-Identifier: MIT
#include "pinn/model/activation.hpp"

#include <gtest/gtest.h>

#include <array>
#include <cmath>
#include <limits>
#include <string>
#include <vector>

#include "tolerances.hpp"

namespace pinn {
namespace {

constexpr int kOrder = 8;
using Series = std::array<double, kOrder + 1>;

/// Taylor coefficients of the activation itself: z(s) = z + s.
Series taylor(Activation activation, double z) {
  Series series{};
  series[0] = z;
  series[1] = 1.0;
  activate_series(activation, series.data(), kOrder + 1);
  return series;
}

struct Derivatives {
  long double s0, s1, s2, s3;
};

/// Value and three derivatives in closed form, written independently of the recurrences.
Derivatives closed_form(Activation activation, long double z) {
  const long double pi = 3.14159265358979323846264338327950288L;
  const long double g = 1.0L / (1.0L + std::exp(-z));
  const long double g1 = g * (1 - g);
  const long double g2 = g1 * (1 - 2 * g);
  const long double g3 = g1 * (1 - 6 * g + 6 * g * g);
  const long double s = std::tanh(z);
  const long double t1 = 1 - s * s;
  const long double c = 0.5L * std::erfc(-z / std::sqrt(2.0L));
  const long double p = std::exp(-z * z / 2) / std::sqrt(2 * pi);
  const long double slope = z > 0 ? 1.0L : static_cast<long double>(kLeakySlope);
  switch (activation) {
    case Activation::Tanh:
      return {s, t1, -2 * s * t1, t1 * (6 * s * s - 2)};
    case Activation::Sin:
      return {std::sin(z), std::cos(z), -std::sin(z), -std::cos(z)};
    case Activation::Sigmoid:
      return {g, g1, g2, g3};
    case Activation::Silu:
      return {z * g, g + z * g1, 2 * g1 + z * g2, 3 * g2 + z * g3};
    case Activation::Gelu:
      return {z * c, c + z * p, p * (2 - z * z), p * (z * z * z - 4 * z)};
    case Activation::Softplus:
      return {std::log1p(std::exp(z)), g, g1, g2};
    case Activation::Relu:
      return {z > 0 ? z : 0.0L, z > 0 ? 1.0L : 0.0L, 0, 0};
    case Activation::LeakyRelu:
      return {slope * z, slope, 0, 0};
  }
  return {};
}

TEST(Activation, TableHoldsEveryNameInTheOrderOfTheEnumeration) {
  const std::vector<std::string> names{
      "tanh", "sin", "sigmoid", "silu", "gelu", "softplus", "relu", "leaky_relu"};

  ASSERT_EQ(activations().size(), names.size());
  for (std::size_t i = 0; i < names.size(); ++i) {
    EXPECT_EQ(activations()[i].name, names[i]);
    EXPECT_EQ(static_cast<std::size_t>(activations()[i].activation), i);
  }
}

TEST(Activation, FirstDerivativesAgreeWithTheirFormulas) {
  for (const ActivationInfo& info : activations()) {
    for (const double z : {-9.0, -2.5, -0.7, -0.29, -1e-6, 1e-6, 0.1, 0.3, 0.31, 1.9, 6.0}) {
      const Series series = taylor(info.activation, z);
      const Derivatives exact = closed_form(info.activation, z);

      EXPECT_NEAR(series[0], static_cast<double>(exact.s0), test::kFewRoundings) << info.name << z;
      EXPECT_NEAR(series[1], static_cast<double>(exact.s1), test::kFewRoundings) << info.name << z;
      EXPECT_NEAR(2 * series[2], static_cast<double>(exact.s2), test::kFewRoundings)
          << info.name << z;
      EXPECT_NEAR(6 * series[3], static_cast<double>(exact.s3), test::kFewRoundings)
          << info.name << z;
    }
  }
}

TEST(Activation, EachDerivativeIsTheCentralDifferenceOfTheOneBefore) {
  const double h = 1e-2;
  for (const ActivationInfo& info : activations()) {
    for (const double z : {-3.1, -0.8, 0.25, 0.5, 1.7}) {
      const Series here = taylor(info.activation, z);
      for (std::size_t k = 0; k < kOrder; ++k) {
        const auto difference = [&](int i) {
          return taylor(info.activation, z + i * h)[k] - taylor(info.activation, z - i * h)[k];
        };
        // c_k' = (k + 1) c_{k+1}
        const double slope = (45 * difference(1) - 9 * difference(2) + difference(3)) / (60 * h);
        EXPECT_NEAR(slope, static_cast<double>(k + 1) * here[k + 1], test::kCentralDifference)
            << info.name << " at " << z << ", derivative " << k + 1;
      }
    }
  }
}

TEST(Activation, SeriesOfASeriesIsTheComposition) {
  const Series inner{0.4, -1.2, 0.7, 0.3, -0.5, 0.2, 0.1, -0.6, 0.35};
  for (const ActivationInfo& info : activations()) {
    Series actual = inner;
    activate_series(info.activation, actual.data(), kOrder + 1);

    // Horner's rule with the outer series at inner[0] and the increment of the inner one.
    const Series outer = taylor(info.activation, inner[0]);
    Series expected{};
    for (int j = kOrder; j >= 0; --j) {
      Series next{};
      for (std::size_t a = 0; a <= kOrder; ++a) {
        for (std::size_t b = 1; a + b <= kOrder; ++b) next[a + b] += expected[a] * inner[b];
      }
      next[0] += outer[static_cast<std::size_t>(j)];
      expected = next;
    }

    for (std::size_t k = 0; k <= kOrder; ++k) {
      EXPECT_NEAR(actual[k], expected[k], test::kSumOfHundreds) << info.name << " " << k;
    }
  }
}

TEST(Activation, IsFiniteAndFlatFarOut) {
  for (const ActivationInfo& info : activations()) {
    for (const double size : {30.0, 710.0, 800.0, 1e10, 1e200}) {
      for (const double z : {-size, size}) {
        const Series series = taylor(info.activation, z);
        const double value = activate(info.activation, z);

        EXPECT_EQ(value, series[0]) << info.name << z;
        for (const double coefficient : series)
          EXPECT_TRUE(std::isfinite(coefficient)) << info.name;
        if (info.activation == Activation::Sin) continue;
        // exp(-30) = 1e-13, times up to 30
        for (std::size_t k = 2; k <= kOrder; ++k) {
          EXPECT_NEAR(series[k], 0.0, 1e-11) << info.name << " " << z << " " << k;
        }
      }
    }
  }
}

TEST(Activation, KeepsItsDigitsInTheTails) {
  const double tail = std::exp(-40.0);
  const double relative = 1e-15;

  EXPECT_NEAR(taylor(Activation::Tanh, 20.0)[1] / (4 * tail), 1.0, relative);
  EXPECT_NEAR(taylor(Activation::Sigmoid, -40.0)[0] / tail, 1.0, relative);
  EXPECT_NEAR(taylor(Activation::Sigmoid, 40.0)[1] / tail, 1.0, relative);
  EXPECT_NEAR(taylor(Activation::Softplus, -40.0)[0] / tail, 1.0, relative);
  EXPECT_EQ(activate(Activation::Softplus, 750.0), 750.0);
  EXPECT_EQ(activate(Activation::Silu, 750.0), 750.0);
  EXPECT_EQ(activate(Activation::Gelu, 750.0), 750.0);
  // erfc(10 / sqrt 2) / 2 = 7.61985302416052606597e-24, the normal distribution at -10
  EXPECT_NEAR(activate(Activation::Gelu, -10.0) / (-10 * 7.61985302416052606597e-24), 1.0, 1e-14);
}

TEST(Activation, TakesTheLeftSlopeAtTheKink) {
  EXPECT_EQ(taylor(Activation::Relu, 0.0)[1], 0.0);
  EXPECT_EQ(taylor(Activation::LeakyRelu, 0.0)[1], kLeakySlope);
}

TEST(Activation, SeriesLongerThanTheStackBufferAgreeWithShortOnes) {
  for (const ActivationInfo& info : activations()) {
    std::vector<double> longer(25, 0.0);
    longer[0] = 0.6;
    longer[1] = 1.0;
    activate_series(info.activation, longer.data(), 25);
    const Series series = taylor(info.activation, 0.6);

    for (std::size_t k = 0; k <= kOrder; ++k) EXPECT_EQ(longer[k], series[k]) << info.name;
  }
}

TEST(Activation, OfManySeriesIsThatOfEach) {
  constexpr int kSeries = 7;
  for (const ActivationInfo& info : activations()) {
    for (const int n : {1, 2, 3, 6}) {
      std::vector<double> many(static_cast<std::size_t>(kSeries * n));
      for (int i = 0; i < kSeries * n; ++i) {
        many[static_cast<std::size_t>(i)] = 3.0 * std::sin(3.7 * (i + 1));
      }
      many[0] = 40.0;  // so far out that the slope is tiny
      const std::vector<double> given = many;

      activate_many(info.activation, many.data(), nullptr, kSeries, n);

      for (int i = 0; i < kSeries; ++i) {
        std::vector<double> one;
        for (int k = 0; k < n; ++k) one.push_back(given[static_cast<std::size_t>(k * kSeries + i)]);
        activate_series(info.activation, one.data(), n);
        for (int k = 0; k < n; ++k) {
          const double expected = one[static_cast<std::size_t>(k)];
          EXPECT_NEAR(many[static_cast<std::size_t>(k * kSeries + i)],
                      expected,
                      test::kFewRoundings * std::abs(expected))
              << info.name << " series " << i << " coefficient " << k;
        }
      }
    }
  }
}

TEST(Activation, SlopeIsTheSeriesOfTheDerivative) {
  constexpr int n = 5;
  for (const ActivationInfo& info : activations()) {
    for (const double z0 : {-40.0, -1.3, -0.2, 0.4, 2.5, 60.0}) {
      Series inner{z0, 0.9, -0.4, 0.3, 0.2};
      Series value = inner;
      Series slope{};

      activate_many(info.activation, value.data(), slope.data(), 1, n);

      // (a(z))' = a'(z) z'
      for (int k = 1; k < n; ++k) {
        double sum = 0.0;
        for (int j = 1; j <= k; ++j) {
          sum += j * inner[static_cast<std::size_t>(j)] * slope[static_cast<std::size_t>(k - j)];
        }
        const auto i = static_cast<std::size_t>(k);
        EXPECT_NEAR(sum, k * value[i], test::kFewRoundings * (1 + std::abs(k * value[i])))
            << info.name << " at " << z0 << ", coefficient " << k;
      }
      // The last coefficient, which the rule above does not see: a'(z + d) by the closed form.
      Series longer{z0, 0.9, -0.4, 0.3, 0.2, 0.0};
      activate_series(info.activation, longer.data(), n + 1);
      double rest = n * longer[static_cast<std::size_t>(n)];
      for (int j = 2; j <= n; ++j) {
        const double inside = j < n ? inner[static_cast<std::size_t>(j)] : 0.0;
        rest -= j * inside * slope[static_cast<std::size_t>(n - j)];
      }
      EXPECT_NEAR(inner[1] * slope[n - 1], rest, 10 * test::kFewRoundings) << info.name;
    }
  }
}

}  // namespace
}  // namespace pinn
