// SPDX-License-Identifier: MIT
// One problem, every solver, one tolerance after the other.
#pragma once

#include <string>
#include <vector>

#include "first_order.hpp"
#include "peer.hpp"
#include "pinn/config/config.hpp"
#include "pinn/problem/problem.hpp"
#include "truth.hpp"

namespace pinn::bench {

/// A problem as the solvers see it.
struct Comparison {
  const Problem& problem;
  const Config& config;
  FirstOrder& form;
  const Task& task;
  const Truth& truth;
};

/// What one solver did at one tolerance.
struct Measured {
  std::string solver;
  double tolerance = 0.0;
  int repeats = 0;
  double error = 0.0;  ///< Not finite if it failed.
  PeerRun run;         ///< Its seconds are the median over the repeats.
};

/// Solves from coarse to fine with the solvers taking turns; a solver that is far slower than its
/// own kind, out of time or already exact enough goes no further.
std::vector<Measured> compare(const Comparison& comparison);

}  // namespace pinn::bench
