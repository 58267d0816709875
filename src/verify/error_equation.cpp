// SPDX-License-Identifier: MIT
// Residuals and their exact derivatives, solved for the highest derivatives.
#include "error_equation.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace pinn {

namespace {

constexpr double kSmallestReciprocalCondition = 1e-14;  // below that no digit is left

/// The residuals, with their derivatives by the slots.
Program make_program(const Problem& problem, const std::vector<int>& by) {
  std::vector<Expression> residuals;
  for (const Equation& equation : problem.equations) residuals.push_back(equation.residual);
  return by.empty() ? Program(residuals, problem.n_slots) : Program(residuals, problem.n_slots, by);
}

std::vector<int> slots_of_states(const Problem& problem) {
  std::vector<int> slots;
  for (int s = 0; s < problem.n_states(); ++s) {
    const int order = problem.states[static_cast<std::size_t>(s)].order;
    for (int k = 0; k <= order; ++k) slots.push_back(problem.slot_of(s, k));
  }
  return slots;
}

std::vector<int> slots_of_lags(const Problem& problem) {
  std::vector<int> slots;
  for (const Lag& lag : problem.lags) slots.push_back(lag.slot);
  return slots;
}

}  // namespace

ErrorEquation::ErrorEquation(const Problem& problem)
    : problem_(&problem),
      program_(make_program(problem, slots_of_states(problem))),
      residuals_(make_program(problem, {})) {
  if (!problem.lags.empty()) lag_program_ = make_program(problem, slots_of_lags(problem));
  for (const State& state : problem.states) {
    begin_.push_back(size_);
    size_ += state.order;
    highest_order_ = std::max(highest_order_, state.order);
  }
  place_of_.assign(static_cast<std::size_t>(problem.n_slots), -1);
  for (int s = 0; s < n_states(); ++s) {
    for (int k = 0; k <= order_of(s); ++k) {
      place_of_[static_cast<std::size_t>(problem.slot_of(s, k))] =
          k < order_of(s) ? begin_of(s) + k : size_ + s;
    }
  }
  if (find_simple_form()) return;
  for (int s = 0; s < n_states(); ++s) {
    for (int i = 0; i < size_; ++i) entries_.push_back({s, i, derivative_of(i), s * size_ + i});
  }
}

int ErrorEquation::derivative_of(int lower) const {
  const auto after = std::upper_bound(begin_.begin(), begin_.end(), lower);
  return lower - *(after - 1);
}

bool ErrorEquation::find_simple_form() {
  std::vector<int> state_of(problem_->equations.size(), -1);
  std::vector<int> output_of(static_cast<std::size_t>(n_states()), -1);
  std::vector<int> factor_row(static_cast<std::size_t>(n_states()), -1);
  for (const Program::Partial& partial : program_.partials()) {
    const int state = place_of_[static_cast<std::size_t>(partial.slot)] - size_;
    if (state < 0) continue;
    auto& output = output_of[static_cast<std::size_t>(state)];
    auto& known = state_of[static_cast<std::size_t>(partial.output)];
    if (!partial.fixed || output >= 0 || known >= 0) return false;
    output = partial.output;
    known = state;
    factor_row[static_cast<std::size_t>(state)] = partial.row;
  }
  if (std::count(output_of.begin(), output_of.end(), -1) > 0) return false;
  std::vector<std::pair<Entry, int>> found;  // with the row of the program
  for (const Program::Partial& partial : program_.partials()) {
    const int lower = place_of_[static_cast<std::size_t>(partial.slot)];
    if (lower >= size_) continue;
    const int state = state_of[static_cast<std::size_t>(partial.output)];
    found.push_back({{state, lower, derivative_of(lower), 0}, partial.row});
  }
  std::stable_sort(found.begin(), found.end(), [](const auto& a, const auto& b) {
    return a.first.state < b.first.state;
  });
  for (auto& [entry, row] : found) {
    entry.column = static_cast<int>(entries_.size());
    entries_.push_back(entry);
    entry_rows_.push_back(row);
  }
  output_of_ = output_of;
  factor_rows_ = factor_row;
  return true;
}

Eigen::Index ErrorEquation::evaluate(const Eigen::MatrixXd& slots) {
  const Eigen::Index n_points = slots.rows();
  rows_.resize(n_points, program_.n_rows());
  program_.evaluate(static_cast<int>(n_points),
                    slots.data(),
                    slots.outerStride(),
                    rows_.data(),
                    rows_.outerStride(),
                    workspace_);
  residuals_.evaluate_extended(static_cast<int>(n_points),
                               slots.data(),
                               slots.outerStride(),
                               rows_.data(),
                               rows_.outerStride(),
                               workspace_);
  coefficients_.resize(n_points, static_cast<Eigen::Index>(entries_.size()));
  defects_.resize(n_points, n_states());
  if (output_of_.empty()) {
    inverses_.resize(static_cast<std::size_t>(n_points));
    for (Eigen::Index p = 0; p < n_points; ++p) solve(p);
  } else {
    divide();
  }
  if (!problem_->lags.empty()) find_by_lag(slots);
  if (coefficients_.allFinite() && defects_.allFinite()) return -1;
  for (Eigen::Index p = 0; p < n_points; ++p) {
    if (!coefficients_.row(p).allFinite() || !defects_.row(p).allFinite()) return p;
  }
  return -1;
}

