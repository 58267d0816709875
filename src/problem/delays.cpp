// SPDX-License-Identifier: MIT
// What happened before the start, and where that comes back.
#include "pinn/problem/delays.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>

#include "analysis.hpp"
#include "draft.hpp"
#include "pinn/expression/evaluate.hpp"
#include "pinn/util/number_text.hpp"

namespace pinn {

namespace {

// After so many delays a kink has become one of a derivative that nothing depends on any more.
constexpr int kMostLevels = 24;
constexpr std::size_t kMostBreaks = 2000;

constexpr double kSamePlace = 1e-12;  ///< Of the domain: sums of delays in another order.

/// Places after all sums of at most `kMostLevels` delays, as far as there are not too many.
std::vector<double> breaks_of(const Problem& problem) {
  std::vector<double> breaks{problem.start};
  std::size_t level_begin = 0;
  for (int level = 0; level < kMostLevels && breaks.size() < kMostBreaks; ++level) {
    const std::size_t level_end = breaks.size();
    for (std::size_t i = level_begin; i < level_end; ++i) {
      for (const Lag& lag : problem.lags) {
        const double at = breaks[i] + lag.delay;
        if (!(at < problem.end)) continue;
        const auto same = [&](double other) {
          return std::abs(other - at) <= kSamePlace * (problem.end - problem.start);
        };
        if (std::none_of(breaks.begin(), breaks.end(), same)) breaks.push_back(at);
      }
    }
    level_begin = level_end;
  }
  std::sort(breaks.begin(), breaks.end());
  return breaks;
}

class WindowsPast : public Past {
 public:
  explicit WindowsPast(const std::vector<Window>& windows) : windows_(windows) {}

  double value(int state, int derivative, double at) const override {
    if (windows_.empty()) return std::numeric_limits<double>::quiet_NaN();
    const auto after = std::lower_bound(
        windows_.begin(), windows_.end(), at, [](const Window& window, double place) {
          return window.end < place;
        });
    const Window& window = after == windows_.end() ? windows_.back() : *after;
    return evaluate_window(window, at, derivative)(state, derivative);
  }

