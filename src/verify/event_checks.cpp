// SPDX-License-Identifier: MIT
// The event at the end, and none before it.
#include "event_checks.hpp"

#include <algorithm>
#include <cmath>

#include "pinn/expression/dual.hpp"
#include "pinn/expression/evaluate.hpp"
#include "tolerance.hpp"

namespace pinn {

namespace {

class EventChecks {
 public:
  EventChecks(const ModelValues& values,
              const AcceptConfig& accept,
              const std::vector<double>& points)
      : values_(values), accept_(accept), problem_(values.problem()), points_(points) {
    largest_.assign(static_cast<std::size_t>(problem_.n_slots), 0.0);
    for (const double at : points) {
      const std::vector<double> slots = values.slots(at);
      for (std::size_t i = 0; i < slots.size(); ++i) {
        largest_[i] = std::max(largest_[i], std::abs(slots[i]));
      }
    }
  }

  /// The first change of sign that is more than an error within the tolerance, if there is one.
  std::vector<Check> before(double end) const {
    double sign = 0.0;
    for (const double at : points_) {
      if (!(at < end)) break;
      const std::vector<double> slots = values_.slots(at);
      const double g = value_of(slots);
      const double tolerance = tolerance_of(slots);
      if (std::abs(g) <= tolerance) continue;
      if (g * sign < 0.0) return {failed(at, g, tolerance)};
      sign = g;
    }
    return {};
  }

  Check at_end(double end, const ReferenceSolution* reference) const {
    std::vector<double> slots = values_.slots(end);
    const double tolerance = tolerance_of(slots);
    double worst = value_of(slots);
    const bool solved = reference != nullptr && reference->solved;
    const std::size_t row = solved ? reference->find_row(end) : ReferenceSolution::kNoRow;
    if (row != ReferenceSolution::kNoRow) {
      put_reference(*reference, row, slots);
      const double g = value_of(slots);
      if (magnitude(g) > magnitude(worst)) worst = g;
    }
    return make_check(end, kStopState, worst, 0.0, tolerance, 0.0);
  }

  /// The reference met the event where the model goes on.
  std::vector<Check> against(const ReferenceSolution* reference, double end) const {
    const bool met = reference != nullptr && reference->solved && reference->at_event;
    if (!met || !(reference->reached < end)) return {};
    const std::vector<double> slots = values_.slots(reference->reached);
    return {failed(reference->reached, value_of(slots), tolerance_of(slots))};
  }

 private:
  double value_of(const std::vector<double>& slots) const {
    return evaluate<double>(problem_.stop_when->expression, slots);
  }

  /// First order: the sum of |dg/dy| times the tolerance of y, and for a derivative what error of
  /// it goes with one of the state.
  double tolerance_of(const std::vector<double>& slots) const {
    std::vector<Dual> duals;
    for (std::size_t i = 0; i < slots.size(); ++i) {
      duals.push_back(Dual::independent(slots[i], slots.size(), i));
    }
    const Dual g = evaluate(problem_.stop_when->expression, duals);
    double tolerance = 0.0;
    for (int s = 0; s < problem_.n_states(); ++s) {
      const State& state = problem_.states[static_cast<std::size_t>(s)];
      const auto first = static_cast<std::size_t>(problem_.slot_of(s, 0));
      const double atol = atol_of(accept_, state.name);
      tolerance += std::abs(g.slope(first)) * (atol + accept_.rtol * std::abs(slots[first]));
      for (int k = 1; k < state.order; ++k) {
        const auto slot = static_cast<std::size_t>(problem_.slot_of(s, k));
        const double size = largest_[first] > 0.0 ? largest_[slot] / largest_[first] : 1.0;
        tolerance += std::abs(g.slope(slot)) * size * (atol + accept_.rtol * largest_[first]);
      }
    }
    return tolerance;
  }

  void put_reference(const ReferenceSolution& reference,
                     std::size_t row,
                     std::vector<double>& slots) const {
    for (int s = 0; s < problem_.n_states(); ++s) {
      for (int k = 0; k < problem_.states[static_cast<std::size_t>(s)].order; ++k) {
        slots[static_cast<std::size_t>(problem_.slot_of(s, k))] =
            reference.values[static_cast<std::size_t>(k)](static_cast<Eigen::Index>(row), s);
      }
    }
  }

  static Check failed(double at, double g, double tolerance) {
    Check check = make_check(at, kStopState, g, 0.0, tolerance, 0.0);
    check.ratio = kInfinite;
    return check;
  }

  const ModelValues& values_;
  const AcceptConfig& accept_;
  const Problem& problem_;
  const std::vector<double>& points_;
  std::vector<double> largest_;  ///< |slot| over the points.
};

}  // namespace

std::vector<Check> check_event(const ModelValues& values,
                               const AcceptConfig& accept,
                               const std::vector<double>& points,
                               bool ends_early,
                               const ReferenceSolution* reference) {
  const EventChecks event(values, accept, points);
  const double end = values.problem().end;
  std::vector<Check> checks = event.before(end);
  if (ends_early) {
    checks.push_back(event.at_end(end, reference));
  } else {
    for (Check& check : event.against(reference, end)) checks.push_back(std::move(check));
  }
  return checks;
}

}  // namespace pinn
