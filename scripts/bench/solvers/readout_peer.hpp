// SPDX-License-Identifier: MIT
// The readout engine as one solver among others.
#pragma once

#include "peer.hpp"
#include "pinn/config/config.hpp"
#include "pinn/problem/problem.hpp"

namespace pinn::bench {

/// Solves the task and evaluates the model at its points; compiling the equations is in its time.
///
/// Needs:  task.size per component, as Components has them.
PeerRun run_readout(const Problem& problem, Config config, const Task& task, double tolerance);

}  // namespace pinn::bench
