// SPDX-License-Identifier: MIT
// Finds the module relative to the running program, so that an installed tree may be moved.
#include "pinn/app/torch_loader.hpp"

#include <dlfcn.h>

#include <algorithm>
#include <string>
#include <system_error>

#include "pinn/engine/module.hpp"
#include "pinn/least_squares/least_squares.hpp"
#include "pinn/readout/readout.hpp"
#include "pinn/util/error.hpp"

namespace pinn {

namespace {

namespace fs = std::filesystem;

/// What came of one path.
struct Attempt {
  std::unique_ptr<Engine> engine;
  std::string reason;  ///< Why not, if there is no engine.
};

std::string loader_reason() {
  const char* text = dlerror();
  return text != nullptr ? text : "unknown reason";
}

template <typename Function>
Function find_function(void* module, const char* name) {
  return reinterpret_cast<Function>(dlsym(module, name));
}

Attempt try_load(const fs::path& path) {
  Attempt attempt;
  std::error_code error;
  if (!fs::exists(path, error)) {
    attempt.reason = "no such file";
    return attempt;
  }
  // Local: the module's own copy of the core stays apart from the program's. Never closed: LibTorch
  // leaves threads and destructors behind.
  void* module = dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL);
  if (module == nullptr) {
    attempt.reason = loader_reason();
    return attempt;
  }
  const auto abi = find_function<EngineAbiFunction>(module, kEngineAbiSymbol);
  const auto create = find_function<CreateEngineFunction>(module, kCreateEngineSymbol);
  if (abi == nullptr || create == nullptr) {
    attempt.reason = "not a module of pinn-solve";
    return attempt;
  }
  if (engine_abi() != abi()) {
    attempt.reason = "was built apart from this program (" + std::string(abi()) +
                     "; the program: " + engine_abi() + ")";
    return attempt;
  }
  attempt.engine.reset(create());
  return attempt;
}

}  // namespace

std::vector<fs::path> torch_module_paths() {
  std::error_code error;
  const fs::path program = fs::read_symlink("/proc/self/exe", error);
  const fs::path folder = program.parent_path();
  std::vector<fs::path> paths{folder / kEngineModuleFile};
  for (const char* library_folder : {PINN_LIBRARY_FOLDERS}) {
    const fs::path path = folder.parent_path() / library_folder / "pinn-solve" / kEngineModuleFile;
    if (std::find(paths.begin(), paths.end(), path) == paths.end()) paths.push_back(path);
  }
  return paths;
}

std::unique_ptr<Engine> load_engine_module(const std::vector<fs::path>& paths) {
  std::string tried;
  for (const fs::path& path : paths) {
    Attempt attempt = try_load(path);
    if (attempt.engine) return std::move(attempt.engine);
    tried += "\n  " + path.string() + ": " + attempt.reason;
  }
  throw FileError(std::string(kEngineModuleFile) +
                  ": error: cannot load the LibTorch engine; install LibTorch (on Debian: apt "
                  "install libtorch-dev) or build with it; tried:" +
                  tried);
}

std::unique_ptr<Engine> load_torch_engine() { return load_engine_module(torch_module_paths()); }

std::unique_ptr<Engine> make_engine(const Config& config) {
  if (config.training.method == Method::Readout) return std::make_unique<ReadoutEngine>();
  if (config.training.method == Method::LeastSquares) return std::make_unique<LeastSquaresEngine>();
  return load_torch_engine();
}

}  // namespace pinn
