// SPDX-License-Identifier: MIT
// Whether a model is accepted: every check point against exact, reference or residual.
#pragma once

#include <string>
#include <vector>

#include "pinn/config/config.hpp"
#include "pinn/model/model.hpp"
#include "pinn/problem/problem.hpp"
#include "pinn/reference/reference.hpp"

namespace pinn {

/// One check point and state (or equation): a row of validation.csv.
struct Check {
  double at = 0.0;
  std::string state;  ///< State, or res_<e> by residual only.
  double value = 0.0;
  double ref = 0.0;
  double error = 0.0;
  double tolerance = 0.0;
  double ratio = 0.0;  ///< (|error| + own error of the reference) / tolerance; above 1 is outside.
};

/// One condition: a row of conditions.csv.
struct ConditionCheck {
  std::string condition;
  bool hard = false;
  double left = 0.0;
  double right = 0.0;
  double violation = 0.0;
  double tolerance = 0.0;
};

/// Worst check of one state.
struct StateError {
  std::string state;
  double max_error = 0.0;
  double at = 0.0;
  double max_relative_error = 0.0;
  double rms_error = 0.0;
  double tolerance_ratio = 0.0;
};

struct ResidualNorm {
  double rms = 0.0;
  double max = 0.0;
  double at = 0.0;
  std::size_t left_out = 0;  ///< Points where the equation itself is not finite.
};

struct Verdict {
  bool accepted = false;
  Basis basis = Basis::Residual;  ///< What decided: Exact, Reference or Residual.
  std::size_t n_points = 0;
  std::vector<Check> checks;
  std::vector<ConditionCheck> conditions;
  std::vector<StateError> by_state;  ///< By residual: one per equation, "res_<e>".
  StateError worst;
  ResidualNorm residual;
  double max_violation = 0.0;
  double reference_error = kNoError;  ///< CVODE against exact, where both exist; -1 if not.
  Diagnostics warnings;

  static constexpr double kNoError = -1.0;
};

/// The points of the verdict: accept.points equally spaced, window ends and middles, the
/// reference's steps.
std::vector<double> check_points(const Problem& problem, const AcceptConfig& accept);

/// Judges the model.
///
/// Needs:   reference (may be null or unsolved) was solved at check_points() among others.
/// Throws:  ConfigError if accept.basis asks for something that is not there.
Verdict judge(const Model& model,
              const Problem& problem,
              const Config& config,
              const std::vector<int>& hard_conditions,
              const ReferenceSolution* reference);

}  // namespace pinn
