// SPDX-License-Identifier: MIT
// What is said about keys, types, ranges and expressions: exact texts.
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "config_texts.hpp"

namespace pinn {
namespace {

using test::config_with;
using test::messages;
using test::problem_with_line;
using testing::HasSubstr;

TEST(ConfigMessage, OffersTheKeyThatWasMeant) {
  EXPECT_EQ(messages(config_with("  \"trianing\": {\"seed\": 1}")),
            "decay.json:8:3: error: unknown key \"trianing\"; did you mean \"training\"?\n"
            "    8 |   \"trianing\": {\"seed\": 1}\n"
            "      |   ^~~~~~~~~~\n");
}

TEST(ConfigMessage, NamesTheGroupOfANestedKey) {
  EXPECT_EQ(messages(config_with("  \"training\": {\"points\": {\"jiter\": 1}}")),
            "decay.json:8:27: error: unknown key \"jiter\" in training.points; did you mean "
            "\"jitter\"?\n"
            "    8 |   \"training\": {\"points\": {\"jiter\": 1}}\n"
            "      |                           ^~~~~~~\n");
}

TEST(ConfigMessage, KnowsWhereAMisplacedKeyBelongs) {
  EXPECT_EQ(messages(config_with("  \"seed\": 1")),
            "decay.json:8:3: error: unknown key \"seed\"; did you mean \"training.seed\"?\n"
            "    8 |   \"seed\": 1\n"
            "      |   ^~~~~~\n");
}

TEST(ConfigMessage, ListsTheKeysWhereNoneIsNear) {
  EXPECT_EQ(messages(config_with("  \"reference\": {\"solver\": 1}")),
            "decay.json:8:17: error: unknown key \"solver\" in reference\n"
            "    8 |   \"reference\": {\"solver\": 1}\n"
            "      |                 ^~~~~~~~\n"
            "  known here: method, rtol, atol\n");
}

TEST(ConfigMessage, TellsANumberWrittenAsAString) {
  EXPECT_EQ(messages(config_with("  \"training\": {\"seed\": \"7\"}")),
            "decay.json:8:24: error: training.seed is \"7\", expected an integer from 0 to "
            "4294967295; write 7 without quotes\n"
            "    8 |   \"training\": {\"seed\": \"7\"}\n"
            "      |                        ^~~\n");
}

TEST(ConfigMessage, TellsAWrongType) {
  EXPECT_EQ(messages(config_with("  \"network\": {\"per_state\": 1}")),
            "decay.json:8:28: error: network.per_state is 1, expected true or false\n"
            "    8 |   \"network\": {\"per_state\": 1}\n"
            "      |                            ^\n");
}

TEST(ConfigMessage, TellsTheRange) {
  EXPECT_EQ(messages(config_with("  \"training\": {\"points\": {\"count\": 1}}")),
            "decay.json:8:36: error: training.points.count is 1, expected an integer from 2 to "
            "10000000\n"
            "    8 |   \"training\": {\"points\": {\"count\": 1}}\n"
            "      |                                    ^\n");
}

TEST(ConfigMessage, OffersTheWordThatWasMeant) {
  EXPECT_EQ(messages(config_with("  \"network\": {\"activation\": \"tahn\"}")),
            "decay.json:8:29: error: network.activation is \"tahn\", expected one of tanh, sin, "
            "sigmoid, silu, gelu, softplus, relu, leaky_relu; did you mean \"tanh\"?\n"
            "    8 |   \"network\": {\"activation\": \"tahn\"}\n"
            "      |                             ^~~~~~\n");
}

TEST(ConfigMessage, OffersBracketsForASingleWidth) {
  EXPECT_EQ(messages(config_with("  \"network\": {\"hidden\": 50}")),
            "decay.json:8:25: error: network.hidden is 50, expected \"auto\" or a list of 1 to 16 "
            "elements, each an integer from 1 to 4096; write [50]\n"
            "    8 |   \"network\": {\"hidden\": 50}\n"
            "      |                         ^~\n");
}

TEST(ConfigMessage, ExplainsADecimalCommaInAString) {
  EXPECT_EQ(messages(config_with("  \"accept\": {\"rtol\": \"0,5\"}")),
            "decay.json:8:22: error: accept.rtol is \"0,5\", expected a number of at least 0; the "
            "decimal mark is a point: write 0.5\n"
            "    8 |   \"accept\": {\"rtol\": \"0,5\"}\n"
            "      |                      ^~~~~\n");
}

TEST(ConfigMessage, TurnsAReversedDomainRound) {
  EXPECT_EQ(messages(problem_with_line(3, "    \"domain\": [5, 0],")),
            "decay.json:3:15: error: problem.domain is reversed (5 to 0), expected [a, b] with a < "
            "b; write [0, 5]\n"
            "    3 |     \"domain\": [5, 0],\n"
            "      |               ^~~~~~\n");
}

TEST(ConfigMessage, PointsAtAMissingDataFile) {
  const std::string data =
      "    \"data\": [{\"file\": \"none.csv\", \"variable\": \"t\", \"columns\": {\"y\": \"y\"}}],";
  const std::string text = problem_with_line(3, data + "\n    \"domain\": [0, 5],");

  EXPECT_EQ(messages(text),
            "decay.json:3:23: error: cannot read \"none.csv\": no such file\n"
            "    3 | " +
                data +
                "\n"
                "      |                       ^~~~~~~~~~\n");
}

TEST(ConfigMessage, SaysWhereADataFileIsLookedFor) {
  const std::string data =
      "    \"data\": [{\"file\": \"none.csv\", \"variable\": \"t\", \"columns\": {\"y\": \"y\"}}],";
  const std::string text = problem_with_line(3, data + "\n    \"domain\": [0, 5],");

  const ReadConfig read = read_config(text, "a/decay.json", "decay", "a", {});

  EXPECT_THAT(read.source.format(read.diagnostics),
              HasSubstr("cannot read \"none.csv\": no such file (looked for at a/none.csv)\n"));
}

TEST(ConfigMessage, PlacesAnUnbalancedBracketInsideTheFile) {
  EXPECT_EQ(messages(problem_with_line(5, "    \"equations\": [\"y' = -k*(y + 1\"],")),
            "decay.json:5:28: error: \"(\" without \")\"\n"
            "    5 |     \"equations\": [\"y' = -k*(y + 1\"],\n"
            "      |                            ^\n");
}

TEST(ConfigMessage, CountsEscapesOfTheFileInsideAnExpression) {
  EXPECT_EQ(messages(problem_with_line(5, "    \"equations\": [\"y\\u0027 = -k*(y + 1\"],")),
            "decay.json:5:33: error: \"(\" without \")\"\n"
            "    5 |     \"equations\": [\"y\\u0027 = -k*(y + 1\"],\n"
            "      |                                 ^\n");
}

TEST(ConfigMessage, CountsCharactersNotBytes) {
  EXPECT_EQ(messages(problem_with_line(5, "    \"equations\": [\"y\xE2\x80\xB2 = -k*(y + 1\"],")),
            "decay.json:5:28: error: \"(\" without \")\"\n"
            "    5 |     \"equations\": [\"y\xE2\x80\xB2 = -k*(y + 1\"],\n"
            "      |                            ^\n");
}

TEST(ConfigMessage, CopiesTabsIntoTheCaretLine) {
  EXPECT_EQ(messages(config_with("\t\"name\":\t5")),
            "decay.json:8:10: error: name is 5, expected 1 to 64 of the characters A-Z a-z 0-9 . _ "
            "- in quotes; write \"5\"\n"
            "    8 | \t\"name\":\t5\n"
            "      | \t       \t^\n");
}

TEST(ConfigMessage, NamesWhatIsNotAvailableYet) {
  EXPECT_EQ(messages(problem_with_line(4, "    \"family\": {\"k\": {}},")),
            "decay.json:4:5: error: \"problem.family\" is not available in version 0.1.0; vary the "
            "keys of a config with scripts/sweep\n"
            "    4 |     \"family\": {\"k\": {}},\n"
            "      |     ^~~~~~~~\n");
}

TEST(ConfigMessage, NamesEveryLaterKey) {
  const std::vector<const char*> problem_keys{"family"};
  for (const std::string key : problem_keys) {
    EXPECT_THAT(messages(problem_with_line(4, "\"" + key + "\": 1,")),
                HasSubstr("\"problem." + key + "\" is not available in version 0.1.0"));
  }
  const std::vector<std::pair<std::string, std::string>> others{
      {"training.checkpoint_every", "\"training\": {\"checkpoint_every\": 1}"},
      {"output.family", "\"output\": {\"family\": {}}"},
  };
  for (const auto& [what, more] : others) {
    EXPECT_THAT(messages(config_with(more)),
                HasSubstr(what + "\" is not available in version 0.1.0; "));
  }
}

TEST(ConfigMessage, DoesNotMissTheEquationsThatAnEnergyReplaces) {
  EXPECT_EQ(
      messages(problem_with_line(5, "    \"hamiltonian\": {\"energy\": \"p^2\"},")),
      "decay.json:5:5: error: missing key \"pairs\" in problem.hamiltonian: coordinate to its "
      "momentum: q' = dH/dp, p' = -dH/dq\n"
      "    5 |     \"hamiltonian\": {\"energy\": \"p^2\"},\n"
      "      |     ^~~~~~~~~~~~~\n");
}

TEST(ConfigMessage, PointsAtTheGroupThatLacksAKey) {
  EXPECT_EQ(messages(problem_with_line(6, "    \"variable\": \"t\"")),
            "decay.json:2:3: error: missing key \"conditions\" in problem: as many as the orders "
            "of the states add up to: y(0) = 1, u'(1) + u(1) = 0\n"
            "    2 |   \"problem\": {\n"
            "      |   ^~~~~~~~~\n");
}

TEST(ConfigMessage, RefusesNamesThatAreNoNames) {
  EXPECT_EQ(
      messages(problem_with_line(4, "    \"parameters\": {\"k\": 1, \"exp\": 2, \"2x\": 3},")),
      "decay.json:4:28: error: \"exp\" is a reserved word of the expressions; choose another "
      "name\n"
      "    4 |     \"parameters\": {\"k\": 1, \"exp\": 2, \"2x\": 3},\n"
      "      |                            ^~~~~\n"
      "decay.json:4:38: error: \"2x\" is not a name, expected a letter or _, then letters, "
      "digits, _\n"
      "    4 |     \"parameters\": {\"k\": 1, \"exp\": 2, \"2x\": 3},\n"
      "      |                                      ^~~~\n");
}

TEST(ConfigMessage, ReportsEveryMistakeInOrderOfPlace) {
  const std::string text =
      messages(config_with("  \"accept\": {\"rtol\": -1},\n  \"name\": \"a b\",\n  \"sed\": 1,\n"
                           "  \"training\": {\"restarts\": 1.5, \"windows\": 0}"));

  std::vector<std::string> places;
  for (std::size_t at = text.find("decay.json:"); at != std::string::npos;
       at = text.find("decay.json:", at + 1)) {
    places.push_back(text.substr(at + 11, text.find(": ", at) - at - 11));
  }
  EXPECT_EQ(places, (std::vector<std::string>{"8:22", "9:11", "10:3", "11:28", "11:44"}));
}

TEST(ConfigMessage, SaysTheSameOnce) {
  const ReadConfig read = test::read_text(config_with("  \"name\": 5"));
  Diagnostics twice = read.diagnostics;
  twice.push_back(twice.front());

  EXPECT_EQ(read.source.format(twice), read.source.format(read.diagnostics));
}

TEST(ConfigMessage, StopsAfterFiftyMistakes) {
  std::string many = "  \"output\": {\"at\": [";
  for (int i = 0; i < 5000; ++i) many += "\"x\", ";
  const std::string text = messages(config_with(many + "1]}"));

  EXPECT_THAT(
      text, testing::EndsWith("decay.json: note: more mistakes follow, the first 50 are shown\n"));
  EXPECT_LT(text.size(), 50U * 400U);
}

TEST(ConfigMessage, ShowsNoControlCharactersOfTheFile) {
  const std::string text = messages("{\x1B[31m");

  EXPECT_EQ(text.find('\x1B'), std::string::npos);
}

TEST(ConfigMessage, PutsANoteBelowTheCaret) {
  const ReadConfig read = test::read_text(config_with(""));
  Diagnostic found;
  found.severity = Severity::Warning;
  found.place = {"problem.equations.0", 6, 1, false};
  found.message = "something about k";
  found.note = "first line\nsecond line";
  found.id = "id";

  EXPECT_EQ(read.source.format({found}),
            "decay.json:5:26: warning: something about k\n"
            "    5 |     \"equations\": [\"y' = -k*y\"],\n"
            "      |                          ^\n"
            "  first line\n"
            "  second line\n");
}

}  // namespace
}  // namespace pinn
