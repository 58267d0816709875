// SPDX-License-Identifier: MIT
// A limited number of an integrator's steps.
#pragma once

#include <cstddef>
#include <utility>
#include <vector>

#include "integrate.hpp"

namespace pinn {

/// Every step, until there are too many: then every second, fourth, ...
class OwnSteps {
 public:
  explicit OwnSteps(std::size_t limit) : limit_(limit) {}

  void add(double at, const Eigen::VectorXd& u) {
    if (limit_ == 0 || count_++ % stride_ != 0) return;
    kept_.push_back({at, u, true});
    if (kept_.size() <= limit_) return;
    std::vector<Sample> half;
    for (std::size_t i = 0; i < kept_.size(); i += 2) half.push_back(std::move(kept_[i]));
    kept_ = std::move(half);
    stride_ *= 2;
  }

  std::vector<Sample> take() { return std::move(kept_); }

 private:
  std::size_t limit_;
  std::size_t count_ = 0;
  std::size_t stride_ = 1;
  std::vector<Sample> kept_;
};

}  // namespace pinn
