// SPDX-License-Identifier: MIT
// The way of a run with its training left out.
#include "pinn/app/judge_again.hpp"

#include <string>

#include "found_before.hpp"
#include "pinn/engine/hard_conditions.hpp"

namespace pinn {

Outcome judge_again(const SolveRequest& request, SolveObserver& observer, const Model& model) {
  TrainingResult result;
  result.reason = StopReason::Converged;
  result.message = std::to_string(model.windows.size()) + " windows of an earlier run";
  result.model = model;
  result.seconds = 0.0;
  const Prepared prepared = prepare(request.source, request.overrides);
  const Imposed imposed = prepared.config.training.conditions;
  const HardConditions hard = make_hard_conditions(prepared.problem, imposed);
  result.hard = hard.hard;
  return solve(
      request, observer, [&](const Config&) { return std::make_unique<FoundBefore>(result); });
}

}  // namespace pinn
