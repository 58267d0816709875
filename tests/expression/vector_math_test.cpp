// SPDX-License-Identifier: MIT
#include "pinn/expression/vector_math.hpp"

#include <gtest/gtest.h>

#include <algorithm>
#include <cmath>
#include <cstring>
#include <limits>
#include <random>
#include <vector>

#include "tolerances.hpp"

namespace pinn {
namespace {

struct Case {
  const char* name;
  void (*function)(int, const double*, double*);
  double (*scalar)(double);
  long double (*exact)(long double);
};

const std::vector<Case>& cases() {
  static const std::vector<Case> all{
      {"exp", vector_exp, std::exp, std::exp},
      {"log", vector_log, std::log, std::log},
      {"sin", vector_sin, std::sin, std::sin},
      {"cos", vector_cos, std::cos, std::cos},
      {"sinh", vector_sinh, std::sinh, std::sinh},
      {"cosh", vector_cosh, std::cosh, std::cosh},
      {"tanh", vector_tanh, std::tanh, std::tanh},
  };
  return all;
}

std::vector<double> values(const Case& one, const std::vector<double>& x) {
  std::vector<double> y(x.size());
  one.function(static_cast<int>(x.size()), x.data(), y.data());
  return y;
}

/// Distance to the exact value in units in the last place of it.
double error_in_ulps(double value, long double exact) {
  const double nearest = std::abs(static_cast<double>(exact));
  const double next = std::nextafter(nearest, std::numeric_limits<double>::infinity());
  if (std::isinf(next)) return value == static_cast<double>(exact) ? 0.0 : 1e300;
  return static_cast<double>(std::abs(static_cast<long double>(value) - exact) / (next - nearest));
}

/// Numbers of all sizes, dense about 1, and about multiples of pi/2.
std::vector<double> arguments() {
  std::mt19937_64 random(11);
  std::uniform_real_distribution<double> size(-300.0, 5.0);
  std::uniform_real_distribution<double> digit(-1.0, 1.0);
  std::vector<double> x;
  for (int i = 0; i < 50000; ++i) {
    x.push_back(std::copysign(std::pow(10.0, size(random)), digit(random)));
    x.push_back(3.0 * digit(random));
    x.push_back(50.0 * digit(random));
    x.push_back(750.0 * digit(random));
    x.push_back(1.0 + 0.01 * digit(random));
    x.push_back(6e4 * digit(random));
    const double quarter_turns = std::floor(4e4 * digit(random));
    x.push_back(std::nextafter(quarter_turns * 1.5707963267948966, digit(random) * 1e9));
  }
  return x;
}

TEST(VectorMath, ErrsByAtMostTwoUnitsInTheLastPlace) {
  const std::vector<double> x = arguments();
  for (const Case& one : cases()) {
    const std::vector<double> y = values(one, x);
    double worst = 0.0;
    double where = 0.0;
    for (std::size_t i = 0; i < x.size(); ++i) {
      const long double exact = one.exact(static_cast<long double>(x[i]));
      if (std::isnan(exact)) {
        EXPECT_TRUE(std::isnan(y[i])) << one.name << "(" << x[i] << ")";
        continue;
      }
      const double error = error_in_ulps(y[i], exact);
      if (error > worst) where = x[i];
      worst = std::max(worst, error);
    }
    EXPECT_LE(worst, test::kVectorMathUlps) << one.name << "(" << where << ")";
    RecordProperty(one.name, std::to_string(worst));
  }
}

TEST(VectorMath, LeavesTheExtremesToTheStandardLibrary) {
  const double inf = std::numeric_limits<double>::infinity();
  const double least = std::numeric_limits<double>::denorm_min();
  const std::vector<double> x{inf,
                              -inf,
                              std::nan(""),
                              1e10,
                              -1e10,
                              1e300,
                              -1e300,
                              708.5,
                              709.7,
                              709.8,
                              -708.5,
                              -745.0,
                              -746.0,
                              least,
                              1e-310,
                              6e4,
                              -6e4,
                              400.0};
  for (const Case& one : cases()) {
    const std::vector<double> y = values(one, x);
    for (std::size_t i = 0; i < x.size(); ++i) {
      const double expected = one.scalar(x[i]);
      const bool is_same =
          y[i] == expected || (std::isnan(y[i]) && std::isnan(expected)) ||
          error_in_ulps(y[i], one.exact(static_cast<long double>(x[i]))) <= test::kVectorMathUlps;
      EXPECT_TRUE(is_same) << one.name << "(" << x[i] << ") = " << y[i] << ", not " << expected;
    }
  }
}

TEST(VectorMath, KeepsTheSignOfZero) {
  const std::vector<double> x{0.0, -0.0};
  for (const Case& one : cases()) {
    const std::vector<double> y = values(one, x);
    for (std::size_t i = 0; i < x.size(); ++i) {
      EXPECT_EQ(y[i], one.scalar(x[i])) << one.name;
      EXPECT_EQ(std::signbit(y[i]), std::signbit(one.scalar(x[i]))) << one.name;
    }
  }
}

TEST(VectorMath, GivesSineAndCosineTogetherAsApart) {
  std::vector<double> x = arguments();
  x.push_back(std::nan(""));
  x.push_back(1e200);
  const int n = static_cast<int>(x.size());
  std::vector<double> sine(x.size());
  std::vector<double> cosine(x.size());
  vector_sin_cos(n, x.data(), sine.data(), cosine.data());
  std::vector<double> alone(x.size());
  vector_sin(n, x.data(), alone.data());
  EXPECT_EQ(std::memcmp(sine.data(), alone.data(), x.size() * sizeof(double)), 0);
  vector_cos(n, x.data(), alone.data());
  EXPECT_EQ(std::memcmp(cosine.data(), alone.data(), x.size() * sizeof(double)), 0);
}

TEST(VectorMath, DependsNeitherOnTheKernelNorOnTheNeighbours) {
  const std::vector<double> x = arguments();
  const VectorKernel best = best_vector_kernel();
  for (const Case& one : cases()) {
    const std::vector<double> fast = values(one, x);
    use_vector_kernel(VectorKernel::Portable);
    const std::vector<double> portable = values(one, x);
    use_vector_kernel(best);
    EXPECT_EQ(std::memcmp(fast.data(), portable.data(), x.size() * sizeof(double)), 0) << one.name;
    for (std::size_t i = 0; i < 5000; ++i) {
      double alone = 0.0;
      one.function(1, &x[i], &alone);
      EXPECT_EQ(std::memcmp(&alone, &fast[i], sizeof alone), 0) << one.name << "(" << x[i] << ")";
    }
  }
}

}  // namespace
}  // namespace pinn
