// SPDX-License-Identifier: MIT
// A panel as text.
#include "pinn/plot/terminal.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <sstream>

namespace pinn {
namespace {

using testing::HasSubstr;
using testing::Not;

Panel diagonal() {
  Panel panel;
  panel.title = "solution";
  panel.x_label = "t";
  panel.curves = {{"y", {0.0, 1.0}, {0.0, 1.0}, LineKind::Solid, 0}};
  return panel;
}

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream in(text);
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

std::size_t characters(const std::string& line) {
  return static_cast<std::size_t>(std::count_if(line.begin(), line.end(), [](char c) {
    return (static_cast<unsigned char>(c) & 0xC0) != 0x80;
  }));
}

TEST(TerminalPlot, KeepsToItsRowsAndColumns) {
  for (const bool braille : {true, false}) {
    const TerminalStyle style{60, 12, braille, false};

    const std::vector<std::string> lines = lines_of(draw_in_terminal(diagonal(), style));

    EXPECT_EQ(lines.size(), 12U);
    for (const std::string& line : lines) EXPECT_LE(characters(line), 60U) << line;
  }
}

TEST(TerminalPlot, DrawsInPlainAsciiWhereItMust) {
  const std::string text = draw_in_terminal(diagonal(), {40, 10, false, false});

  EXPECT_TRUE(std::all_of(
      text.begin(), text.end(), [](char c) { return static_cast<unsigned char>(c) < 128; }));
  const std::vector<std::string> lines = lines_of(text);
  EXPECT_EQ(lines[0], "solution  * y");
  const std::size_t high = lines[1].find('*');
  const std::size_t low = lines[8].find('*');
  ASSERT_NE(high, std::string::npos);
  ASSERT_NE(low, std::string::npos);
  EXPECT_GT(high, low + 25) << "from the lower left to the upper right";
}

TEST(TerminalPlot, HasEscapeSequencesOnlyWithColour) {
  EXPECT_THAT(draw_in_terminal(diagonal(), {40, 10, true, false}), Not(HasSubstr("\x1b")));
  EXPECT_THAT(draw_in_terminal(diagonal(), {40, 10, true, true}), HasSubstr("\x1b[38;5;33m"));
}

TEST(TerminalPlot, LeavesOutWhatIsNotFinite) {
  Panel panel = diagonal();
  panel.log_y = true;
  panel.curves[0].y = {0.0, -1.0};

  EXPECT_EQ(lines_of(draw_in_terminal(panel, {40, 10, true, false})).size(), 10U);
}

}  // namespace
}  // namespace pinn
