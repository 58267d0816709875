// SPDX-License-Identifier: MIT
// Windows one after another, each as long as its training converges.
#pragma once

#include <cstdint>
#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "pinn/engine/engine.hpp"
#include "start_values.hpp"
#include "window_training.hpp"

namespace pinn::least_squares {

struct MarchSettings {
  NetworkShape shape;
  std::uint32_t seed = 0;
  TrainingOptions training;
  std::int64_t max_windows = 0;
  std::optional<double> fixed_length;  ///< Of every window, whatever its residuals are.
  int starts = 1;                      ///< Random ones, at most, for a window of fixed length.
  /// After a step of the window given; false stops it all.
  std::function<bool(const LmStep&, const Window&)> go_on;
  /// After a window, with the rms of its residuals between the points.
  std::function<void(const Window&, double)> on_window;
};

struct MarchEnd {
  StopReason reason = StopReason::Converged;
  std::string message;
  double reached = 0.0;
};

class WindowMarch {
 public:
  /// Needs:   both outlive this.
  WindowMarch(const Problem& problem, const MarchSettings& settings);

  /// From the components u at `from` to `to`, in either direction; the windows there are appended
  /// in this order.
  MarchEnd run(double from, const Eigen::VectorXd& u, double to, std::vector<Window>& windows);

  const WindowStatistics& statistics() const { return statistics_; }
  double last_off_points() const { return last_off_points_; }

 private:
  double length_towards(double to) const;
  double next_stop(double to) const;
  Trained train(const Frame& frame);
  Trained train_once(const Frame& frame);
  void adapt(const Trained& trained);
  std::string place() const;

  const Problem& problem_;
  const MarchSettings& settings_;
  StartValues values_;
  std::vector<double> stops_;  ///< Of delays.
  double at_ = 0.0;
  double length_ = 0.0;  ///< Of the next window, without a sign.
  int since_rejected_ = 0;
  bool stopped_ = false;
  Mlp network_;  ///< Of the last window; without layers: random weights.
  std::uint32_t n_random_ = 0;
  WindowStatistics statistics_;
  double last_off_points_ = 0.0;
};

}  // namespace pinn::least_squares
