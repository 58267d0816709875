// SPDX-License-Identifier: MIT
// Weights to series, series to residuals, and all the way back.
#include "window_residuals.hpp"

#include <algorithm>
#include <cmath>
#include <utility>

namespace pinn::least_squares {

namespace {

constexpr double kPi = 3.14159265358979323846;

double factorial(int n) {
  double product = 1.0;
  for (int k = 2; k <= n; ++k) product *= k;
  return product;
}

Expression slot_expression() {
  Node slot;
  slot.op = Op::Slot;
  slot.slot = 0;
  return Expression({slot}, {}, "");
}

}  // namespace

Quadrature chebyshev_points(double start, double end, int count) {
  Quadrature result;
  result.roots.resize(count);
  for (int i = 0; i < count; ++i) {
    const double angle = kPi * (i + 0.5) / count;
    result.points.push_back(start + (end - start) * 0.5 * (1.0 - std::cos(angle)));
    result.roots(i) = std::sqrt(0.5 * kPi * std::sin(angle));
  }
  return result;
}

WindowResiduals::WindowResiduals(const Problem& problem,
                                 const Window& window,
                                 Quadrature at,
                                 Eigen::VectorXd factors,
                                 OtherTerms other)
    : problem_(problem),
      at_(std::move(at)),
      factors_(std::move(factors)),
      other_(std::move(other)),
      n_(problem.highest_order() + 1),
      places_(at_.points) {
  const double root = std::sqrt(static_cast<double>(at_.points.size()));
  for (std::size_t i = 0; i < other_.soft.size(); ++i) {
    add_condition(problem.conditions[static_cast<std::size_t>(other_.soft[i])],
                  root * other_.soft_factors(static_cast<Eigen::Index>(i)));
  }
  row_ends_.push_back(rows_.size());
  for (const DataSeries& series : other_.data) {
    const auto n_values = static_cast<double>(series.at.size());
    add_data(series, root * other_.data_factor / std::sqrt(n_values));
    row_ends_.push_back(rows_.size());
  }
  prepare_equations();
  trial_.emplace(problem, window, other_.hard, places_, n_);
}

void WindowResiduals::prepare_equations() {
  const auto n_points = static_cast<Eigen::Index>(at_.points.size());
  slots_.resize(n_points, problem_.n_slots);
  slots_.col(0) = Eigen::Map<const Eigen::VectorXd>(at_.points.data(), n_points);
  problem_.fill_input_columns(slots_);
  std::vector<Expression> residuals;
  for (const Equation& equation : problem_.equations) residuals.push_back(equation.residual);
  std::vector<int> by;
  state_of_slot_.assign(static_cast<std::size_t>(problem_.n_slots), -1);
  order_of_slot_.assign(static_cast<std::size_t>(problem_.n_slots), 0);
  for (int s = 0; s < problem_.n_states(); ++s) {
    for (int k = 0; k <= problem_.states[static_cast<std::size_t>(s)].order; ++k) {
      const int slot = problem_.slot_of(s, k);
      by.push_back(slot);
      state_of_slot_[static_cast<std::size_t>(slot)] = s;
      order_of_slot_[static_cast<std::size_t>(slot)] = k;
    }
  }
  values_ = Program(residuals, problem_.n_slots);
  derivatives_ = Program(residuals, problem_.n_slots, by);
}

/// Rows stand after the points, each place once.
Eigen::Index WindowResiduals::place_of(double at) {
  const auto first = places_.begin() + static_cast<std::ptrdiff_t>(at_.points.size());
  const auto found = std::find(first, places_.end(), at);
  const auto place = static_cast<Eigen::Index>(found - places_.begin());
  if (found == places_.end()) places_.push_back(at);
  return place;
}

void WindowResiduals::add_condition(const Condition& condition, double factor) {
  Row row;
  std::vector<int> by;
  for (const PointValue& value : condition.values) {
    by.push_back(static_cast<int>(row.slots.size()));
    row.slots.push_back({0.0, value.state, value.derivative, place_of(value.at)});
  }
  const auto n_slots = static_cast<int>(row.slots.size());
  row.values = Program({condition.residual}, n_slots);
  row.derivatives = Program({condition.residual}, n_slots, by);
  row.factor = factor;
  rows_.push_back(std::move(row));
}

void WindowResiduals::add_data(const DataSeries& series, double factor) {
  Row row;
  std::vector<int> by;
  if (series.state >= 0) {
    row.slots.push_back({0.0, series.state, 0, 0});
    by.push_back(0);
  } else {
    row.slots.resize(static_cast<std::size_t>(problem_.n_slots));
    for (int s = 0; s < problem_.n_states(); ++s) {
      for (int k = 0; k <= problem_.states[static_cast<std::size_t>(s)].order; ++k) {
        const int slot = problem_.slot_of(s, k);
        row.slots[static_cast<std::size_t>(slot)] = {0.0, s, k, 0};
        by.push_back(slot);
      }
    }
  }
  const Expression expression =
      series.state >= 0
          ? slot_expression()
          : problem_.observables[static_cast<std::size_t>(series.observable)].expression;
  const auto n_slots = static_cast<int>(row.slots.size());
  row.values = Program({expression}, n_slots);
  row.derivatives = Program({expression}, n_slots, by);
  for (std::size_t i = 0; i < series.at.size(); ++i) {
    const Eigen::Index place = place_of(series.at[i]);
    for (RowSlot& slot : row.slots) slot.place = place;
    if (series.state < 0) {
      row.slots[0].number = series.at[i];
      for (const Input& input : problem_.inputs) {
        row.slots[static_cast<std::size_t>(input.slot)].number = input.signal->value(series.at[i]);
      }
    }
    row.observed = series.observed[i];
    row.factor = factor / series.sigma[i];
    rows_.push_back(row);
  }
}

double WindowResiduals::derivative_at(const Eigen::MatrixXd& states,
                                      int state,
                                      int order,
                                      Eigen::Index p) const {
  return factorial(order) * states(state, p * n_ + order);
}

void WindowResiduals::fill_slots(const Eigen::MatrixXd& states) {
  for (int s = 0; s < problem_.n_states(); ++s) {
    for (int k = 0; k <= problem_.states[static_cast<std::size_t>(s)].order; ++k) {
      const int slot = problem_.slot_of(s, k);
      for (Eigen::Index i = 0; i < slots_.rows(); ++i) {
        slots_(i, slot) = derivative_at(states, s, k, i);
      }
    }
  }
}

void WindowResiduals::run(const Program& program, const Eigen::MatrixXd& slots) {
  results_.resize(slots.rows(), program.n_rows());
  program.evaluate(static_cast<int>(slots.rows()),
                   slots.data(),
                   slots.rows(),
                   results_.data(),
                   results_.rows(),
                   workspace_);
}

void WindowResiduals::run_row(const Row& row,
                              const Program& program,
                              const Eigen::MatrixXd& states) {
  row_slots_.resize(1, static_cast<Eigen::Index>(row.slots.size()));
  for (Eigen::Index i = 0; i < row_slots_.size(); ++i) {
    const RowSlot& slot = row.slots[static_cast<std::size_t>(i)];
    row_slots_(0, i) = slot.state < 0
                           ? slot.number
                           : derivative_at(states, slot.state, slot.derivative, slot.place);
  }
  run(program, row_slots_);
}

bool WindowResiduals::evaluate(const Eigen::VectorXd& weights, Eigen::VectorXd& residuals) {
  const Eigen::MatrixXd& states = trial_->evaluate(weights);
  fill_slots(states);
  run(values_, slots_);
  const Eigen::Index n_points = slots_.rows();
  const Eigen::Index n_equations = n_points * factors_.size();
  residuals.resize(n_equations + static_cast<Eigen::Index>(rows_.size()));
  for (Eigen::Index e = 0; e < factors_.size(); ++e) {
    residuals.segment(e * n_points, n_points) =
        factors_(e) * at_.roots.cwiseProduct(results_.col(e));
  }
  for (std::size_t r = 0; r < rows_.size(); ++r) {
    run_row(rows_[r], rows_[r].values, states);
    residuals(n_equations + static_cast<Eigen::Index>(r)) =
        rows_[r].factor * (results_(0, 0) - rows_[r].observed);
  }
  return residuals.allFinite();
}

void WindowResiduals::jacobian(const Eigen::VectorXd& weights, Eigen::MatrixXd& transposed) {
  const Eigen::MatrixXd& states = trial_->forward(weights);
  fill_slots(states);
  transposed.resize(weights.size(),
                    slots_.rows() * factors_.size() + static_cast<Eigen::Index>(rows_.size()));
  equation_gradients(transposed);
  if (!rows_.empty()) row_gradients(states, transposed);
}

void WindowResiduals::equation_gradients(Eigen::MatrixXd& transposed) {
  run(derivatives_, slots_);
  const Eigen::Index n_points = slots_.rows();
  const auto n_places = static_cast<Eigen::Index>(places_.size());
  Eigen::MatrixXd adjoint(problem_.n_states(), n_places * n_);
  Eigen::MatrixXd by_place;
  if (n_places != n_points) by_place.resize(transposed.rows(), n_places);
  for (Eigen::Index e = 0; e < factors_.size(); ++e) {
    adjoint.setZero();
    for (const Program::Partial& partial : derivatives_.partials()) {
      if (partial.output != e) continue;
      const auto slot = static_cast<std::size_t>(partial.slot);
      const int k = order_of_slot_[slot];
      for (Eigen::Index i = 0; i < n_points; ++i) {
        adjoint(state_of_slot_[slot], i * n_ + k) =
            factors_(e) * at_.roots(i) * factorial(k) * results_(i, partial.row);
      }
    }
    if (n_places == n_points) {
      trial_->gradients(adjoint, transposed.middleCols(e * n_points, n_points));
    } else {
      trial_->gradients(adjoint, by_place);
      transposed.middleCols(e * n_points, n_points) = by_place.leftCols(n_points);
    }
  }
}

/// Every row needs the gradients of the states at its own places alone, so those of one turn are
/// shared by rows that stand at different places.
void WindowResiduals::row_gradients(const Eigen::MatrixXd& states, Eigen::MatrixXd& transposed) {
  const Eigen::Index first = slots_.rows() * factors_.size();
  const auto n_places = static_cast<Eigen::Index>(places_.size());
  transposed.rightCols(static_cast<Eigen::Index>(rows_.size())).setZero();
  Eigen::MatrixXd adjoint(problem_.n_states(), n_places * n_);
  Eigen::MatrixXd by_place(transposed.rows(), n_places);
  std::vector<Eigen::Index> owner(static_cast<std::size_t>(n_places), -1);
  const auto flush = [&] {
    trial_->gradients(adjoint, by_place);
    for (std::size_t p = 0; p < owner.size(); ++p) {
      if (owner[p] >= 0) {
        transposed.col(first + owner[p]) += by_place.col(static_cast<Eigen::Index>(p));
      }
    }
    std::fill(owner.begin(), owner.end(), -1);
    adjoint.setZero();
  };
  adjoint.setZero();
  for (std::size_t r = 0; r < rows_.size(); ++r) {
    const Row& row = rows_[r];
    const bool is_taken = std::any_of(row.slots.begin(), row.slots.end(), [&](const RowSlot& slot) {
      return slot.state >= 0 && owner[static_cast<std::size_t>(slot.place)] >= 0;
    });
    if (is_taken) flush();
    run_row(row, row.derivatives, states);
    for (const Program::Partial& partial : row.derivatives.partials()) {
      const RowSlot& slot = row.slots[static_cast<std::size_t>(partial.slot)];
      owner[static_cast<std::size_t>(slot.place)] = static_cast<Eigen::Index>(r);
      adjoint(slot.state, slot.place * n_ + slot.derivative) +=
          row.factor * factorial(slot.derivative) * results_(0, partial.row);
    }
  }
  flush();
}

std::vector<double> WindowResiduals::parts(const Eigen::VectorXd& residuals) const {
  std::vector<double> parts;
  const auto n_points = static_cast<double>(slots_.rows());
  Eigen::Index first = 0;
  for (Eigen::Index e = 0; e < factors_.size(); ++e, first += slots_.rows()) {
    parts.push_back(residuals.segment(first, slots_.rows()).squaredNorm() / n_points);
  }
  if (rows_.empty()) return parts;
  std::size_t begin = 0;
  for (const std::size_t end : row_ends_) {
    const auto length = static_cast<Eigen::Index>(end - begin);
    parts.push_back(residuals.segment(first, length).squaredNorm() / n_points);
    first += length;
    begin = end;
  }
  return parts;
}

}  // namespace pinn::least_squares
