// SPDX-License-Identifier: MIT
// Fits the output weights of one network to all windows.
#include "pinn/readout/distil.hpp"

#include <algorithm>
#include <cmath>
#include <vector>

#include "window_export.hpp"
#include "window_scale.hpp"

namespace pinn {

namespace {

using readout::WindowScale;

/// Slope of a feature times the distance to the next centre. Smaller: the features are too much
/// alike; larger: what lies between two of them is lost.
constexpr double kOverlap = 0.25;

/// Centres beyond each end, without which the ends are up to 1e4 times worse than the inside; of
/// few features an eighth.
constexpr int kBeyond = 6;
constexpr int kPartBeyond = 8;

constexpr int kPointsPerFeature = 2;
constexpr int kChecksPerFeature = 12;

/// Combinations of features that are smaller than this part of the largest are rounding.
constexpr double kRankCut = 1e-14;

double origin_of(const Problem& problem) {
  for (const Condition& condition : problem.conditions) {
    if (!condition.values.empty()) return condition.values.front().at;
  }
  return problem.start;
}

/// The windows at points that are equally spaced by window number.
struct Samples {
  std::vector<double> at;
  Eigen::VectorXd half_lengths;
  std::vector<Eigen::MatrixXd> values;  ///< By derivative: (n_points, n_states).

  Samples(const Model& windows, const WindowScale& scale, double origin, int count, int order) {
    half_lengths.resize(count);
    for (int i = 0; i < count; ++i) {
      const double number = static_cast<double>(scale.count()) * i / (count - 1);
      at.push_back(std::clamp(origin + scale.place(number), windows.start(), windows.end()));
      half_lengths(i) = scale.half_length(number);
    }
    values = windows.evaluate_many(at, order);
  }
};

/// The hidden layer: x = (v - origin) * rate.
Linear spread_features(const WindowScale& scale, double rate, int width) {
  const int beyond = std::min(kBeyond, width / kPartBeyond);
  const double spacing = static_cast<double>(scale.count()) / (width - 2 * beyond - 1);
  Linear layer{Eigen::MatrixXd(width, 1), Eigen::VectorXd(width)};
  for (int j = 0; j < width; ++j) {
    const double number = (j - beyond) * spacing;
    const double centre = scale.smooth_place(number) * rate;
    layer.weight(j, 0) = kOverlap / (spacing * scale.smooth_slope(number) * rate);
    layer.bias(j) = -layer.weight(j, 0) * centre;
  }
  return layer;
}

/// Derivatives 0 to order of all features by x.
///
/// Shapes:  x (n_points) -> order + 1 matrices (n_points, width)
std::vector<Eigen::MatrixXd> feature_derivatives(const Linear& layer,
                                                 const Eigen::VectorXd& x,
                                                 int order) {
  const auto count = static_cast<std::size_t>(order) + 1;
  std::vector<Eigen::MatrixXd> phi(count, Eigen::MatrixXd(x.size(), layer.bias.size()));
  std::vector<double> series(count);
  for (Eigen::Index j = 0; j < layer.bias.size(); ++j) {
    for (Eigen::Index i = 0; i < x.size(); ++i) {
      std::fill(series.begin(), series.end(), 0.0);
      series[0] = layer.weight(j, 0) * x(i) + layer.bias(j);
      if (order > 0) series[1] = layer.weight(j, 0);
      activate_series(Activation::Tanh, series.data(), order + 1);
      double factorial = 1.0;
      for (std::size_t k = 0; k < count; ++k) {
        phi[k](i, j) = factorial * series[k];
        factorial *= static_cast<double>(k + 1);
      }
    }
  }
  return phi;
}

/// The shortest z that makes |A z - B| smallest, up to kRankCut.
Eigen::MatrixXd least_squares(Eigen::MatrixXd A, const Eigen::MatrixXd& B) {
  const Eigen::Index n = A.cols();
  const Eigen::HouseholderQR<Eigen::Ref<Eigen::MatrixXd>> qr(A);  // blocked, in place
  const Eigen::MatrixXd right = (qr.householderQ().adjoint() * B).topRows(n);
  const Eigen::MatrixXd R = qr.matrixQR().topRows(n).triangularView<Eigen::Upper>();
  Eigen::CompleteOrthogonalDecomposition<Eigen::MatrixXd> decomposition(n, n);
  decomposition.setThreshold(kRankCut);
  decomposition.compute(R);
  return decomposition.solve(right);
}

/// One fit: what all states have in common.
class Fit {
 public:
  Fit(const Model& windows, const Problem& problem, const WindowScale& scale, int width)
      : origin_(origin_of(problem)),
        rate_(2.0 / (windows.end() - windows.start())),
        samples_(windows, scale, origin_, kPointsPerFeature * width, problem.highest_order()),
        at_origin_(windows.evaluate(origin_, problem.highest_order())),
        hidden_(spread_features(scale, rate_, width)) {
    const Eigen::Map<const Eigen::VectorXd> at(samples_.at.data(),
                                               static_cast<Eigen::Index>(samples_.at.size()));
    features_ =
        feature_derivatives(hidden_, (at.array() - origin_) * rate_, problem.highest_order());
    features_at_origin_ =
        feature_derivatives(hidden_, Eigen::VectorXd::Zero(1), problem.highest_order());
    features_[0].rowwise() -= features_at_origin_[0].row(0);
    output_ = {Eigen::MatrixXd(problem.n_states(), width), Eigen::VectorXd(problem.n_states())};
    for (int order = 1; order <= problem.highest_order(); ++order) fit_states(problem, order);
  }

