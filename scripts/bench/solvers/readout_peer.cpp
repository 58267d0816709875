// SPDX-License-Identifier: MIT
// The training alone: no reference, no verdict, no files.
#include "readout_peer.hpp"

#include "pinn/readout/readout.hpp"
#include "readout/right_side.hpp"

namespace pinn::bench {

namespace {

// The engine takes a thirtieth of accept.atol whatever the tolerance is.
constexpr double kPartOfAtol = 30.0;

}  // namespace

PeerRun run_readout(const Problem& problem, Config config, const Task& task, double tolerance) {
  config.training.method = Method::Readout;
  config.training.tolerance.value = tolerance;
  config.training.windows.value.reset();
  config.training.stop.max_seconds = task.max_seconds;
  config.accept.rtol = tolerance;
  NamedList<double> atol;
  const readout::Components components(problem);
  for (int s = 0; s < problem.n_states(); ++s) {
    const auto state = static_cast<std::size_t>(s);
    atol.emplace_back(problem.states[state].name,
                      kPartOfAtol * tolerance * task.size(components.begin[state]));
  }
  config.accept.atol = atol;
  PeerRun run;
  TrainObserver observer;
  ReadoutEngine engine;
  const double begin = cpu_seconds();
  const TrainingResult result = engine.train(problem, config, {}, observer);
  if (result.reason == StopReason::Converged) {
    run.values = result.model.evaluate_many(task.points, 0).front();
    run.failure.clear();
  } else {
    run.failure = result.message;
  }
  run.seconds = cpu_seconds() - begin;
  if (result.statistics) {
    run.steps = static_cast<long>(result.statistics->windows);
    run.rhs_evaluations = static_cast<long>(result.statistics->rhs_evaluations);
    run.jacobians = static_cast<long>(result.statistics->jacobian_evaluations);
  }
  return run;
}

}  // namespace pinn::bench
