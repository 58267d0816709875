// SPDX-License-Identifier: MIT
// Solves for the initial values and writes them as a polynomial in q.
#include "initial_values.hpp"

#include <algorithm>
#include <vector>

namespace pinn {

namespace {

/// Rate of q. In units of the variable, as the source has it, but never so slow that q stays far
/// below 1 on a short domain.
double rate_of(const Problem& problem) {
  return std::max(1.0, 1.0 / (problem.end - problem.start));
}

/// Series in q of (v - start)^power, `n` coefficients: v - start = -log(1 - q)/rate.
Eigen::VectorXd power_series(int power, double rate, Eigen::Index n) {
  Eigen::VectorXd logarithm = Eigen::VectorXd::Zero(n);
  for (Eigen::Index j = 1; j < n; ++j) logarithm(j) = 1.0 / (rate * static_cast<double>(j));
  Eigen::VectorXd series = Eigen::VectorXd::Zero(n);
  series(0) = 1.0;
  for (int i = 0; i < power; ++i) {
    Eigen::VectorXd next = Eigen::VectorXd::Zero(n);
    for (Eigen::Index a = 0; a < n; ++a) {
      for (Eigen::Index b = 0; a + b < n; ++b) next(a + b) += series(a) * logarithm(b);
    }
    series = next;
  }
  return series;
}

}  // namespace

std::optional<Eigen::MatrixXd> initial_values(const Problem& problem, const HardConditions& hard) {
  std::vector<Eigen::Index> begin;
  Eigen::Index size = 0;
  int highest = 1;
  for (const State& state : problem.states) {
    begin.push_back(size);
    size += state.order;
    highest = std::max(highest, state.order);
  }
  if (!hard.soft.empty() || static_cast<Eigen::Index>(hard.hard.size()) != size) {
    return std::nullopt;
  }
  Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(size, size);
  Eigen::VectorXd target(size);
  for (Eigen::Index k = 0; k < size; ++k) {
    const auto index = static_cast<std::size_t>(hard.hard[static_cast<std::size_t>(k)]);
    const Condition& condition = problem.conditions[index];
    target(k) = condition.target;
    for (std::size_t i = 0; i < condition.values.size(); ++i) {
      const PointValue& value = condition.values[i];
      const auto state = static_cast<std::size_t>(value.state);
      if (value.at != problem.start || value.derivative >= problem.states[state].order) {
        return std::nullopt;
      }
      matrix(k, begin[state] + value.derivative) += condition.coefficients[i];
    }
  }
  const Eigen::FullPivLU<Eigen::MatrixXd> lu(matrix);
  if (!lu.isInvertible()) return std::nullopt;
  const Eigen::VectorXd values = lu.solve(target);
  Eigen::MatrixXd initial = Eigen::MatrixXd::Zero(problem.n_states(), highest);
  for (std::size_t s = 0; s < begin.size(); ++s) {
    for (Eigen::Index d = 0; d < problem.states[s].order; ++d) {
      initial(static_cast<Eigen::Index>(s), d) = values(begin[s] + d);
    }
  }
  return initial;
}

void set_initial_values(const Problem& problem, const Eigen::MatrixXd& initial, Window& window) {
  window.argument = Window::Argument::Saturating;
  window.anchor = problem.start;
  window.argument_rate = rate_of(problem);
  const Eigen::Index n = initial.cols();
  window.offset = Eigen::MatrixXd::Zero(problem.n_states(), n);
  window.factor = Eigen::MatrixXd::Zero(problem.n_states(), n + 1);
  for (Eigen::Index s = 0; s < problem.n_states(); ++s) {
    const int order = problem.states[static_cast<std::size_t>(s)].order;
    double factorial = 1.0;
    for (int d = 0; d < order; ++d) {
      if (d > 1) factorial *= d;
      // Coefficients from `order` on would change no initial value.
      const Eigen::VectorXd series = power_series(d, window.argument_rate, order);
      window.offset.row(s).head(order) += series.transpose() * (initial(s, d) / factorial);
    }
    window.factor(s, order) = 1.0;
  }
}

}  // namespace pinn
