// SPDX-License-Identifier: MIT
// Whole-file reading and write-then-rename, by POSIX calls so that every error has its errno.
#include "pinn/util/file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include <cerrno>
#include <cstring>
#include <system_error>
#include <utility>

#include "pinn/util/error.hpp"

namespace pinn {

namespace {

FileError cannot(const char* action, const std::filesystem::path& path, const std::string& reason) {
  return FileError(path.string() + ": error: cannot " + action + ": " + reason);
}

/// A file descriptor that closes itself.
class Descriptor {
 public:
  explicit Descriptor(int number) : number_(number) {}
  Descriptor(const Descriptor&) = delete;
  Descriptor& operator=(const Descriptor&) = delete;
  ~Descriptor() {
    if (number_ >= 0) ::close(number_);
  }
  int number() const { return number_; }
  bool is_open() const { return number_ >= 0; }

 private:
  int number_;
};

/// 0, or the errno of what failed; pipes and the like cannot be flushed.
int flush_now(int descriptor) { return ::fsync(descriptor) == 0 || errno == EINVAL ? 0 : errno; }

/// 0, or the errno of what failed.
int write_all(int descriptor, std::string_view content) {
  while (!content.empty()) {
    const ssize_t written = ::write(descriptor, content.data(), content.size());
    if (written < 0 && errno == EINTR) continue;
    if (written < 0) return errno;
    content.remove_prefix(static_cast<std::size_t>(written));
  }
  return 0;
}

}  // namespace

std::string errno_text(int number) {
  switch (number) {
    case ENOENT:
      return "no such file";
    case EACCES:
      return "permission denied";
    case EISDIR:
      return "is a folder";
    case ENOTDIR:
      return "part of the path is not a folder";
    case ENOSPC:
      return "no space left on the disk";
    case EFBIG:
      return "file too large for the limit of this process";
    case EROFS:
      return "the file system is read-only";
    case EDQUOT:
      return "disk quota used up";
    case EEXIST:
      return "exists already";
    default:
      return std::generic_category().message(number);
  }
}

std::string read_file(const std::filesystem::path& path, std::size_t max_bytes) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  if (!file.is_open()) throw cannot("read", path, errno_text(errno));
  struct stat status {};
  if (::fstat(file.number(), &status) != 0) throw cannot("read", path, errno_text(errno));
  if (S_ISDIR(status.st_mode)) throw cannot("read", path, errno_text(EISDIR));
  const auto too_large = [&] {
    return cannot("read", path, "larger than " + std::to_string(max_bytes) + " bytes");
  };
  if (S_ISREG(status.st_mode) && static_cast<std::size_t>(status.st_size) > max_bytes) {
    throw too_large();
  }
  std::string content;
  std::string block(1U << 16U, '\0');
  while (true) {
    const ssize_t n_read = ::read(file.number(), block.data(), block.size());
    if (n_read < 0 && errno == EINTR) continue;
    if (n_read < 0) throw cannot("read", path, errno_text(errno));
    if (n_read == 0) return content;
    content.append(block, 0, static_cast<std::size_t>(n_read));
    if (content.size() > max_bytes) throw too_large();
  }
}

void write_file(const std::filesystem::path& path, std::string_view content, Flush flush) {
  const std::filesystem::path temporary = path.string() + ".tmp-" + std::to_string(::getpid());
  int failure = 0;
  {
    const Descriptor file(
        ::open(temporary.c_str(), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666));
    if (!file.is_open()) throw cannot("write", path, errno_text(errno));
    failure = write_all(file.number(), content);
    if (failure == 0 && flush == Flush::Now) failure = flush_now(file.number());
  }
  if (failure == 0 && ::rename(temporary.c_str(), path.c_str()) != 0) failure = errno;
  if (failure != 0) {
    ::unlink(temporary.c_str());
    throw cannot("write", path, errno_text(failure));
  }
}

void flush_file(const std::filesystem::path& path) {
  const Descriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
  const int failure = file.is_open() ? flush_now(file.number()) : errno;
  if (failure != 0) throw cannot("write", path, errno_text(failure));
}

LineFile::LineFile(std::filesystem::path path) : path_(std::move(path)), out_(path_) {
  if (!out_) throw cannot("write", path_, errno_text(errno));
}

void LineFile::write_line(std::string_view line) {
  errno = 0;
  out_ << line << '\n' << std::flush;
  if (!out_) throw cannot("write", path_, errno_text(errno != 0 ? errno : EIO));
}

}  // namespace pinn
