// SPDX-License-Identifier: MIT
// Collocation points of a domain.
#pragma once

#include <cstdint>
#include <random>
#include <vector>

#include "pinn/config/config.hpp"

namespace pinn {

/// `count` points in [start, end] of the given kind, increasing; random, sobol and lhs draw from
/// `generator`.
///
/// uniform: equally spaced, ends included. chebyshev: roots of T_n, ends left out, increasing.
/// sobol: the van der Corput sequence with a random digital shift (first dimension of Sobol). lhs:
/// one point in each of `count` equal cells, at a random place.
std::vector<double> make_points(
    PointsKind kind, std::int64_t count, double start, double end, std::mt19937_64& generator);

/// `count` equally spaced points, both ends exact; the middle if `count` is 1.
std::vector<double> uniform_points(std::int64_t count, double start, double end);

/// Midpoints between neighbouring training points (and between the ends and the outermost points):
/// where the validation loss is measured.
std::vector<double> validation_points(std::vector<double> training, double start, double end);

}  // namespace pinn
