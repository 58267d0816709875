// SPDX-License-Identifier: MIT
// The exact text and place of every mistake that the parser finds.
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "pinn/expression/parse.hpp"

namespace pinn {
namespace {

struct Mistake {
  std::string text;
  std::string message;
  std::string where;  ///< The marked bytes.
};

template <typename Parse>
void expect_mistakes(const std::vector<Mistake>& mistakes, Parse parse) {
  for (const Mistake& mistake : mistakes) {
    SCOPED_TRACE(mistake.text);
    try {
      parse(mistake.text);
      ADD_FAILURE() << "was accepted";
    } catch (const ExpressionError& error) {
      EXPECT_EQ(error.what(), mistake.message);
      ASSERT_LE(error.offset + error.length, mistake.text.size());
      EXPECT_EQ(mistake.text.substr(error.offset, error.length), mistake.where);
    }
  }
}

TEST(ParserError, OffersTheMissingProduct) {
  expect_mistakes(
      {
          {"-2y", "\"*\" is missing; write 2*y", "2y"},
          {"k y'", "\"*\" is missing; write k*y'", "k y'"},
          {"2(x + 1)", "\"*\" is missing; write 2*(...)", "2("},
          {"(a)(b)", "\"*\" is missing; write (...)*(...)", "(a)("},
          {"(a + b) c", "\"*\" is missing; write (...)*c", "(a + b) c"},
          {"2 sin(t)", "\"*\" is missing; write 2*sin(...)", "2 sin"},
          {"pi(2)", "\"*\" is missing; write pi*(...)", "pi("},
          {"2e", "\"*\" is missing; write 2*e", "2e"},
      },
      [](const std::string& text) { parse_expression(text); });
}

TEST(ParserError, OffersWhatIsWrittenDifferentlyHere) {
  expect_mistakes(
      {
          {"x**2", "unexpected \"**\"; powers are written with ^", "**"},
          {"ln(x)", "unknown function \"ln\"; the natural logarithm is log", "ln"},
          {"Heaviside(t)", "unknown function \"Heaviside\"; the unit step is step", "Heaviside"},
          {"if(a && b, 1, 2)", "unexpected \"&&\"; write and", "&&"},
          {"[a]", "unexpected \"[\"; use round brackets", "["},
          {"x\u00b2", "unexpected \"\u00b2\"; write ^2", "\u00b2"},
          {"0,5", "decimal comma; write 0.5", "0,5"},
          {"(0,5)*t", "decimal comma; write 0.5", "0,5"},
          {"sin(0,5)", "\"sin\" takes 1 argument, 2 given; decimal comma; write 0.5", "sin(0,5)"},
          {"y(0,5)", "\"y\" is not a function of 2 arguments; decimal comma; write 0.5", "y(0,5)"},
          {"max(1, 2, 3)", "\"max\" takes 2 arguments, 3 given", "max(1, 2, 3)"},
          {"sin()", "\"sin\" takes 1 argument, 0 given", "sin()"},
          {"sine(1, 2)",
           "\"sine\" is not a function of 2 arguments; did you mean \"sin\"?",
           "sine(1, 2)"},
          {"sin + 1", "\"sin\" is a function; write sin(...)", "sin"},
          {"\u03bb*y",
           "unexpected character \"\u03bb\"; names are made of the letters a-z, A-Z, digits and _",
           "\u03bb"},
      },
      [](const std::string& text) { parse_expression(text); });
}

TEST(ParserError, PointsAtBracketsWithoutPartner) {
  expect_mistakes(
      {
          {"2*(a + b", "\"(\" without \")\"", "("},
          {"sin(a", "\"(\" without \")\"", "("},
          {"((a)", "\"(\" without \")\"", "("},
          {"a + b)", "\")\" without \"(\"", ")"},
          {"()", "nothing inside the brackets", "()"},
          {"(a +)", "a value is missing before \")\"", ")"},
      },
      [](const std::string& text) { parse_expression(text); });
}

TEST(ParserError, RefusesWhatIsNotAnExpression) {
  expect_mistakes(
      {
          {"", "empty expression", ""},
          {"  ", "empty expression", "  "},
          {"a +", "nothing after \"+\"", "+"},
          {"a * / b", "unexpected \"/\", expected a value", "/"},
          {"1e999",
           "number \"1e999\" is outside the range of double precision, 1e-307 to 1.7e308",
           "1e999"},
          {"1.2.3", "number \"1.2.\" has two decimal points", "1.2."},
          {"2'", "a prime must stand directly after the name of a state, as in y'", "'"},
          {"y '", "a prime must stand directly after the name of a state, as in y'", "'"},
          {"(y)'", "a prime must stand directly after the name of a state, as in y'", "'"},
          {"sin'(x)", "\"sin\" takes no prime, only states do", "sin'"},
          {"a # b", "unexpected character \"#\"", "#"},
          {"a \x01", "unexpected byte 0x01", "\x01"},
          {"a \xff", "unexpected byte 0xff", "\xff"},
          {"a = b", "\"=\" inside an expression; a comparison is written \"==\"", "="},
      },
      [](const std::string& text) { parse_expression(text); });
}

TEST(ParserError, AllowsTestsOnlyInsideIf) {
  const std::string only_if = "a comparison may stand only in the first argument of if(test, a, b)";
  expect_mistakes(
      {
          {"t < 1", only_if, "t < 1"},
          {"2*(t < 1)", only_if, "(t < 1)"},
          {"sin(t > 1)", only_if, "t > 1"},
          {"if(t < 1, t > 2, 3)", only_if, "t > 2"},
          {"if(t, 1, 2)", "the first argument of if takes a comparison such as x > 0", "t"},
          {"if(t and t > 1, 1, 2)", "\"and\" takes a comparison such as x > 0", "t"},
          {"if(not t, 1, 2)", "\"not\" takes a comparison such as x > 0", "t"},
          {"if(1 < t < 2, 1, 2)", "two comparisons in a row; write a < b and b < c", "<"},
          {"if(t = 1, 1, 2)", "\"=\" inside brackets; a comparison is written \"==\"", "="},
      },
      [](const std::string& text) { parse_expression(text); });
}

TEST(ParserError, WantsExactlyOneEqualsSignInAnEquation) {
  expect_mistakes(
      {
          {"", "empty; expected left = right", ""},
          {"y'", "no \"=\"; expected left = right", "y'"},
          {"y' =", "nothing after \"=\"", "="},
          {"= y", "nothing before \"=\"", "="},
          {"y' = a = b", "a second \"=\"; expected left = right", "="},
          {"y' == a", "\"==\" compares two values; an equation has a single \"=\"", "y' == a"},
          {"y' + = a", "a value is missing before \"=\"", "="},
          {"(y' = a)", "\"=\" inside brackets; a comparison is written \"==\"", "="},
          {"y' = a)", "\")\" without \"(\"", ")"},
      },
      [](const std::string& text) { parse_equality(text); });
}

TEST(ParserError, NamesTheLimits) {
  const auto message_of = [](const std::string& text) -> std::string {
    try {
      parse_expression(text);
    } catch (const ExpressionError& error) {
      return error.what();
    }
    return "";
  };

  EXPECT_EQ(message_of(std::string(201, '-') + "1"), "more than 200 nested levels");
  EXPECT_EQ(message_of(std::string(65537, ' ')),
            "expression of 65537 bytes, at most 65536 are allowed; use problem.definitions for its "
            "parts");
}

TEST(ParserError, EndsAnyBytesInAResultOrAnExpressionError) {
  const std::string alphabet = "yk12.e'^*/+-() ,=<>!andort\xe2\x80\xb2\xff";
  std::uint32_t state = 1;
  for (int i = 0; i < 20000; ++i) {
    std::string text;
    for (int j = 0; j < 12; ++j) {
      state = state * 1664525U + 1013904223U;
      text += alphabet[(state >> 8U) % alphabet.size()];
    }
    try {
      parse_equality(text);
    } catch (const ExpressionError& error) {
      ASSERT_LE(error.offset + error.length, text.size()) << text;
    }
  }
}

}  // namespace
}  // namespace pinn
