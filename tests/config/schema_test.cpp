// SPDX-License-Identifier: MIT
// The schema has the keys of the table and judges values as the reader does.
#include "pinn/config/schema.hpp"

#include <gtest/gtest.h>

#include <set>

#include "config_texts.hpp"
#include "schema_checker.hpp"

namespace pinn {
namespace {

using nlohmann::json;
using test::config_with;
using test::fits_schema;
using test::read_text;

json schema() { return json::parse(config_schema()); }

json without_comments(const std::string& text) {
  return json::parse(text, nullptr, true, /*ignore_comments=*/true);
}

/// Paths of all leaves of a schema, elements of lists of objects as N and of maps as NAME.
void collect_paths(const json& node, const std::string& prefix, std::set<std::string>& paths) {
  for (const auto& [key, value] : node["properties"].items()) {
    const std::string path = prefix + key;
    if (value.contains("properties")) {
      collect_paths(value, path + ".", paths);
      continue;
    }
    paths.insert(path);
    const bool of_objects = value.contains("items") && value["items"].contains("properties");
    if (of_objects) collect_paths(value["items"], path + ".N.", paths);
    const bool by_name =
        value.contains("propertyNames") && value["additionalProperties"].contains("properties");
    if (by_name) collect_paths(value["additionalProperties"], path + ".NAME.", paths);
  }
}

TEST(Schema, HasTheKeysOfTheTable) {
  std::set<std::string> expected;
  for (const KeyInfo& key : key_table()) expected.insert(key.path);
  std::set<std::string> found;

  collect_paths(schema(), "", found);

  EXPECT_EQ(found, expected);
}

TEST(Schema, AcceptsTheStarters) {
  for (const auto& [name, text] : starter_configs()) {
    EXPECT_TRUE(fits_schema(without_comments(text), schema())) << name;
  }
}

TEST(Schema, AcceptsWhatIsWritten) {
  for (const auto& [name, text] : starter_configs()) {
    const Config config = read_config(text, name, name, "", {}).config;

    EXPECT_TRUE(fits_schema(json::parse(write_config(config)), schema())) << name;
  }
}

TEST(Schema, RefusesEveryKeyThatIsNotInTheTable) {
  for (const char* more : {"\"trianing\": {}",
                           "\"training\": {\"points\": {\"jiter\": 1}}",
                           "\"training\": {\"checkpoint_every\": 1}",
                           "\"output\": {\"family\": {}}"}) {
    EXPECT_FALSE(fits_schema(without_comments(config_with(more)), schema())) << more;
  }
}

/// Every key of the table gets values of every kind; schema and reader must agree on each.
TEST(Schema, JudgesValuesAsTheReaderDoes) {
  const json the_schema = schema();
  const std::vector<std::string> values{"null",
                                        "true",
                                        "false",
                                        "0",
                                        "1",
                                        "2",
                                        "-1",
                                        "0.5",
                                        "1.5",
                                        "1e4",
                                        "0.99",
                                        "16",
                                        "256",
                                        "257",
                                        "1024",
                                        "4096",
                                        "4097",
                                        "1e6",
                                        "1e7",
                                        "2e7",
                                        "4294967295",
                                        "4294967296",
                                        "1e300",
                                        "\"auto\"",
                                        "\"tanh\"",
                                        "\"float32\"",
                                        "\"hard\"",
                                        "\"sobol\"",
                                        "\"reflect\"",
                                        "\"adam\"",
                                        "\"cosine\"",
                                        "\"gradient\"",
                                        "\"readout\"",
                                        "\"ida\"",
                                        "\"none\"",
                                        "\"estimate\"",
                                        "\"exact\"",
                                        "\"cuda\"",
                                        "\"windows\"",
                                        "\"exp\"",
                                        "\"a b\"",
                                        "\"\"",
                                        "\"1\"",
                                        "[]",
                                        "[1]",
                                        "[1, 2]",
                                        "[0.5, 0.5]",
                                        "[1, 2, 3]",
                                        "[0]",
                                        "[\"1\", \"2\"]",
                                        "[\"y' = 1\"]",
                                        "[\"y = 1\", 2]",
                                        "{}",
                                        "{\"y\": 1}",
                                        "{\"y\": 0}",
                                        "{\"y\": -1}",
                                        "{\"y\": \"1\"}",
                                        "{\"2y\": 1}",
                                        "{\"sin\": 1}",
                                        "{\"y\": []}",
                                        "[{}]",
                                        "[[1, 2]]"};
  int n_accepted = 0;
  int n_refused = 0;
  for (const KeyInfo& key : key_table()) {
    // Lists of objects are tested key by key; domain, at and extrapolate have rules that a schema
    // cannot express.
    if (key.path.find("domain") != std::string::npos || key.path == "problem.data" ||
        key.path == "output.at" || key.path == "output.extrapolate" ||
        key.path.find("data.N.") != std::string::npos) {
      continue;
    }
    for (const std::string& value : values) {
      json config = without_comments(config_with(
          "\"training\": {\"stages\": [{\"optimizer\": \"adam\", \"iterations\": 5}]}"));
      std::string pointer = "/" + key.path;
      for (char& c : pointer) c = c == '.' ? '/' : c;
      const std::size_t n = pointer.find("/N/");
      if (n != std::string::npos) pointer.replace(n, 3, "/0/");
      config[json::json_pointer(pointer)] = json::parse(value);

      const bool by_schema = fits_schema(config, the_schema);
      const bool by_reader = !has_errors(read_text(config.dump()).diagnostics);

      EXPECT_EQ(by_schema, by_reader) << key.path << " = " << value;
      (by_reader ? n_accepted : n_refused) += 1;
    }
  }
  EXPECT_GT(n_accepted, 200);
  EXPECT_GT(n_refused, 1000);
}

TEST(Schema, KnowsWhichKeysAnOptimizerLacks) {
  const json the_schema = schema();
  for (const char* optimizer : {"sgd", "adam", "adamw", "rmsprop", "lbfgs"}) {
    for (const char* key : {"\"momentum\": 0.5",
                            "\"betas\": [0.5, 0.9]",
                            "\"weight_decay\": 1",
                            "\"schedule\": \"cosine\"",
                            "\"learning_rate\": 1"}) {
      const std::string text =
          config_with("\"training\": {\"stages\": [{\"optimizer\": \"" + std::string(optimizer) +
                      "\", \"iterations\": 5, " + key + "}]}");

      EXPECT_EQ(fits_schema(json::parse(text), the_schema),
                !has_errors(read_text(text).diagnostics))
          << text;
    }
  }
}

TEST(Schema, KnowsThatPlacesAndPointsExcludeEachOther) {
  const std::string both = config_with("\"output\": {\"at\": [1], \"points\": 3}");

  EXPECT_FALSE(fits_schema(json::parse(both), schema()));
}

}  // namespace
}  // namespace pinn
