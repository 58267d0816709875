// SPDX-License-Identifier: MIT
// A boundary-value problem from its guess to its windows.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "boundary_mesh.hpp"
#include "boundary_solver.hpp"
#include "pinn/engine/engine.hpp"
#include "pinn/problem/problem.hpp"

namespace pinn::readout {

struct BoundarySettings {
  Tolerance tolerance;
  std::int64_t max_windows = 100000;
  std::optional<std::int64_t> fixed_windows;  ///< Equal ones, not halved.
  int n_features = 0;                         ///< 0: the usual.
  bool all_solutions = false;                 ///< Searches for others.
  std::function<bool()> stop_requested;       ///< May be empty.
};

struct BoundaryResult {
  StopReason reason = StopReason::NotRun;
  std::string message;
  std::vector<Window> windows;
  std::vector<std::vector<double>> residuals;  ///< By window, mean squares by equation.
  std::vector<std::vector<Window>> others;     ///< Windows of further solutions.
  WindowStatistics statistics;
};

/// Newton's method from the guess, else with the right side multiplied by a factor that grows to 1
/// from where it is so small that the conditions alone decide; then windows are halved where the
/// defect between the points is above the tolerance.
BoundaryResult solve_boundary(const Problem& problem,
                              const Components& components,
                              const BoundarySettings& settings);

}  // namespace pinn::readout
