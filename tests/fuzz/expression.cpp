// SPDX-License-Identifier: MIT
// Any text is an expression or one placed mistake; what is printed parses to the same tree.
#include "pinn/expression/expression.hpp"

#include <string>

#include "pinn/expression/parse.hpp"
#include "pinn/expression/print.hpp"
#include "require.hpp"

namespace {

using pinn::fuzz::require;

void check_round_trip(const pinn::Expression& expression) {
  const std::string tree = pinn::print_tree(expression);
  const std::string printed = pinn::print_expression(expression);
  // Printing may need more bytes than the limit of the parser allows: 1e3 becomes 1000.
  const std::string equality = printed + " = 0";  // in which integrals may stand
  if (equality.size() > pinn::kMaxExpressionBytes) return;
  const pinn::Expression again = pinn::parse_equality(equality).left;
  require(pinn::print_tree(again) == tree, "printed as \"" + printed + "\", not the same tree");
  require(pinn::print_expression(again) == printed, "printed twice, not the same text");
}

void check_place(const pinn::ExpressionError& error, const std::string& text) {
  require(error.offset <= text.size(), "a mistake begins behind the end of the text");
  require(error.length <= text.size() - error.offset, "a mistake ends behind the end of the text");
  require(*error.what() != '\0', "a mistake without words");
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
  const std::string text = pinn::fuzz::to_string(data, size);
  pinn::Expression expression;
  bool is_good = false;
  try {
    expression = pinn::parse_expression(text);
    is_good = true;
  } catch (const pinn::ExpressionError& error) {
    check_place(error, text);
  }
  if (is_good) check_round_trip(expression);

  pinn::Equality equality;
  is_good = false;
  try {
    equality = pinn::parse_equality(text);
    is_good = true;
  } catch (const pinn::ExpressionError& error) {
    check_place(error, text);
  }
  if (is_good) {
    check_round_trip(equality.left);
    check_round_trip(equality.right);
  }
  return 0;
}
