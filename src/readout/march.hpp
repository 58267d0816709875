// SPDX-License-Identifier: MIT
// One way from the point of the conditions to an end of the domain, window by window.
#pragma once

#include <Eigen/Dense>
#include <chrono>
#include <cstdint>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "extrapolation.hpp"
#include "pinn/engine/engine.hpp"
#include "pinn/model/model.hpp"
#include "pinn/problem/switches.hpp"
#include "tableau.hpp"
#include "window_solver.hpp"

namespace pinn::readout {

/// What was solved in one window, for the history.
struct WindowReport {
  double start = 0.0;
  double end = 0.0;
  bool stiff = false;
  std::vector<double> residuals;  ///< Mean square at the points, per state.
};

struct MarchSettings {
  Tolerance tolerance;
  std::int64_t max_windows = 0;
  std::optional<std::int64_t> fixed_windows;  ///< Equal windows over the domain, without control.
  int n_features = 0;                         ///< 0: as the tables have it.
  std::optional<std::chrono::steady_clock::time_point> deadline;
  double max_seconds = 0.0;  ///< Of which the deadline was made, for the message.
  std::function<bool()> stop_requested;
  std::function<void(const WindowReport&)> on_window;
};

/// How far it went and why it went no further.
struct MarchEnd {
  StopReason reason = StopReason::Converged;
  std::string message;
  double reached = 0.0;
};

/// Solves windows one after the other, each as long as the tolerance lets it be.
class March {
 public:
  /// Needs:   what is passed outlives this.
  March(const Problem& problem, const Components& components, const MarchSettings& settings);

  /// From u at `from` to `to`; appends the windows in the order in which they were solved.
  MarchEnd run(double from, const Eigen::VectorXd& u, double to, std::vector<Window>& windows);

  WindowStatistics statistics() const;

 private:
  /// One attempt at a window.
  struct Attempt {
    Outcome outcome = Outcome::Slow;
    double error = 0.0;  ///< Estimated, of the tolerance.
  };

  std::optional<MarchEnd> limits() const;
  std::optional<MarchEnd> begin_stretch(bool at_event);
  double next_stop() const;
  double first_length();
  Attempt attempt(double length);
  Outcome iterate();
  Outcome newton();
  double tail() const;
  double noise(const Window& window) const;
  void accept(const Attempt& attempt, bool at_event);
  bool reject(const Attempt& attempt);
  double shortest() const;
  void find_stops();
  std::optional<double> first_event(const Window& window);
  std::optional<double> stopping_place(const Window& window);
  double stop_value(const Window& window, double at) const;
  bool event_at(const Window& window, double at);
  Eigen::VectorXd components_at(const Window& window, double at) const;
  void watch_stiffness();
  void use(NodeKind kind);
  Tableau& tableau();
  MarchEnd stalled() const;
  std::string place() const;

  const Problem& problem_;
  const Components& components_;
  const MarchSettings& settings_;
  std::optional<SwitchedSystem> system_;
  Branches branches_;
  std::map<Modes, std::unique_ptr<RightSide>> sides_;
  RightSide* g_ = nullptr;
  RightSideCounts side_counts_;
  std::unique_ptr<Tableau> gauss_;
  std::unique_ptr<Tableau> radau_;
  WindowSolver solver_;
  Extrapolation extrapolation_;
  WindowStatistics counts_;

  NodeKind kind_ = NodeKind::Gauss;
  WindowStart start_;
  double to_ = 0.0;
  double stop_ = 0.0;    ///< Where the window must end at the latest.
  double length_ = 0.0;  ///< Of the next window, positive.
  double last_length_ = 0.0;
  double largest_start_ = 0.0;
  int failures_ = 0;     ///< In a row.
  int calm_ = 0;         ///< Looks in a row that found no need of the points for stiffness.
  int looks_ahead_ = 0;  ///< Newton windows until the next look at the eigenvalues.
  int short_stretches_ = 0;
  double last_event_ = 0.0;
  std::vector<double> stops_;  ///< Places where no window may go across, increasing.
  int stop_sign_ = 0;          ///< Of problem.stop_when since the start; 0: not known yet.
  int newton_windows_ = 0;  ///< Still to be solved by Newton's method before Picard is tried again.
  bool used_newton_ = false;
  double picard_shrink_ = 0.0;  ///< What would make Picard's iteration contract; 0: nothing known.
  bool rejected_for_picard_ = false;  ///< Since the last window.
  bool rejected_before_ = false;
};

}  // namespace pinn::readout
