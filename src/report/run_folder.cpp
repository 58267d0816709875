// SPDX-License-Identifier: MIT
// Folders by std::filesystem, with the reason of every failure.
#include "pinn/report/run_folder.hpp"

#include <fcntl.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <csignal>
#include <system_error>
#include <utility>

#include "pinn/util/error.hpp"
#include "pinn/util/file.hpp"
#include "pinn/util/number_text.hpp"

namespace pinn {

namespace fs = std::filesystem;

namespace {

constexpr std::string_view kPartial = ".partial-";

FileError cannot_write(const fs::path& path, const std::string& reason) {
  return FileError(path.string() + ": error: cannot write: " + reason);
}

/// The folder itself: no link, no dots, no slash at its end.
fs::path plain_path(const fs::path& out) {
  std::error_code failure;
  fs::path plain = fs::weakly_canonical(fs::absolute(out), failure);
  if (failure) plain = fs::absolute(out).lexically_normal();
  return plain.has_filename() ? plain : plain.parent_path();
}

/// The lock of a folder, or -1 if another process holds it or locks are not to be had.
int lock_of(const fs::path& folder) {
  const int descriptor = ::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (descriptor >= 0 && ::flock(descriptor, LOCK_EX | LOCK_NB) == 0) return descriptor;
  if (descriptor >= 0) ::close(descriptor);
  return -1;
}

/// True for the partial folder of a run that is no more: its process is gone and nobody holds its
/// lock (which also sees processes of other machines that share the disk).
bool is_stale(const fs::path& folder, const std::string& pid_text) {
  const auto pid = parse_number(pid_text);
  if (!pid || *pid < 1 || *pid > 4e9) return false;
  if (::kill(static_cast<pid_t>(*pid), 0) == 0 || errno != ESRCH) return false;
  const int lock = lock_of(folder);
  if (lock >= 0) ::close(lock);
  return lock >= 0;
}

void remove_stale_partials(const fs::path& place) {
  const std::string prefix = place.filename().string() + std::string(kPartial);
  std::error_code failure;
  for (const auto& entry : fs::directory_iterator(place.parent_path(), failure)) {
    const std::string name = entry.path().filename().string();
    if (name.compare(0, prefix.size(), prefix) == 0 &&
        is_stale(entry.path(), name.substr(prefix.size()))) {
      fs::remove_all(entry.path(), failure);
    }
  }
}

}  // namespace

const std::vector<std::string>& run_file_names() {
  static const std::vector<std::string> names{"solution.csv",
                                              "history.csv",
                                              "validation.csv",
                                              "conditions.csv",
                                              "extrapolation.csv",
                                              "model.safetensors",
                                              "single_solution.csv",
                                              "single.safetensors",
                                              "run.json",
                                              "config.json",
                                              "plot.gp",
                                              "report.html",
                                              "events.out.tfevents.pinn-solve",
                                              "log.txt"};
  return names;
}

void RunFolder::require_usable(const fs::path& out, bool overwrite) {
  std::error_code failure;
  const fs::file_status status = fs::status(out, failure);
  if (status.type() == fs::file_type::not_found) return;
  if (failure) throw cannot_write(out, errno_text(failure.value()));
  if (status.type() != fs::file_type::directory) {
    throw cannot_write(out, "exists already and is not a folder; choose another place with -o");
  }
  const bool empty = fs::is_empty(out, failure);
  if (failure) throw cannot_write(out, errno_text(failure.value()));
  if (!empty && !overwrite) {
    throw cannot_write(out,
                       "the folder is not empty; use --overwrite to replace an earlier run, or "
                       "choose another place with -o");
  }
  if (!empty && ::access(out.c_str(), W_OK | X_OK) != 0) {
    throw cannot_write(out, errno_text(errno));
  }
}

RunFolder::RunFolder(fs::path out, bool overwrite) : out_(std::move(out)) {
  require_usable(out_, overwrite);
  place_ = plain_path(out_);
  std::error_code failure;
  made_ = fs::create_directories(place_, failure);
  if (failure) throw cannot_write(out_, errno_text(failure.value()));
  work_ = place_;
  if (!fs::is_empty(place_, failure)) {
    work_ += std::string(kPartial) + std::to_string(::getpid());
    remove_stale_partials(place_);
    fs::remove_all(work_, failure);
    fs::create_directory(work_, failure);
    if (failure) throw cannot_write(work_, errno_text(failure.value()));
  }
  lock_ = lock_of(work_);
}

RunFolder::~RunFolder() {
  if (lock_ >= 0) ::close(lock_);
}

void RunFolder::write(const std::string& name, std::string_view content) const {
  write_file(file(name), content, Flush::Later);
}

std::vector<std::string> RunFolder::files() const {
  std::vector<std::string> present;
  std::error_code failure;
  for (const std::string& name : run_file_names()) {
    if (fs::exists(file(name), failure)) present.push_back(name);
  }
  return present;
}

void RunFolder::publish() {
  for (const std::string& name : files()) flush_file(file(name));
  if (!is_partial()) return;
  // Without its run.json a folder never looks finished, should the machine die between two files.
  std::error_code failure;
  fs::remove(place_ / "run.json", failure);
  if (failure) throw cannot_write(out_ / "run.json", errno_text(failure.value()));
  std::vector<std::string> names = run_file_names();
  names.erase(std::find(names.begin(), names.end(), "run.json"));
  names.emplace_back("run.json");
  for (const std::string& name : names) {
    if (fs::exists(work_ / name)) {
      fs::rename(work_ / name, place_ / name, failure);
    } else {
      fs::remove(place_ / name, failure);
    }
    if (failure) throw cannot_write(out_ / name, errno_text(failure.value()));
  }
  fs::remove_all(work_, failure);
  work_ = place_;
}

void RunFolder::discard_partial() noexcept {
  if (is_partial()) discard();
}

void RunFolder::discard() noexcept {
  std::error_code failure;
  if (is_partial() || made_) {
    fs::remove_all(work_, failure);
    return;
  }
  for (const std::string& name : run_file_names()) fs::remove(work_ / name, failure);
}

}  // namespace pinn
