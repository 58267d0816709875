// SPDX-License-Identifier: MIT
// What is said about a text that is not JSON: exact texts.
#include <gtest/gtest.h>

#include <chrono>
#include <filesystem>
#include <fstream>

#include "config_texts.hpp"

namespace pinn {
namespace {

using test::config_with;
using test::messages;

TEST(SyntaxMessage, NamesATrailingComma) {
  EXPECT_EQ(messages(config_with("  \"name\": \"a\",")),
            "decay.json:8:14: error: trailing comma before \"}\"; remove it\n"
            "    8 |   \"name\": \"a\",\n"
            "      |              ^\n");
}

TEST(SyntaxMessage, ExplainsADecimalComma) {
  EXPECT_EQ(messages(config_with("  \"accept\": {\"rtol\": 1,5}")),
            "decay.json:8:22: error: a comma inside a number (1,5), the decimal mark is a point; "
            "write 1.5\n"
            "    8 |   \"accept\": {\"rtol\": 1,5}\n"
            "      |                      ^~~\n");
}

TEST(SyntaxMessage, ShowsBothPlacesOfADuplicateKey) {
  EXPECT_EQ(
      messages(config_with("  \"name\": \"a\",\n  \"description\": \"b\",\n  \"name\": \"c\"")),
      "decay.json:10:3: error: duplicate key \"name\", first given on line 8; remove one of "
      "the two\n"
      "   10 |   \"name\": \"c\"\n"
      "      |   ^~~~~~\n"
      "decay.json:8:3: note: the first one\n"
      "    8 |   \"name\": \"a\",\n"
      "      |   ^~~~~~\n");
}

TEST(SyntaxMessage, PointsBehindTheValueWhereACommaIsMissing) {
  EXPECT_EQ(messages(config_with("  \"name\": \"a\"\n  \"description\": \"b\"")),
            "decay.json:8:14: error: a comma is missing after this value\n"
            "    8 |   \"name\": \"a\"\n"
            "      |              ^\n");
}

TEST(SyntaxMessage, PointsAtTheBracketThatIsNeverClosed) {
  EXPECT_EQ(messages("{\n  \"problem\": {\n    \"domain\": [0, 5]\n"),
            "decay.json:2:14: error: this \"{\" is never closed; add \"}\"\n"
            "    2 |   \"problem\": {\n"
            "      |              ^\n");
}

TEST(SyntaxMessage, NamesTheLineOfABracketClosedByTheOther) {
  EXPECT_EQ(messages("{\n  \"network\": {\"hidden\": [50,\n    50}}\n"),
            "decay.json:3:7: error: \"}\" does not close the \"[\" of line 2; write \"]\" first\n"
            "    3 |     50}}\n"
            "      |       ^\n");
}

TEST(SyntaxMessage, OffersQuotesForAFormula) {
  EXPECT_EQ(messages("{\"problem\": {\"domain\": [0, 4*pi]}}"),
            "decay.json:1:28: error: text needs double quotes; write \"4*pi\"\n"
            "    1 | {\"problem\": {\"domain\": [0, 4*pi]}}\n"
            "      |                            ^~~~\n");
}

TEST(SyntaxMessage, SaysThatAnEmptyFileIsEmpty) {
  const std::string expected =
      "decay.json: error: the file is empty, expected a config; see a small one with: pinn-solve "
      "init ivp\n";

  EXPECT_EQ(messages(""), expected);
  EXPECT_EQ(messages(" \r\n\t\n"), expected);
}

TEST(SyntaxMessage, SaysThatAFileHasOnlyComments) {
  EXPECT_EQ(messages("// later\n/* still */\n"),
            "decay.json: error: nothing but comments, expected a config\n");
}

TEST(SyntaxMessage, RefusesDeepNestingWithoutOverflow) {
  const std::string deep = "{\n  \"name\": " + std::string(10000, '[');

  const std::string message = messages(deep);

  EXPECT_EQ(message.substr(0, message.find('\n')),
            "decay.json:2:74: error: more than 64 nested levels of brackets; no key needs that "
            "many");
  EXPECT_LT(message.size(), 500U);  // the long line is cut around the caret
}

TEST(SyntaxMessage, RefusesDeepNestingOfObjects) {
  std::string deep;
  for (int i = 0; i < 10000; ++i) deep += "{\"a\":";

  const std::string message = messages(deep);

  EXPECT_EQ(message.substr(0, message.find('\n')),
            "decay.json:1:321: error: more than 64 nested levels of brackets; no key needs that "
            "many");
}

TEST(SyntaxMessage, RefusesAFileOf50MegabytesUnread) {
  const auto path = std::filesystem::temp_directory_path() / "pinn_config_large.json";
  std::ofstream(path).put('{');
  std::filesystem::resize_file(path, 50000000);  // sparse: takes no room
  const auto start = std::chrono::steady_clock::now();

  const ReadConfig read = read_config_file(path, {});

  const std::chrono::duration<double> seconds = std::chrono::steady_clock::now() - start;
  std::filesystem::remove(path);
  EXPECT_EQ(read.source.format(read.diagnostics),
            path.string() +
                ": error: the file has 50000000 bytes, at most 16777216 are read; keep measured "
                "values in a CSV file (problem.data)\n");
  EXPECT_FALSE(read.complete);
  EXPECT_LT(seconds.count(), 0.5);
}

TEST(SyntaxMessage, RefusesATextThatIsTooLarge) {
  EXPECT_EQ(messages(std::string(kMaxConfigBytes + 1, ' ')),
            "decay.json: error: the file has 16777217 bytes, at most 16777216 are read; keep "
            "measured values in a CSV file (problem.data)\n");
}

struct BadText {
  const char* text;
  const char* first_line;
};

TEST(SyntaxMessage, FitsEveryMistake) {
  const std::vector<BadText> cases{
      {"{\"a\": 01}", "1:7: error: 01 is not how JSON writes a number; write 1"},
      {"{\"a\": .5}", "1:7: error: .5 is not how JSON writes a number; write 0.5"},
      {"{\"a\": 5.}", "1:7: error: 5. is not how JSON writes a number; write 5.0"},
      {"{\"a\": +5}", "1:7: error: +5 is not how JSON writes a number; write 5"},
      {"{\"a\": -007}", "1:7: error: -007 is not how JSON writes a number; write -7"},
      {"{\"a\": 1e999}", "1:7: error: 1e999 is too large, the largest number is 1.8e308"},
      {"{\"a\": 1e-999}", "1:7: error: 1e-999 is too close to 0, the smallest number is 4.9e-324"},
      {"{\"a\": NaN}", "1:7: error: NaN cannot be used, every number must be finite"},
      {"{\"a\": -Infinity}", "1:7: error: -Infinity cannot be used, every number must be finite"},
      {"{\"a\": True}", "1:7: error: \"True\" is not JSON; write true"},
      {"{\"a\": 10k}", "1:7: error: text needs double quotes; write \"10k\""},
      {"{\"a\": cosine }", "1:7: error: text needs double quotes; write \"cosine\""},
      {"{\"a\": 'x'}", "1:7: error: text is written in double quotes: \"...\""},
      {"{'a': 1}", "1:2: error: keys need double quotes; write \"a\""},
      {"{a: 1}", "1:2: error: keys need double quotes; write \"a\""},
      {"{\"a\"=1}", "1:5: error: found \"=\" after the key \"a\", expected \":\""},
      {"{\"a\": }", "1:7: error: a value is missing before \"}\""},
      {"{,}", "1:2: error: found \",\", expected a key in double quotes"},
      {"{\"a\": 1} }", "1:10: error: found \"}\" after the end; remove it, or a bracket before it"},
      {"{\"a\": \"x\n\"}", "1:7: error: this string is not closed on its line; end it with \""},
      {"{\"a\": \"x", "1:7: error: this string is never closed; end it with \""},
      {"{\"a\": \"x\ty\"}", "1:9: error: a tab inside a string; write \\t or a blank"},
      {"{\"a\": \"x\001y\"}", "1:9: error: a control character inside a string; remove it"},
      {"{\"a\": \"C:\\data\"}",
       "1:10: error: unknown escape \\d in a string; write \\\\ for one backslash"},
      {"{\"a\": \"\\u12\"}", "1:8: error: \\u needs four hexadecimal digits, as in \\u00e9"},
      {"{\"a\": \"\\ud800x\"}",
       "1:8: error: half of a \\u surrogate pair; write the character itself in UTF-8"},
      {"{\"a\": \"\\u0000\"}", "1:8: error: \\u0000 is not allowed in a string"},
      {"{ /* a", "1:3: error: this comment is never closed; end it with */"},
      {"{ # a\n}", "1:3: error: comments begin with // here, not with #"},
      {"{\"a\": \"\xC3(\"}", "1:8: error: byte 0xc3 is not UTF-8; save the file as UTF-8"},
      {"\xFF\xFE{", "1:1: error: the file is in UTF-16; save it as UTF-8"},
      {"[1, 2]", "1:1: error: the config is a list, expected an object { ... }"},
      {"\"text\"", "1:1: error: the config is \"text\", expected an object { ... }"},
  };
  for (const BadText& bad : cases) {
    const std::string message = messages(bad.text);
    EXPECT_EQ(message.substr(0, message.find('\n')), std::string("decay.json:") + bad.first_line)
        << bad.text;
  }
}

TEST(SyntaxMessage, PointsAtANulByte) {
  const std::string text("{\"a\0\": 1}", 9);

  EXPECT_EQ(messages(text),
            "decay.json:1:4: error: a NUL byte; save the file as UTF-8 text\n"
            "    1 | {\"a?\": 1}\n"
            "      |    ^\n");
}

TEST(SyntaxMessage, AcceptsCommentsAndAByteOrderMark) {
  EXPECT_EQ(messages("\xEF\xBB\xBF// first\n" + config_with("  /* \"name\" */ \"name\": \"a\" //")),
            "");
}

TEST(SyntaxMessage, DoesNotCountAByteOrderMark) {
  const std::string message = messages("\xEF\xBB\xBF{\"seeed\": 1}");

  EXPECT_NE(message.find("decay.json:1:2: error: unknown key \"seeed\""), std::string::npos);
}

}  // namespace
}  // namespace pinn
