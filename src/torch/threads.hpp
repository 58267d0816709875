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

/// Below it, threads give little and cost much: on two busy processors two threads were 10 to 40
/// times slower than one at 1e8 flops, and as slow as one at 3e7.
inline constexpr double kFlopsWorthThreads = 1e9;

}  // namespace pinn
