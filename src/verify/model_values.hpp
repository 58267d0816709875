// SPDX-License-Identifier: MIT
// The model as the slots of the problem, on either side of a place.
#pragma once

#include <Eigen/Dense>
#include <vector>

#include "pinn/model/model.hpp"
#include "pinn/problem/problem.hpp"

namespace pinn {

/// A model beside the problem it is to solve.
class ModelValues {
 public:
  ModelValues(const Model& model, const Problem& problem);

  /// Evaluates the model at points (increasing) that slots() will be asked for, all at once.
  void remember(std::vector<double> points);

  /// Variable, states and derivatives at `at`; at the edge of two windows the right one counts.
  std::vector<double> slots(double at) const;

  /// The same at an inner edge, where the left window counts.
  std::vector<double> left_slots(double edge) const;

  /// The nearest place left (side -1) or right (side 1) of `at` that rounding can tell from it;
  /// `at` itself at the ends of the domain.
  double beside(double at, int side) const;

  /// A place so near that a smooth function hardly changes: 1e-9 of the domain to one side.
  double nearby(double at, int side) const;

  /// Inner edges of the windows, increasing.
  const std::vector<double>& edges() const { return edges_; }

  const Problem& problem() const { return problem_; }

 private:
  std::vector<double> slots_of(double at, const Eigen::MatrixXd& values) const;
  double moved(double at, double distance) const;

  const Model& model_;
  const Problem& problem_;
  std::vector<double> edges_;
  std::vector<double> known_points_;
  std::vector<Eigen::MatrixXd> known_;  ///< As of Model::evaluate_many.
};

}  // namespace pinn
