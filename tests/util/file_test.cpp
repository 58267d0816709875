// SPDX-License-Identifier: MIT
#include "pinn/util/file.hpp"

#include <gtest/gtest.h>

#include "pinn/util/error.hpp"

namespace pinn {
namespace {

/// In a folder of the test, since others run at the same time.
std::filesystem::path scratch(const std::string& name) {
  const std::string test = testing::UnitTest::GetInstance()->current_test_info()->name();
  const auto folder = std::filesystem::path(testing::TempDir()) / "pinn_file_test" / test;
  std::filesystem::create_directories(folder);
  return folder / name;
}

TEST(WriteFile, ReadsBackAndLeavesNoTemporaryFile) {
  const auto path = scratch("a.txt");

  write_file(path, "one\n");
  write_file(path, "two\n");

  EXPECT_EQ(read_file(path, 100), "two\n");
  for (const auto& entry : std::filesystem::directory_iterator(path.parent_path())) {
    EXPECT_EQ(entry.path().string().find(".tmp-"), std::string::npos);
  }
}

TEST(WriteFile, ToAPlaceThatIsNoFolderSaysWhy) {
  const auto path = scratch("file");
  write_file(path, "x");
  try {
    write_file(path / "below", "y");
    FAIL() << "written";
  } catch (const FileError& e) {
    EXPECT_EQ(
        std::string(e.what()),
        (path / "below").string() + ": error: cannot write: part of the path is not a folder");
  }
}

TEST(ReadFile, RefusesAMissingFileAFolderAndALargeFile) {
  EXPECT_THROW(read_file(scratch("none"), 10), FileError);
  EXPECT_THROW(read_file(scratch("none").parent_path(), 10), FileError);
  write_file(scratch("large"), "0123456789x");
  EXPECT_THROW(read_file(scratch("large"), 10), FileError);
}

TEST(LineFile, OnAFullDiskSaysSo) {
  LineFile file("/dev/full");
  try {
    file.write_line("a row");
    FAIL() << "written";
  } catch (const FileError& e) {
    EXPECT_STREQ(e.what(), "/dev/full: error: cannot write: no space left on the disk");
  }
}

}  // namespace
}  // namespace pinn
