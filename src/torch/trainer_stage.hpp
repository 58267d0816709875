// SPDX-License-Identifier: MIT
// What the trainer remembers while one stage lasts.
#pragma once

#include <limits>
#include <memory>
#include <string>
#include <utility>

#include "trainer.hpp"

namespace pinn {

struct Trainer::Stage {
  std::size_t index = 0;
  StageConfig config;
  std::unique_ptr<torch::optim::Optimizer> optimizer;
  std::int64_t iteration = 0;  ///< From 1.
  LossParts parts;
  double lowest = std::numeric_limits<double>::infinity();
  std::int64_t lowest_at = 0;
  bool is_fresh = true;  ///< lbfgs: no history of earlier steps.
  StageSummary summary;

  bool end(StopReason reason, std::string ended_by) {
    summary.reason = reason;
    summary.ended_by = std::move(ended_by);
    return false;
  }
};

}  // namespace pinn
