// SPDX-License-Identifier: MIT
// Nonlinear least squares by damped steps whose length is chosen by what they bring.
#pragma once

#include <Eigen/Dense>
#include <functional>
#include <limits>
#include <vector>

namespace pinn::least_squares {

/// A sum of squares over some weights.
class Residuals {
 public:
  virtual ~Residuals() = default;

  /// R at the weights; false if it is not finite.
  ///
  /// Shapes:  weights (P), residuals (m)
  virtual bool evaluate(const Eigen::VectorXd& weights, Eigen::VectorXd& residuals) = 0;

  /// Derivatives of R at the weights, transposed.
  ///
  /// Shapes:  -> (P, m)
  virtual void jacobian(const Eigen::VectorXd& weights, Eigen::MatrixXd& transposed) = 0;

  /// Mean squares of the parts of R, the equations first.
  virtual std::vector<double> parts(const Eigen::VectorXd& residuals) const = 0;
};

/// One iteration, as it ends.
struct LmStep {
  int iteration = 0;  ///< From 1.
  double rms = 0.0;   ///< Root of the mean square of R.
  double damping = 0.0;
  double grad_norm = 0.0;     ///< Of the mean square, where the step begins.
  std::vector<double> parts;  ///< As Residuals::parts() says.
  const Eigen::VectorXd* weights = nullptr;
};

struct LmOptions {
  double target = 0.0;  ///< Of the rms.
  int max_iterations = 100;
  int patience = 20;  ///< Iterations without a gain of `least_gain`.
  double least_gain = 0.5;
  int hopeless_after = 20;  ///< Iterations, if the rms is still above `hopeless`.
  double hopeless = std::numeric_limits<double>::infinity();
  std::function<bool(const LmStep&)> go_on;  ///< False ends the iteration.
};

enum class LmEnd { Target, NoProgress, IterationLimit, Stopped, NotFinite };

struct LmResult {
  Eigen::VectorXd weights;  ///< The best.
  double rms = 0.0;
  int iterations = 0;
  int evaluations = 0;  ///< Of R.
  LmEnd end = LmEnd::NotFinite;
};

/// Levenberg's and Marquardt's method with an orthogonal factorisation of the Jacobian, which does
/// not square its condition, and the longest step that still brings a part of what the linear model
/// promises: its length is probed, for one evaluation of R each.
///
/// Equation:  J = A diag(S) V^T,  s(mu) = -V diag(S / (S^2 + mu)) A^T R
/// Source:    Nocedal, Wright 2006, Numerical Optimization, chapter 10; the choice of mu by the
/// ratio
///            of actual and promised gain, with a small one: arXiv 2607.02194.
LmResult minimise(Residuals& residuals, Eigen::VectorXd weights, const LmOptions& options);

}  // namespace pinn::least_squares
