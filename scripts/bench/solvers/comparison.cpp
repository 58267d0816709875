// SPDX-License-Identifier: MIT
// Repeats, medians, and who goes on to the next tolerance.
#include "comparison.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "cvode_peer.hpp"
#include "pinn/readout/readout.hpp"
#include "readout_peer.hpp"

namespace pinn::bench {

namespace {

const std::vector<double> kTolerances{
    1e-3, 1e-4, 1e-5, 1e-6, 1e-7, 1e-8, 1e-9, 1e-10, 1e-11, 1e-12, 1e-13, 1e-14};

constexpr int kMostRepeats = 9;
constexpr double kRepeatSeconds = 0.05;  ///< One solver at one tolerance gets no further repeat.

// Errors below it are asked for by no level.
constexpr double kExactEnough = 1e-11;

// A kind of CVODE this many times slower than the fastest kind never becomes the best.
constexpr double kHopeless = 5.0;
constexpr double kNoHopeBelow = 1e-5;

// A kind is stopped where it takes this many times as long as another kind just did.
constexpr double kGenerous = 20.0;
constexpr double kLeastCap = 0.05;

struct Solver {
  std::string name;
  bool is_cvode = false;
  CvodeKind kind = CvodeKind::AdamsNewton;
  bool goes_on = true;
  int timeouts = 0;
};

// Where a coarse solve goes astray it may take for ever, and a finer one not.
constexpr int kMostTimeouts = 2;
constexpr double kCoarse = 3e-7;
constexpr double kCoarseShare = 0.25;  ///< Of the longest solve.

struct Turn {
  std::vector<double> seconds;
  double total = 0.0;
  PeerRun run;
};

PeerRun run_once(const Comparison& c, const Solver& solver, double tolerance, double most) {
  if (!solver.is_cvode) return run_readout(c.problem, c.config, c.task, tolerance);
  Task task = c.task;
  task.max_seconds = std::min(most, task.max_seconds);
  return run_cvode(c.form, solver.kind, task, tolerance);
}

double median(std::vector<double> values) {
  const auto middle = values.begin() + static_cast<std::ptrdiff_t>(values.size() / 2);
  std::nth_element(values.begin(), middle, values.end());
  return *middle;
}

/// Every solver once, then again, so that a drift of the machine hits all alike.
std::vector<Turn> take_turns(const Comparison& c,
                             const std::vector<Solver>& solvers,
                             double tolerance) {
  std::vector<Turn> turns(solvers.size());
  double most = (tolerance > kCoarse ? kCoarseShare : 1.0) * c.task.max_seconds;
  for (int repeat = 0; repeat < kMostRepeats; ++repeat) {
    for (std::size_t i = 0; i < solvers.size(); ++i) {
      Turn& turn = turns[i];
      if (!solvers[i].goes_on || turn.total > kRepeatSeconds) continue;
      if (!solvers[i].is_cvode && tolerance < kSmallestReadoutRtol) continue;
      turn.run = run_once(c, solvers[i], tolerance, most);
      turn.seconds.push_back(turn.run.seconds);
      turn.total += turn.run.seconds;
      if (solvers[i].is_cvode && turn.run.failure.empty()) {
        most = std::min(most, std::max(kLeastCap, kGenerous * turn.run.seconds));
      }
    }
  }
  return turns;
}

}  // namespace

std::vector<Measured> compare(const Comparison& c) {
  std::vector<Solver> solvers{{"readout", false}, {"cvode_bdf", true, CvodeKind::BdfNewton}};
  if (c.task.adams) {
    solvers.push_back({"cvode_adams_newton", true, CvodeKind::AdamsNewton});
    solvers.push_back({"cvode_adams_fixed_point", true, CvodeKind::AdamsFixedPoint});
  }
  std::vector<Measured> all;
  for (const double tolerance : kTolerances) {
    const std::vector<Turn> turns = take_turns(c, solvers, tolerance);
    double fastest = std::numeric_limits<double>::infinity();
    const std::size_t first = all.size();
    std::vector<std::size_t> solver_of;
    for (std::size_t i = 0; i < solvers.size(); ++i) {
      if (turns[i].seconds.empty()) continue;
      Measured measured{solvers[i].name,
                        tolerance,
                        static_cast<int>(turns[i].seconds.size()),
                        std::numeric_limits<double>::infinity(),
                        turns[i].run};
      measured.run.seconds = median(turns[i].seconds);
      if (measured.run.failure.empty()) {
        measured.error = scaled_error(measured.run.values, c.truth.values);
        if (solvers[i].is_cvode) fastest = std::min(fastest, measured.run.seconds);
      }
      all.push_back(std::move(measured));
      solver_of.push_back(i);
    }
    for (std::size_t k = first; k < all.size(); ++k) {
      Solver& solver = solvers[solver_of[k - first]];
      const double seconds = all[k].run.seconds;
      if (tolerance < kCoarse && seconds >= c.task.max_seconds) ++solver.timeouts;
      const bool hopeless =
          solver.is_cvode && tolerance <= kNoHopeBelow && seconds > kHopeless * fastest;
      solver.goes_on =
          !hopeless && solver.timeouts < kMostTimeouts && !(all[k].error <= kExactEnough);
    }
  }
  return all;
}

}  // namespace pinn::bench
