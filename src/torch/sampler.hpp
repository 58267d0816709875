// SPDX-License-Identifier: MIT
// The points of every iteration: a grid, moved by noise, followed by rows that never move.
#pragma once

#include <torch/torch.h>

#include <random>
#include <vector>

#include "pinn/config/config.hpp"
#include "pinn/model/model.hpp"

namespace pinn {

/// Draws the batch x (n_points + n_fixed, 1) in network units, x = (v - shift) * rate.
class Sampler {
 public:
  /// `fixed` are values of the variable that are appended to every batch.
  Sampler(const PointsConfig& points,
          const Window& window,
          std::vector<double> fixed,
          const torch::TensorOptions& options);

  /// Starts again as for a new training with this seed.
  void reset(std::uint32_t seed, const at::Generator& noise);

  /// The batch of iteration `iteration`, counted from 1. Valid until the next call.
  ///
  /// Needs:  the graph of the last batch is gone.
  const torch::Tensor& draw(std::int64_t iteration);

  /// The batch without noise, left as it was if the last batch had none.
  const torch::Tensor& draw_frozen();

  /// Points between those of the grid, followed by the fixed rows.
  torch::Tensor validation_batch() const;

  std::int64_t n_points() const { return points_.count; }

  /// The points without noise, as values of the variable.
  const std::vector<double>& grid_values() const { return grid_values_; }

  /// Draws from the first part of the domain from now on, 1 from all of it.
  void set_reach(double part);
  double reach() const { return reach_; }

  /// Many points of the whole domain, the ends among them, followed by the fixed rows.
  torch::Tensor candidate_batch() const;

  /// Places the points anew, with a density that follows the residual.
  ///
  /// Equation:  density(v) proportional to 1 + |r(v)| / mean |r|
  /// Source:    C. Wu, M. Zhu, Q. Tan, Y. Kartha, L. Lu 2023, A comprehensive study of non-adaptive
  ///            and residual-based adaptive sampling for physics-informed neural networks, Comput.
  ///            Methods Appl. Mech. Eng. 403, 115671; without their randomness.
  /// Shapes:    residuals at the points of candidate_batch(), all >= 0
  void adapt(const std::vector<double>& residuals);

 private:
  std::int64_t n_candidates() const;
  void make_grid();
  void place_grid();
  torch::Tensor to_rows(const std::vector<double>& values) const;
  void keep_inside();

  PointsConfig points_;
  double start_;
  double end_;
  InputMap input_;
  std::vector<double> fixed_;
  torch::TensorOptions options_;
  std::mt19937_64 generator_;
  at::Generator noise_;
  std::vector<double> grid_values_;
  torch::Tensor grid_;    ///< (n_points, 1)
  torch::Tensor batch_;   ///< (n_points + n_fixed, 1), a leaf that requires its gradient.
  torch::Tensor moving_;  ///< The first n_points rows of batch_.
  bool is_frozen_ = false;
  double reach_ = 1.0;
  bool is_adapted_ = false;  ///< The residual places the points, not points_.kind.
};

}  // namespace pinn
