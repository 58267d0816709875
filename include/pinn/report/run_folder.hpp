// SPDX-License-Identifier: MIT
// The folder a run writes: refused, made, replaced as a whole or left alone.
#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <vector>

namespace pinn {

/// Every file that a run may write, in the order in which people are told of them.
const std::vector<std::string>& run_file_names();

/// The place of one run's files.
///
/// A folder that is new or empty is written in place. One that holds an earlier run is left whole
/// until publish(): meanwhile the run works in `<out>.partial-<pid>` beside it.
class RunFolder {
 public:
  /// Says whether a run may go to `out`, without touching anything.
  ///
  /// Throws:  FileError if it is not a folder, or not empty and `overwrite` is false.
  static void require_usable(const std::filesystem::path& out, bool overwrite);

  /// Makes the folder with its parents, or the partial folder; removes the partial folders of runs
  /// that were killed.
  ///
  /// Throws:  FileError as require_usable, and if the place cannot be written.
  RunFolder(std::filesystem::path out, bool overwrite);
  ~RunFolder();
  RunFolder(const RunFolder&) = delete;
  RunFolder& operator=(const RunFolder&) = delete;

  /// As the user wrote it.
  const std::filesystem::path& out() const { return out_; }

  /// Where `name` is written while the run goes on.
  std::filesystem::path file(const std::string& name) const { return work_ / name; }

  /// Flushed to the disk by publish().
  ///
  /// Throws:  FileError, naming the file the user will look for.
  void write(const std::string& name, std::string_view content) const;

  /// Names of the run's files that are there now.
  std::vector<std::string> files() const;

  /// Flushes the new files to the disk and lets them take the place of the earlier run's; files
  /// that are not a run's stay.
  ///
  /// Throws:  FileError.
  void publish();

  /// Removes what this run wrote; an earlier run stays as it was.
  void discard() noexcept;

  /// As discard(), if the run works beside an earlier one; else leaves its files.
  void discard_partial() noexcept;

 private:
  bool is_partial() const { return work_ != place_; }

  std::filesystem::path out_;
  std::filesystem::path place_;  ///< out_ without links, dots or a slash at the end.
  std::filesystem::path work_;   ///< place_, or the partial folder.
  bool made_ = false;            ///< place_ did not exist before.
  int lock_ = -1;                ///< Held while the run lives; tells a killed run's folder.
};

}  // namespace pinn
