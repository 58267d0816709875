// SPDX-License-Identifier: MIT
// The JSON parser: trees, places, and agreement with another parser.
#include "json.hpp"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>
#include <random>

#include "pinn/config/starter.hpp"

namespace pinn {
namespace {

JsonNode parsed(const std::string& text) {
  const JsonDocument document = parse_json(text, kFromFile);
  EXPECT_FALSE(document.failure) << text;
  return document.root;
}

TEST(Json, KnowsTheBytesOfEveryKeyAndValue) {
  const std::string text = "{ \"a\": [1, \"b\\n\"],\n \"c\" : {} }";

  const JsonNode root = parsed(text);

  const auto source = [&](const JsonNode& node) {
    return text.substr(node.begin, node.end - node.begin);
  };
  const JsonMember& a = root.members[0];
  EXPECT_EQ(text.substr(a.key_begin, a.key_end - a.key_begin), "\"a\"");
  EXPECT_EQ(source(a.value), "[1, \"b\\n\"]");
  EXPECT_EQ(source(a.value.items[0]), "1");
  EXPECT_EQ(source(a.value.items[1]), "\"b\\n\"");
  EXPECT_EQ(source(root.members[1].value), "{}");
  EXPECT_EQ(source(root), text);
}

TEST(Json, DecodesEscapes) {
  EXPECT_EQ(
      parsed("[\"\\\"\\\\\\/\\b\\f\\n\\r\\t\\u0041\\u00e9\\u20ac\\ud83d\\ude00\"]").items[0].text,
      "\"\\/\b\f\n\r\tA\xC3\xA9\xE2\x82\xAC\xF0\x9F\x98\x80");
}

TEST(Json, MapsDecodedBytesToTheSource) {
  const std::string text = "\"a\\u00e9b\\ud83d\\ude00\\nc\"";

  EXPECT_EQ(text[source_offset(text, 0, 0)], 'a');
  EXPECT_EQ(source_offset(text, 0, 1), 2U);  // \u00e9, two bytes decoded
  EXPECT_EQ(text[source_offset(text, 0, 3)], 'b');
  EXPECT_EQ(source_offset(text, 0, 4), 9U);  // the pair, four bytes decoded
  EXPECT_EQ(text.substr(source_offset(text, 0, 8)), "\\nc\"");
  EXPECT_EQ(text[source_offset(text, 0, 9)], 'c');
  EXPECT_EQ(text[source_offset(text, 0, 10)], '"');  // the end
  EXPECT_EQ(text[source_offset(text, 0, 99)], '"');
}

TEST(Json, PrintsWhatItReads) {
  const std::string text =
      "{\n  \"a\": [1, 0.1, -2e-300, 1e+300, true, null],\n  \"b\": {\"c\": "
      "\"\\\"\\\\\\n\\u0001\"}\n"
      "}\n";

  EXPECT_EQ(print_json(parsed(text)), text);
}

TEST(Json, PrintsNumbersThatReadBack) {
  std::mt19937_64 random(1);
  for (int i = 0; i < 1000; ++i) {
    const std::uint64_t bits = random();
    double value = 0.0;
    std::memcpy(&value, &bits, sizeof value);
    if (!std::isfinite(value)) continue;

    EXPECT_EQ(parsed("[" + number_text(value) + "]").items[0].number, value);
  }
  EXPECT_EQ(number_text(10000000.0), "10000000");
  EXPECT_EQ(number_text(-0.0), "-0");
  EXPECT_EQ(number_text(1e300), "1e+300");
}

/// nlohmann's verdict on a text, comments allowed.
bool is_json(const std::string& text) {
  return nlohmann::json::accept(text.begin(), text.end(), true);
}

TEST(Json, AgreesWithAnotherParserOnDamagedTexts) {
  const std::string sound = starter_configs()[0].second;
  const std::string pieces = "{}[]\",:0123456789.eE+-/*\\ \n\ttruefalsnu";
  std::mt19937 random(7);
  int n_sound = 0;
  for (int i = 0; i < 1500; ++i) {
    std::string text = sound;
    text[random() % text.size()] = pieces[random() % pieces.size()];
    const bool accepted = !parse_json(text, kFromFile).failure;
    n_sound += accepted ? 1 : 0;

    ASSERT_EQ(accepted, is_json(text)) << text;
  }
  EXPECT_GT(n_sound, 200);  // both verdicts occur
  EXPECT_LT(n_sound, 1400);
}

TEST(Json, SurvivesAnyBytes) {
  std::mt19937 random(11);
  const std::string pieces = "{}[]\",:1.e-/*\\u \n\xC3\xA9t\0f";
  for (int i = 0; i < 5000; ++i) {
    std::string text;
    for (auto n_pieces = random() % 40; n_pieces > 0; --n_pieces)
      text += pieces[random() % pieces.size()];
    const JsonDocument document = parse_json(text, kFromFile);
    if (!document.failure) continue;

    EXPECT_LE(document.failure->begin + document.failure->length, text.size() + 1) << text;
  }
}

TEST(Json, KeepsTheFirstOfTwoKeysAndTellsTheSecond) {
  const JsonDocument document = parse_json("{\"a\": 1, \"a\": 2, \"a\": 3}", kFromFile);

  EXPECT_EQ(document.root.find("a")->value.number, 1.0);
  ASSERT_EQ(document.duplicates.size(), 2U);
  EXPECT_EQ(document.duplicates[0].first, 1U);
  EXPECT_EQ(document.duplicates[0].second, 9U);
  EXPECT_EQ(document.duplicates[1].second, 17U);
}

TEST(Json, QuotesUserTextOnOneLine) {
  EXPECT_EQ(in_quotes("a\nb\x1B"), "\"a\\nb\\u001b\"");
  EXPECT_EQ(in_quotes("\xFF"), "\"?\"");
  EXPECT_EQ(in_quotes(std::string(100, 'x')), "\"" + std::string(60, 'x') + "...\"");
}

}  // namespace
}  // namespace pinn
