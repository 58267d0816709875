// SPDX-License-Identifier: MIT
// A whole run with the fake engine, in a folder of its own.
#pragma once

#include <gmock/gmock.h>
#include <unistd.h>

#include <filesystem>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "fake_engine.hpp"
#include "pinn/app/solve.hpp"
#include "pinn/util/file.hpp"

namespace pinn::test {

inline constexpr std::size_t kPlenty = 1 << 20;

inline constexpr const char* kDecay = R"json({
  "name": "decay",
  "problem": {
    "domain": [0, 1],
    "equations": ["y' = -y"],
    "conditions": ["y(0) = 1"],
    "exact": {"y": "exp(-t)"}
  },
  "training": {"method": "gradient"},
  "accept": {"atol": 0.2, "rtol": 0, "points": 11},
  "output": {"points": 3}
})json";

class Recorder : public SolveObserver {
 public:
  void on_message(const std::string& text) override { messages += text; }
  void on_iteration(const Iteration& row) override { iterations.push_back(row.iteration); }
  int stop_signal() override { return signal; }

  std::string messages;
  std::vector<std::int64_t> iterations;
  int signal = 0;
};

class SolveTest : public testing::Test {
 protected:
  void SetUp() override {
    out_ = std::filesystem::path(testing::TempDir()) /
           ("pinn_solve_" + std::to_string(::getpid()) +
            testing::UnitTest::GetInstance()->current_test_info()->name());
    std::filesystem::remove_all(out_);
    request_.source = {kDecay, "decay.json", "decay", "."};
    request_.out = out_;
    request_.argv = {"pinn-solve", "solve", "decay.json"};
  }
  void TearDown() override { std::filesystem::remove_all(out_); }

  Outcome run(const FakeEngine::Training& training = [](auto&, auto&) {}) {
    return solve(
        request_, recorder_, [&](const Config&) { return std::make_unique<FakeEngine>(training); });
  }

  nlohmann::json run_json() const {
    return nlohmann::json::parse(read_file(out_ / "run.json", kPlenty));
  }

  std::filesystem::path out_;
  SolveRequest request_;
  Recorder recorder_;
};

}  // namespace pinn::test
