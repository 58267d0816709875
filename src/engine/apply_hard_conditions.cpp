// SPDX-License-Identifier: MIT
// Gives a trained window the polynomial that makes it meet its conditions.
#include "pinn/engine/hard_conditions.hpp"

#include <cstddef>

namespace pinn {

namespace {

/// What the window misses of every hard condition: c_k - L_k[y].
Eigen::VectorXd missing(const Window& window, const Problem& problem, const HardConditions& hard) {
  Eigen::VectorXd result(static_cast<Eigen::Index>(hard.hard.size()));
  for (std::size_t k = 0; k < hard.hard.size(); ++k) {
    const Condition& condition = problem.conditions[static_cast<std::size_t>(hard.hard[k])];
    result(static_cast<Eigen::Index>(k)) = condition.target - linear_value(condition, window);
  }
  return result;
}

Eigen::MatrixXd combination(const HardConditions& hard, const Eigen::VectorXd& amounts) {
  Eigen::MatrixXd sum = Eigen::MatrixXd::Zero(hard.eta.front().rows(), hard.eta.front().cols());
  for (std::size_t k = 0; k < hard.eta.size(); ++k) {
    sum += amounts(static_cast<Eigen::Index>(k)) * hard.eta[k];
  }
  return sum;
}

}  // namespace

double linear_value(const Condition& condition, const Window& window) {
  double sum = 0.0;
  for (std::size_t i = 0; i < condition.values.size(); ++i) {
    const PointValue& value = condition.values[i];
    const Eigen::MatrixXd y = evaluate_window(window, value.at, value.derivative);
    sum += condition.coefficients[i] * y(value.state, value.derivative);
  }
  return sum;
}

void apply_hard_conditions(Window& window, const Problem& problem, const HardConditions& hard) {
  window.argument = Window::Argument::Linear;
  window.anchor = hard.anchor;
  window.argument_rate = hard.rate;
  window.factor = Eigen::MatrixXd::Ones(problem.n_states(), 1);
  window.offset = Eigen::MatrixXd::Zero(problem.n_states(), 1);
  if (hard.hard.empty()) return;

  Eigen::VectorXd amounts = missing(window, problem, hard);
  window.offset = combination(hard, amounts);
  Eigen::VectorXd left = missing(window, problem, hard);
  // The same step again on what rounding left, as long as it helps: a turn or two.
  for (int turn = 0; turn < 3 && left.cwiseAbs().maxCoeff() > 0.0; ++turn) {
    Window refined = window;
    refined.offset = combination(hard, amounts + left);
    const Eigen::VectorXd still_left = missing(refined, problem, hard);
    if (!(still_left.cwiseAbs().maxCoeff() < left.cwiseAbs().maxCoeff())) return;
    amounts += left;
    left = still_left;
    window.offset = refined.offset;
  }
}

}  // namespace pinn
