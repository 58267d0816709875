// SPDX-License-Identifier: MIT
// Reads whole files and writes files that appear whole or not at all.
#pragma once

#include <cstddef>
#include <filesystem>
#include <fstream>
#include <string>
#include <string_view>

namespace pinn {

/// The whole file.
///
/// Throws:  FileError if it cannot be read, is a folder, or is larger than `max_bytes`.
std::string read_file(const std::filesystem::path& path, std::size_t max_bytes);

/// When a file shall be on the disk, should the machine die.
enum class Flush {
  Now,
  Later  ///< When flush_file() says so.
};

/// Writes to a temporary name beside `path` and renames.
///
/// Throws:  FileError with the reason (read-only, full disk, ...); the old file is then untouched
///          and no temporary file is left.
void write_file(const std::filesystem::path& path,
                std::string_view content,
                Flush flush = Flush::Now);

/// Throws:  FileError if what was written does not reach the disk.
void flush_file(const std::filesystem::path& path);

/// The text of an errno value, without depending on the locale.
std::string errno_text(int number);

/// A file that grows line by line, each line flushed. Used for history.csv and log.txt only.
class LineFile {
 public:
  /// Throws:  FileError if the file cannot be created.
  explicit LineFile(std::filesystem::path path);

  /// Appends `line` and a line feed.
  ///
  /// Throws:  FileError if the disk is full or the file has gone.
  void write_line(std::string_view line);

  const std::filesystem::path& path() const { return path_; }

 private:
  std::filesystem::path path_;
  std::ofstream out_;
};

}  // namespace pinn
