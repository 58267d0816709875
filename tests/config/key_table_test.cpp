// SPDX-License-Identifier: MIT
// Key table, reader, struct defaults and documentation say the same.
#include "pinn/config/keys.hpp"

#include <gtest/gtest.h>

#include <set>
#include <sstream>

#include "config_texts.hpp"
#include "json.hpp"
#include "pinn/util/file.hpp"

namespace pinn {
namespace {

using test::config_with;
using test::read_text;

/// A path of the table as an override: in the first stage or data set, or the input NAME.
std::string first_element(std::string path) {
  const std::size_t n = path.find(".N.");
  return n == std::string::npos ? path : path.replace(n, 3, ".0.");
}

bool is_json(const std::string& text) { return !parse_json(text, kFromFile).failure; }

TEST(KeyTable, DefaultsAreWhatTheReaderAssumes) {
  const std::string untouched = write_config(read_text(config_with("")).config);
  int n_defaults = 0;
  for (const KeyInfo& key : key_table()) {
    const bool is_text = key.fallback.size() > 1 && key.fallback.front() == '"';
    if (!is_json(key.fallback) || key.path.find(".N.") != std::string::npos) continue;
    if (key.path.find(".NAME.") != std::string::npos) continue;
    if (key.path == "training.conditions") continue;  // naming it is a demand of its own
    ++n_defaults;
    const std::string value =
        is_text ? key.fallback.substr(1, key.fallback.size() - 2) : key.fallback;

    const ReadConfig read = read_text(config_with(""), {key.path + "=" + value});

    EXPECT_FALSE(has_errors(read.diagnostics)) << read.source.format(read.diagnostics);
    EXPECT_EQ(write_config(read.config), untouched) << key.path;
  }
  EXPECT_GT(n_defaults, 30);
}

TEST(KeyTable, ReaderKnowsEveryKey) {
  for (const KeyInfo& key : key_table()) {
    const ReadConfig read = read_text(config_with(""), {first_element(key.path) + "={}"});

    EXPECT_EQ(read.source.format(read.diagnostics).find("unknown key"), std::string::npos)
        << key.path;
  }
}

TEST(KeyTable, EveryKeyHasAMeaningAndOccursOnce) {
  std::set<std::string> seen;
  for (const KeyInfo& key : key_table()) {
    EXPECT_TRUE(seen.insert(key.path).second) << key.path;
    EXPECT_FALSE(key.meaning.empty()) << key.path;
    EXPECT_FALSE(key.type.empty()) << key.path;
    EXPECT_FALSE(key.fallback.empty()) << key.path;
  }
}

TEST(KeyTable, StandsInTheDocumentation) {
  const std::string document = read_file(PINN_SOURCE_DIR "/configs/README.md", kMaxConfigBytes);
  std::istringstream table(key_table_markdown());

  std::size_t begin = document.find("| key |");
  for (std::string line; std::getline(table, line);) {
    ASSERT_NE(begin, std::string::npos) << line;
    const std::size_t end = document.find('\n', begin);
    EXPECT_EQ(document.substr(begin, end - begin), line);
    begin = end == std::string::npos ? end : end + 1;
  }
  EXPECT_EQ(begin, document.size());
}

TEST(KeyTable, StartersAreReadWithoutAWord) {
  ASSERT_EQ(starter_configs().size(), 4U);
  for (const auto& [name, text] : starter_configs()) {
    const ReadConfig read = read_config(text, name + ".json", name, "", {});

    EXPECT_EQ(read.source.format(read.diagnostics), "");
    EXPECT_TRUE(read.complete);
    EXPECT_EQ(read.config.name, name);
  }
}

TEST(TablePath, HasNAndNameForWhatTheUserChose) {
  EXPECT_EQ(table_path("training.stages.12.betas"), "training.stages.N.betas");
  EXPECT_EQ(table_path("problem.inputs.u.file"), "problem.inputs.NAME.file");
  EXPECT_EQ(table_path("problem.parameters.k"), "problem.parameters.k");
}

TEST(NearestPath, KeepsThePositions) {
  EXPECT_EQ(nearest_path("training.stages.3.iteration"), "training.stages.3.iterations");
  EXPECT_EQ(nearest_path("problem.inputs.N.colum"), "problem.inputs.N.column");
  EXPECT_EQ(nearest_path("seed"), "training.seed");
  EXPECT_EQ(nearest_path("training.sed"), "training.seed");
  EXPECT_EQ(nearest_path("xyz"), std::nullopt);
}

}  // namespace
}  // namespace pinn
