// SPDX-License-Identifier: MIT
// Signs at some places of every step, then bisection.
#include "event_watch.hpp"

#include "pinn/expression/evaluate.hpp"

namespace pinn {

namespace {

// Inside a step the sign may change and change back: it is looked at in this many places.
constexpr int kPlaces = 8;

}  // namespace

EventWatch::EventWatch(const Problem& problem)
    : problem_(problem), slots_(static_cast<std::size_t>(problem.n_slots), 0.0) {}

int EventWatch::sign_at(double t, const Eigen::VectorXd& u) {
  slots_[0] = t;
  Eigen::Index next = 0;
  for (int s = 0; s < problem_.n_states(); ++s) {
    for (int k = 0; k < problem_.states[static_cast<std::size_t>(s)].order; ++k) {
      slots_[static_cast<std::size_t>(problem_.slot_of(s, k))] = u[next++];
    }
  }
  problem_.fill_inputs(t, slots_);
  const double value = evaluate<double>(problem_.stop_when->expression, slots_);
  return (value > 0.0 ? 1 : 0) - (value < 0.0 ? 1 : 0);
}

void EventWatch::start(double t, const Eigen::VectorXd& u) { sign_ = sign_at(t, u); }

std::optional<double> EventWatch::find(double from, double to, const Values& values) {
  double low = from;
  for (int i = 1; i <= kPlaces; ++i) {
    double high = i == kPlaces ? to : from + (to - from) * i / kPlaces;
    const int sign = sign_at(high, values(high));
    if (sign_ == 0 || sign == sign_) {
      if (sign_ == 0) sign_ = sign;
      low = high;
      continue;
    }
    for (double middle = low + (high - low) / 2; middle != low && middle != high;
         middle = low + (high - low) / 2) {
      (sign_at(middle, values(middle)) == sign_ ? low : high) = middle;
    }
    return high;
  }
  return std::nullopt;
}

}  // namespace pinn
