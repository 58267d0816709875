// SPDX-License-Identifier: MIT
// One run from its config to its files.
#include "pinn/app/solve.hpp"

#include "pinn/util/error.hpp"
#include "run.hpp"

namespace pinn {

Outcome solve(const SolveRequest& request,
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

}  // namespace pinn
