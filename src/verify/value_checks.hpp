// SPDX-License-Identifier: MIT
// The states against the exact solution or the reference.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "model_values.hpp"
#include "pinn/verify/verdict.hpp"

namespace pinn {

/// What a state is compared with.
enum class Source { Nothing, Exact, Reference };

/// A place where the reference's own error leaves the question open.
struct OpenPoint {
  std::string state;
  double at = 0.0;
  double own_error = 0.0;
  double tolerance = 0.0;
};

struct ValueChecks {
  std::vector<Check> checks;
  bool any_outside = false;            ///< Surely outside, whatever the own error.
  std::optional<OpenPoint> open;       ///< The worst of them.
  std::size_t n_exact_not_finite = 0;  ///< There the reference counts, or nothing.
  double exact_not_finite_at = 0.0;
};

/// The exact solution and the reference, and where they contradict each other.
class KnownValues {
 public:
  KnownValues(const Problem& problem, const Config& config, const ReferenceSolution* reference);

  bool has_reference() const { return reference_ != nullptr; }
  bool has_exact(int state) const;
  double exact(int state, double at) const;
  double tolerance(int state, double ref) const;

  /// Checks state by state; a Source of Nothing is left out, and so is a place where the reference
  /// was not solved.
  ValueChecks check(const ModelValues& values,
                    const std::vector<double>& points,
                    const std::vector<Source>& sources) const;

  /// Largest |reference - exact| where both are there; nothing if they never are.
  std::optional<double> reference_error() const;

  /// One sentence for each state whose exact solution contradicts the reference or the conditions.
  std::vector<std::string> contradictions() const;

  /// The point where the own error of the reference is largest beside the tolerance, if it is
  /// above.
  std::optional<OpenPoint> too_rough(const std::vector<Source>& sources) const;

 private:
  struct Spot;
  void check_one(const Spot& spot, int state, Source source, ValueChecks& result) const;
  bool exact_fails_alone(const Spot& spot, int state) const;
  double worst_value(const Spot& spot, int state, double ref) const;
  std::string contradiction_of(int state) const;

  const Problem& problem_;
  const Config& config_;
  const ReferenceSolution* reference_;  ///< Null if it was not solved.
};

}  // namespace pinn
