// SPDX-License-Identifier: MIT
#include "pinn/expression/program.hpp"

#include <gtest/gtest.h>

#include <cctype>
#include <limits>
#include <random>
#include <string>

#include "allocation_count.hpp"
#include "program_tables.hpp"
#include "tolerances.hpp"

namespace pinn {
namespace {

using test::all_bound_to;
using test::bound_to;
using test::Points;
using test::Rounded;
using test::table_of;

const std::vector<std::string> kNames{"x", "y", "z"};

Points random_points(std::size_t n_points, unsigned seed) {
  std::mt19937 random(seed);
  std::uniform_real_distribution<double> anywhere(-2.0, 2.0);
  Points points(n_points);
  for (auto& point : points) point = {anywhere(random), anywhere(random), anywhere(random)};
  return points;
}

/// All combinations of numbers at which operations change their meaning.
Points special_points() {
  const double inf = std::numeric_limits<double>::infinity();
  const std::vector<double> numbers{
      0.0, -0.0, 1.0, -1.0, 0.5, -3.0, 1e-310, 1e300, -1e6, inf, -inf, std::nan("")};
  Points points;
  for (const double x : numbers) {
    for (const double y : numbers) points.push_back({x, y, 0.25});
  }
  return points;
}

void expect_same_values(const std::string& text, const Points& points) {
  const Expression expression = bound_to(text, kNames);
  const Program program({expression}, 3);

  const test::Table table = table_of(program, points);

  for (std::size_t i = 0; i < points.size(); ++i) {
    std::vector<Rounded> slots;
    for (const double number : points[i]) slots.push_back(Rounded::variable(number));
    const double expected = evaluate<Rounded>(expression, slots).value;
    EXPECT_TRUE(test::is_same(table.at(0, i), expected))
        << text << " at " << points[i][0] << ", " << points[i][1] << ": " << table.at(0, i)
        << " instead of " << expected;
  }
}

/// A random expression of x, y, z and numbers with every operation.
std::string random_text(std::mt19937& random, int depth) {
  std::uniform_int_distribution<int> leaf(0, 9);
  const int kind = leaf(random);
  if (depth == 0 || kind == 0) {
    const std::vector<std::string> leaves{"x", "y", "z", "2", "0.3", "1", "0"};
    return leaves[random() % leaves.size()];
  }
  const std::string a = random_text(random, depth - 1);
  const std::string b = random_text(random, depth - 1);
  const std::vector<std::string> all = test::every_operation("(" + a + ")", "(" + b + ")");
  return all[random() % all.size()];
}

TEST(Program, GivesEveryOperationItsValue) {
  const Points random = random_points(64, 1);
  const Points special = special_points();
  for (const std::string& text : test::every_operation("x", "y")) {
    expect_same_values(text, random);
    expect_same_values(text, special);
  }
}

TEST(Program, StaysCloseToTheValuesOfTheStandardLibrary) {
  const Points points = random_points(64, 2);
  for (const std::string& text : test::every_operation("x", "y")) {
    const Expression expression = bound_to(text, kNames);
    const test::Table table = table_of(Program({expression}, 3), points);
    for (std::size_t i = 0; i < points.size(); ++i) {
      const double expected = evaluate<double>(expression, points[i]);
      if (std::isnan(expected)) {
        EXPECT_TRUE(std::isnan(table.at(0, i))) << text;
      } else {
        EXPECT_NEAR(table.at(0, i), expected, test::kFewRoundings * std::abs(expected)) << text;
      }
    }
  }
}

TEST(Program, GivesEveryOperationItsValueWithMoreDigits) {
  const Points random = random_points(130, 2);
  const Points special = special_points();
  for (const std::string& text : test::every_operation("x", "y")) {
    const Program program({bound_to(text, kNames)}, 3);
    for (const Points& points : {random, special}) {
      const test::Table expected = table_of(program, points);
      const test::Table table = table_of(program, points, &Program::evaluate_extended);
      for (std::size_t i = 0; i < points.size(); ++i) {
        if (test::is_same(table.at(0, i), expected.at(0, i))) continue;
        EXPECT_NEAR(table.at(0, i) / expected.at(0, i), 1.0, test::kFewRoundings)
            << text << " at " << points[i][0] << ", " << points[i][1];
      }
    }
  }
}

TEST(Program, KeepsDigitsOfDifferencesWhereItHasMore) {
  if (std::numeric_limits<long double>::digits <= std::numeric_limits<double>::digits) {
    GTEST_SKIP() << "long double is double";
  }
  const Program program(
      all_bound_to({"(x + y) - x", "exp(x)*y - exp(x)*y*(1 - z)"}, kNames), 3, {0, 1});
  const double x = 3.0;
  const double y = 0.1;
  const double z = 0x1p-30;

  const test::Table table = table_of(program, {{x, y, z}}, &Program::evaluate_extended);

  // 11 bits more than double has, of which the second difference needs 30 on top.
  EXPECT_NEAR(table.at(0, 0), y, 0x1p-63 * x);
  const double difference = std::exp(x) * y * z;
  EXPECT_NEAR(table.at(1, 0), difference, 0x1p-60 * std::exp(x) * y);
  EXPECT_NEAR(table.at(2, 0), 1.0, test::kFewRoundings);  // d(x + y - x)/dy
}

TEST(Program, GivesRandomExpressionsTheirValues) {
  std::mt19937 random(7);
  for (int i = 0; i < 2000; ++i) {
    expect_same_values(random_text(random, 5), random_points(5, static_cast<unsigned>(i)));
  }
}

TEST(Program, GivesRandomExpressionsTheirValuesAtSpecialPoints) {
  std::mt19937 random(8);
  const Points points = special_points();
  for (int i = 0; i < 300; ++i) expect_same_values(random_text(random, 3), points);
}

TEST(Program, FoldsConstantsAsEvaluationDoes) {
  std::mt19937 random(9);
  for (int i = 0; i < 500; ++i) {
    std::string text = random_text(random, 4);
    for (std::size_t at = 0; at < text.size(); ++at) {
      const auto is_letter = [&](std::size_t place) {
        return place < text.size() && std::isalpha(static_cast<unsigned char>(text[place])) != 0;
      };
      const bool is_name = is_letter(at) && !is_letter(at + 1) && (at == 0 || !is_letter(at - 1));
      if (is_name) text[at] = '7';
    }
    const Expression expression = parse_expression(text);
    const Program program({expression}, 0);
    EXPECT_EQ(program.n_instructions(), 1) << text;
    EXPECT_TRUE(test::is_same(table_of(program, {{}}).at(0, 0), evaluate_constant(expression)))
        << text;
  }
}

TEST(Program, DoesNotDependOnTheNumberOfPoints) {
  const std::vector<Expression> outputs = all_bound_to(
      {"exp(x)*sin(y) + tanh(z)/(1 + x^2)", "log(1 + y^2) - x*y*z", "if(x > y, x, cos(z))"},
      kNames);
  const Program program(outputs, 3, {0, 1, 2});
  const Points points = random_points(200, 3);
  const test::Table all = table_of(program, points);
  for (const std::size_t n_points : {1U, 2U, 3U, 12U, 16U, 17U, 64U, 65U, 130U}) {
    const Points some(points.begin(), points.begin() + static_cast<std::ptrdiff_t>(n_points));
    const test::Table table = table_of(program, some);
    for (int row = 0; row < program.n_rows(); ++row) {
      for (std::size_t i = 0; i < n_points; ++i) EXPECT_EQ(table.at(row, i), all.at(row, i));
    }
  }
}

TEST(Program, DoesNotDependOnTheKernel) {
  const Points points = special_points();
  for (const std::string& text : test::every_operation("x*y", "sin(z) - x")) {
    const Program program({bound_to(text, kNames)}, 3, {0, 1, 2});
    const test::Table fast = table_of(program, points);
    use_vector_kernel(VectorKernel::Portable);
    const test::Table portable = table_of(program, points);
    use_vector_kernel(best_vector_kernel());
    for (std::size_t i = 0; i < fast.values.size(); ++i) {
      EXPECT_TRUE(test::is_same(fast.values[i], portable.values[i])) << text;
    }
  }
}

TEST(Program, ComputesACommonPartOnce) {
  const auto n_instructions = [](const std::vector<std::string>& texts) {
    return Program(all_bound_to(texts, kNames), 3).n_instructions();
  };
  EXPECT_EQ(n_instructions({"exp(x*y)"}), 2);
  EXPECT_EQ(n_instructions({"exp(x*y)", "exp(y*x) + z"}), 3);
  EXPECT_EQ(n_instructions({"exp(x*y)", "exp(x*y)"}), 3);  // the third copies a row
  EXPECT_EQ(n_instructions({"x*y + z"}), 1);
  EXPECT_EQ(n_instructions({"2*3 + x*1"}), 1);
  EXPECT_EQ(n_instructions({"sin(x)", "cos(x)"}), 1);
  EXPECT_EQ(n_instructions({"if(1 < 2, x, exp(exp(y)))"}), 1);
  EXPECT_EQ(n_instructions({"x - y", "-(x - y)"}), 2);
}

TEST(Program, OfSlotsAndConstantsFillsItsRows) {
  const Program program(all_bound_to({"y", "2*pi", "y", "-x"}, kNames), 3);

  const test::Table table = table_of(program, {{1.0, 2.0, 3.0}, {4.0, 5.0, 6.0}});

  for (const int row : {0, 2}) {
    EXPECT_EQ(table.at(row, 0), 2.0);
    EXPECT_EQ(table.at(row, 1), 5.0);
  }
  EXPECT_EQ(table.at(1, 1), 2.0 * std::acos(-1.0));
  EXPECT_EQ(table.at(3, 1), -4.0);
}

TEST(Program, WithoutOutputsHasNoRows) {
  Program::Workspace workspace;
  const Program nothing;
  EXPECT_EQ(nothing.n_rows(), 0);
  nothing.evaluate(3, nullptr, 3, nullptr, 3, workspace);
  EXPECT_EQ(Program({}, 2, {0, 1}).n_rows(), 0);
}

TEST(Program, AllocatesNothingOnceItIsWarm) {
  const std::vector<Expression> outputs =
      all_bound_to({"sin(x)*exp(y/3) + (x*y - z)/(x^2 + y^2 + 1)", "tanh(x*y*z)"}, kNames);
  const Program program(outputs, 3, {0, 1, 2});
  const std::vector<double> slots(3 * 64, 0.5);
  std::vector<double> rows(static_cast<std::size_t>(program.n_rows()) * 64);
  Program::Workspace workspace;
  program.evaluate(64, slots.data(), 64, rows.data(), 64, workspace);
  const long n_before = test::n_allocations();

  for (const int n_points : {64, 16, 1}) {
    program.evaluate(n_points, slots.data(), 64, rows.data(), 64, workspace);
  }

  EXPECT_EQ(test::n_allocations(), n_before);
  EXPECT_GT(n_before, 0);
}

TEST(Program, RefusesNamesThatWereNotBound) {
  EXPECT_THROW(Program({parse_expression("y + 1")}, 1), InternalError);
}

}  // namespace
}  // namespace pinn
