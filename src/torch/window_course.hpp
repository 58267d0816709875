// SPDX-License-Identifier: MIT
// Where the windows of a training end.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "trainer.hpp"

namespace pinn {

/// Equal windows, or windows as long as their training reaches a tolerance: where windows are
/// "auto", all conditions stand at the start, and the last stage is one that gets there.
class WindowCourse {
 public:
  /// Needs:   both outlive this.
  /// Throws:  ConfigError if several windows are asked for and the conditions do not all stand at
  ///          the start, or if a window would be longer than a delay.
  WindowCourse(const Problem& problem, const Config& config);

  /// Of equal windows; 1 if they are not.
  std::int64_t count() const { return count_; }

  bool is_adaptive() const { return is_adaptive_; }

  /// Training loss of a window below which nothing more is wanted.
  std::optional<double> enough() const;

  /// Training loss of the one window below which its error may be small enough, where nothing tells
  /// how errors grow: with conditions at several places.
  std::optional<double> promise() const;

  /// Where the window that starts at `at` ends.
  double next_end(double at) const;

  /// After a training of the window from `at`: true if the window stands.
  bool judge(double at, const TrainerResult& window);

  /// True if no window may be shorter.
  bool is_stuck() const { return is_stuck_; }

  double tolerance() const { return tolerance_; }

 private:
  const Problem& problem_;
  const Config& config_;
  std::vector<double> stops_;  ///< Of delays.
  bool is_adaptive_ = false;
  bool is_one_by_estimate_ = false;  ///< One window, until its estimated error is small.
  std::int64_t count_ = 1;
  bool is_stuck_ = false;
  double tolerance_ = 0.0;  ///< Root mean square of the residuals, relative to the states.
  double length_ = 0.0;
  int since_rejected_ = 0;
};

}  // namespace pinn
