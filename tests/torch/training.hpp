// SPDX-License-Identifier: MIT
// Short trainings and an observer that remembers them.
#pragma once

#include <string>
#include <vector>

#include "engine.hpp"
#include "problem_text.hpp"

namespace pinn::test {

/// Keeps everything it is told; asks for a stop after a number of iterations.
struct Recorder : TrainObserver {
  std::int64_t total = -1;
  std::int64_t n_iterations = 0;
  std::int64_t n_polls = 0;
  std::int64_t stop_at = -1;
  std::vector<Iteration> rows;
  std::vector<double> values_at_start;  ///< Of the first state, of the model of each row.
  std::vector<std::string> warnings;

  void on_start(std::int64_t total_iterations) override { total = total_iterations; }
  void on_iteration(const Iteration&) override { ++n_iterations; }
  void on_row(Iteration& row, const Model& model) override {
    rows.push_back(row);
    values_at_start.push_back(model.evaluate(model.start(), 0)(0, 0));
  }
  void on_warning(const std::string& id, const std::string& message) override {
    warnings.push_back(id + ": " + message);
  }
  bool stop_requested() override { return ++n_polls == stop_at; }
};

inline std::string training(const std::string& keys) {
  return R"(, "network": {"hidden": [8, 8]}, "training": {"points": {"count": 32}, )" + keys + "}";
}

inline std::string stage(const std::string& optimizer,
                         int iterations,
                         const std::string& more = "") {
  return R"({"optimizer": ")" + optimizer + R"(", "iterations": )" + std::to_string(iterations) +
         more + "}";
}

inline TrainingResult train(const Prepared& prepared, TrainObserver& observer) {
  return make_torch_engine()->train(
      prepared.problem, prepared.config, prepared.data.series, observer);
}

inline TrainingResult train_decay(const std::string& keys, TrainObserver& observer) {
  return train(prepare_problem(kDecay, training(keys)), observer);
}

inline std::string stages(const std::string& list) { return "\"stages\": [" + list + "]"; }

}  // namespace pinn::test
