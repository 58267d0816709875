// SPDX-License-Identifier: MIT
// Whether a model is accepted: every check point against exact, reference, estimate or residual.
#pragma once

#include <limits>
#include <optional>
#include <string>
#include <vector>

#include "pinn/config/config.hpp"
#include "pinn/model/model.hpp"
#include "pinn/problem/problem.hpp"
#include "pinn/reference/reference.hpp"
#include "pinn/verify/error_estimate.hpp"

namespace pinn {

/// One check point and state (or equation): a row of validation.csv. By residual only, value is the
/// left side and ref the right side; by estimate, error is the estimated one, not below the
/// rounding floor, and ref the value without it; where two windows meet, the values left and right
/// of the edge.
struct Check {
  double at = 0.0;
  std::string state;  ///< State, or res_<e> by residual only; primes for a derivative at an edge.
  double value = 0.0;
  double ref = 0.0;
  double error = 0.0;
  double tolerance = 0.0;
  double ratio = 0.0;  ///< (|error| + own error of ref) / tolerance; above 1, or nan, is outside.
};

/// One condition: a row of conditions.csv.
struct ConditionCheck {
  std::string condition;
  bool hard = false;
  double left = 0.0;
  double right = 0.0;
  double violation = 0.0;  ///< |left - right|
  double tolerance = 0.0;
};

/// What the checks of one state, or of one equation, come to. Infinite where a value is not finite.
struct StateError {
  std::string state;
  double max_error = 0.0;
  double at = 0.0;                  ///< Place of max_error.
  double max_relative_error = 0.0;  ///< max_error over the largest |ref|.
  double rms_error = 0.0;
  double tolerance_ratio = 0.0;   ///< Largest ratio;
  double ratio_at = 0.0;          ///< its place
  double tolerance = 0.0;         ///< and the tolerance there.
  double estimated_error = -1.0;  ///< Largest at the same points; negative without an estimate.
};

/// Residuals of all equations at the check points, whatever the basis.
struct ResidualNorm {
  double rms = 0.0;
  double max = 0.0;          ///< Infinite if one is not finite where the equation is.
  double at = 0.0;           ///< Place of max.
  std::size_t left_out = 0;  ///< Points where the equation itself is not finite.
};

/// What an end of the domain does that stands for infinity: the difference to a longer domain.
struct DomainCut {
  double start = 0.0;  ///< Of the longer domain.
  double end = 0.0;
  bool known = false;  ///< Both were solved.
  double change = 0.0;
  double ratio = std::numeric_limits<double>::infinity();  ///< Largest change over its tolerance,
  double at = 0.0;                                         ///< its place
  std::string state;                                       ///< and state.
};

struct Verdict {
  bool accepted = false;
  Basis basis = Basis::Residual;  ///< What decided: Exact, Reference, Estimate or Residual.
  std::size_t n_points = 0;
  std::vector<Check> checks;
  std::vector<ConditionCheck> conditions;
  std::vector<StateError> by_state;  ///< By residual: one per equation, "res_<e>".
  StateError worst;                  ///< The one of by_state with the largest ratio.
  ResidualNorm residual;
  double max_violation = 0.0;
  double reference_error = kNoError;  ///< CVODE against exact, where both exist; -1 if not.
  double estimated_error = kNoError;  ///< Largest over states and check points; -1 if not known.
  double horizon =
      kNowhere;             ///< First place where the estimate exceeds the tolerance; nan if none.
  double end = 0.0;         ///< Where the checks end: the end of the model or of the domain.
  bool ends_early = false;  ///< The model ends before the domain.
  std::optional<DomainCut> cut;  ///< Where conditions stand at infinity.
  Diagnostics warnings;

  static constexpr double kNoError = -1.0;
  static constexpr double kNowhere = std::numeric_limits<double>::quiet_NaN();
};

/// The problem as far as the model goes: the same, with its end moved to where the model ends if
/// that is before the domain does.
Problem covered_by(const Problem& problem, const Model& model);

/// Equally spaced points of the verdict, known before training. The ends and middles of the windows
/// and the reference's own steps are added by judge().
std::vector<double> check_points(const Problem& problem, const AcceptConfig& accept);

/// Ends and middles of the windows. Where the verdict is against the reference, they are judged if
/// the reference was solved there too.
std::vector<double> window_points(const Model& model);

/// Why accept.basis cannot be had with this reference, whatever the model; empty if it can. To be
/// asked before training.
std::string basis_mistake(const Problem& problem,
                          const Config& config,
                          const ReferenceSolution* reference);

/// Judges the model: every state at every check point, and every condition.
///
/// A check passes if |value - ref| + own error <= tolerance = atol + rtol |ref|; where there is no
/// ref good enough, if the estimated error is within the tolerance; only where there is no estimate
/// either, by residual. Parts of the loss whose weight is 0 are not judged. A model that ends
/// before the domain is judged as far as it goes, and accepted only if it ends at
/// problem.stop_when. Warnings carry the ids `basis-estimate`, `basis-residual`,
/// `estimate-outside`, `estimate-disagrees`, `exact-disagrees`, `exact-not-finite` and
/// `nothing-judged`.
///
/// Needs:   reference (may be null or unsolved) was solved at check_points(covered_by(...)) among
///          others; estimate (may be null or not available) was made of this model at the same
///          points and window_points(), and at the reference's own steps.
/// Throws:  ConfigError with basis_mistake() if there is one.
Verdict judge(const Model& model,
              const Problem& problem,
              const Config& config,
              const std::vector<int>& hard_conditions,
              const ReferenceSolution* reference,
              const ErrorEstimate* estimate = nullptr);

}  // namespace pinn
