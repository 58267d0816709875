// SPDX-License-Identifier: MIT
// The problem library is the folder configs/library, and each of its files is fit to be read.
#include "pinn/config/library.hpp"

#include <gmock/gmock.h>

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <set>

#include "pinn/config/schema.hpp"
#include "pinn/config/starter.hpp"
#include "schema_checker.hpp"

namespace pinn {
namespace {

using nlohmann::json;
using testing::HasSubstr;

const std::filesystem::path kFolder = std::filesystem::path(PINN_SOURCE_DIR) / "configs/library";

std::string bytes_of(const std::filesystem::path& file) {
  std::ifstream stream(file, std::ios::binary);
  return {std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
}

TEST(Library, IsTheFolderByteForByte) {
  std::set<std::string> in_folder;
  for (const auto& entry : std::filesystem::directory_iterator(kFolder)) {
    if (entry.path().extension() == ".json") in_folder.insert(entry.path().stem().string());
  }
  std::set<std::string> built_in;
  for (const LibraryConfig& config : library_configs()) {
    built_in.emplace(config.name);
    EXPECT_EQ(config.text, bytes_of(kFolder / (std::string(config.name) + ".json"))) << config.name;
  }

  EXPECT_EQ(built_in, in_folder);
  EXPECT_GE(built_in.size(), 100U);
}

TEST(Library, IsSortedByName) {
  const auto& configs = library_configs();

  EXPECT_TRUE(std::is_sorted(configs.begin(), configs.end(), [](const auto& a, const auto& b) {
    return a.name < b.name;
  }));
}

TEST(Library, SharesNoNameWithTheStarters) {
  for (const auto& [starter, text] : starter_configs()) {
    for (const LibraryConfig& config : library_configs()) EXPECT_NE(config.name, starter);
  }
}

TEST(Library, NamesEveryProblemAfterItsFile) {
  for (const LibraryConfig& config : library_configs()) {
    EXPECT_EQ(json::parse(config.text).value("name", ""), config.name);
  }
}

TEST(Library, DescribesEveryProblemInALineAndASource) {
  constexpr std::size_t kLongestSentence = 74;  // what a line of `init` has room for
  constexpr std::size_t kShortest = 80;
  for (const LibraryConfig& config : library_configs()) {
    const std::string description = json::parse(config.text).value("description", "");
    EXPECT_GE(description.size(), kShortest) << config.name;
    EXPECT_LE(description.find(". "), kLongestSentence) << config.name;
    EXPECT_THAT(description, HasSubstr(" Source: ")) << config.name;
    EXPECT_EQ(description.back(), '.') << config.name;
  }
}

TEST(Library, LeavesTheMethodToTheProgram) {
  for (const LibraryConfig& config : library_configs()) {
    const json parsed = json::parse(config.text);
    EXPECT_FALSE(parsed.contains("training") || parsed.contains("network")) << config.name;
  }
}

TEST(Library, IsCleanText) {
  for (const LibraryConfig& config : library_configs()) {
    EXPECT_EQ(config.text.substr(config.text.size() - 2), "}\n") << config.name;
    EXPECT_EQ(config.text.find('\t'), std::string_view::npos) << config.name;
    EXPECT_EQ(config.text.find(" \n"), std::string_view::npos) << config.name;
    EXPECT_EQ(config.text.find('\r'), std::string_view::npos) << config.name;
  }
}

TEST(Library, FitsTheSchema) {
  const json schema = json::parse(config_schema());
  for (const LibraryConfig& config : library_configs()) {
    EXPECT_TRUE(test::fits_schema(json::parse(config.text), schema)) << config.name;
  }
}

}  // namespace
}  // namespace pinn