 private:
  const std::vector<Window>& windows_;
};

}  // namespace

std::shared_ptr<const Past> past_of(const std::vector<Window>& windows) {
  return std::make_shared<const WindowsPast>(windows);
}

double shortest_delay(const Problem& problem) {
  double shortest = problem.lags.front().delay;
  for (const Lag& lag : problem.lags) shortest = std::min(shortest, lag.delay);
  return shortest;
}

std::vector<double> delay_stops(const Problem& problem) {
  std::vector<double> stops;
  if (problem.lags.empty()) return stops;
  const double shortest = shortest_delay(problem);
  const std::vector<double> breaks = breaks_of(problem);
  const double rounding = kSamePlace * (problem.end - problem.start);
  double last = problem.start;
  auto next = breaks.begin() + 1;
  while (true) {
    const bool is_break = next != breaks.end() && *next <= last + shortest + rounding;
    last = is_break ? *next++ : last + shortest;
    if (!(last < problem.end - rounding)) return stops;
    stops.push_back(last);
  }
}

Problem with_past(const Problem& problem, const Model& model) {
  Problem lagged = problem;
  if (!problem.lags.empty()) lagged.past = past_of(model.windows);
  return lagged;
}

namespace detail {

namespace {

constexpr double kMostDelays = 1e6;  ///< In the domain.

// A condition and a history that were meant to agree differ by rounding at most.
constexpr double kSameValue = 1e-9;

/// Binds the history of one state with the derivatives that may be asked for.
void bind_history_of(Draft& draft, const NamedExpression& item, int state) {
  auto expression = bind(draft, *item.expression, item.path);
  if (!expression) return;
  std::vector<Expression>& by_derivative = draft.problem.history[static_cast<std::size_t>(state)];
  const int order = draft.problem.states[static_cast<std::size_t>(state)].order;
  by_derivative.push_back(*expression);
  while (static_cast<int>(by_derivative.size()) < order) {
    by_derivative.push_back(slope_of(by_derivative.back()));
  }
}

double history_value(const Problem& problem, int state, int derivative) {
  const auto& by_derivative = problem.history[static_cast<std::size_t>(state)];
  return evaluate<double>(by_derivative[static_cast<std::size_t>(derivative)], {problem.start});
}

/// True if the condition has values of states with a history, at the start, and nothing else.
bool is_of_history(const Problem& problem, const Condition& condition) {
  return std::all_of(condition.values.begin(), condition.values.end(), [&](const PointValue& v) {
    return !problem.history[static_cast<std::size_t>(v.state)].empty();
  });
}

void check_conditions(Draft& draft) {
  const Problem& problem = draft.problem;
  for (std::size_t c = 0; c < problem.conditions.size(); ++c) {
    const Condition& condition = problem.conditions[c];
    const Place place{member_path("problem.conditions", std::to_string(c)), 0, 0, false};
    for (const PointValue& value : condition.values) {
      if (value.at == problem.start) continue;
      draft.error(place,
                  "equations with a delay need all conditions at the start, " + problem.variable +
                      " = " + to_text(problem.start));
      return;
    }
    if (!is_of_history(problem, condition)) continue;
    std::vector<double> values;
    double size = 1.0;
    for (const PointValue& value : condition.values) {
      values.push_back(history_value(problem, value.state, value.derivative));
      size = std::max(size, std::abs(values.back()));
    }
    const double left = evaluate<double>(condition.residual, values);
    if (std::abs(left) <= kSameValue * size) continue;
    draft.error(place,
                "the condition contradicts problem.history, which leaves " + to_short_text(left) +
                    " between its sides; a jump at the start is not available: leave out the "
                    "condition or change the history");
    return;
  }
}

/// Those on single values stay as they were given; what those on several say follows.
void add_conditions(Draft& draft) {
  Problem& problem = draft.problem;
  std::vector<Condition>& conditions = problem.conditions;
  const auto follows = [&](const Condition& condition) {
    return condition.values.size() > 1 && is_of_history(problem, condition);
  };
  conditions.erase(std::remove_if(conditions.begin(), conditions.end(), follows), conditions.end());
  for (int s = 0; s < problem.n_states(); ++s) {
    if (problem.history[static_cast<std::size_t>(s)].empty()) continue;
    for (int k = 0; k < problem.states[static_cast<std::size_t>(s)].order; ++k) {
      const auto gives = [&](const Condition& condition) {
        return condition.values.size() == 1 && condition.values[0].state == s &&
               condition.values[0].derivative == k;
      };
      if (std::any_of(conditions.begin(), conditions.end(), gives)) continue;
      conditions.push_back(
          derived_condition(problem, {s, k, problem.start}, history_value(problem, s, k)));
    }
  }
  check_condition_count(draft, conditions.size(), has_algebraic_states(problem));
}

}  // namespace

void bind_history(Draft& draft) {
  Problem& problem = draft.problem;
  problem.history.assign(problem.states.size(), {});
  problem.history_end = problem.start;
  for (const NamedExpression& item : draft.history) {
    bind_history_of(draft, item, problem.find_state(item.name));
  }
  if (has_errors(draft.diagnostics)) return;
  const Place place{"problem.history", 0, 0, false};
  if (problem.lags.empty()) {
    if (draft.history.empty()) return;
    draft.error(place, "no equation has a delay, as y(" + problem.variable + " - 1) is one");
    return;
  }
  for (const Lag& lag : problem.lags) {
    const std::string& name = problem.states[static_cast<std::size_t>(lag.state)].name;
    if (problem.history[static_cast<std::size_t>(lag.state)].empty()) {
      draft.error(place,
                  "no history of " + in_quotes(name) + ": " + name + "(" + problem.variable +
                      " - " + to_text(lag.delay) + ") needs its values before " + problem.variable +
                      " = " + to_text(problem.start) + "; expected an expression of " +
                      problem.variable);
      return;
    }
    if ((problem.end - problem.start) / lag.delay <= kMostDelays) continue;
    draft.error({"problem.equations", 0, 0, false},
                "the delay " + to_text(lag.delay) + " fits more than " + to_text(kMostDelays) +
                    " times into the domain; leave it out or shorten the domain");
    return;
  }
  check_conditions(draft);
  if (!has_errors(draft.diagnostics)) add_conditions(draft);
}

}  // namespace detail

}  // namespace pinn
