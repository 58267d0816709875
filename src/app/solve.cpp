// SPDX-License-Identifier: MIT
// One run from its config to its files.
#include "pinn/app/solve.hpp"

#include <utility>

#include "found_before.hpp"
#include "pinn/util/error.hpp"
#include "run.hpp"

namespace pinn {

namespace {

Outcome solve_one(const SolveRequest& request,
                  SolveObserver& observer,
                  const EngineFactory& make_engine);

/// Judges and writes a further solution in a folder inside that of the first.
Outcome keep_other(const SolveRequest& request,
                   SolveObserver& observer,
                   const TrainingResult& first,
                   std::size_t number) {
  SolveRequest other = request;
  if (other.out) *other.out /= "solution-" + std::to_string(number);
  other.overrides.push_back({"problem.solutions", "first"});
  TrainingResult result = first;
  result.model = first.others[number - 2];
  result.others.clear();
  result.message =
      "a further solution: " + std::to_string(result.model.windows.size()) + " windows";
  return solve_one(
      other, observer, [&](const Config&) { return std::make_unique<FoundBefore>(result); });
}

Outcome solve_one(const SolveRequest& request,
                  SolveObserver& observer,
                  const EngineFactory& make_engine) {
  Run run(request, observer);
  run.prepare_problem();
  run.load_engine(make_engine);
  try {
    run.open_folder();
    run.solve_reference_first();
    run.train();
    run.judge_model();
    run.distil_windows();
    run.decide();
    return run.write_results();
  } catch (const ConfigError&) {
    run.discard();
    throw;
  } catch (const FileError& e) {
    run.fail(e.what(), ExitCode::Io);
    throw;
  } catch (const std::exception& e) {
    run.fail(e.what(), ExitCode::Internal);
    throw;
  }
}

}  // namespace

Outcome solve(const SolveRequest& request,
              SolveObserver& observer,
              const EngineFactory& make_engine) {
  Outcome outcome = solve_one(request, observer, make_engine);
  if (!outcome.record.training) return outcome;
  const std::size_t n_others = outcome.record.training->others.size();
  for (std::size_t k = 2; k < n_others + 2 && outcome.signal == 0; ++k) {
    const Outcome other = keep_other(request, observer, *outcome.record.training, k);
    outcome.verdict_lines.insert(
        outcome.verdict_lines.end(), other.verdict_lines.begin(), other.verdict_lines.end());
    if (outcome.record.exit_code == 0) outcome.record.exit_code = other.record.exit_code;
    outcome.signal = other.signal;
  }
  return outcome;
}

}  // namespace pinn
