// SPDX-License-Identifier: MIT
// The update of the inverse Hessian, and the iteration around it.
#include "pinn/engine/quasi_newton.hpp"

#include <algorithm>
#include <cmath>

#include "line_search.hpp"
#include "pinn/util/number_text.hpp"
#include "symmetric_update.hpp"

namespace pinn {

namespace {

/// The inverse Hessian. An update waits until the next products go through the matrix anyway.
class InverseHessian {
 public:
  explicit InverseHessian(Eigen::Index n) : H_(n) { forget_update(); }

  void reset() {
    H_.set_identity();
    forget_update();
    is_first_ = true;
  }

  bool is_first() const { return is_first_; }

  /// After the step s = alpha p from the gradient g to g_next: learns from it and gives H g_next.
  /// Nothing is learnt from a step along which the gradient does not grow.
  Eigen::VectorXd update(const Eigen::VectorXd& s,
                         const Eigen::VectorXd& g,
                         const Eigen::VectorXd& g_next,
                         double alpha) {
    const Eigen::VectorXd y = g_next - g;
    H_.update_and_multiply(waiting_, y, g_next, Hy_, Hg_);
    forget_update();
    const double ys = y.dot(s);
    const double yHy = y.dot(Hy_);
    if (!(ys > 0.0) || !std::isfinite(1.0 / ys) || !(yHy > 0.0)) return Hg_;
    const double rho = 1.0 / ys;
    const double h = rho * yHy;
    const double b = -alpha * rho * s.dot(g);
    const double a = std::max(h * b - 1.0, 0.0);  // by Cauchy and Schwarz not negative
    double theta = 0.0;
    double tau = 0.0;
    scale(h, b, a, theta, tau);
    if (!(tau > 0.0) || !std::isfinite(tau) || !(1.0 + a * theta > 0.0)) {
      theta = 0.0;  // plain BFGS
      tau = 1.0;
    }
    const double phi = (1.0 - theta) / (1.0 + a * theta);
    Eigen::MatrixXd& left = waiting_.left;
    Eigen::MatrixXd& right = waiting_.right;
    waiting_.shrink = 1.0 / tau;
    left.col(0) = Hy_;
    left.col(1) = rho * s - Hy_ / yHy;
    left.col(2) = s;
    right.col(0) = Hy_ * (-1.0 / (yHy * tau));
    right.col(1) = left.col(1) * (phi * yHy / tau);
    right.col(2) = rho * s;
    is_first_ = false;
    return waiting_.shrink * Hg_ + right * (left.transpose() * g_next);
  }

 private:
  void forget_update() {
    waiting_.shrink = 1.0;
    waiting_.left.setZero(H_.size(), 3);
    waiting_.right.setZero(H_.size(), 3);
  }

  void scale(double h, double b, double a, double& theta, double& tau) const {
    const double n = static_cast<double>(H_.size());
    const double c = std::sqrt(a / (1.0 + a));
    const double most = std::min(1.0, h * (1.0 - c));
    theta = a > 0.0 ? std::max((most - 1.0) / a, std::min(1.0 / most, (1.0 - b) / b)) : 0.0;
    const double sigma = 1.0 + theta * a;
    if (is_first_) {
      tau = h / sigma;
      return;
    }
    const double root = std::pow(std::abs(sigma), 1.0 / (1.0 - n));
    const double least = std::min(1.0, 1.0 / b);
    tau = theta <= 0.0 ? std::min(least * root, sigma) : least * std::min(root, 1.0 / theta);
  }

  SymmetricMatrix H_;
  RankThreeUpdate waiting_;
  Eigen::VectorXd Hy_;
  Eigen::VectorXd Hg_;
  bool is_first_ = true;
};

}  // namespace

QuasiNewtonResult minimise_self_scaled(const Objective& objective,
                                       Eigen::VectorXd& x,
                                       std::int64_t max_iterations,
                                       const std::function<bool(const QuasiNewtonStep&)>& watch) {
  QuasiNewtonResult result;
  Eigen::VectorXd g(x.size());
  result.value = objective(x, g);
  if (!std::isfinite(result.value) || !g.allFinite()) {
    result.end = QuasiNewtonResult::End::NotFinite;
    result.message = "the value is not finite at the start";
    return result;
  }
  InverseHessian H(x.size());
  LinePoint point{0.0, result.value, 0.0, x, g};
  Eigen::VectorXd p = -g;
  while (result.iterations < max_iterations) {
    if (!(p.dot(point.gradient) < 0.0) || !p.allFinite()) {
      H.reset();
      p = -point.gradient;
    }
    // Before the matrix has a scale the step is of the size of one unknown.
    const double first = H.is_first() ? std::min(1.0, 1.0 / p.lpNorm<1>()) : 1.0;
    const auto next = search_line(objective, point, p, first);
    if (!next) {
      if (H.is_first()) {
        result.end = QuasiNewtonResult::End::NoDescent;
        result.message = "no lower value than " + to_short_text(point.value) +
                         " along the gradient, which has the norm " +
                         to_short_text(point.gradient.norm());
        objective(point.x, g);  // the objective is left where the result is
        break;
      }
      H.reset();
      p = -point.gradient;
      continue;
    }
    p = -H.update(next->x - point.x, point.gradient, next->gradient, next->length);
    point = *next;
    ++result.iterations;
    result.value = point.value;
    const QuasiNewtonStep step{result.iterations, point.value, point.gradient.norm(), point.length};
    if (watch && !watch(step)) {
      result.end = QuasiNewtonResult::End::Watch;
      break;
    }
  }
  x = point.x;
  return result;
}

}  // namespace pinn
