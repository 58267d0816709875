// SPDX-License-Identifier: MIT
#include "pinn/report/run_folder.hpp"

#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include "pinn/util/error.hpp"
#include "pinn/util/file.hpp"

namespace pinn {
namespace {

namespace fs = std::filesystem;

constexpr std::size_t kPlenty = 1000;

class RunFolderTest : public testing::Test {
 protected:
  void SetUp() override {
    root_ = fs::path(testing::TempDir()) /
            ("pinn_folder_" + std::to_string(::getpid()) +
             testing::UnitTest::GetInstance()->current_test_info()->name());
    fs::remove_all(root_);
    fs::create_directories(root_);
  }
  void TearDown() override { fs::remove_all(root_); }

  /// A folder with an earlier run and a file that is not a run's.
  fs::path earlier_run() const {
    const fs::path out = root_ / "decay.run";
    fs::create_directories(out);
    write_file(out / "solution.csv", "old");
    write_file(out / "extrapolation.csv", "old");
    write_file(out / "run.json", "old");
    write_file(out / "notes.txt", "mine");
    return out;
  }

  std::string read(const fs::path& path) const { return read_file(path, kPlenty); }

  fs::path root_;
};

std::string message_of(const fs::path& out, bool overwrite) {
  try {
    RunFolder folder(out, overwrite);
  } catch (const FileError& e) {
    return e.what();
  }
  return "no error";
}

TEST_F(RunFolderTest, IsMadeWithItsParents) {
  const RunFolder folder(root_ / "a" / "b" / "c.run", false);
  folder.write("run.json", "{}");

  EXPECT_EQ(read(root_ / "a" / "b" / "c.run" / "run.json"), "{}");
}

TEST_F(RunFolderTest, IsRefusedIfItIsNotEmpty) {
  const fs::path out = earlier_run();

  EXPECT_EQ(message_of(out, false),
            out.string() +
                ": error: cannot write: the folder is not empty; use --overwrite to replace an "
                "earlier run, or choose another place with -o");
}

TEST_F(RunFolderTest, IsRefusedIfItIsAFile) {
  write_file(root_ / "file", "x");

  EXPECT_EQ(message_of(root_ / "file", true),
            (root_ / "file").string() +
                ": error: cannot write: exists already and is not a folder; choose another place "
                "with -o");
  EXPECT_EQ(message_of(root_ / "file" / "below", true),
            (root_ / "file" / "below").string() +
                ": error: cannot write: part of the path is not a folder");
}

TEST_F(RunFolderTest, LeavesTheEarlierRunWholeUntilItIsPublished) {
  const fs::path out = earlier_run();
  RunFolder folder(out, true);
  folder.write("solution.csv", "new");
  folder.write("run.json", "new");
  EXPECT_EQ(read(out / "solution.csv"), "old");

  folder.publish();

  EXPECT_EQ(read(out / "solution.csv"), "new");
  EXPECT_EQ(read(out / "run.json"), "new");
  EXPECT_EQ(read(out / "notes.txt"), "mine");
  EXPECT_FALSE(fs::exists(out / "extrapolation.csv"));  // the new run has none
  EXPECT_EQ(std::distance(fs::directory_iterator(root_), fs::directory_iterator()), 1);
}

TEST_F(RunFolderTest, DiscardedLeavesTheEarlierRunAsItWas) {
  const fs::path out = earlier_run();
  RunFolder folder(out, true);
  folder.write("solution.csv", "new");

  folder.discard();

  EXPECT_EQ(read(out / "solution.csv"), "old");
  EXPECT_EQ(std::distance(fs::directory_iterator(root_), fs::directory_iterator()), 1);
}

TEST_F(RunFolderTest, DiscardedRemovesTheFolderItMade) {
  RunFolder folder(root_ / "new.run", false);
  folder.write("log.txt", "x");

  folder.discard();

  EXPECT_FALSE(fs::exists(root_ / "new.run"));
}

TEST_F(RunFolderTest, ThroughALinkReplacesTheFilesOfTheFolderItLeadsTo) {
  const fs::path out = earlier_run();
  fs::create_directory_symlink(out, root_ / "link");
  RunFolder folder(root_ / "link/", true);
  folder.write("solution.csv", "new");

  folder.publish();

  EXPECT_EQ(read(out / "solution.csv"), "new");
  EXPECT_TRUE(fs::is_symlink(root_ / "link"));
}

TEST_F(RunFolderTest, RemovesThePartialFolderOfARunThatIsGone) {
  const fs::path out = earlier_run();
  const pid_t gone = ::fork();
  if (gone == 0) ::_exit(0);
  ::waitpid(gone, nullptr, 0);
  const fs::path stale = out.string() + ".partial-" + std::to_string(gone);
  const fs::path alive = out.string() + ".partial-1";  // process 1 is always there
  const fs::path other = out.string() + ".partial-notes";
  for (const fs::path& folder : {stale, alive, other}) fs::create_directory(folder);

  const RunFolder folder(out, true);

  EXPECT_FALSE(fs::exists(stale));
  EXPECT_TRUE(fs::exists(alive));
  EXPECT_TRUE(fs::exists(other));
}

}  // namespace
}  // namespace pinn
