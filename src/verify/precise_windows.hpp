// SPDX-License-Identifier: MIT
// Windows of the readout method, evaluated with more digits than a double has.
#pragma once

#include <Eigen/Dense>
#include <vector>

#include "pinn/model/model.hpp"

namespace pinn {

/// The output weights of a window of one hidden tanh layer may be large and cancel each other: a
/// sum of doubles then has roundings far above those of its result, and so has every residual. The
/// function that the weights define is known better: here it is summed up in long double.
///
/// Windows share their hidden layers, and are looked at in the same places: what the hidden layers
/// are there is computed once.
class PreciseWindows {
 public:
  /// Where to evaluate: point i lies at places[i] of the way from one end of the window to the
  /// other, up to rounding.
  struct Where {
    const std::vector<double>& points;
    const std::vector<double>& places;
    bool backwards = false;  ///< From the right end to the left one.
  };

  /// Values and derivatives, rounded once; false for windows of another kind, where long double is
  /// double, or if a point is not at its place.
  ///
  /// Shapes:  values: order + 1 matrices (n_points, n_states), matrix k the k-th derivative.
  bool evaluate(const Window& window,
                const Where& where,
                int order,
                std::vector<Eigen::MatrixXd>& values);

 private:
  using Matrix = Eigen::Matrix<long double, Eigen::Dynamic, Eigen::Dynamic>;

  /// A hidden layer at some places.
  struct Features {
    Linear hidden;
    std::vector<double> places;
    bool backwards = false;
    std::vector<Matrix> derivatives;  ///< By x, each (n_points, n_units).
  };

  const Features& features(const Linear& hidden, const Where& where, int order);

  std::vector<Features> known_;
  std::vector<Matrix> sums_;
};

}  // namespace pinn
