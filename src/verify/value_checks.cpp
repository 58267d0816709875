// SPDX-License-Identifier: MIT
// Errors, and what can be said in spite of the reference's own error.
#include "value_checks.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "condition_checks.hpp"
#include "pinn/expression/evaluate.hpp"
#include "pinn/util/number_text.hpp"
#include "tolerance.hpp"

namespace pinn {

namespace {

// An exact solution is evaluated with a few roundings.
constexpr double kExactRounding = 8 * std::numeric_limits<double>::epsilon();

bool all_nothing(const std::vector<Source>& sources) {
  return std::all_of(
      sources.begin(), sources.end(), [](Source source) { return source == Source::Nothing; });
}

}  // namespace

KnownValues::KnownValues(const Problem& problem,
                         const Config& config,
                         const ReferenceSolution* reference)
    : problem_(problem),
      config_(config),
      reference_(reference != nullptr && reference->solved ? reference : nullptr) {}

bool KnownValues::has_exact(int state) const {
  const auto index = static_cast<std::size_t>(state);
  return index < problem_.exact.size() && problem_.exact[index].has_value();
}

double KnownValues::exact(int state, double at) const {
  std::vector<double> slots(static_cast<std::size_t>(problem_.n_slots),
                            std::numeric_limits<double>::quiet_NaN());
  slots[0] = at;
  return evaluate<double>(*problem_.exact[static_cast<std::size_t>(state)], slots);
}

double KnownValues::tolerance(int state, double ref) const {
  const std::string& name = problem_.states[static_cast<std::size_t>(state)].name;
  return atol_of(config_.accept, name) + config_.accept.rtol * std::abs(ref);
}

/// One check point with what the model gives there.
struct KnownValues::Spot {
  const ModelValues& values;
  double at;
  std::vector<double> slots;
  std::vector<double> left_slots;  ///< Where two windows meet: of the left one.
};

bool KnownValues::exact_fails_alone(const Spot& spot, int state) const {
  for (const int side : {-1, 1}) {
    const double nearby = spot.values.nearby(spot.at, side);
    if (nearby != spot.at && !std::isfinite(exact(state, nearby))) return false;
  }
  return true;
}

/// Where two windows meet, the one with the larger error.
double KnownValues::worst_value(const Spot& spot, int state, double ref) const {
  const auto slot = static_cast<std::size_t>(problem_.slot_of(state, 0));
  const double value = spot.slots[slot];
  if (spot.left_slots.empty()) return value;
  const double left = spot.left_slots[slot];
  return magnitude(left - ref) > magnitude(value - ref) ? left : value;
}

void KnownValues::check_one(const Spot& spot, int state, Source source, ValueChecks& result) const {
  const double at = spot.at;
  const std::size_t row = has_reference() ? reference_->find_row(at) : ReferenceSolution::kNoRow;
  const bool row_exists = row != ReferenceSolution::kNoRow;
  double ref = 0.0;
  double own = 0.0;
  if (source == Source::Exact) {
    ref = exact(state, at);
    own = kExactRounding * std::abs(ref);
    if (!std::isfinite(ref)) {
      result.exact_not_finite_at = at;
      ++result.n_exact_not_finite;
      if (row_exists) source = Source::Reference;
      if (!row_exists && exact_fails_alone(spot, state)) return;
    }
  }
  if (source == Source::Reference) {
    if (!row_exists) return;
    ref = reference_->values[0](static_cast<Eigen::Index>(row), state);
    own = reference_->own_error(static_cast<Eigen::Index>(row), state);
  }
  const double bound = tolerance(state, ref);
  const std::string& name = problem_.states[static_cast<std::size_t>(state)].name;
  const double value = worst_value(spot, state, ref);
  Check check = make_check(at, name, value, ref, bound, own);
  if (!std::isfinite(bound)) check.ratio = kInfinite;
  const double doubt = source == Source::Reference ? kOwnErrorDoubt : 1.0;
  const bool outside = !(magnitude(check.error) - doubt * own <= bound);
  result.any_outside = result.any_outside || outside;
  if (!outside && !passes(check)) {
    if (source == Source::Exact) {
      result.any_outside = true;
    } else if (!result.open || own / bound > result.open->own_error / result.open->tolerance) {
      result.open = OpenPoint{name, at, own, bound};
    }
  }
  result.checks.push_back(std::move(check));
}

ValueChecks KnownValues::check(const ModelValues& values,
                               const std::vector<double>& points,
                               const std::vector<Source>& sources) const {
  ValueChecks result;
  if (all_nothing(sources)) return result;
  const std::vector<double>& edges = values.edges();
  result.checks.reserve(points.size() * sources.size());
  for (const double at : points) {
    Spot spot{values, at, values.slots(at), {}};
    if (std::binary_search(edges.begin(), edges.end(), at)) {
      spot.left_slots = values.left_slots(at);
    }
    for (int s = 0; s < problem_.n_states(); ++s) {
      const Source source = sources[static_cast<std::size_t>(s)];
      if (source != Source::Nothing) check_one(spot, s, source, result);
    }
  }
  return result;
}

std::optional<double> KnownValues::reference_error() const {
  std::optional<double> largest;
  for (int s = 0; s < problem_.n_states() && has_reference(); ++s) {
    if (!has_exact(s)) continue;
    for (std::size_t row = 0; row < reference_->points.size(); ++row) {
      const double known = exact(s, reference_->points[row]);
      if (!std::isfinite(known)) continue;
      const double ref = reference_->values[0](static_cast<Eigen::Index>(row), s);
      largest = std::max(largest.value_or(0.0), std::abs(ref - known));
    }
  }
  return largest;
}

std::string KnownValues::contradiction_of(int state) const {
  const std::string& name = problem_.states[static_cast<std::size_t>(state)].name;
  double worst = 1.0;
  std::string sentence;
  for (std::size_t row = 0; row < reference_->points.size(); ++row) {
    const auto i = static_cast<Eigen::Index>(row);
    const double at = reference_->points[row];
    const double known = exact(state, at);
    const double ref = reference_->values[0](i, state);
    const double bound = tolerance(state, ref) + reference_->own_error(i, state);
    const double ratio = std::abs(known - ref) / bound;
    if (!(ratio > worst)) continue;
    worst = ratio;
    sentence = "the exact solution of " + name + " is " + to_short_text(known, 6) + " at " +
               problem_.variable + " = " + to_short_text(at, 6) +
               ", but the classical solver gives " + to_short_text(ref, 6) +
               ": one of the two is wrong, most likely problem.exact." + name;
  }
  return sentence;
}

std::vector<std::string> KnownValues::contradictions() const {
  std::vector<std::string> sentences;
  for (int s = 0; s < problem_.n_states() && has_reference(); ++s) {
    if (!has_exact(s)) continue;
    const std::string sentence = contradiction_of(s);
    if (!sentence.empty()) sentences.push_back(sentence);
  }
  if (!sentences.empty()) return sentences;

  const auto checks =
      check_conditions(problem_, config_.accept, {}, [this](const PointValue& value) {
        const bool known = value.derivative == 0 && has_exact(value.state);
        return known ? exact(value.state, value.at) : std::numeric_limits<double>::quiet_NaN();
      });
  for (const ConditionCheck& check : checks) {
    // Not a number where the condition asks for more than the exact solution tells.
    if (!std::isfinite(check.violation) || holds(check)) continue;
    sentences.push_back("the exact solution does not meet the condition \"" + check.condition +
                        "\": " + to_short_text(check.left, 6) + " against " +
                        to_short_text(check.right, 6));
  }
  return sentences;
}

std::optional<OpenPoint> KnownValues::too_rough(const std::vector<Source>& sources) const {
  std::optional<OpenPoint> worst;
  for (int s = 0; s < problem_.n_states() && has_reference(); ++s) {
    if (sources[static_cast<std::size_t>(s)] != Source::Reference) continue;
    for (std::size_t row = 0; row < reference_->points.size(); ++row) {
      const auto i = static_cast<Eigen::Index>(row);
      const double own = reference_->own_error(i, s);
      const double bound = tolerance(s, reference_->values[0](i, s));
      if (own <= bound) continue;
      if (worst && own / bound <= worst->own_error / worst->tolerance) continue;
      const std::string& name = problem_.states[static_cast<std::size_t>(s)].name;
      worst = OpenPoint{name, reference_->points[row], own, bound};
    }
  }
  return worst;
}

}  // namespace pinn
