// SPDX-License-Identifier: MIT
// Taylor series of tanh at the places, and a first-order step from the place to the point.
#include "precise_windows.hpp"

#include <cmath>
#include <cstddef>
#include <limits>
#include <utility>

namespace pinn {

namespace {

using Real = long double;

/// From a place to its point, in half lengths of the window; its square is less than rounding.
constexpr Real kNear = 1e-10L;

constexpr std::size_t kMostKnown = 16;

bool is_of_one_tanh_layer(const Window& window) {
  if (window.input.fourier_features != 0 || window.networks.empty()) return false;
  if (window.offset.cols() != 1 || window.factor.cols() != 1) return false;
  for (const Mlp& network : window.networks) {
    if (network.layers.size() != 2 || network.activation != Activation::Tanh) return false;
  }
  return true;
}

Real nominal(double place, bool backwards) {
  const Real x = 2.0L * place - 1.0L;
  return backwards ? -x : x;
}

/// Derivatives of tanh(w x + b) by x: tanh' = w (1 - tanh^2), coefficient by coefficient.
void tanh_derivatives(Real w, Real b, Real x, std::vector<Real>& u) {
  u[0] = std::tanh(w * x + b);
  for (std::size_t k = 0; k + 1 < u.size(); ++k) {
    Real square = 0.0L;
    for (std::size_t i = 0; i <= k; ++i) square += u[i] * u[k - i];
    u[k + 1] = w * ((k == 0 ? 1.0L : 0.0L) - square) / static_cast<Real>(k + 1);
  }
  Real factorial = 1.0L;
  for (std::size_t k = 1; k < u.size(); ++k) {
    factorial *= static_cast<Real>(k);
    u[k] *= factorial;
  }
}

}  // namespace

const PreciseWindows::Features& PreciseWindows::features(const Linear& hidden,
                                                         const Where& where,
                                                         int order) {
  const auto n_derivatives = static_cast<std::size_t>(order) + 1;
  for (const Features& known : known_) {
    if (known.backwards == where.backwards && known.derivatives.size() >= n_derivatives &&
        known.places == where.places && known.hidden.bias == hidden.bias &&
        known.hidden.weight == hidden.weight) {
      return known;
    }
  }
  if (known_.size() == kMostKnown) known_.clear();
  Features fresh{hidden, where.places, where.backwards, {}};
  const auto n_points = static_cast<Eigen::Index>(where.places.size());
  fresh.derivatives.assign(n_derivatives, Matrix(n_points, hidden.bias.size()));
  std::vector<Real> u(n_derivatives);
  for (Eigen::Index j = 0; j < hidden.bias.size(); ++j) {
    for (Eigen::Index i = 0; i < n_points; ++i) {
      const double place = where.places[static_cast<std::size_t>(i)];
      tanh_derivatives(hidden.weight(j, 0), hidden.bias(j), nominal(place, where.backwards), u);
      for (std::size_t k = 0; k < n_derivatives; ++k) fresh.derivatives[k](i, j) = u[k];
    }
  }
  known_.push_back(std::move(fresh));
  return known_.back();
}

bool PreciseWindows::evaluate(const Window& window,
                              const Where& where,
                              int order,
                              std::vector<Eigen::MatrixXd>& values) {
  if (std::numeric_limits<Real>::digits <= std::numeric_limits<double>::digits) return false;
  if (!is_of_one_tanh_layer(window)) return false;
  const auto n_points = static_cast<Eigen::Index>(where.points.size());
  const Real rate = window.input.rate;
  Eigen::Matrix<Real, Eigen::Dynamic, 1> away(n_points);
  for (Eigen::Index i = 0; i < n_points; ++i) {
    const auto point = static_cast<std::size_t>(i);
    const Real x = (static_cast<Real>(where.points[point]) - window.input.shift) * rate;
    away(i) = x - nominal(where.places[point], where.backwards);
    if (!(std::abs(away(i)) < kNear)) return false;
  }
  const auto n_derivatives = static_cast<std::size_t>(order) + 1;
  const Eigen::Index n_states = window.scale.size();
  values.assign(n_derivatives, Eigen::MatrixXd(n_points, n_states));
  sums_.resize(n_derivatives + 1);
  for (std::size_t n = 0; n < window.networks.size(); ++n) {
    const Mlp& network = window.networks[n];
    const Features& known = features(network.layers.front(), where, order + 1);
    const Linear& output = network.layers.back();
    const Matrix weights = output.weight.cast<Real>().transpose();
    for (std::size_t k = 0; k <= n_derivatives; ++k) {
      sums_[k].noalias() = known.derivatives[k] * weights;
    }
    sums_[0].rowwise() += output.bias.cast<Real>().transpose();
    for (Eigen::Index row = 0; row < output.weight.rows(); ++row) {
      const Eigen::Index s = window.networks.size() == 1 ? row : static_cast<Eigen::Index>(n);
      Real factor = static_cast<Real>(window.scale(s)) * window.factor(s, 0);
      for (std::size_t k = 0; k < n_derivatives; ++k) {
        const auto at_points = sums_[k].col(row) + away.cwiseProduct(sums_[k + 1].col(row));
        const Real offset = k == 0 ? window.offset(s, 0) : 0.0;
        values[k].col(s) = (factor * at_points.array() + offset).cast<double>().matrix();
        factor *= rate;
      }
    }
  }
  return true;
}

}  // namespace pinn
