// SPDX-License-Identifier: MIT
// Counts the processors that the machine, the container and the scheduler leave to this process.
#include "threads.hpp"

#include <sched.h>

#include <algorithm>
#include <cstdlib>
#include <fstream>
#include <optional>
#include <string>
#include <thread>

#include "pinn/util/number_text.hpp"

namespace pinn {

namespace {

int affinity_threads() {
  cpu_set_t set;
  CPU_ZERO(&set);
  if (sched_getaffinity(0, sizeof(set), &set) == 0) return CPU_COUNT(&set);
  return static_cast<int>(std::max(1U, std::thread::hardware_concurrency()));
}

/// Processors that the quota of the control group pays for, if there is one.
std::optional<double> cgroup_threads() {
  std::string quota;
  double period = 0.0;
  std::ifstream version2("/sys/fs/cgroup/cpu.max");  // "max 100000" or "150000 100000"
  if (version2 >> quota >> period && quota != "max" && period > 0.0) {
    return std::strtod(quota.c_str(), nullptr) / period;
  }
  double quota1 = 0.0;
  std::ifstream quota_file("/sys/fs/cgroup/cpu/cpu.cfs_quota_us");
  std::ifstream period_file("/sys/fs/cgroup/cpu/cpu.cfs_period_us");
  if (quota_file >> quota1 && period_file >> period && quota1 > 0.0 && period > 0.0) {
    return quota1 / period;
  }
  return std::nullopt;
}

/// A count from the environment; OMP_NUM_THREADS may be a list, of which the first entry counts.
std::optional<int> environment_threads(const char* name) {
  const char* text = std::getenv(name);
  if (text == nullptr) return std::nullopt;
  const long count = std::strtol(text, nullptr, 10);
  if (count < 1) return std::nullopt;
  return static_cast<int>(std::min(count, 1024L));
}

}  // namespace

int available_threads() {
  int threads = affinity_threads();
  if (const auto quota = cgroup_threads()) {
    threads = std::min(threads, std::max(1, static_cast<int>(*quota)));
  }
  for (const char* name : {"OMP_NUM_THREADS", "SLURM_CPUS_PER_TASK"}) {
    if (const auto count = environment_threads(name)) threads = std::min(threads, *count);
  }
  return std::max(threads, 1);
}

int choose_threads(const RuntimeConfig& runtime, double flops_per_iteration) {
  if (runtime.threads.value) return *runtime.threads.value;
  return flops_per_iteration < kFlopsWorthThreads ? 1 : available_threads();
}

}  // namespace pinn
