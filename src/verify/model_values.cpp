// SPDX-License-Identifier: MIT
// Evaluates the model for the checks.
#include "model_values.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

namespace pinn {

namespace {

constexpr double kFewRoundings = 4 * std::numeric_limits<double>::epsilon();
constexpr double kNearby = 1e-9;

}  // namespace

ModelValues::ModelValues(const Model& model, const Problem& problem)
    : model_(model), problem_(problem) {
  for (std::size_t k = 1; k < model.windows.size(); ++k) edges_.push_back(model.windows[k].start);
}

void ModelValues::remember(std::vector<double> points) {
  known_points_ = std::move(points);
  known_ = model_.evaluate_many(known_points_, problem_.highest_order());
}

std::vector<double> ModelValues::slots(double at) const {
  const auto known = std::lower_bound(known_points_.begin(), known_points_.end(), at);
  if (known == known_points_.end() || *known != at) {
    return slots_of(at, model_.evaluate(at, problem_.highest_order()));
  }
  const Eigen::Index row = known - known_points_.begin();
  Eigen::MatrixXd values(problem_.n_states(), static_cast<Eigen::Index>(known_.size()));
  for (std::size_t k = 0; k < known_.size(); ++k) {
    values.col(static_cast<Eigen::Index>(k)) = known_[k].row(row).transpose();
  }
  return slots_of(at, values);
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
