// SPDX-License-Identifier: MIT
// Lines with carets.
#include "excerpt.hpp"

#include <gtest/gtest.h>

namespace pinn {
namespace {

TEST(Excerpt, MarksTheBytesInTheirLine) {
  EXPECT_EQ(excerpt("ab\ncdef\n", 4, 2), "    2 | cdef\n      |  ^~\n");
}

TEST(Excerpt, EndsWithTheLine) {
  EXPECT_EQ(excerpt("ab\r\ncdef\r\n", 1, 6), "    1 | ab\n      |  ^\n");
}

TEST(Excerpt, MayPointBehindTheLastCharacter) {
  EXPECT_EQ(excerpt("ab", 2, 1), "    1 | ab\n      |   ^\n");
  EXPECT_EQ(excerpt("ab\n", 99, 1), "    2 | \n      | ^\n");
  EXPECT_EQ(excerpt("", 0, 1), "    1 | \n      | ^\n");
}

TEST(Excerpt, CountsCharacters) {
  const std::string text = "\xC3\xA9\xE2\x82\xAC x";

  EXPECT_EQ(line_column(text, 6).column, 4U);
  EXPECT_EQ(excerpt(text, 6, 1), "    1 | " + text + "\n      |    ^\n");
}

TEST(Excerpt, CutsALongLineAroundTheCaret) {
  const std::string text = std::string(500, 'a') + "HERE" + std::string(500, 'b');

  EXPECT_EQ(excerpt(text, 500, 4),
            "    1 | ..." + std::string(50, 'a') + "HERE" + std::string(66, 'b') + "...\n" +
                "      |    " + std::string(50, ' ') + "^~~~\n");
}

TEST(Excerpt, WidensForLongLineNumbers) {
  const std::string text = std::string(123455, '\n') + "x";

  EXPECT_EQ(excerpt(text, 123455, 1), "123456 | x\n       | ^\n");
}

TEST(Excerpt, ShowsNothingThatATerminalObeys) {
  EXPECT_EQ(excerpt("a\x1B[1m\xC2\x9B", 0, 1), "    1 | a?[1m?\n      | ^\n");
}

}  // namespace
}  // namespace pinn
