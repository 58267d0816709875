// SPDX-License-Identifier: MIT
// Where the verdict looks.
#include "pinn/basis/points.hpp"
#include "pinn/verify/verdict.hpp"

namespace pinn {

std::vector<double> check_points(const Problem& problem, const AcceptConfig& accept) {
  return uniform_points(accept.points, problem.start, problem.end);
}

std::vector<double> window_points(const Model& model) {
  std::vector<double> points;
  for (const Window& window : model.windows) {
    points.push_back(window.start);
    points.push_back(window.start + (window.end - window.start) / 2);
  }
  points.push_back(model.end());
  return points;
}

}  // namespace pinn
