// SPDX-License-Identifier: MIT
// Small problems solved by the readout engine.
#pragma once

#include <gtest/gtest.h>

#include <cmath>
#include <functional>
#include <string>
#include <vector>

#include "pinn/readout/readout.hpp"
#include "problem/configs.hpp"

namespace pinn::test {

/// A problem with what the engine made of it.
struct Solved {
  Config config;
  Problem problem;
  TrainingResult result;

  double value(double at, int state = 0, int derivative = 0) const {
    return result.model.evaluate(at, derivative)(state, derivative);
  }

  /// Largest |state - formula| at 501 places of what was reached.
  double error(const std::function<double(double)>& formula, int state = 0) const {
    double worst = 0.0;
    const double from = result.model.start();
    const double to = result.model.end();
    for (int i = 0; i <= 500; ++i) {
      const double at = from + (to - from) * i / 500.0;
      worst = std::max(worst, std::abs(value(at, state) - formula(at)));
    }
    return worst;
  }
};

inline void expect_converged(const Solved& run) {
  ASSERT_EQ(run.result.reason, StopReason::Converged) << run.result.message;
}

inline Config on(double start, double end, Config config) {
  config.problem.start = start;
  config.problem.end = end;
  return config;
}

inline Solved solved(Config config, double tolerance = 1e-12) {
  Solved all;
  config.training.method = Method::Readout;
  config.training.tolerance.value = tolerance;
  config.accept.rtol = 1e-3;
  config.accept.atol = 1e-5;
  all.config = config;
  all.problem = problem_of(config);
  TrainObserver nobody;
  ReadoutEngine engine;
  all.result = engine.train(all.problem, all.config, {}, nobody);
  return all;
}

}  // namespace pinn::test
