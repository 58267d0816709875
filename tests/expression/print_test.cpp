// SPDX-License-Identifier: MIT
#include "pinn/expression/print.hpp"

#include <gtest/gtest.h>

#include <random>
#include <string>
#include <vector>

#include "pinn/expression/parse.hpp"

namespace pinn {
namespace {

/// Random text with brackets everywhere, so that every tree shape occurs.
class RandomText {
 public:
  explicit RandomText(std::uint32_t seed) : random_(seed) {}

  std::string value(int depth) {
    if (depth == 0) return leaf();
    switch (pick(9)) {
      case 0:
        return "-(" + value(depth - 1) + ")";
      case 1: {
        const FunctionInfo& info = functions()[pick(functions().size())];
        std::string text = std::string(info.name) + "(";
        for (int i = 0; i < info.arity; ++i) {
          if (i > 0) text += ",";
          const bool is_test = info.function == Function::If && i == 0;
          text += is_test ? test(depth - 1) : value(depth - 1);
        }
        return text + ")";
      }
      case 2:
        return "y'(" + value(depth - 1) + ")";
      default: {
        static const std::vector<std::string> signs{"+", "-", "*", "/", "^"};
        return "(" + value(depth - 1) + ")" + signs[pick(signs.size())] + "(" + value(depth - 1) +
               ")";
      }
    }
  }

 private:
  std::size_t pick(std::size_t count) { return random_() % count; }

  std::string leaf() {
    static const std::vector<std::string> leaves{"y", "y''", "t", "pi", "2", "1e-3", "0.1"};
    return leaves[pick(leaves.size())];
  }

  std::string test(int depth) {
    if (depth <= 0 || pick(2) == 0) {
      static const std::vector<std::string> signs{"<", "<=", ">", ">=", "==", "!="};
      return "(" + value(depth > 0 ? depth - 1 : 0) + ")" + signs[pick(signs.size())] + "(" +
             value(0) + ")";
    }
    if (pick(3) == 0) return "not (" + test(depth - 1) + ")";
    return "(" + test(depth - 1) + ")" + (pick(2) == 0 ? "and" : "or") + "(" + test(depth - 1) +
           ")";
  }

  std::mt19937 random_;
};

TEST(Printer, GivesTextThatParsesToTheSameTree) {
  RandomText random(7);
  for (int i = 0; i < 2000; ++i) {
    const Expression expression = parse_expression(random.value(1 + i % 6));
    const std::string text = print_expression(expression);

    ASSERT_EQ(print_tree(parse_expression(text)), print_tree(expression)) << text;
  }
}

TEST(Printer, UsesTheFewestBrackets) {
  for (const char* text : {"a - (b - c)",
                           "(a + b)*c",
                           "-k*y",
                           "-(k*y)",
                           "a^b^c",
                           "(a^b)^c",
                           "(-x)^2",
                           "-x^2",
                           "2^-x",
                           "a/(b/c)",
                           "a/b/c",
                           "a*-b",
                           "if(not (a < 1 and b < 1) or a == 2, 1, 2)",
                           "if((a < 1 or b > 2) and c != 0, 1, 2)",
                           "atan2(y', x)",
                           "y''(0) - 1e-05"}) {
    EXPECT_EQ(print_expression(parse_expression(text)), text);
  }
}

TEST(Printer, WritesIntegralsAsTheyAreRead) {
  const std::string text = "integral(exp(s - x)*y(s), s, 0, x) + 2*integral(z(u)^2, u, a - 1, x)";
  const Expression expression = parse_equality(text + " = 0").left;

  EXPECT_EQ(print_expression(expression), text);
}

TEST(Printer, TakesADeepTree) {
  std::string text = "1";
  for (int i = 1; i < 30000; ++i) text += "+1";

  EXPECT_EQ(print_expression(parse_expression(text)).size(), 30000U + 29999U * 3U);
}

TEST(Printer, ShowsNegativeNumbersOfTheProgramLikeASign) {
  EXPECT_EQ(print_expression(Expression::constant(-2.5)), "-2.5");
  EXPECT_EQ(print_expression(Expression()), "");
}

}  // namespace
}  // namespace pinn
