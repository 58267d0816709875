// SPDX-License-Identifier: MIT
// Weights to series, series to states, states to residuals, and all the way back.
#include "window_residuals.hpp"

#include <cmath>
#include <limits>
#include <utility>

namespace pinn::least_squares {

namespace {

constexpr double kPi = 3.14159265358979323846;

/// Taylor coefficients of sum_j polynomial(j) q^j with q = q0 + rate s.
///
/// Shapes:  polynomial (any), -> (n)
Eigen::RowVectorXd shifted(const Eigen::RowVectorXd& polynomial, double q0, double rate, int n) {
  Eigen::RowVectorXd series = Eigen::RowVectorXd::Zero(n);
  for (Eigen::Index j = polynomial.size(); j-- > 0;) {  // Horner's rule on series
    for (int k = n - 1; k > 0; --k) series(k) = series(k) * q0 + series(k - 1) * rate;
    series(0) = series(0) * q0 + polynomial(j);
  }
  return series;
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
                                 Window window,
                                 Quadrature at,
                                 Eigen::VectorXd factors)
    : problem_(problem),
      window_(std::move(window)),
      at_(std::move(at)),
      factors_(std::move(factors)),
      n_(problem.highest_order() + 1) {
  const auto n_points = static_cast<Eigen::Index>(at_.points.size());
  inputs_.setZero(1, n_points * n_);
  offsets_.resize(problem.n_states(), n_points * n_);
  products_.resize(problem.n_states(), n_points * n_);
  slots_.resize(n_points, problem.n_slots);
  for (Eigen::Index i = 0; i < n_points; ++i) {
    const double v = at_.points[static_cast<std::size_t>(i)];
    inputs_(0, i * n_) = (v - window_.input.shift) * window_.input.rate;
    if (n_ > 1) inputs_(0, i * n_ + 1) = window_.input.rate;
    const double q = (v - window_.anchor) * window_.argument_rate;
    for (Eigen::Index s = 0; s < problem.n_states(); ++s) {
      offsets_.row(s).segment(i * n_, n_) =
          shifted(window_.offset.row(s), q, window_.argument_rate, n_);
      products_.row(s).segment(i * n_, n_) =
          window_.scale(s) * shifted(window_.factor.row(s), q, window_.argument_rate, n_);
    }
    slots_(i, 0) = v;
    for (const Input& input : problem.inputs) slots_(i, input.slot) = input.signal->value(v);
  }
  std::vector<Expression> residuals;
  for (const Equation& equation : problem.equations) residuals.push_back(equation.residual);
  std::vector<int> by;
  state_of_slot_.assign(static_cast<std::size_t>(problem.n_slots), -1);
  order_of_slot_.assign(static_cast<std::size_t>(problem.n_slots), 0);
  for (int s = 0; s < problem.n_states(); ++s) {
    for (int k = 0; k <= problem.states[static_cast<std::size_t>(s)].order; ++k) {
      const int slot = problem.slot_of(s, k);
      by.push_back(slot);
      state_of_slot_[static_cast<std::size_t>(slot)] = s;
      order_of_slot_[static_cast<std::size_t>(slot)] = k;
    }
  }
  values_ = Program(residuals, problem.n_slots);
  derivatives_ = Program(residuals, problem.n_slots, by);
}

Window WindowResiduals::window_with(const Eigen::VectorXd& weights) const {
  Window window = window_;
  set_weights(window.networks.front(), weights);
  return window;
}

/// Slots of the states and their derivatives.
void WindowResiduals::states_from(const Eigen::MatrixXd& outputs) {
  for (int s = 0; s < problem_.n_states(); ++s) {
    for (Eigen::Index i = 0; i < slots_.rows(); ++i) {
      const auto product = products_.row(s).segment(i * n_, n_);
      const auto output = outputs.row(s).segment(i * n_, n_);
      double factorial = 1.0;
      for (int k = 0; k <= problem_.states[static_cast<std::size_t>(s)].order; ++k) {
        if (k > 1) factorial *= k;
        double sum = offsets_(s, i * n_ + k);
        for (int j = 0; j <= k; ++j) sum += product(j) * output(k - j);
        slots_(i, problem_.slot_of(s, k)) = factorial * sum;
      }
    }
  }
}

void WindowResiduals::run(const Program& program) {
  rows_.resize(slots_.rows(), program.n_rows());
  program.evaluate(static_cast<int>(slots_.rows()),
                   slots_.data(),
                   slots_.rows(),
                   rows_.data(),
                   rows_.rows(),
                   workspace_);
}

bool WindowResiduals::evaluate(const Eigen::VectorXd& weights, Eigen::VectorXd& residuals) {
  set_weights(window_.networks.front(), weights);
  states_from(window_.networks.front().series_many(inputs_, n_));
  run(values_);
  const Eigen::Index n_points = slots_.rows();
  residuals.resize(n_points * factors_.size());
  for (Eigen::Index e = 0; e < factors_.size(); ++e) {
    residuals.segment(e * n_points, n_points) = factors_(e) * at_.roots.cwiseProduct(rows_.col(e));
  }
  return residuals.allFinite();
}

void WindowResiduals::jacobian(const Eigen::VectorXd& weights, Eigen::MatrixXd& transposed) {
  set_weights(window_.networks.front(), weights);
  states_from(jets_.forward(window_.networks.front(), inputs_, n_));
  run(derivatives_);
  const Eigen::Index n_points = slots_.rows();
  transposed.resize(weights.size(), n_points * factors_.size());
  Eigen::MatrixXd by_state(problem_.n_states(), n_points * n_);  // adjoints of the states
  Eigen::MatrixXd adjoint(problem_.n_states(), n_points * n_);   // of the network's outputs
  for (Eigen::Index e = 0; e < factors_.size(); ++e) {
    by_state.setZero();
    for (const Program::Partial& partial : derivatives_.partials()) {
      if (partial.output != e) continue;
      const auto slot = static_cast<std::size_t>(partial.slot);
      const int k = order_of_slot_[slot];
      const double factorial = std::tgamma(k + 1.0);
      for (Eigen::Index i = 0; i < n_points; ++i) {
        by_state(state_of_slot_[slot], i * n_ + k) =
            factors_(e) * at_.roots(i) * factorial * rows_(i, partial.row);
      }
    }
    adjoint.setZero();
    for (Eigen::Index i = 0; i < n_points; ++i) {
      for (int k = 0; k < n_; ++k) {
        for (int j = k; j < n_; ++j) {
          adjoint.col(i * n_ + k) +=
              by_state.col(i * n_ + j).cwiseProduct(products_.col(i * n_ + j - k));
        }
      }
    }
    jets_.gradients(adjoint, transposed.middleCols(e * n_points, n_points));
  }
}

}  // namespace pinn::least_squares
