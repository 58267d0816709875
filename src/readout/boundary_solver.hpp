// SPDX-License-Identifier: MIT
// All windows of a boundary-value problem at once, by a damped Newton method.
#pragma once

#include <Eigen/Dense>
#include <functional>
#include <string>
#include <vector>

#include "boundary_conditions.hpp"
#include "pinn/basis/edge_system.hpp"
#include "pinn/model/model.hpp"
#include "tableau.hpp"
#include "window_solver.hpp"

namespace pinn::readout {

/// What describes a solution on a mesh of windows.
struct MeshState {
  std::vector<double> edges;       ///< W + 1, increasing; the places of the conditions among them.
  Eigen::MatrixXd u;               ///< (n, W + 1) Components at the edges.
  std::vector<Eigen::MatrixXd> H;  ///< W times (N, n_states): highest derivatives at the points.

  std::size_t n_windows() const { return H.size(); }
};

enum class NewtonEnd {
  Converged,
  NoProgress,  ///< No damped step makes the next correction smaller, or too many iterations.
  Singular,    ///< The linear system determines no correction.
  NotFinite,   ///< A right side is not finite where the iteration begins.
  Stopped
};

/// Newton's method for H = factor g(t, u(H)) in all windows, continuity and the conditions.
///
/// Each window is condensed to its edges: dH = a + C du. What is left is an EdgeSystem.
///
/// Source:  P. Deuflhard 2004, Newton methods for nonlinear problems, section 3.3: the natural
///          monotonicity test with the simplified correction.
class BoundarySolver {
 public:
  /// Needs:   all but the function outlive this.
  BoundarySolver(const Problem& problem,
                 const Components& components,
                 const Tableau& tableau,
                 const Tolerance& tolerance,
                 const std::function<bool()>& stop_requested);

  const BoundaryConditions& conditions() const { return conditions_; }

  /// Moves the state to where everything holds.
  ///
  /// Equation:  right side factor g
  NewtonEnd solve(MeshState& state, double factor = 1.0);

  /// Moves the state to a solution that is none of `known`, which are on the same mesh: Newton's
  /// method for the equations times M = prod (1/|X - X_k|^2 + 1), whose steps are those of the
  /// equations times 1/(1 - grad M . dX / M).
  ///
  /// Source:  P. E. Farrell, A. Birkisson, S. W. Funke 2015, Deflation techniques for finding
  ///          distinct solutions of nonlinear partial differential equations, SIAM J. Sci. Comput.
  ///          37, A2026.
  /// `longest_step` is the most that a step may be, of the size of the solution.
  NewtonEnd solve_deflated(MeshState& state,
                           const std::vector<MeshState>& known,
                           double longest_step = 1.0);

  /// Root mean square distance at the edges, every state beside its size in the first.
  double distance(const MeshState& a, const MeshState& b) const;

  /// One undamped correction; false if there is none.
  bool correct(MeshState& state);

  /// The windows as networks.
  std::vector<Window> windows(const MeshState& state) const;

  /// Defect of every window between its points beside its tolerance: what it does to the states
  /// within the window.
  Eigen::VectorXd defects(const MeshState& state, const std::vector<Window>& windows);

  /// Mean squares of the residuals of window k: one per state.
  std::vector<double> residual_squares(const MeshState& state, std::size_t k);

  int iterations() const { return iterations_; }
  const RightSideCounts& counts() const { return counts_; }

 private:
  struct Linear {
    Eigen::PartialPivLU<Eigen::MatrixXd> lu;  ///< Of the derivative by H, (N n_states) squared.
    Eigen::MatrixXd C;                        ///< (N n_states, n)
    Eigen::VectorXd a;                        ///< (N n_states)
    Eigen::MatrixXd transfer;                 ///< (n, n)
  };

  struct Change {
    Eigen::MatrixXd u;               ///< (n, W + 1)
    std::vector<Eigen::MatrixXd> H;  ///< W times (N, n_states)
  };

  double half_length(const MeshState& state, std::size_t k) const;
  void fill_slots(const MeshState& state, std::size_t k);
  bool residual(const MeshState& state, std::size_t k, bool with_jacobian, Eigen::VectorXd& R);
  Eigen::VectorXd end_of(const MeshState& state, std::size_t k) const;
  Eigen::VectorXd end_change(const MeshState& state, std::size_t k, const Eigen::VectorXd& h) const;
  bool linearise_window(const MeshState& state, std::size_t k);
  bool linearise(const MeshState& state);
  bool simplified(const MeshState& state, Change& change);
  Change correction(const MeshState& state);
  bool violations(const MeshState& state, Eigen::VectorXd& values, Eigen::MatrixXd& slopes);
  double norm(const Change& change) const;
  double size_of(const Change& change) const;
  double deflation(const MeshState& state,
                   const Change& change,
                   const std::vector<MeshState>& known) const;
  void set_sizes(const MeshState& state);
  static MeshState moved(const MeshState& state, const Change& change, double length);

  const Problem& problem_;
  const Components& components_;
  const Tableau& tableau_;
  const Tolerance& tolerance_;
  const std::function<bool()>& stop_requested_;
  RightSideCounts counts_;
  RightSide g_;
  BoundaryConditions conditions_;
  EdgeSystem edge_system_;
  std::vector<Linear> linear_;
  std::vector<Eigen::Index> condition_edges_;
  Eigen::MatrixXd gaps_;        ///< (n, W)
  Eigen::VectorXd violations_;  ///< (n)
  Eigen::VectorXd size_;        ///< (n) Largest component over all edges and points.
  Eigen::MatrixXd slots_;       ///< (N, n_slots)
  Eigen::MatrixXd jacobians_;   ///< (N, n_states n)
  double factor_ = 1.0;
  int iterations_ = 0;
};

}  // namespace pinn::readout
