// SPDX-License-Identifier: MIT
// One way from the point of the conditions to an end of the domain, stretch by stretch.
#pragma once

#include <Eigen/Dense>
#include <chrono>
#include <functional>
#include <string>
#include <vector>

#include "cvode_solver.hpp"
#include "event_watch.hpp"
#include "pinn/problem/switches.hpp"
#include "track.hpp"

namespace pinn {

/// What an integration may spend.
struct Budget {
  std::chrono::steady_clock::time_point deadline;
  double max_seconds = 0.0;  ///< Of which the deadline was made, for the message.
  long max_steps = 0;
  std::function<bool()> stop_requested;  ///< May be empty.
};

/// From where to where.
struct Leg {
  double from = 0.0;
  Eigen::VectorXd u;
  double to = 0.0;
  std::vector<double> points;  ///< Wanted, in the order of the way, from `from` to `to`.
  std::size_t max_own_steps = 0;
  Track* track = nullptr;       ///< Keeps every step, if not null.
  EventWatch* watch = nullptr;  ///< Ends the leg at its event, if not null.
};

struct Sample {
  double at = 0.0;
  Eigen::VectorXd u;
  bool own_step = false;
};

struct LegResult {
  std::string failure;  ///< Empty if the end was reached.
  double reached = 0.0;
  bool at_event = false;  ///< Ended at the event, short of `to`.
  long steps = 0;
  long rhs_evaluations = 0;
  std::vector<Sample> samples;    ///< The points, in order.
  std::vector<Sample> own_steps;  ///< At most max_own_steps, evenly thinned by count.
};

/// Integrates one leg; a numerical failure is told in the result.
LegResult integrate(SwitchedSystem& system,
                    Multistep method,
                    const VectorTolerance& tolerance,
                    const Leg& leg,
                    const Budget& budget);

}  // namespace pinn
