// SPDX-License-Identifier: MIT
#include "pinn/report/plot_script.hpp"

#include <gmock/gmock.h>

#include "sample_run.hpp"

namespace pinn {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(PlotScript, DrawsColumnsByName) {
  const std::string script = plot_script(test::oscillator(), {"decay", true, true, true});

  EXPECT_THAT(script, HasSubstr("plot solution using 't':'x' with lines"));
  EXPECT_THAT(script, HasSubstr("using 't':'x_ref'"));
  EXPECT_THAT(script, HasSubstr("using 't':'x_err'"));
  EXPECT_THAT(script, HasSubstr("extrapolation.csv"));
}

TEST(PlotScript, DrawsOnlyWhatIsThere) {
  const std::string script = plot_script(test::oscillator(), {"decay", false, false, false});

  EXPECT_THAT(script, Not(HasSubstr("solution.csv")));
  EXPECT_THAT(script, Not(HasSubstr("x_err")));
  EXPECT_THAT(script, HasSubstr("history.csv"));
}

TEST(PlotScript, DrawsTheWindowsOfAMethodThatGoesByWindow) {
  const std::string script =
      plot_script(test::oscillator(), {"decay", true, false, false, /*by_window=*/true});

  EXPECT_THAT(script, HasSubstr("using \"window_end\":(column(\"loss\")"));
  EXPECT_THAT(script, Not(HasSubstr("first 100 iterations")));
}

TEST(PlotScript, QuotesANameThatWouldEndTheString) {
  EXPECT_THAT(plot_script(test::oscillator(), {"it's", true, false, false}),
              HasSubstr("set title 'it''s: solution'"));
}

}  // namespace
}  // namespace pinn