  Window window(const Model& windows) const {
    const Eigen::Index n_states = output_.bias.size();
    Window window;
    window.start = windows.start();
    window.end = windows.end();
    window.input.shift = window.anchor = origin_;
    window.input.rate = window.argument_rate = rate_;
    window.scale = Eigen::VectorXd::Ones(n_states);
    window.offset = Eigen::MatrixXd::Zero(n_states, 1);
    window.factor = Eigen::MatrixXd::Ones(n_states, 1);
    window.networks.push_back({{hidden_, output_}, Activation::Tanh});
    readout::meet_values(window, origin_, at_origin_.col(0));
    return window;
  }

 private:
  /// All states of one order, which have the same matrix.
  void fit_states(const Problem& problem, int order) {
    std::vector<Eigen::Index> states;
    for (int s = 0; s < problem.n_states(); ++s) {
      if (problem.states[static_cast<std::size_t>(s)].order == order) states.push_back(s);
    }
    if (states.empty()) return;
    const auto n_states = static_cast<Eigen::Index>(states.size());
    const Eigen::Index n_points = samples_.half_lengths.size();
    Eigen::MatrixXd A((order + 1) * n_points, hidden_.bias.size());
    Eigen::MatrixXd B((order + 1) * n_points, n_states);
    Eigen::MatrixXd start(order, n_states);  // by x
    for (int k = 0; k <= order; ++k) {
      const Eigen::VectorXd weights = samples_.half_lengths.array().pow(k);
      const auto d = static_cast<std::size_t>(k);
      A.middleRows(k * n_points, n_points) =
          (weights * std::pow(rate_, k)).asDiagonal() * features_[d];
      for (Eigen::Index i = 0; i < n_states; ++i) {
        const Eigen::Index s = states[static_cast<std::size_t>(i)];
        auto part = B.col(i).segment(k * n_points, n_points);
        part = samples_.values[d].col(s);
        if (k == 0) part.array() -= at_origin_(s, 0);
        part.array() *= weights.array();
        if (k < order) start(k, i) = at_origin_(s, k) / std::pow(rate_, k);
      }
    }
    const Eigen::MatrixXd beta = constrained(std::move(A), std::move(B), start);
    for (Eigen::Index i = 0; i < n_states; ++i) {
      const Eigen::Index s = states[static_cast<std::size_t>(i)];
      output_.weight.row(s) = beta.col(i).transpose();
      output_.bias(s) = start(0, i) - features_at_origin_[0].row(0).dot(beta.col(i));
    }
  }

