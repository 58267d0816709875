// SPDX-License-Identifier: MIT
// One network for the whole domain, made from the windows of a solution.
#pragma once

#include "pinn/config/config.hpp"
#include "pinn/model/model.hpp"
#include "pinn/problem/problem.hpp"

namespace pinn {

/// A single network and how far it is from the windows it was made from.
struct Distilled {
  Model model;            ///< One window.
  double distance = 0.0;  ///< Largest |network - windows| over the tolerance; nan if not finite.
};

inline constexpr int kFirstWidth = 32;
inline constexpr int kLargestWidth = 512;

/// The width to try after `width`: half as many features more, at most kLargestWidth.
int next_width(int width);

/// Linear, Tanh, Linear with `width` features: as many centres in every window, each as steep as
/// its neighbours are near. The output weights are one linear least-squares fit to the values
/// (weight 1) and the k-th derivatives (weight (h/2)^k in a window of length h), k up to the order.
/// The states and their derivatives below the order are those of the windows where the conditions
/// stand.
///
/// Needs:  width >= kFirstWidth; conditions at one point.
/// Cost:   some 10 width^3 multiplications.
Distilled distil(const Model& windows,
                 const Problem& problem,
                 const AcceptConfig& accept,
                 int width);

}  // namespace pinn
