// SPDX-License-Identifier: MIT
// An engine that trains nothing and answers what it was told to.
#pragma once

#include <functional>
#include <memory>
#include <string>
#include <utility>

#include "pinn/engine/engine.hpp"

namespace pinn::test {

/// y = 1 - t + t^2 / 2 on [0, 1]: the start of the series of exp(-t), at most 0.14 off.
inline Model series_of_decay() {
  Window window;
  Mlp zero;
  zero.layers = {{Eigen::MatrixXd::Zero(1, 1), Eigen::VectorXd::Zero(1)}};
  window.networks = {zero};
  window.scale = Eigen::VectorXd::Ones(1);
  window.offset = (Eigen::MatrixXd(1, 3) << 1.0, -1.0, 0.5).finished();
  window.factor = Eigen::MatrixXd::Ones(1, 1);
  Model model;
  model.states = {"y"};
  model.windows = {window};
  return model;
}

class FakeEngine : public Engine {
 public:
  using Training = std::function<void(TrainObserver&, TrainingResult&)>;

  explicit FakeEngine(Training training) : training_(std::move(training)) {}

  TrainingResult train(const Problem&,
                       const Config&,
                       const std::vector<DataSeries>&,
                       TrainObserver& observer) override {
    TrainingResult result;
    result.reason = StopReason::IterationLimit;
    result.message = "iterations 2 of 2";
    result.model = series_of_decay();
    result.iterations = 2;
    result.hard = {0};
    result.stages.resize(1);
    observer.on_start(2);
    for (int i = 1; i <= 2; ++i) {
      Iteration row;
      row.iteration = i;
      row.optimizer = "adam";
      row.residuals = {0.5};
      row.loss = 0.5;
      observer.on_iteration(row);
      observer.on_row(row, result.model);
    }
    training_(observer, result);
    return result;
  }

  std::string version() const override { return "fake 1"; }

 private:
  Training training_;
};

}  // namespace pinn::test
