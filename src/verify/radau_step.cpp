// SPDX-License-Identifier: MIT
// The stages by fixed-point iteration where that converges fast, else by one LU of all stages.
#include "radau_step.hpp"

#include <algorithm>
#include <cmath>

namespace pinn {

namespace {

const double kRoot6 = std::sqrt(6.0);

using Weights = std::array<std::array<double, RadauStep::kStages>, RadauStep::kStages>;

const Weights kWeights{
    {{(88 - 7 * kRoot6) / 360, (296 - 169 * kRoot6) / 1800, (-2 + 3 * kRoot6) / 225},
     {(296 + 169 * kRoot6) / 1800, (88 + 7 * kRoot6) / 360, (-2 - 3 * kRoot6) / 225},
     {(16 - kRoot6) / 36, (16 + kRoot6) / 36, 1.0 / 9}}};

/// From this size on the iteration is cheaper than the LU.
constexpr int kIterateFromSize = 6;
constexpr double kFastContraction = 0.5;  ///< Norm of h J up to which the iteration is worth it.
constexpr int kMostIterations = 12;
constexpr double kIterationTolerance = 1e-5;  ///< The estimate needs two digits.

}  // namespace

const std::array<double, RadauStep::kStages> RadauStep::kPlaces{
    (4 - kRoot6) / 10, (4 + kRoot6) / 10, 1.0};

RadauStep::RadauStep(const ErrorEquation& equation) : equation_(equation) {}

void RadauStep::take(const Eigen::MatrixXd& start, double h, Eigen::Index first) {
  if (equation_.size() >= kIterateFromSize && iterate(start, h, first)) return;
  solve(start, h, first);
}

/// slope = J e, with the defect in column 0.
void RadauStep::add_slope(Eigen::Index point,
                          const Eigen::MatrixXd& e,
                          Eigen::MatrixXd& slope) const {
  const Eigen::MatrixXd& jacobian = equation_.jacobian(point);
  slope.resize(e.rows(), e.cols());
  for (int s = 0; s < equation_.n_states(); ++s) {
    const int begin = equation_.begin_of(s);
    const int last = begin + equation_.order_of(s) - 1;
    for (int i = begin; i < last; ++i) slope.row(i) = e.row(i + 1);
    slope.row(last).noalias() = jacobian.row(s) * e;
    slope(last, 0) += equation_.defect(point)(s);
  }
}

bool RadauStep::iterate(const Eigen::MatrixXd& start, double h, Eigen::Index first) {
  double largest = 1.0;  // the shift from one derivative to the next
  for (Eigen::Index i = 0; i < kStages; ++i) {
    const double norm = equation_.jacobian(first + i).cwiseAbs().rowwise().sum().maxCoeff();
    largest = std::max(largest, norm);
  }
  if (!(std::abs(h) * largest < kFastContraction)) return false;
  stages_.fill(start);
  for (int iteration = 0; iteration < kMostIterations; ++iteration) {
    for (std::size_t i = 0; i < kStages; ++i) {
      add_slope(first + static_cast<Eigen::Index>(i), stages_[i], slopes_[i]);
    }
    double change = 0.0;
    double size = 0.0;
    for (std::size_t i = 0; i < kStages; ++i) {
      next_ = start + h * (kWeights[i][0] * slopes_[0] + kWeights[i][1] * slopes_[1] +
                           kWeights[i][2] * slopes_[2]);
      change = std::max(change, (next_ - stages_[i]).cwiseAbs().maxCoeff());
      size = std::max(size, next_.cwiseAbs().maxCoeff());
      stages_[i].swap(next_);
    }
    if (change <= kIterationTolerance * size) return true;
  }
  return false;
}

void RadauStep::solve(const Eigen::MatrixXd& start, double h, Eigen::Index first) {
  const Eigen::Index n = equation_.size();
  matrix_.setIdentity(kStages * n, kStages * n);
  right_.resize(kStages * n, start.cols());
  for (Eigen::Index i = 0; i < kStages; ++i) {
    right_.middleRows(i * n, n) = start;
    for (Eigen::Index j = 0; j < kStages; ++j) {
      const double weight = h * kWeights[static_cast<std::size_t>(i)][static_cast<std::size_t>(j)];
      const Eigen::MatrixXd& jacobian = equation_.jacobian(first + j);
      const auto defect = equation_.defect(first + j);
      for (int s = 0; s < equation_.n_states(); ++s) {
        const int begin = equation_.begin_of(s);
        const int last = begin + equation_.order_of(s) - 1;
        for (int k = begin; k < last; ++k) matrix_(i * n + k, j * n + k + 1) -= weight;
        matrix_.row(i * n + last).segment(j * n, n) -= weight * jacobian.row(s);
        right_(i * n + last, 0) += weight * defect(s);
      }
    }
  }
  lu_.compute(matrix_);
  right_ = lu_.solve(right_).eval();
  for (Eigen::Index i = 0; i < kStages; ++i) {
    stages_[static_cast<std::size_t>(i)] = right_.middleRows(i * n, n);
  }
}

Eigen::RowVectorXd RadauStep::inside(const Eigen::MatrixXd& start,
                                     Eigen::Index i,
                                     double place) const {
  const std::array<double, kStages + 1> nodes{0.0, kPlaces[0], kPlaces[1], kPlaces[2]};
  Eigen::RowVectorXd sum = Eigen::RowVectorXd::Zero(start.cols());
  for (std::size_t a = 0; a < nodes.size(); ++a) {
    double factor = 1.0;
    for (std::size_t b = 0; b < nodes.size(); ++b) {
      if (b != a) factor *= (place - nodes[b]) / (nodes[a] - nodes[b]);
    }
    sum += factor * (a == 0 ? start : stages_[a - 1]).row(i);
  }
  return sum;
}

}  // namespace pinn