  /// The least squares fit among the weights that have the derivatives `start` at the origin.
  ///
  /// Shapes:  start (order, n_states) -> (width, n_states)
  Eigen::MatrixXd constrained(Eigen::MatrixXd A,
                              Eigen::MatrixXd B,
                              const Eigen::MatrixXd& start) const {
    const Eigen::Index n_fixed = start.rows() - 1;
    if (n_fixed == 0) return least_squares(std::move(A), B);
    Eigen::MatrixXd C(A.cols(), n_fixed);
    Eigen::MatrixXd targets = start.bottomRows(n_fixed);
    for (Eigen::Index k = 0; k < n_fixed; ++k) {
      C.col(k) = features_at_origin_[static_cast<std::size_t>(k) + 1].row(0).transpose();
      const double size = C.col(k).norm();
      C.col(k) /= size;
      targets.row(k) /= size;
    }
    const Eigen::HouseholderQR<Eigen::MatrixXd> qr(C);
    const Eigen::MatrixXd R = qr.matrixQR().topRows(n_fixed).triangularView<Eigen::Upper>();
    Eigen::MatrixXd beta(A.cols(), start.cols());
    beta.topRows(n_fixed) = R.transpose().triangularView<Eigen::Lower>().solve(targets);
    A.applyOnTheRight(qr.householderQ());
    B -= A.leftCols(n_fixed) * beta.topRows(n_fixed);
    const Eigen::Index n_free = A.cols() - n_fixed;
    beta.bottomRows(n_free) = least_squares(A.rightCols(n_free), B);
    beta.applyOnTheLeft(qr.householderQ());
    return beta;
  }

  double origin_;
  double rate_;
  Samples samples_;
  Eigen::MatrixXd at_origin_;  ///< (n_states, order + 1)
  Linear hidden_;
  Linear output_;
  std::vector<Eigen::MatrixXd> features_;  ///< By derivative; values from those at the origin.
  std::vector<Eigen::MatrixXd> features_at_origin_;
};

/// Largest difference over the tolerance, between the points of the fit as well.
double distance_of(const Model& model,
                   const Model& windows,
                   const WindowScale& scale,
                   double origin,
                   int width,
                   const AcceptConfig& accept) {
  const Samples samples(windows, scale, origin, kChecksPerFeature * width, 0);
  const Eigen::MatrixXd values = model.evaluate_many(samples.at, 0).front();
  if (!values.allFinite()) return std::nan("");
  double largest = 0.0;
  for (Eigen::Index s = 0; s < values.cols(); ++s) {
    const double atol = atol_of(accept, model.states[static_cast<std::size_t>(s)]);
    const auto known = samples.values[0].col(s).array();
    const Eigen::ArrayXd tolerance = atol + accept.rtol * known.abs();
    largest = std::max(largest, ((values.col(s).array() - known).abs() / tolerance).maxCoeff());
  }
  return largest;
}

}  // namespace

int next_width(int width) { return std::min(width + width / 2, kLargestWidth); }

Distilled distil(const Model& windows,
                 const Problem& problem,
                 const AcceptConfig& accept,
                 int width) {
  const double origin = origin_of(problem);
  const WindowScale scale(windows, origin);
  Distilled distilled;
  distilled.model.variable = windows.variable;
  distilled.model.states = windows.states;
  distilled.model.windows.push_back(Fit(windows, problem, scale, width).window(windows));
  distilled.distance = distance_of(distilled.model, windows, scale, origin, width, accept);
  return distilled;
}

}  // namespace pinn
