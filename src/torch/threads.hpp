// SPDX-License-Identifier: MIT
// How many threads a training gets.
#pragma once

#include <cstdint>

#include "pinn/config/config.hpp"

namespace pinn {

/// Threads this process may use: the least of the CPU affinity, the cgroup quota, OMP_NUM_THREADS
/// and SLURM_CPUS_PER_TASK; at least 1.
int available_threads();

/// runtime.threads, or for "auto" 1 below kFlopsWorthThreads an iteration, else
/// available_threads().
int choose_threads(const RuntimeConfig& runtime, double flops_per_iteration);

/// Below it, threads cost more than they give.
inline constexpr double kFlopsWorthThreads = 1e7;

}  // namespace pinn
