// SPDX-License-Identifier: MIT
// The engine as the program gets it: loaded from a file, with errors that cross the border.
#include <dlfcn.h>
#include <gmock/gmock.h>

#include <new>

#include "pinn/app/torch_loader.hpp"
#include "pinn/util/error.hpp"
#include "problem_text.hpp"

namespace pinn {
namespace {

template <typename Error>
std::string message_of(const std::function<void()>& function) {
  try {
    function();
  } catch (const Error& error) {
    return error.what();
  }
  return "no error";
}

TEST(EngineModule, TrainsWhenLoadedFromItsFile) {
  const std::unique_ptr<Engine> engine = load_engine_module({PINN_TORCH_MODULE});
  const Prepared prepared = test::prepare_problem(
      test::kDecay,
      R"(, "network": {"hidden": [4]}, "training": {"stages": [{"optimizer": "adam",)"
      R"( "iterations": 3}]})");
  TrainObserver observer;

  const TrainingResult result = engine->train(prepared.problem, prepared.config, {}, observer);

  EXPECT_EQ(result.reason, StopReason::IterationLimit);
  EXPECT_THAT(engine->version(), testing::StartsWith("LibTorch "));
}

TEST(EngineModule, ThrowsErrorsThatTheProgramCatchesByTheirType) {
  const std::unique_ptr<Engine> engine = load_engine_module({PINN_TORCH_MODULE});
  Prepared prepared = test::prepare_problem(
      R"("domain": [0, 1], "equations": ["y'' = -y"], "conditions": ["y(0) = 1", "y'(0) = 0"])");
  prepared.config.network.activation = Activation::Relu;
  TrainObserver observer;

  EXPECT_EQ(message_of<ConfigError>(
                [&] { engine->train(prepared.problem, prepared.config, {}, observer); }),
            "pinn-solve: error: network.activation \"relu\" has no second derivative, but y is of "
            "order 2; use a smooth one such as \"tanh\"");
}

TEST(EngineModule, LetsEveryErrorTypeThrough) {
  void* module = dlopen(PINN_THROWING_MODULE, RTLD_NOW | RTLD_LOCAL);
  ASSERT_NE(module, nullptr) << dlerror();
  const auto throw_error = reinterpret_cast<void (*)(int)>(dlsym(module, "throw_error"));

  EXPECT_THROW(throw_error(0), UsageError);
  EXPECT_THROW(throw_error(1), ConfigError);
  EXPECT_THROW(throw_error(2), FileError);
  EXPECT_THROW(throw_error(3), InternalError);
  EXPECT_THROW(throw_error(4), std::bad_alloc);
}

TEST(EngineModule, NamesEveryPathThatWasTried) {
  const std::string throwing = PINN_THROWING_MODULE;

  EXPECT_EQ(
      message_of<FileError>([&] {
        load_engine_module({"/nowhere/pinn_torch.so", throwing});
      }),
      "pinn_torch.so: error: cannot load the LibTorch engine; install LibTorch (on Debian: apt "
      "install libtorch-dev) or build with it; tried:\n"
      "  /nowhere/pinn_torch.so: no such file\n"
      "  " +
          throwing + ": not a module of pinn-solve");
}

TEST(EngineModule, IsLookedForBesideTheProgramThenInItsTree) {
  const std::vector<std::filesystem::path> paths = torch_module_paths();

  const std::filesystem::path folder =
      std::filesystem::read_symlink("/proc/self/exe").parent_path();
  ASSERT_GE(paths.size(), 2U);
  EXPECT_EQ(paths.front(), folder / "pinn_torch.so");
  EXPECT_THAT(paths, testing::Contains(folder.parent_path() / "lib/pinn-solve/pinn_torch.so"));
}

}  // namespace
}  // namespace pinn
