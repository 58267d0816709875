// SPDX-License-Identifier: MIT
#include <gtest/gtest.h>

#include <limits>
#include <random>
#include <string>

#include "pinn/expression/dual.hpp"
#include "program_tables.hpp"
#include "tolerances.hpp"

namespace pinn {
namespace {

using test::all_bound_to;
using test::bound_to;
using test::Points;
using test::table_of;

const std::vector<std::string> kNames{"x", "y"};

Points random_points(std::size_t n_points, unsigned seed) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> anywhere(-1.5, 1.5);
  Points points(n_points);
  for (auto& point : points) point = {anywhere(random), anywhere(random)};
  return points;
}

/// Kinks, ends of domains and poles, and what else is given.
Points kinks(const std::vector<double>& more = {}) {
  std::vector<double> numbers{0.0, 1.0, -1.0, 2.0, 0.5, -0.5};
  numbers.insert(numbers.end(), more.begin(), more.end());
  Points points;
  for (const double x : numbers) {
    for (const double y : numbers) points.push_back({x, y});
  }
  return points;
}

enum class Poles { Same, AnyKind };

/// Close, or both infinite or nan: the same of these, or any.
void expect_close(double value, double expected, Poles poles, const std::string& where) {
  if (!std::isfinite(expected) && poles == Poles::AnyKind) {
    EXPECT_FALSE(std::isfinite(value)) << where << ": " << value;
  } else if (std::isnan(expected)) {
    EXPECT_TRUE(std::isnan(value)) << where << ": " << value;
  } else if (std::isinf(expected)) {
    EXPECT_EQ(value, expected) << where;
  } else {
    EXPECT_NEAR(value, expected, test::kProgramAgainstDual * (1.0 + std::abs(expected))) << where;
  }
}

void expect_derivatives(const std::string& text, const Points& points, Poles poles = Poles::Same) {
  const Expression expression = bound_to(text, kNames);
  const Program program({expression}, 2, {0, 1});
  const test::Table table = table_of(program, points);
  std::vector<int> row_of{-1, -1};
  for (const Program::Partial& partial : program.partials()) {
    row_of[static_cast<std::size_t>(partial.slot)] = partial.row;
  }
  for (std::size_t i = 0; i < points.size(); ++i) {
    const Dual dual = evaluate<Dual>(
        expression, {Dual::independent(points[i][0], 2, 0), Dual::independent(points[i][1], 2, 1)});
    for (std::size_t slot = 0; slot < 2; ++slot) {
      const std::string where = text + " by " + kNames[slot] + " at " +
                                std::to_string(points[i][0]) + ", " + std::to_string(points[i][1]);
      const double slope = dual.slope(slot);
      if (row_of[slot] >= 0) {
        expect_close(table.at(row_of[slot], i), slope, poles, where);
      } else {
        EXPECT_TRUE(slope == 0.0 || std::isnan(slope)) << where << ": " << slope;
      }
    }
  }
}

TEST(ProgramDerivative, AgreesWithDualForEveryOperationAndNumberOfPoints) {
  for (const std::string& text : test::every_operation("x", "y")) {
    for (const std::size_t n_points : {1U, 3U, 16U, 17U, 64U}) {
      expect_derivatives(text, random_points(n_points, static_cast<unsigned>(n_points)));
    }
  }
}

TEST(ProgramDerivative, AgreesWithDualAtKinks) {
  for (const std::string& text : test::every_operation("x", "y")) {
    expect_derivatives(text, kinks({std::nan("")}));
  }
}

TEST(ProgramDerivative, AgreesWithDualForEveryOperationOfEveryOperation) {
  // Where the inner value is infinite, a power by roots is nan and that of <cmath> infinite.
  const Points random = random_points(7, 5);
  const Points special = kinks();
  for (const std::string& inner : test::every_operation("x", "y")) {
    std::vector<std::string> texts = test::every_operation(inner, "y - x/3");
    for (const std::string& text : test::every_operation("2*y", inner)) texts.push_back(text);
    for (const std::string& text : texts) {
      expect_derivatives(text, random, Poles::AnyKind);
      expect_derivatives(text, special, Poles::AnyKind);
    }
  }
}

struct Entry {
  int output;
  int slot;
  bool fixed;
};

void expect_pattern(const Program& program, const std::vector<Entry>& expected) {
  ASSERT_EQ(program.partials().size(), expected.size());
  for (std::size_t i = 0; i < expected.size(); ++i) {
    const Program::Partial& partial = program.partials()[i];
    EXPECT_EQ(partial.output, expected[i].output) << i;
    EXPECT_EQ(partial.slot, expected[i].slot) << i;
    EXPECT_EQ(partial.fixed, expected[i].fixed) << i;
    EXPECT_EQ(partial.row, program.n_outputs() + static_cast<int>(i));
  }
  EXPECT_EQ(program.n_rows(), program.n_outputs() + static_cast<int>(expected.size()));
}

TEST(ProgramDerivative, ListsThePartialsThatAreNotZero) {
  const std::vector<Expression> lorenz =
      all_bound_to({"10*(y - x)", "x*(28 - z) - y", "x*y - 8/3*z"}, {"x", "y", "z"});
  expect_pattern(Program(lorenz, 3, {0, 1, 2}),
                 {{0, 0, true},
                  {0, 1, true},
                  {1, 0, false},
                  {1, 1, true},
                  {1, 2, false},
                  {2, 0, false},
                  {2, 1, false},
                  {2, 2, true}});
  expect_pattern(Program(lorenz, 3, {2}), {{1, 2, false}, {2, 2, true}});
}

TEST(ProgramDerivative, LeavesOutWhatIsZeroEverywhere) {
  const std::vector<Expression> outputs = all_bound_to(
      {"step(x) + sign(y)", "x - x", "0*x + y", "if(x < y, 1, 2)", "x^0 + 3", "max(x, 3)"}, kNames);
  expect_pattern(Program(outputs, 2, {0, 1}), {{2, 1, true}, {5, 0, false}});
}

TEST(ProgramDerivative, OfAConstantIsInItsRow) {
  const Program program(all_bound_to({"3*x - y/4"}, kNames), 2, {1, 0});

  const test::Table table = table_of(program, {{1.0, 2.0}, {5.0, 7.0}});

  expect_pattern(program, {{0, 0, true}, {0, 1, true}});
  EXPECT_EQ(table.at(1, 1), 3.0);
  EXPECT_EQ(table.at(2, 1), -0.25);
}

TEST(ProgramDerivative, KeepsAZeroSlopeZeroBesideAnInfiniteOne) {
  const Program program(all_bound_to({"sqrt(x*y)", "log(x)*y"}, kNames), 2, {0, 1});

  const test::Table table = table_of(program, {{0.0, 0.0}, {0.0, 1.0}});

  EXPECT_EQ(table.at(2, 0), 0.0);  // sqrt(x y) by x at 0, 0
  EXPECT_TRUE(std::isinf(table.at(2, 1)));
}

TEST(ProgramDerivative, SharesItsPartsWithTheValues) {
  const auto n_more = [](const std::string& text) {
    const std::vector<Expression> outputs = all_bound_to({text}, kNames);
    return Program(outputs, 2, {0, 1}).n_instructions() - Program(outputs, 2).n_instructions();
  };
  EXPECT_EQ(n_more("exp(x)"), 1);   // a copy
  EXPECT_EQ(n_more("sin(x)"), 0);   // the cosine comes with the sine
  EXPECT_EQ(n_more("x^3"), 1);      // 3 times the square
  EXPECT_EQ(n_more("tanh(x)"), 3);  // (1 - v)(1 + v)
}

/// dy_i = k (y_(i-1) - 2 y_i + y_(i+1)) + f(y_i)
std::vector<Expression> chain(int n_states, std::vector<int>& by) {
  std::vector<std::string> names;
  for (int i = 0; i < n_states; ++i) {
    names.push_back("y" + std::to_string(i));
    by.push_back(i);
  }
  std::vector<Expression> outputs;
  const auto name = [&](int i) {
    return names[static_cast<std::size_t>((i + n_states) % n_states)];
  };
  for (int i = 0; i < n_states; ++i) {
    const std::string text = "0.3*(" + name(i - 1) + " - 2*" + name(i) + " + " + name(i + 1) +
                             ") + " + name(i) + "*(1 - " + name(i) + ")";
    outputs.push_back(bound_to(text, names));
  }
  return outputs;
}

TEST(ProgramDerivative, OfALongChainGrowsWithItsLengthAlone) {
  std::vector<int> by;
  const Program shorter(chain(50, by), 50, by);
  by.clear();
  const Program longer(chain(400, by), 400, by);

  EXPECT_EQ(shorter.partials().size(), 150U);
  EXPECT_EQ(longer.partials().size(), 1200U);
  EXPECT_EQ(longer.n_instructions(), 8 * shorter.n_instructions());
}

}  // namespace
}  // namespace pinn
