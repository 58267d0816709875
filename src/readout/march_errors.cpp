// SPDX-License-Identifier: MIT
// What a window's error is taken for, beside its tolerance.
#include <algorithm>
#include <cmath>
#include <cstddef>
#include <limits>

#include "march.hpp"

namespace pinn::readout {

namespace {

constexpr double kEps = std::numeric_limits<double>::epsilon();

// Of the size of a state: smaller coefficients say nothing about the length of a window.
constexpr double kRoundingOfTail = 4.0 * kEps;

// Rounding that the exported weights may have, of the tolerance, which is a thirtieth of what is to
// be accepted; and below which no shorter window helps, of the value it starts from.
constexpr double kNoiseShare = 0.1;
constexpr double kNoiseFloor = 512.0;

// Coefficients this small, of the size of a state, that no longer fall are rounding, which no
// shorter window makes less.
constexpr double kMostPlateau = 1e-12;
constexpr double kFlat = 0.2;  ///< The last two beside the four before them; of equal ones 0.5.
constexpr double kLeastPlateau = 1e-2;

}  // namespace

/// The last two Legendre coefficients of every state beside its tolerance.
double March::tail() const {
  const Tableau& tables = kind_ == NodeKind::Gauss ? *gauss_ : *radau_;
  const Eigen::MatrixXd& slots = solver_.slots();
  double worst = 0.0;
  for (int s = 0; s < components_.n_states(); ++s) {
    const auto state = static_cast<std::size_t>(s);
    const auto y = slots.col(components_.slot[static_cast<std::size_t>(components_.begin[state])]);
    const Eigen::Vector2d last = tables.first->legendre.bottomRows<2>() * y;
    const double size = y.cwiseAbs().maxCoeff();
    const double allowed = settings_.tolerance.atol(s) + settings_.tolerance.rtol * size;
    const double sum = std::abs(last(0)) + std::abs(last(1));
    double ratio = std::max(0.0, sum - kRoundingOfTail * size) / allowed;
    if (ratio > kLeastPlateau && sum < kMostPlateau * size) {
      const Eigen::Vector4d before = tables.first->legendre.bottomRows<6>().topRows<4>() * y;
      if (sum > kFlat * before.cwiseAbs().sum()) ratio = kLeastPlateau;
    }
    worst = std::max(worst, ratio);
    if (!std::isfinite(last(0) + last(1))) return std::numeric_limits<double>::infinity();
  }
  return worst;
}

/// Rounding of the exported network, whose weights cancel each other, beside what it may be.
double March::noise(const Window& window) const {
  double worst = 0.0;
  for (int s = 0; s < components_.n_states(); ++s) {
    const bool one = window.networks.size() == 1;
    const Mlp& network = window.networks[one ? 0 : static_cast<std::size_t>(s)];
    const auto weights = network.layers.back().weight.row(one ? s : 0);
    const auto state = static_cast<std::size_t>(s);
    const auto y =
        solver_.slots().col(components_.slot[static_cast<std::size_t>(components_.begin[state])]);
    // Rounding is the same all over the window, the tolerance is smallest where the state is.
    const double at_start = std::abs(start_.u(components_.begin[state]));
    const double smallest = std::min(at_start, y.cwiseAbs().minCoeff());
    const double allowed =
        kNoiseShare * (settings_.tolerance.atol(s) + settings_.tolerance.rtol * smallest);
    const double floor = kNoiseFloor * kEps * at_start;
    worst = std::max(worst, kEps * weights.cwiseAbs().sum() / std::max(allowed, floor));
  }
  return std::isfinite(worst) ? worst : std::numeric_limits<double>::infinity();
}

}  // namespace pinn::readout
