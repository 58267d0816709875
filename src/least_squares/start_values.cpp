// SPDX-License-Identifier: MIT
// One evaluation of the right side with its derivatives.
#include "start_values.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

namespace pinn::least_squares {

StartValues::StartValues(const Problem& problem)
    : problem_(problem), components_(problem), right_side_(problem, components_, counts_) {}

std::optional<Start> StartValues::at(double at, const Eigen::VectorXd& u) {
  Eigen::MatrixXd slots = Eigen::MatrixXd::Zero(1, problem_.n_slots);
  slots(0, 0) = at;
  problem_.fill_input_columns(slots);
  for (int c = 0; c < components_.count; ++c) {
    slots(0, components_.slot[static_cast<std::size_t>(c)]) = u(c);
  }
  const bool known = right_side_.evaluate(slots, jacobian_);
  if (!known) jacobian_.setZero();
  Start start;
  start.at = at;
  for (int s = 0; s < problem_.n_states(); ++s) {
    const auto state = static_cast<std::size_t>(s);
    const int order = components_.order[state];
    Eigen::VectorXd derivatives(order + 1);
    for (int k = 0; k < order; ++k) derivatives(k) = u(components_.begin[state] + k);
    derivatives(order) = known ? slots(0, components_.highest[state]) : 0.0;
    if (!derivatives.allFinite()) return std::nullopt;
    start.states.push_back(std::move(derivatives));
  }
  return start;
}

double StartValues::rate() const {
  double rate = 0.0;
  for (int s = 0; s < problem_.n_states(); ++s) {
    const int m = components_.order[static_cast<std::size_t>(s)];
    for (int other = 0; other < problem_.n_states(); ++other) {
      const auto state = static_cast<std::size_t>(other);
      for (int k = 0; k < components_.order[state]; ++k) {
        const Eigen::Index column =
            static_cast<Eigen::Index>(s) * components_.count + components_.begin[state] + k;
        const double entry = std::abs(jacobian_(0, column));
        rate = std::max(rate, std::pow(entry, 1.0 / std::max(1, m - k)));
      }
    }
  }
  return rate;
}

double StartValues::first_length(double way) const {
  constexpr double kFirstReach = 4.0;
  return rate() * way > kFirstReach ? kFirstReach / rate() : way;
}

Eigen::VectorXd StartValues::of(const Window& window, double at) const {
  const Eigen::MatrixXd values = evaluate_window(window, at, problem_.highest_order());
  Eigen::VectorXd u(components_.count);
  for (int s = 0; s < problem_.n_states(); ++s) {
    const auto state = static_cast<std::size_t>(s);
    for (int k = 0; k < components_.order[state]; ++k) {
      u(components_.begin[state] + k) = values(s, k);
    }
  }
  return u;
}

}  // namespace pinn::least_squares
