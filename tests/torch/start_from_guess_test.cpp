// SPDX-License-Identifier: MIT
// Where the training of a nonlinear problem with a guess begins.
#include "start_from_guess.hpp"

#include <gtest/gtest.h>

#include <cmath>

#include "training.hpp"

namespace pinn {
namespace {

using test::prepare_problem;
using test::Recorder;

/// The value in the middle before the first step: one iteration with a rate of nothing.
double middle_at_start(const std::string& problem) {
  Recorder recorder;
  const TrainingResult result = test::train(
      prepare_problem(
          problem,
          test::training(test::stages(test::stage("sgd", 1, R"(, "learning_rate": 1e-30)")))),
      recorder);
  return result.model.evaluate(0.5, 0)(0, 0);
}

TEST(StartFromGuess, IsNearTheGuessBetweenPlaces) {
  const std::string bratu =
      R"json("domain": [0, 1], "variable": "x", "equations": ["u'' = -exp(u)"],
             "conditions": ["u(0) = 0", "u(1) = 0"], "guess": {"u": "16*x*(1 - x)"})json";
  EXPECT_NEAR(middle_at_start(bratu), 4.0, 0.05);  // root mean square to a thousandth
}

TEST(StartFromGuess, IsNotMadeWhereTheConditionsLeadTheWay) {
  const std::string logistic =
      R"json("domain": [0, 1], "equations": ["u' = u*(1 - u)"], "conditions": ["u(0) = 0.5"],
             "guess": {"u": "70"})json";
  EXPECT_LT(std::abs(middle_at_start(logistic)), 10.0);
}

}  // namespace
}  // namespace pinn
