// SPDX-License-Identifier: MIT
// The number of threads follows the config, the size of the work and the environment.
#include "threads.hpp"

#include <gmock/gmock.h>

#include <cstdlib>
#include <string>

namespace pinn {
namespace {

/// Sets a variable of the environment for one test.
class Environment {
 public:
  Environment(const char* name, const char* value) : name_(name) {
    const char* old = std::getenv(name);
    had_value_ = old != nullptr;
    if (had_value_) old_ = old;
    setenv(name, value, 1);
  }
  ~Environment() {
    if (had_value_) {
      setenv(name_, old_.c_str(), 1);
    } else {
      unsetenv(name_);
    }
  }
  Environment(const Environment&) = delete;
  Environment& operator=(const Environment&) = delete;

 private:
  const char* name_;
  bool had_value_ = false;
  std::string old_;
};

TEST(Threads, AreThoseOfTheConfig) {
  RuntimeConfig runtime;
  runtime.threads.value = 3;

  EXPECT_EQ(choose_threads(runtime, 1.0), 3);
}

TEST(Threads, AreOneForSmallWork) {
  EXPECT_EQ(choose_threads(RuntimeConfig(), 0.99 * kFlopsWorthThreads), 1);
}

TEST(Threads, AreWhatIsAvailableForLargeWork) {
  EXPECT_EQ(choose_threads(RuntimeConfig(), kFlopsWorthThreads), available_threads());
}

TEST(Threads, AreLimitedByTheEnvironment) {
  const Environment omp("OMP_NUM_THREADS", "1,2");

  EXPECT_EQ(available_threads(), 1);
}

TEST(Threads, IgnoreWhatIsNotANumber) {
  const Environment omp("OMP_NUM_THREADS", "64");
  const int all = available_threads();
  const Environment slurm("SLURM_CPUS_PER_TASK", "many");

  EXPECT_EQ(available_threads(), all);
}

}  // namespace
}  // namespace pinn
