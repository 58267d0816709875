// SPDX-License-Identifier: MIT
// One window: the values of the highest derivatives at its points that meet the equations there.
#pragma once

#include <Eigen/Dense>
#include <cstdint>
#include <memory>
#include <optional>

#include "right_side.hpp"
#include "schur_solver.hpp"
#include "tableau.hpp"

namespace pinn::readout {

/// Where a window stands and what it starts from.
struct WindowStart {
  double at = 0.0;          ///< Where the values are known.
  double length = 0.0;      ///< Negative towards smaller values of the variable.
  Eigen::VectorXd u;        ///< (n) Components at `at`.
  Eigen::VectorXd highest;  ///< (n_states) Where implicit equations are solved from; else empty.
};

/// Errors per state that a window may make.
struct Tolerance {
  double rtol = 0.0;
  Eigen::VectorXd atol;  ///< (n_states)
};

/// How an iteration ended.
enum class Outcome {
  Converged,
  Slow,      ///< Contracts too little, or not at all.
  NotFinite  ///< A value is not finite, or the highest derivatives are not determined.
};

struct SolverCounts {
  std::int64_t iterations = 0;
  std::int64_t newton_iterations = 0;
  std::int64_t factorisations = 0;
};

/// Solves R = H - g(t, u(H)) = 0 at the points of a window, where H are the values of the highest
/// derivatives and u(H) the components that follow from them and the start.
///
/// Picard's iteration, H <- g, costs a right side and a product; simplified Newton has a constant
/// Jacobian and works in the Schur basis; full Newton couples all points and states in one matrix.
class WindowSolver {
 public:
  /// Needs:   both outlive this.
  WindowSolver(const Problem& problem, const Components& components);

  /// Before the iterations of a window. The start and the tableau must outlive them.
  void set_window(const Tableau& tableau, const WindowStart& start, const Tolerance& tolerance);

  /// H from 0, or from the values of g at the start if these exist.
  void guess_constant(RightSide& g);
  void guess(const Eigen::MatrixXd& H) { H_ = H; }

  Outcome picard(RightSide& g);
  Outcome simplified_newton(RightSide& g);
  Outcome full_newton(RightSide& g);

  /// Size of the system of full Newton.
  Eigen::Index full_size() const { return tableau_->n_points * components_.n_states(); }

  const Eigen::MatrixXd& H() const { return H_; }          ///< (N, n_states)
  const Eigen::MatrixXd& slots() const { return slots_; }  ///< (N, n_slots) as of the last update.
  const Eigen::MatrixXd& jacobian() const { return J_; }   ///< (n, n) in the middle, by Newton.
  double residual_norm(int state) const;                   ///< Mean square of the last residual.
  double contraction() const { return contraction_; }      ///< Largest seen in the last iteration.
  const SolverCounts& counts() const { return counts_; }

  /// Components at the end of the window.
  Eigen::VectorXd end() const;

  /// Components at the start and at all points, as they follow from H.
  void update_components();

 private:
  struct Progress;

  bool residual(RightSide& g, bool with_jacobian, Precision precision = Precision::Double);
  std::optional<Outcome> judge_change(Progress& progress, double slow);
  bool middle_jacobian(RightSide& g);
  Precision needed_precision() const;
  void companion(const Eigen::MatrixXd& values, Eigen::Index point, Eigen::MatrixXd& J) const;
  bool solve_full(RightSide& g);

  const Problem& problem_;
  const Components& components_;
  const Tableau* tableau_ = nullptr;
  const WindowStart* start_ = nullptr;
  const Tolerance* tolerance_ = nullptr;
  double hh_ = 0.0;                ///< Half the length.
  Eigen::MatrixXd slots_;          ///< (N, n_slots)
  Eigen::MatrixXd base_;           ///< (N, n) Components for H = 0.
  Eigen::MatrixXd H_;              ///< (N, n_states)
  Eigen::MatrixXd R_;              ///< (N, n_states) Last residual.
  Eigen::MatrixXd change_;         ///< (N, n_states) Last change of H.
  Eigen::MatrixXd jacobians_;      ///< (N, n_states * n)
  Eigen::MatrixXd middle_;         ///< (1, n_slots)
  Eigen::MatrixXd J_;              ///< (n, n)
  Eigen::MatrixXd right_;          ///< (N, n)
  Eigen::MatrixXd K_;              ///< (N, n)
  Eigen::VectorXd powers_;         ///< (n_states) |hh|^order: what a change of H is to the state.
  Eigen::VectorXd size_;           ///< (n_states) Largest value in the window.
  Eigen::VectorXd rounding_;       ///< (n_states) What that of the right side is to the state;
  Eigen::VectorXd most_rounding_;  ///< (n_states) if nothing makes it less.
  SchurSolver* schur_ = nullptr;
  std::unique_ptr<SchurSolver> gauss_schur_;
  std::unique_ptr<SchurSolver> radau_schur_;
  double contraction_ = 0.0;
  SolverCounts counts_;
};

}  // namespace pinn::readout