/// The simple form: each equation over the constant before its highest derivative.
void ErrorEquation::divide() {
  for (int s = 0; s < n_states(); ++s) {
    const auto state = static_cast<std::size_t>(s);
    defects_.col(s) = rows_.col(output_of_[state]).cwiseQuotient(rows_.col(factor_rows_[state]));
  }
  for (std::size_t k = 0; k < entries_.size(); ++k) {
    const auto state = static_cast<std::size_t>(entries_[k].state);
    coefficients_.col(static_cast<Eigen::Index>(k)) =
        -rows_.col(entry_rows_[k]).cwiseQuotient(rows_.col(factor_rows_[state]));
  }
}

/// -F_lag / F_h, where the highest derivatives have been solved for.
void ErrorEquation::find_by_lag(const Eigen::MatrixXd& slots) {
  const Eigen::Index n_points = slots.rows();
  const Eigen::Index m = n_states();
  const std::vector<Lag>& lags = problem_->lags;
  lag_rows_.resize(n_points, lag_program_.n_rows());
  lag_program_.evaluate(static_cast<int>(n_points),
                        slots.data(),
                        slots.outerStride(),
                        lag_rows_.data(),
                        lag_rows_.outerStride(),
                        workspace_);
  by_lag_.setZero(n_points, static_cast<Eigen::Index>(lags.size()) * m);
  for (const Program::Partial& partial : lag_program_.partials()) {
    const auto lag = std::find_if(
        lags.begin(), lags.end(), [&](const Lag& other) { return other.slot == partial.slot; });
    const Eigen::Index begin = (lag - lags.begin()) * m;
    for (Eigen::Index s = 0; s < m; ++s) {
      const auto state = static_cast<std::size_t>(s);
      if (output_of_.empty()) {
        for (Eigen::Index p = 0; p < n_points; ++p) {
          by_lag_(p, begin + s) -=
              inverses_[static_cast<std::size_t>(p)](s, partial.output) * lag_rows_(p, partial.row);
        }
      } else if (output_of_[state] == partial.output) {
        by_lag_.col(begin + s) =
            -lag_rows_.col(partial.row).cwiseQuotient(rows_.col(factor_rows_[state]));
      }
    }
  }
}

/// The general form: a linear system at every point.
void ErrorEquation::solve(Eigen::Index point) {
  const Eigen::Index m = n_states();
  by_highest_.setZero(m, m);
  right_.setZero(m, size_ + 1);
  for (const Program::Partial& partial : program_.partials()) {
    const int place = place_of_[static_cast<std::size_t>(partial.slot)];
    const double value = rows_(point, partial.row);
    if (place >= size_) {
      by_highest_(partial.output, place - size_) = value;
    } else {
      right_(partial.output, place) = -value;
    }
  }
  Eigen::VectorXd scales(m);
  for (Eigen::Index e = 0; e < m; ++e) {
    right_(e, size_) = rows_(point, e);
    const double scale = by_highest_.row(e).cwiseAbs().maxCoeff();
    by_highest_.row(e) /= scale;
    right_.row(e) /= scale;
    scales(e) = scale;
  }
  const Eigen::PartialPivLU<Eigen::MatrixXd> lu(by_highest_);
  if (by_highest_.allFinite() && lu.rcond() > kSmallestReciprocalCondition) {
    right_ = lu.solve(right_).eval();
    inverses_[static_cast<std::size_t>(point)] = lu.inverse() * scales.cwiseInverse().asDiagonal();
  } else {
    right_.setConstant(std::numeric_limits<double>::quiet_NaN());
  }
  for (Eigen::Index s = 0; s < m; ++s) {
    coefficients_.row(point).segment(s * size_, size_) = right_.row(s).head(size_);
    defects_(point, s) = right_(s, size_);
  }
}

const Eigen::MatrixXd& ErrorEquation::remainders(const Eigen::MatrixXd& corrected,
                                                 Eigen::Index first) {
  const Eigen::Index n = corrected.rows();
  Eigen::MatrixXd residuals(n, n_states());
  residuals_.evaluate(static_cast<int>(n),
                      corrected.data(),
                      corrected.outerStride(),
                      residuals.data(),
                      residuals.outerStride(),
                      workspace_);
  remainders_.resize(n, n_states());
  for (int s = 0; s < n_states() && !output_of_.empty(); ++s) {
    const auto state = static_cast<std::size_t>(s);
    remainders_.col(s) = residuals.col(output_of_[state])
                             .cwiseQuotient(rows_.col(factor_rows_[state]).segment(first, n));
  }
  for (Eigen::Index p = 0; p < n && output_of_.empty(); ++p) {
    const Eigen::MatrixXd& inverse = inverses_[static_cast<std::size_t>(first + p)];
    remainders_.row(p) = (inverse * residuals.row(p).transpose()).transpose();
  }
  return remainders_;
}

double ErrorEquation::reach(double h) const {
  if (coefficients_.rows() == 0) return 0.0;
  // By state and by how many integrations lead back to its highest derivative.
  Eigen::MatrixXd sums(coefficients_.rows(), highest_order_);
  double largest = 0.0;
  std::size_t k = 0;
  for (int s = 0; s < n_states(); ++s) {
    sums.setZero();
    for (; k < entries_.size() && entries_[k].state == s; ++k) {
      const int below = std::max(1, order_of(s) - entries_[k].derivative);
      sums.col(below - 1) += coefficients_.col(entries_[k].column).cwiseAbs();
    }
    double reach = 0.0;
    for (int below = 1; below <= highest_order_; ++below) {
      const double size = sums.col(below - 1).maxCoeff() * std::pow(std::abs(h), below);
      reach += below == 1 ? size : std::pow(size, 1.0 / below);
    }
    largest = std::max(largest, reach);
  }
  return largest;
}

}  // namespace pinn
