// SPDX-License-Identifier: MIT
#include "pinn/expression/subtree.hpp"

#include <gtest/gtest.h>

#include "pinn/expression/parse.hpp"
#include "pinn/expression/print.hpp"

namespace pinn {
namespace {

std::vector<std::string> texts_of(const std::vector<Expression>& expressions) {
  std::vector<std::string> texts;
  for (const Expression& expression : expressions) texts.push_back(print_expression(expression));
  return texts;
}

TEST(Subtree, SplitsASumIntoItsTerms) {
  const auto terms = terms_of(parse_expression("a*b - (c + sin(d - e)) - -f"));

  EXPECT_EQ(texts_of(terms), (std::vector<std::string>{"a*b", "c", "sin(d - e)", "f"}));
}

TEST(Subtree, ReplacesNodesAndDropsWhatIsNotNeeded) {
  const Expression expression = parse_expression("1 + max(a*b, c)");
  std::vector<Replacement> replacements(expression.nodes().size());
  for (std::size_t i = 0; i < replacements.size(); ++i) {
    if (expression.nodes()[i].op == Op::Call) replacements[i] = {Replacement::Kind::Child, 0, 1};
  }

  const Expression copy = copy_tree(expression, expression.nodes().size() - 1, replacements);

  EXPECT_EQ(print_expression(copy), "1 + c");
  EXPECT_EQ(copy.nodes().size(), 3U);
}

TEST(Subtree, NegatesAChildInPlaceOfItsParent) {
  const Expression expression = parse_expression("abs(a - b)");
  std::vector<Replacement> replacements(expression.nodes().size());
  replacements.back() = {Replacement::Kind::NegatedChild, 0, 0};

  const Expression copy = copy_tree(expression, replacements.size() - 1, replacements);

  EXPECT_EQ(print_expression(copy), "-(a - b)");
}

TEST(Subtree, JoinsTwoExpressionsIntoADifference) {
  const Expression joined = make_difference(parse_expression("a + 1"), parse_expression("b*a"));

  EXPECT_EQ(print_expression(joined), "a + 1 - b*a");
}

}  // namespace
}  // namespace pinn
