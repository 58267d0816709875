// SPDX-License-Identifier: MIT
// Panels as SVG and as a script for gnuplot.
#include "pinn/plot/svg.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "pinn/plot/gnuplot.hpp"

namespace pinn {
namespace {

using testing::HasSubstr;
using testing::Not;

std::vector<Panel> two_panels() {
  Panel one;
  one.title = "a < b & c";
  one.x_label = "t";
  one.curves = {{"y", {0.0, 1.0, 2.0}, {0.0, 1.0, 0.5}, LineKind::Solid, 0},
                {"it's", {0.0, 2.0}, {0.0, 1.0}, LineKind::Dashed, 1}};
  Panel other = one;
  other.title = "other";
  return {one, other};
}

std::size_t count(const std::string& text, const std::string& what) {
  std::size_t n = 0;
  for (std::size_t at = text.find(what); at != std::string::npos; at = text.find(what, at + 1)) ++n;
  return n;
}

TEST(SvgPlot, HasACurveForEachAndSafeNames) {
  SvgStyle style;
  style.title = "run \"1\"";

  const std::string svg = draw_svg(two_panels(), style);

  EXPECT_EQ(count(svg, "<polyline"), 4U);
  EXPECT_EQ(count(svg, "<g "), 2U);
  EXPECT_THAT(svg, HasSubstr("a &lt; b &amp; c"));
  EXPECT_THAT(svg, HasSubstr("<title>run &quot;1&quot;</title>"));
  EXPECT_EQ(count(svg, "<"), count(svg, ">"));
  EXPECT_THAT(svg, Not(HasSubstr("nan")));
}

TEST(SvgPlot, FollowsTheGroundOfTheReaderUnlessTold) {
  SvgStyle style;
  EXPECT_THAT(draw_svg(two_panels(), style), HasSubstr("prefers-color-scheme:dark"));
  style.ground = Ground::Dark;
  const std::string dark = draw_svg(two_panels(), style);
  EXPECT_THAT(dark, Not(HasSubstr("prefers-color-scheme")));
  EXPECT_THAT(dark, HasSubstr(".paper{fill:#0d1117}"));
}

TEST(SvgPlot, BreaksACurveWhereItIsNotFinite) {
  std::vector<Panel> panels = two_panels();
  panels.resize(1);
  panels[0].curves = {
      {"y", {0.0, 1.0, 2.0, 3.0, 4.0}, {0.0, 1.0, NAN, 1.0, 0.0}, LineKind::Solid, 0}};

  EXPECT_EQ(count(draw_svg(panels, {}), "<polyline"), 2U);
}

TEST(GnuplotScript, QuotesWhatPeopleName) {
  const std::string script = png_script(two_panels(), {}, "a'b.png");

  EXPECT_THAT(script, HasSubstr("set output 'a''b.png'"));
  EXPECT_THAT(script, HasSubstr("title 'it''s'"));
  EXPECT_EQ(count(script, "\nplot "), 2U);
}

}  // namespace
}  // namespace pinn
