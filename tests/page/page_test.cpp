// SPDX-License-Identifier: MIT
// A run as one HTML file.
#include "pinn/page/page.hpp"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "pinn/util/error.hpp"
#include "verify/polynomial_model.hpp"

namespace pinn {
namespace {

using testing::HasSubstr;
using testing::Not;

PageInput decay() {
  PageInput input;
  input.run_json =
      R"({"name": "a </script> b", "verdict": "not accepted", "message": "why", "acceptance":
          {"max_error": 0.5, "basis": "exact", "points": 3, "tolerance_ratio": 7.25},
          "warnings": [{"id": "x", "message": "mind <this>"}], "problem": {"domain": [0, 1]}})";
  input.config_json = R"({"problem": {"equations": ["y' = -k*y"], "conditions": ["y(0) = 1"],
                          "parameters": {"k": 2}}})";
  input.tables.name = "decay";
  input.tables.variable = "t";
  input.tables.states = {"y"};
  input.tables.solution = "t,y,y_err\n0,1,0\n0.5,0.4,1e-3\n1,0.1,2e-3\n";
  input.model = test::polynomial_model({"y"}, {{0.0, 1.0, {{1.0, -1.0}}}});
  return input;
}

TEST(Page, SaysTheVerdictWithItsNumbers) {
  const std::string page = make_page(decay());

  EXPECT_THAT(page, HasSubstr("<strong>Not accepted</strong>"));
  EXPECT_THAT(page,
              HasSubstr("Largest error 0.5 against the exact solution, 7.25 of the tolerance"));
  EXPECT_THAT(page, HasSubstr("Warning: mind &lt;this&gt;"));
}

TEST(Page, OfARunWithoutAVerdictSaysSo) {
  PageInput input = decay();
  input.run_json = R"({"status": "running", "verdict": null, "acceptance": {"basis": null}})";
  const std::string page = make_page(input);

  EXPECT_THAT(page, HasSubstr("No verdict: the run is not over, or was killed"));
  EXPECT_THAT(page, Not(HasSubstr("Largest error")));
}

TEST(Page, NeedsNothingButItself) {
  const std::string page = make_page(decay());

  EXPECT_THAT(page, Not(HasSubstr("src=")));
  EXPECT_THAT(page, Not(HasSubstr("<link")));
  EXPECT_THAT(page, Not(HasSubstr("@import")));
}

TEST(Page, HasEveryPointOfTheSolutionAndItsPictures) {
  const std::string page = make_page(decay());

  EXPECT_THAT(page, HasSubstr(R"("x":[0.0,0.5,1.0],"y":[1.0,0.4,0.1])"));
  EXPECT_THAT(page, HasSubstr("<figure data-panel=\"0\" tabindex=\"0\">"));
  EXPECT_THAT(page, HasSubstr("<polyline"));
}

TEST(Page, IsNotEndedByANameInIt) {
  const std::string page = make_page(decay());

  EXPECT_THAT(page, HasSubstr("<title>a &lt;/script&gt; b - pinn-solve</title>"));
  std::size_t n = 0;
  for (std::size_t at = page.find("</script>"); at != std::string::npos;
       at = page.find("</script>", at + 1)) {
    ++n;
  }
  EXPECT_EQ(n, 2U);
}

TEST(Page, RefusesWhatIsNoRun) {
  PageInput input = decay();
  input.run_json = "[1]";

  EXPECT_THROW(make_page(input), ConfigError);
}

}  // namespace
}  // namespace pinn
