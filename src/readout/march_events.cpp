// SPDX-License-Identifier: MIT
// Where a window must end before its length is up, and which points it needs.
#include <algorithm>
#include <cmath>

#include "march.hpp"
#include "pinn/expression/evaluate.hpp"
#include "pinn/problem/delays.hpp"

namespace pinn::readout {

namespace {

// Places inside a window at which switches are looked at; between two of them a switch may go over
// and back unseen.
constexpr int kPlaces = 33;

// h |lambda| above which Gauss points, which do not damp, need more iterations than Radau points.
constexpr double kStiff = 10.0;
constexpr double kNotStiff = 3.0;
constexpr int kWatchEvery = 5;  ///< Newton windows: eigenvalues cost as much as a window.
constexpr int kCalmLooks = 2;   ///< Looks in a row that find no need of the points for stiffness.
constexpr Eigen::Index kMostEigenvalues = 40;  ///< Beyond, the norm of the Jacobian has to do.

}  // namespace

Eigen::VectorXd March::components_at(const Window& window, double at) const {
  int highest = 1;
  for (const int m : components_.order) highest = std::max(highest, m);
  const Eigen::MatrixXd values = evaluate_window(window, at, highest - 1);
  Eigen::VectorXd u(components_.count);
  for (int s = 0; s < components_.n_states(); ++s) {
    const auto state = static_cast<std::size_t>(s);
    for (int k = 0; k < components_.order[state]; ++k)
      u(components_.begin[state] + k) = values(s, k);
  }
  return u;
}

/// Where a switch on the variable changes, where a delay ends, and where a measured signal has a
/// row: between its rows a signal is smooth, across them it is not.
void March::find_stops() {
  stops_ = system_ ? system_->breaks() : delay_stops(problem_);
  for (const Input& input : problem_.inputs) {
    for (const double at : input.signal->at()) {
      if (at > problem_.start && at < problem_.end) stops_.push_back(at);
    }
  }
  std::sort(stops_.begin(), stops_.end());
  stops_.erase(std::unique(stops_.begin(), stops_.end()), stops_.end());
}

double March::stop_value(const Window& window, double at) const {
  std::vector<double> slots(static_cast<std::size_t>(problem_.n_slots), 0.0);
  slots[0] = at;
  problem_.fill_inputs(at, slots);
  const Eigen::VectorXd u = components_at(window, at);
  for (int c = 0; c < components_.count; ++c) {
    slots[static_cast<std::size_t>(components_.slot[static_cast<std::size_t>(c)])] = u(c);
  }
  return evaluate<double>(problem_.stop_when->expression, slots);
}

/// The first place of the window at which problem.stop_when holds; nothing if it does nowhere.
std::optional<double> March::stopping_place(const Window& window) {
  if (!problem_.stop_when) return std::nullopt;
  double before = start_.at;
  int sign = stop_sign_;
  for (int i = 1; i <= kPlaces; ++i) {
    const double at = i == kPlaces ? start_.at + start_.length
                                   : start_.at + start_.length * (static_cast<double>(i) / kPlaces);
    const double value = stop_value(window, at);
    const int here = (value > 0.0 ? 1 : 0) - (value < 0.0 ? 1 : 0);
    if (sign == 0 || here == sign) {
      sign = here;
      before = at;
      continue;
    }
    double after = at;
    for (double middle = before + (after - before) / 2; middle != before && middle != after;
         middle = before + (after - before) / 2) {
      (stop_value(window, middle) * sign > 0.0 ? before : after) = middle;
    }
    return after;
  }
  stop_sign_ = sign;
  return std::nullopt;
}

bool March::event_at(const Window& window, double at) {
  return system_->has_switched(branches_, at, components_at(window, at));
}

/// The first place of the window at which a switch has changed; nothing if none does.
std::optional<double> March::first_event(const Window& window) {
  if (!system_ || !system_->has_state_switches()) return std::nullopt;
  double before = start_.at;
  for (int i = 1; i <= kPlaces; ++i) {
    const double at = i == kPlaces ? start_.at + start_.length
                                   : start_.at + start_.length * (static_cast<double>(i) / kPlaces);
    if (!event_at(window, at)) {
      system_->arm(branches_, at, components_at(window, at));
      before = at;
      continue;
    }
    double after = at;
    for (double middle = before + (after - before) / 2; middle != before && middle != after;
         middle = before + (after - before) / 2) {
      (event_at(window, middle) ? after : before) = middle;
    }
    return after;
  }
  return std::nullopt;
}

/// Points for the next window: by the eigenvalues of the Jacobian that Newton's method has used.
void March::watch_stiffness() {
  if (!used_newton_ || looks_ahead_-- > 0) return;
  looks_ahead_ = kWatchEvery;
  const Eigen::MatrixXd& J = solver_.jacobian();
  if (J.size() == 0 || !J.allFinite()) return;
  double damped = 0.0;
  double largest = 0.0;
  if (J.rows() <= kMostEigenvalues) {
    const Eigen::VectorXcd values = J.eigenvalues();
    const double direction = last_length_ > 0.0 ? 1.0 : -1.0;
    damped = (-direction * values.real()).maxCoeff();
    largest = values.cwiseAbs().maxCoeff();
  } else {
    damped = largest = J.norm() / std::sqrt(static_cast<double>(J.rows()));
  }
  const double h = std::max(std::abs(last_length_), length_);
  if (kind_ == NodeKind::Gauss) {
    if (h * damped > kStiff) use(NodeKind::Radau);
    return;
  }
  calm_ = h * largest < kNotStiff ? calm_ + 1 : 0;
  if (calm_ >= kCalmLooks) {
    use(NodeKind::Gauss);
    newton_windows_ = 0;
  }
}

}  // namespace pinn::readout
