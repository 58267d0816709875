// SPDX-License-Identifier: MIT
// Where the points of an iteration lie: part of the domain at first, more of them where the
// residual is large.
#include <algorithm>
#include <cmath>

#include "optimizers.hpp"
#include "trainer_stage.hpp"

namespace pinn {

namespace {

// The domain grows from a tenth to the whole while most of the iterations with moving points last.
constexpr double kFirstReach = 0.1;
constexpr double kGrowing = 0.6;

}  // namespace

/// Part of the domain that the points of this iteration cover.
double Trainer::reach() const {
  std::int64_t moving = 0;
  for (const StageConfig& stage : stages_of(config_.training)) {
    if (!holds_points(stage.optimizer)) moving += stage.iterations;
  }
  const auto done = static_cast<double>(row_.iteration - context_.first_iteration - 1);
  const double way = done / std::max(1.0, kGrowing * static_cast<double>(moving));
  return std::min(1.0, kFirstReach + (1.0 - kFirstReach) * way);
}

const torch::Tensor& Trainer::draw_points(const Stage& stage) {
  const PointsConfig& points = config_.training.points;
  if (config_.training.grow) sampler_.set_reach(reach());
  if (points.adapt == Adapt::Residual && loss_.has_equations() && sampler_.reach() == 1.0 &&
      stage.iteration > 1 && (stage.iteration - 1) % adapt_every(points) == 0) {
    adapt_points();
  }
  return sampler_.draw(stage.iteration);
}

void Trainer::adapt_points() {
  const torch::Tensor x = sampler_.candidate_batch();
  torch::Tensor squares;
  for (std::size_t e = 0; e < problem_.equations.size(); ++e) {
    const double factor = scaling_.residual(static_cast<Eigen::Index>(e));
    const torch::Tensor square = (loss_.residual(network_, x, e) * factor).square();
    squares = squares.defined() ? squares + square : square;
  }
  const torch::Tensor sizes = squares.sqrt().to(torch::kCPU, torch::kFloat64).contiguous();
  const auto* first = sizes.data_ptr<double>();
  if (sizes.numel() == 1) return;  // the same everywhere
  sampler_.adapt({first, first + sizes.numel()});
}

}  // namespace pinn
