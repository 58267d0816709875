// SPDX-License-Identifier: MIT
// One stretch of a window at a time: coefficients at all its points, then step by step.
#include "error_march.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "pinn/util/number_text.hpp"
#include "start_error.hpp"
#include "window_noise.hpp"

namespace pinn {

namespace {

constexpr double kPi = 3.14159265358979323846;
constexpr double kEpsilon = std::numeric_limits<double>::epsilon();

/// Independent traces of rounding: their mean square stands for the expected one.
constexpr Eigen::Index kTraces = 4;

/// Roundings that a value of a window comes to, in units of epsilon times what it is the sum of.
constexpr double kRoundings = 1.0;

/// How far from its ends, as a part of a stretch, the equations are looked at where the end itself
/// may be singular or already on the other side of a jump.
constexpr double kInset = 1e-6;

/// Reach of a window, by the coefficients in the last one, from which one step is not worth trying.
constexpr double kEasy = 20.0;

/// Part of a value from which the square of an error is more than rounding.
constexpr double kSquareCounts = 1e-8;

/// A system that is solved at once rather than in short steps.
constexpr int kFewUnknowns = 50;

constexpr double kSamePlace = 1e-9;  ///< Of a delay.
constexpr double kSameEdge = 1e-6;   ///< Of a stretch.

/// -1 or 1, the same on every run.
double next_sign(std::uint64_t& state) {
  state += 0x9e3779b97f4a7c15U;
  std::uint64_t bits = state;
  bits = (bits ^ (bits >> 30U)) * 0xbf58476d1ce4e5b9U;
  bits = (bits ^ (bits >> 27U)) * 0x94d049bb133111ebU;
  return ((bits >> 63U) & 1U) != 0 ? 1.0 : -1.0;
}

}  // namespace

/// What is crossed at once: a window, or the part of it on one side of the conditions.
struct ErrorMarch::Stretch {
  const Window& window;
  double from;
  double to;
};

ErrorMarch::ErrorMarch(const Model& model, const Problem& problem, ErrorGrid grid)
    : model_(model),
      problem_(problem),
      grid_(grid),
      table_(grid.n_stages),
      short_table_(grid.n_short_stages),
      equation_(problem),
      step_(equation_),
      jumps_(problem),
      past_(equation_) {}

bool ErrorMarch::run(ErrorEstimate& estimate) {
  estimate_ = &estimate;
  const auto n_points = static_cast<Eigen::Index>(estimate.points.size());
  const double unknown = std::numeric_limits<double>::quiet_NaN();
  estimate.error.setConstant(n_points, problem_.n_states(), unknown);
  estimate.floor.setConstant(n_points, problem_.n_states(), unknown);
  return march(1) && march(-1);
}

/// The error at the point of the conditions.
bool ErrorMarch::begin(const Window& window) {
  points_.assign(1, estimate_->origin);
  const bool at_end = estimate_->origin == window.end;
  inside_.assign(1, 0.0);
  evaluate_model(window, at_end != (window.input.rate < 0.0));
  const auto error = start_error(problem_, slots_at(0));
  if (!error) {
    fail("the conditions do not determine the error at the start");
    return false;
  }
  state_.setZero(equation_.size(), 1 + kTraces);
  state_.col(0) = *error;
  has_left_ = false;
  random_ = 0;
  return true;
}

bool ErrorMarch::march(int direction) {
  const std::size_t first = model_.window_of(estimate_->origin);
  past_.clear();
  if (!begin(model_.windows[first])) return false;
  double from = estimate_->origin;
  if (direction > 0) {
    for (std::size_t w = first; w < model_.windows.size(); ++w) {
      const Window& window = model_.windows[w];
      if (from < window.end && !cross({window, from, window.end})) return false;
      from = window.end;
    }
    return true;
  }
  std::size_t n_left = first + 1;
  if (from <= model_.windows[first].start) {
    // The right window counts at an edge: its values are what the left one has to join.
    leave(0, 0.0);
    --n_left;
  }
  for (std::size_t w = n_left; w-- > 0;) {
    const Window& window = model_.windows[w];
    if (!cross({window, from, window.start})) return false;
    from = window.start;
  }
  return true;
}

void ErrorMarch::leave(Eigen::Index row, double length) {
  left_behind_ = lower_values(row);
  left_slots_ = slots_at(row);
  left_length_ = length;
  has_left_ = true;
}

bool ErrorMarch::cross(const Stretch& stretch) {
  for (const Lag& lag : problem_.lags) {
    if (stretch.to - stretch.from <= lag.delay * (1.0 + kSamePlace)) continue;
    fail("a window is longer than the delay " + to_short_text(lag.delay));
    return false;
  }
  const bool is_easy = equation_.reach(stretch.to - stretch.from) < kEasy ||
                       table_.n_stages * equation_.size() <= kFewUnknowns;
  bool done = false;
  if (is_easy) {
    if (!fill_coefficients(stretch, table_, grid_.n_steps)) return false;
    enter(stretch);
    done = step_through(table_, kFewUnknowns);
  }
  if (!done) {
    if (!fill_coefficients(stretch, short_table_, grid_.n_short_steps)) return false;
    if (!is_easy) enter(stretch);
    step_through(short_table_, std::numeric_limits<int>::max());
  }
  leave(static_cast<Eigen::Index>(points_.size()) - 1, stretch.to - stretch.from);
  return true;
}

/// What happens at the edge: an event, windows that do not join, and one more rounding.
void ErrorMarch::enter(const Stretch& stretch) {
  if (has_left_ && !jumps_.empty()) {
    jumps_.take(equation_, left_slots_, slots_at(0), left_length_, state_);
  }
  if (has_left_) state_.col(0) += lower_values(0) - left_behind_;
  add_rounding(stretch);
}

bool ErrorMarch::fill_coefficients(const Stretch& stretch, const RadauTable& table, int n_steps) {
  edges_.clear();
  for (int k = 0; k <= n_steps; ++k) edges_.push_back(0.5 * (1.0 - std::cos(kPi * k / n_steps)));
  add_delayed_edges(stretch);
  places_.clear();
  for (const double part : edges_) {
    places_.push_back(stretch.from + (stretch.to - stretch.from) * part);
  }
  places_.back() = stretch.to;
  Eigen::Index bad = problem_.smooth ? evaluate_coefficients(stretch, table, 0.0) : 0;
  if (bad >= 0) bad = evaluate_coefficients(stretch, table, kInset);
  if (bad < 0) return true;
  fail("the equations do not determine the highest derivatives, or are not finite, at " +
       problem_.variable + " = " + to_short_text(points_[static_cast<std::size_t>(bad) + 1], 6));
  return false;
}

/// Delayed errors are not smooth where windows met: steps end there too.
void ErrorMarch::add_delayed_edges(const Stretch& stretch) {
  for (const Lag& lag : problem_.lags) {
    const double low = stretch.from - lag.delay;
    const double high = stretch.to - lag.delay;
    auto window = std::upper_bound(
        model_.windows.begin(), model_.windows.end(), low, [](double at, const Window& other) {
          return at < other.start;
        });
    for (; window != model_.windows.end() && window->start < high; ++window) {
      const double part = (window->start - low) / (high - low);
      const auto same = [part](double edge) { return std::abs(edge - part) <= kSameEdge; };
      if (std::none_of(edges_.begin(), edges_.end(), same)) edges_.push_back(part);
    }
  }
  std::sort(edges_.begin(), edges_.end());
}

Eigen::Index ErrorMarch::evaluate_coefficients(const Stretch& stretch,
                                               const RadauTable& table,
                                               double inset) {
  const double margin = inset * std::abs(stretch.to - stretch.from);
  const double low = std::min(stretch.from, stretch.to) + margin;
  const double high = std::max(stretch.from, stretch.to) - margin;
  points_.assign(1, stretch.from);
  inside_.assign(1, 0.0);
  for (std::size_t k = 0; k + 1 < places_.size(); ++k) {
    for (const double place : table.places) {
      const double at = places_[k] + (places_[k + 1] - places_[k]) * place;
      points_.push_back(std::clamp(at, low, high));
      const double part = edges_[k] + (edges_[k + 1] - edges_[k]) * place;
      inside_.push_back(std::clamp(part, inset, 1.0 - inset));
    }
  }
  points_.push_back(stretch.to);
  inside_.push_back(1.0);
  const bool backwards = (stretch.to - stretch.from) * stretch.window.input.rate < 0.0;
  evaluate_model(stretch.window, backwards);
  const auto n_points = static_cast<Eigen::Index>(points_.size()) - 2;
  slots_.resize(n_points, problem_.n_slots);
  slots_.col(0) = Eigen::Map<const Eigen::VectorXd>(points_.data() + 1, n_points);
  for (int s = 0; s < problem_.n_states(); ++s) {
    for (int k = 0; k <= equation_.order_of(s); ++k) {
      slots_.col(problem_.slot_of(s, k)) =
          model_values_[static_cast<std::size_t>(k)].col(s).segment(1, n_points);
    }
  }
  problem_.fill_input_columns(slots_);
  const Eigen::Index bad = equation_.evaluate(slots_);
  if (bad < 0 && !problem_.lags.empty()) take_delayed_errors();
  return bad;
}

/// What the errors before bring about here.
void ErrorMarch::take_delayed_errors() {
  const Eigen::Index n_points = slots_.rows();
  const Eigen::Index m = problem_.n_states();
  Eigen::MatrixXd sources = Eigen::MatrixXd::Zero(n_points, (1 + kTraces) * m);
  delayed_.resize(n_points, static_cast<Eigen::Index>(problem_.lags.size()));
  for (std::size_t k = 0; k < problem_.lags.size(); ++k) {
    const Lag& lag = problem_.lags[k];
    const auto column = static_cast<Eigen::Index>(k);
    const int component = equation_.begin_of(lag.state) + lag.derivative;
    for (Eigen::Index p = 0; p < n_points; ++p) {
      const Eigen::RowVectorXd error = past_.at(slots_(p, 0) - lag.delay, component, 1 + kTraces);
      delayed_(p, column) = error(0);
      for (Eigen::Index c = 0; c <= kTraces; ++c) {
        sources.row(p).segment(c * m, m) +=
            error(c) * equation_.by_lag().row(p).segment(column * m, m);
      }
    }
  }
  step_.set_sources(sources);
}

/// At points_, which lie at inside_.
void ErrorMarch::evaluate_model(const Window& window, bool backwards) {
  const int order = problem_.highest_order();
  are_precise_ = precise_.evaluate(window, {points_, inside_, backwards}, order, model_values_);
  if (!are_precise_) model_values_ = evaluate_window_many(window, points_, order);
}

void ErrorMarch::add_rounding(const Stretch& stretch) {
  noise_ = window_noise(stretch.window);
  const Eigen::VectorXd values = lower_values(0);
  const double weight = kRoundings * kEpsilon / std::sqrt(static_cast<double>(kTraces));
  for (int s = 0; s < problem_.n_states(); ++s) {
    double noise = are_precise_ ? 0.0 : noise_(s);
    for (int k = 0; k < equation_.order_of(s); ++k) {
      const Eigen::Index i = equation_.begin_of(s) + k;
      const double size = weight * (std::abs(values(i)) + noise);
      for (Eigen::Index c = 1; c <= kTraces; ++c) state_(i, c) += size * next_sign(random_);
      noise *= std::abs(stretch.window.input.rate);
    }
  }
}

bool ErrorMarch::step_through(const RadauTable& table, int most_unknowns) {
  const Eigen::MatrixXd before = state_;
  for (std::size_t k = 0; k + 1 < places_.size(); ++k) {
    const double h = places_[k + 1] - places_[k];
    const Eigen::Index first = static_cast<Eigen::Index>(k) * table.n_stages;
    if (!step_.take(table, state_, h, first, most_unknowns)) {
      state_ = before;
      past_.forget_after(places_.front());
      return false;
    }
    // Beyond a switch the residual of the corrected model would be that of the other branch.
    if (problem_.smooth && !problem_.linear) add_second_order(table, h, first);
    record(table, places_[k], places_[k + 1]);
    if (!problem_.lags.empty()) past_.add(table, step_, places_[k], places_[k + 1]);
    state_ = step_.end();
  }
  return true;
}

/// The error inside of a window can be so much larger than what goes on to the next that its square
/// counts: the residual of the corrected model is what the linear equation left out.
void ErrorMarch::add_second_order(const RadauTable& table, double h, Eigen::Index first) {
  const Eigen::MatrixXd errors = step_.stage_errors(table, first);
  Eigen::MatrixXd corrected = slots_.middleRows(first, table.n_stages);
  bool counts = false;
  for (int s = 0; s < problem_.n_states(); ++s) {
    for (int k = 0; k <= equation_.order_of(s); ++k) {
      const bool highest = k == equation_.order_of(s);
      const auto error = errors.col(highest ? equation_.size() + s : equation_.begin_of(s) + k);
      auto slot = corrected.col(problem_.slot_of(s, k));
      counts = counts || error.cwiseAbs().maxCoeff() > kSquareCounts * slot.cwiseAbs().maxCoeff();
      slot -= error;
    }
  }
  for (std::size_t k = 0; k < problem_.lags.size(); ++k) {
    const auto error = delayed_.col(static_cast<Eigen::Index>(k)).segment(first, table.n_stages);
    auto slot = corrected.col(problem_.lags[k].slot);
    counts = counts || error.cwiseAbs().maxCoeff() > kSquareCounts * slot.cwiseAbs().maxCoeff();
    slot -= error;
  }
  if (!counts) return;
  const Eigen::MatrixXd& remainders = equation_.remainders(corrected, first);
  if (remainders.allFinite()) step_.add_defect(table, h, first, remainders);
}

/// Records the points of a step, both of its ends included.
void ErrorMarch::record(const RadauTable& table, double from, double to) {
  const std::vector<double>& points = estimate_->points;
  const auto first = std::lower_bound(points.begin(), points.end(), std::min(from, to));
  for (auto point = first; point != points.end() && *point <= std::max(from, to); ++point) {
    const double place = (*point - from) / (to - from);
    const auto row = static_cast<std::size_t>(point - points.begin());
    for (int s = 0; s < problem_.n_states(); ++s) {
      const Eigen::Index i = equation_.begin_of(s);
      record_row(row, place == 0.0 ? state_.row(i).eval() : step_.inside(table, i, place), s);
    }
  }
}

void ErrorMarch::record_row(std::size_t row, const Eigen::RowVectorXd& state_row, int state) {
  const auto i = static_cast<Eigen::Index>(row);
  double error = state_row(0);
  if (std::isnan(error)) error = std::numeric_limits<double>::infinity();
  double& known = estimate_->error(i, state);
  if (!(std::abs(known) >= std::abs(error))) known = error;
  const double here =
      kRoundings * kEpsilon * (std::abs(estimate_->values(i, state)) + noise_(state));
  const double floor = std::hypot(state_row.tail(kTraces).norm(), here);
  double& known_floor = estimate_->floor(i, state);
  if (!(known_floor >= floor)) known_floor = floor;
}

/// The model at one of the points, as the problem has it.
Eigen::RowVectorXd ErrorMarch::slots_at(Eigen::Index row) const {
  Eigen::RowVectorXd slots(problem_.n_slots);
  slots(0) = points_[static_cast<std::size_t>(row)];
  problem_.fill_input_columns(slots);
  for (int s = 0; s < problem_.n_states(); ++s) {
    for (int k = 0; k <= equation_.order_of(s); ++k) {
      slots(problem_.slot_of(s, k)) = model_values_[static_cast<std::size_t>(k)](row, s);
    }
  }
  return slots;
}

/// The model's derivatives below the orders, state by state.
Eigen::VectorXd ErrorMarch::lower_values(Eigen::Index row) const {
  Eigen::VectorXd values(equation_.size());
  for (int s = 0; s < problem_.n_states(); ++s) {
    for (int k = 0; k < equation_.order_of(s); ++k) {
      values(equation_.begin_of(s) + k) = model_values_[static_cast<std::size_t>(k)](row, s);
    }
  }
  return values;
}

}  // namespace pinn
