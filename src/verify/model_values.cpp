// SPDX-License-Identifier: MIT
// Evaluates the model for the checks.
#include "model_values.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

namespace pinn {

namespace {

constexpr double kFewRoundings = 4 * std::numeric_limits<double>::epsilon();
constexpr double kNearby = 1e-9;

}  // namespace

ModelValues::ModelValues(const Model& model, const Problem& problem)
    : model_(model), problem_(problem) {
  for (std::size_t k = 1; k < model.windows.size(); ++k) edges_.push_back(model.windows[k].start);
}

std::vector<double> ModelValues::slots(double at) const {
  return slots_of(at, model_.evaluate(at, problem_.highest_order()));
}

std::vector<double> ModelValues::left_slots(double edge) const {
  const Window& left = model_.windows[model_.window_of(edge) - 1];
  return slots_of(edge, evaluate_window(left, edge, problem_.highest_order()));
}

std::vector<double> ModelValues::slots_of(double at, const Eigen::MatrixXd& values) const {
  std::vector<double> slots(static_cast<std::size_t>(problem_.n_slots));
  slots[0] = at;
  problem_.fill_inputs(at, slots);
  for (int s = 0; s < problem_.n_states(); ++s) {
    for (int k = 0; k <= problem_.states[static_cast<std::size_t>(s)].order; ++k) {
      slots[static_cast<std::size_t>(problem_.slot_of(s, k))] = values(s, k);
    }
  }
  return slots;
}

double ModelValues::moved(double at, double distance) const {
  return std::clamp(at + distance, problem_.start, problem_.end);
}

double ModelValues::beside(double at, int side) const {
  return moved(at, side * kFewRoundings * std::max(std::abs(at), problem_.end - problem_.start));
}

double ModelValues::nearby(double at, int side) const {
  const double length = problem_.end - problem_.start;
  const double visible = 4 * kFewRoundings * std::abs(at);
  return moved(at, side * std::max(kNearby * length, visible));
}

}  // namespace pinn
