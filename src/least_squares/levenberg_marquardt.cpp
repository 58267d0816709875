// SPDX-License-Identifier: MIT
// One factorisation an iteration, then steps of many lengths from it.
#include "levenberg_marquardt.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <memory>
#include <optional>
#include <utility>

namespace pinn::least_squares {

namespace {

// Damping beside that of the last step. Many lengths cost one evaluation each, far less than the
// factorisation.
constexpr int kProbes = 13;
constexpr double kProbedRange = 1e3;
constexpr int kMostBeyond = 2;  ///< Longer steps than one that is worth it, which are not.

// Part of the promised gain that a step must bring. Large ones keep to short steps, which stall.
constexpr double kLeastShare = 0.03;

constexpr double kFirstDamping = 1e-3;  ///< Of the largest squared singular value.
/// Residuals above it (which are of order 1 at first) do not need the small singular values.
constexpr double kGramAbove = 1e-5;

constexpr double kAfterFailure = 1e4;
constexpr double kMostDamping = 1e8;  ///< Of the same.
constexpr double kLeastDamping = 1e-30;

/// What the linear model R + J s says of steps of every length.
class Linearisation {
 public:
  virtual ~Linearisation() = default;

  /// s(mu).
  ///
  /// Shapes:  -> (P)
  virtual Eigen::VectorXd step(double damping) const = 0;

  /// What the linear model takes off the sum of squares.
  double promised(double damping) const {
    const auto left = damping / (squares_.array() + damping);
    return (by_direction_.array().square() * (1.0 - left.square())).sum();
  }

  double largest_square() const { return squares_.maxCoeff(); }

 protected:
  Eigen::VectorXd squares_;       ///< Of the singular values.
  Eigen::VectorXd by_direction_;  ///< The residuals in the directions A.
};

/// By the eigenvectors of J J^T: several times as fast, but singular values below 1e-8 of the
/// largest are noise.
class GramForm : public Linearisation {
 public:
  GramForm(const Eigen::MatrixXd& transposed, const Eigen::VectorXd& residuals)
      : transposed_(transposed) {
    Eigen::MatrixXd gram = Eigen::MatrixXd::Zero(transposed.cols(), transposed.cols());
    gram.selfadjointView<Eigen::Lower>().rankUpdate(transposed.transpose());
    eigen_.compute(gram);
    squares_ = eigen_.eigenvalues().cwiseMax(0.0);
    by_direction_ = eigen_.eigenvectors().transpose() * residuals;
  }

  Eigen::VectorXd step(double damping) const override {
    const Eigen::VectorXd g = (by_direction_.array() / (squares_.array() + damping)).matrix();
    return -(transposed_ * (eigen_.eigenvectors() * g));
  }

 private:
  const Eigen::MatrixXd& transposed_;
  Eigen::SelfAdjointEigenSolver<Eigen::MatrixXd> eigen_;
};

/// By an orthogonal factorisation of J, or of J^T where that is the taller one, and the singular
/// values of its triangle.
class OrthogonalForm : public Linearisation {
 public:
  OrthogonalForm(const Eigen::MatrixXd& transposed, const Eigen::VectorXd& residuals)
      : n_weights_(transposed.rows()), is_wide_(transposed.rows() >= transposed.cols()) {
    if (is_wide_) {
      tall_.compute(transposed);
    } else {
      tall_.compute(transposed.transpose());
    }
    const Eigen::Index n = std::min(transposed.rows(), transposed.cols());
    const Eigen::MatrixXd T = tall_.matrixQR().topRows(n).triangularView<Eigen::Upper>();
    svd_.compute(T, Eigen::ComputeFullU | Eigen::ComputeFullV);
    squares_ = svd_.singularValues().array().square();
    if (is_wide_) {
      by_direction_ = svd_.matrixV().transpose() * residuals;
    } else {
      const Eigen::VectorXd rotated = tall_.householderQ().adjoint() * residuals;
      by_direction_ = svd_.matrixU().transpose() * rotated.head(n);
    }
  }

  Eigen::VectorXd step(double damping) const override {
    const auto S = svd_.singularValues().array();
    const Eigen::VectorXd g = -(S / (S.square() + damping) * by_direction_.array()).matrix();
    if (!is_wide_) return svd_.matrixV() * g;
    Eigen::VectorXd all = Eigen::VectorXd::Zero(n_weights_);
    all.head(g.size()) = svd_.matrixU() * g;
    all.applyOnTheLeft(tall_.householderQ());
    return all;
  }

