// SPDX-License-Identifier: MIT
// Global state of LibTorch, of the BLAS under it and of the allocator, set once per training.
#include "runtime.hpp"

#include <dlfcn.h>
#include <torch/version.h>
#if defined(__GLIBC__)
#include <malloc.h>
#endif

#include "pinn/util/error.hpp"
#include "threads.hpp"

namespace pinn {

namespace {

/// The tensors of an iteration are freed at its end and needed again in the next: by default glibc
/// gives the memory back in between, and the page faults cost a fifth of an iteration.
void keep_freed_memory() {
#if defined(__GLIBC__)
  constexpr int kMmapThreshold = 32 * 1024 * 1024;  // the largest that glibc takes
  constexpr int kTrimThreshold = 512 * 1024 * 1024;
  mallopt(M_MMAP_THRESHOLD, kMmapThreshold);
  mallopt(M_TRIM_THRESHOLD, kTrimThreshold);
  mallopt(M_TOP_PAD, 16 * 1024 * 1024);
#endif
}

/// OpenBLAS built with threads of its own does not follow at::set_num_threads.
void set_openblas_threads(int threads) {
  using SetThreads = void (*)(int);
  void* symbol = dlsym(RTLD_DEFAULT, "openblas_set_num_threads");
  if (symbol != nullptr) reinterpret_cast<SetThreads>(symbol)(threads);
}

void set_inter_op_threads() {
  // LibTorch takes this once in a process, and only before its first parallel work.
  static const bool once = [] {
    if (at::get_num_interop_threads() != 1) at::set_num_interop_threads(1);
    return true;
  }();
  static_cast<void>(once);
}

torch::Device choose_device(Device device) {
  if (device == Device::Cpu) return torch::kCPU;
  if (torch::cuda::is_available()) return torch::kCUDA;
  if (device == Device::Auto) return torch::kCPU;
  throw ConfigError(
      "pinn-solve: error: runtime.device is \"cuda\", but " + libtorch_version() +
      " sees no CUDA device; use \"cpu\" or \"auto\", or a build of LibTorch with CUDA");
}

}  // namespace

Runtime set_up_runtime(const Config& config, double flops_per_iteration) {
  keep_freed_memory();
  set_inter_op_threads();
  Runtime runtime;
  const torch::Device device = choose_device(config.runtime.device);
  runtime.device = device.is_cuda() ? "cuda" : "cpu";
  runtime.threads = choose_threads(config.runtime, flops_per_iteration);
  at::set_num_threads(runtime.threads);
  set_openblas_threads(runtime.threads);
  // On the CPU every operation used here gives the same bytes for the same number of threads.
  if (device.is_cuda()) {
    at::globalContext().setDeterministicAlgorithms(config.runtime.deterministic,
                                                   /*warn_only=*/true);
    at::globalContext().setDeterministicCuDNN(config.runtime.deterministic);
  }
  const auto dtype =
      config.training.precision == Precision::Float32 ? torch::kFloat32 : torch::kFloat64;
  runtime.options = torch::TensorOptions().dtype(dtype).device(device);
  return runtime;
}

std::string libtorch_version() { return std::string("LibTorch ") + TORCH_VERSION; }

}  // namespace pinn
