// SPDX-License-Identifier: MIT
// The event that ends a solution, watched along the way.
#pragma once

#include <Eigen/Dense>
#include <functional>
#include <optional>
#include <vector>

#include "pinn/problem/problem.hpp"

namespace pinn {

/// Follows the sign of problem.stop_when. A sign of 0, as at a start that lies on the event, waits
/// for the first other one.
class EventWatch {
 public:
  using Values = std::function<Eigen::VectorXd(double)>;

  /// Needs:  problem.stop_when. The problem must outlive the watch.
  explicit EventWatch(const Problem& problem);

  /// Begins at (t, u).
  void start(double t, const Eigen::VectorXd& u);

  /// First place in (from, to] where the sign has changed, to rounding; `values` gives u there.
  std::optional<double> find(double from, double to, const Values& values);

 private:
  int sign_at(double t, const Eigen::VectorXd& u);

  const Problem& problem_;
  std::vector<double> slots_;
  int sign_ = 0;
};

}  // namespace pinn