 private:
  Eigen::HouseholderQR<Eigen::MatrixXd> tall_;
  Eigen::BDCSVD<Eigen::MatrixXd> svd_;
  Eigen::Index n_weights_ = 0;
  bool is_wide_ = true;  ///< More weights than residuals.
};

/// Weights after a step, and what they bring.
struct Trial {
  Eigen::VectorXd weights;
  Eigen::VectorXd residuals;
  double squares = std::numeric_limits<double>::infinity();
  double damping = 0.0;
};

class Minimisation {
 public:
  Minimisation(Residuals& residuals, Eigen::VectorXd weights, const LmOptions& options)
      : residuals_(residuals), options_(options) {
    now_.weights = std::move(weights);
  }

  LmResult run() {
    ++result_.evaluations;
    if (!residuals_.evaluate(now_.weights, now_.residuals)) return finish(LmEnd::NotFinite);
    now_.squares = now_.residuals.squaredNorm();
    double last_gain_at = now_.squares;
    int waiting = 0;
    while (true) {
      if (rms() <= options_.target) return finish(LmEnd::Target);
      if (result_.iterations >= options_.max_iterations) return finish(LmEnd::IterationLimit);
      if (waiting >= options_.patience) return finish(LmEnd::NoProgress);
      if (result_.iterations >= options_.hopeless_after && rms() > options_.hopeless) {
        return finish(LmEnd::NoProgress);
      }
      if (!iterate()) return finish(LmEnd::NoProgress);
      const double needed = last_gain_at * (1.0 - options_.least_gain);
      waiting = now_.squares < needed ? 0 : waiting + 1;
      if (waiting == 0) last_gain_at = now_.squares;
      if (options_.go_on && !options_.go_on(step_)) return finish(LmEnd::Stopped);
    }
  }

 private:
  double rms() const {
    return std::sqrt(now_.squares /
                     static_cast<double>(std::max<Eigen::Index>(now_.residuals.size(), 1)));
  }

  LmResult finish(LmEnd end) {
    result_.weights = now_.weights;
    result_.rms = rms();
    result_.end = end;
    return std::move(result_);
  }

  std::unique_ptr<Linearisation> linearise() const {
    const bool is_wide = transposed_.rows() >= transposed_.cols();
    if (is_wide && rms() > kGramAbove)
      return std::make_unique<GramForm>(transposed_, now_.residuals);
    return std::make_unique<OrthogonalForm>(transposed_, now_.residuals);
  }

  bool iterate() {
    residuals_.jacobian(now_.weights, transposed_);
    if (!transposed_.allFinite()) return false;
    const double n = static_cast<double>(now_.residuals.size());
    const double grad_norm = 2.0 / n * (transposed_ * now_.residuals).norm();
    const std::unique_ptr<Linearisation> factors = linearise();
    const double size = std::max(factors->largest_square(), 1e-300);
    if (damping_ == 0.0) damping_ = kFirstDamping * size;
    while (true) {
      if (auto best = probe(*factors)) {
        damping_ = std::max(best->damping, kLeastDamping * size);
        now_ = *std::move(best);
        break;
      }
      damping_ *= kAfterFailure;
      if (damping_ > kMostDamping * size) return false;
    }
    ++result_.iterations;
    step_ = {result_.iterations,
             rms(),
             damping_,
             grad_norm,
             residuals_.parts(now_.residuals),
             &now_.weights};
    return true;
  }

  /// The longest step that is worth it, else the best one; none if all are uphill.
  std::optional<Trial> probe(const Linearisation& factors) {
    std::optional<Trial> best;
    std::optional<Trial> longest;
    int beyond = 0;
    for (int i = 0; i < kProbes; ++i) {
      const double exponent = 1.0 - 2.0 * i / (kProbes - 1);
      Trial trial;
      trial.damping = damping_ * std::pow(kProbedRange, exponent);
      trial.weights = now_.weights + factors.step(trial.damping);
      ++result_.evaluations;
      if (!residuals_.evaluate(trial.weights, trial.residuals)) break;  // longer ones neither
      trial.squares = trial.residuals.squaredNorm();
      const double gain = now_.squares - trial.squares;
      if (!(gain > 0.0)) {
        if (longest) break;
        continue;
      }
      const bool is_worth_it = gain >= kLeastShare * factors.promised(trial.damping);
      if (!best || trial.squares < best->squares) best = trial;
      if (is_worth_it) {
        longest = std::move(trial);
      } else if (longest && ++beyond == kMostBeyond) {
        break;
      }
    }
    // A longer step that brings less than a shorter one is taken for where it leads to.
    return longest ? longest : best;
  }

  Residuals& residuals_;
  const LmOptions& options_;
  Trial now_;
  Eigen::MatrixXd transposed_;
  double damping_ = 0.0;
  LmStep step_;
  LmResult result_;
};

}  // namespace

LmResult minimise(Residuals& residuals, Eigen::VectorXd weights, const LmOptions& options) {
  return Minimisation(residuals, std::move(weights), options).run();
}

}  // namespace pinn::least_squares
