// SPDX-License-Identifier: MIT
// One step of an L-stable method of any order on a linear system with several right sides.
#pragma once

#include <Eigen/Dense>

#include "error_equation.hpp"

namespace pinn {

/// Radau IIA with any number of stages: order 2 s - 1, damps what is stiff, has the right end of
/// the step among its stages but not the left one.
///
/// Source:  Hairer, Wanner (1996), Solving Ordinary Differential Equations II, section IV.5;
///          points and weights by Golub (1973), Some modified matrix eigenvalue problems.
struct RadauTable {
  explicit RadauTable(int n_stages);

  int n_stages;
  Eigen::VectorXd places;       ///< From 0 to 1; the last is 1.
  Eigen::MatrixXd weights;      ///< (n_stages, n_stages): row i integrates from 0 to places(i).
  Eigen::VectorXd barycentric;  ///< For the polynomial through the stages.
};

/// Row `i` of `size` at `place` from 0 to 1, by the polynomial through the stages.
///
/// Shapes:  stages (n_stages, size * n_columns) -> (n_columns)
Eigen::RowVectorXd inside_stages(const RadauTable& table,
                                 const Eigen::MatrixXd& stages,
                                 Eigen::Index i,
                                 Eigen::Index size,
                                 double place);

/// Steps along an error equation whose coefficients stand at the stages.
class RadauStep {
 public:
  /// Needs:   the equation outlives it.
  explicit RadauStep(const ErrorEquation& equation);

  /// Steps from `start` over the length h (negative: to the left). Column 0 feels the defect, the
  /// others are perturbations that only obey J. The stages stand at the points first, first + 1,
  /// ... of the equation.
  ///
  /// Shapes:  start (size, n_columns)
  /// Returns: false if that would take a linear system of more than `most_unknowns` unknowns.
  bool take(const RadauTable& table,
            const Eigen::MatrixXd& start,
            double h,
            Eigen::Index first,
            int most_unknowns);

  /// What else drives every column, at all points of the equation; empty: nothing.
  ///
  /// Shapes:  sources (n_points, n_columns * n_states): column c * n_states + state
  void set_sources(const Eigen::MatrixXd& sources) { sources_ = sources; }

  /// The error at the stages of the last step, that of the highest derivatives included.
  ///
  /// Shapes:  -> (n_stages, size + n_states)
  Eigen::MatrixXd stage_errors(const RadauTable& table, Eigen::Index first);

  /// Adds to column 0 what a further defect does over the last step.
  ///
  /// Shapes:  defect (n_stages, n_states)
  void add_defect(const RadauTable& table,
                  double h,
                  Eigen::Index first,
                  const Eigen::MatrixXd& defect);

  /// State at the end of the step.
  Eigen::MatrixXd end() const;

  /// Row `i` inside the step at `place` from 0 to 1.
  Eigen::RowVectorXd inside(const RadauTable& table, Eigen::Index i, double place) const {
    return inside_stages(table, stages_, i, equation_.size(), place);
  }

  const Eigen::MatrixXd& stages() const { return stages_; }

 private:
  bool iterate(const RadauTable& table, double h, Eigen::Index first);
  void solve(const RadauTable& table, double h, Eigen::Index first);
  void set_slopes(const RadauTable& table, Eigen::Index first);
  bool has_converged() const;

  const ErrorEquation& equation_;
  Eigen::Index n_columns_ = 0;
  Eigen::MatrixXd begin_;   ///< (n_stages, size * n_columns): the start, at every stage.
  Eigen::MatrixXd stages_;  ///< (n_stages, size * n_columns): column c * size + i.
  Eigen::MatrixXd next_;
  Eigen::MatrixXd slopes_;
  Eigen::MatrixXd sources_;
  Eigen::MatrixXd matrix_;  ///< (size * n_stages, size * n_stages): row i * n_stages + stage.
  Eigen::PartialPivLU<Eigen::MatrixXd> lu_;
  bool by_lu_ = false;  ///< How the last step was taken.
};

}  // namespace pinn
