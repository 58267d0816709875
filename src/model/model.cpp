// SPDX-License-Identifier: MIT
// Evaluates windows and models: every part as a Taylor series in s = (variable) - v.
#include "pinn/model/model.hpp"

#include <algorithm>
#include <cmath>

#include "window_series.hpp"

namespace pinn {

namespace {

/// Points that go through the layers together: enough for the matrix product, few for the cache.
constexpr Eigen::Index kBlockPoints = 64;

/// Networks of all states one below the other.
Eigen::MatrixXd network_series(const Window& window, const Eigen::MatrixXd& inputs, int n) {
  if (window.networks.size() == 1) return window.networks.front().series_many(inputs, n);
  Eigen::MatrixXd all(static_cast<Eigen::Index>(window.networks.size()), inputs.cols());
  for (Eigen::Index s = 0; s < all.rows(); ++s) {
    all.row(s) = window.networks[static_cast<std::size_t>(s)].series_many(inputs, n);
  }
  return all;
}

/// Turns the networks' series at v into those of the states, then into derivatives.
void finish(const Window& window, double v, Eigen::Ref<Eigen::MatrixXd> series) {
  const Eigen::Index n = series.cols();
  const Eigen::RowVectorXd q = argument_series(window, v, static_cast<int>(n));
  for (Eigen::Index s = 0; s < series.rows(); ++s) {
    const Eigen::RowVectorXd network = window.scale(s) * series.row(s);
    if (window.factor.cols() == 1) {
      series.row(s) = window.factor(s, 0) * network;
    } else {
      series.row(s) = series_product(polynomial_series(window.factor.row(s), q), network);
    }
    series.row(s) += polynomial_series(window.offset.row(s), q);
  }
  double factorial = 1.0;
  for (Eigen::Index k = 2; k < n; ++k) {
    factorial *= static_cast<double>(k);
    series.col(k) *= factorial;
  }
}

/// Points that stand in one window, into the rows of `result` from `first_row`.
void evaluate_block(const Window& window,
                    const double* points,
                    Eigen::Index n_points,
                    std::vector<Eigen::MatrixXd>& result,
                    Eigen::Index first_row) {
  const int n = static_cast<int>(result.size());
  Eigen::MatrixXd inputs(window.input.n_inputs(), n_points * n);
  for (Eigen::Index p = 0; p < n_points; ++p) {
    fill_inputs(window.input, points[p], n, inputs.middleCols(p * n, n));
  }
  Eigen::MatrixXd series = network_series(window, inputs, n);
  for (Eigen::Index p = 0; p < n_points; ++p) {
    finish(window, points[p], series.middleCols(p * n, n));
    for (int k = 0; k < n; ++k) {
      result[static_cast<std::size_t>(k)].row(first_row + p) = series.col(p * n + k).transpose();
    }
  }
}

std::vector<Eigen::MatrixXd> make_result(std::size_t n_points, Eigen::Index n_states, int order) {
  return std::vector<Eigen::MatrixXd>(
      static_cast<std::size_t>(order) + 1,
      Eigen::MatrixXd(static_cast<Eigen::Index>(n_points), n_states));
}

}  // namespace

Eigen::MatrixXd evaluate_window(const Window& window, double v, int order) {
  const int n = order + 1;
  Eigen::MatrixXd inputs(window.input.n_inputs(), n);
  fill_inputs(window.input, v, n, inputs);
  Eigen::MatrixXd series = network_series(window, inputs, n);
  finish(window, v, series);
  return series;
}

std::vector<Eigen::MatrixXd> evaluate_window_many(const Window& window,
                                                  const std::vector<double>& points,
                                                  int order) {
  std::vector<Eigen::MatrixXd> result = make_result(points.size(), window.scale.size(), order);
  const Eigen::Index n_points = static_cast<Eigen::Index>(points.size());
  for (Eigen::Index first = 0; first < n_points; first += kBlockPoints) {
    const Eigen::Index count = std::min(kBlockPoints, n_points - first);
    evaluate_block(window, points.data() + first, count, result, first);
  }
  return result;
}

std::size_t Model::window_of(double v) const {
  const auto after = std::upper_bound(
      windows.begin() + 1, windows.end(), v, [](double value, const Window& window) {
        return value < window.start;
      });
  return static_cast<std::size_t>(after - windows.begin()) - 1;
}

Eigen::MatrixXd Model::evaluate(double v, int order) const {
  return evaluate_window(windows[window_of(v)], v, order);
}

std::vector<Eigen::MatrixXd> Model::evaluate_many(const std::vector<double>& points,
                                                  int order) const {
  std::vector<Eigen::MatrixXd> result = make_result(points.size(), n_states(), order);
  std::size_t first = 0;
  while (first < points.size()) {
    const std::size_t window = window_of(points[first]);
    std::size_t last = first + 1;
    while (last < points.size() && last - first < static_cast<std::size_t>(kBlockPoints) &&
           window_of(points[last]) == window) {
      ++last;
    }
    evaluate_block(windows[window],
                   points.data() + first,
                   static_cast<Eigen::Index>(last - first),
                   result,
                   static_cast<Eigen::Index>(first));
    first = last;
  }
  return result;
}

std::int64_t Model::n_weights() const {
  std::int64_t sum = 0;
  for (const Window& window : windows) {
    for (const Mlp& network : window.networks) sum += network.n_weights();
  }
  return sum;
}

}  // namespace pinn
