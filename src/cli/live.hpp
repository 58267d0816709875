// SPDX-License-Identifier: MIT
// Solution and loss as text, while a network trains.
#pragma once

#include <chrono>
#include <string>
#include <vector>

#include "pinn/engine/engine.hpp"
#include "pinn/model/model.hpp"
#include "pinn/plot/terminal.hpp"
#include "pinn/problem/problem.hpp"

namespace pinn::cli {

/// Pictures of a training, drawn at most four times a second and as seldom as it takes to need less
/// than a fiftieth of the time.
class Live {
 public:
  using Clock = std::chrono::steady_clock;

  Live(const Problem& problem, TerminalStyle style) : problem_(problem), style_(style) {}

  /// Every row of the history comes here.
  void add(const Iteration& row) {
    iterations_.push_back(static_cast<double>(row.iteration));
    losses_.push_back(row.loss);
  }

  bool is_due() const { return Clock::now() >= next_; }

  /// The pictures; what replaces them must come after `wipe()`.
  std::string draw(const Model& model);

  /// Takes the last pictures away, the line below them included; nothing if there are none.
  std::string wipe() const;

  /// What stands on the screen stays there.
  void keep() { n_lines_ = 0; }

 private:
  Problem problem_;
  TerminalStyle style_;
  std::vector<double> iterations_;
  std::vector<double> losses_;
  Clock::time_point next_;
  int n_lines_ = 0;
};

}  // namespace pinn::cli
