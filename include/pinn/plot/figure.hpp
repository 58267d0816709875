// SPDX-License-Identifier: MIT
// What a picture shows, whatever draws it.
#pragma once

#include <string>
#include <vector>

namespace pinn {

enum class LineKind {
  Solid,
  Dashed,  ///< What others are compared with.
  Points
};

/// A line; values that are not finite are gaps.
struct Curve {
  std::string name;
  std::vector<double> x;
  std::vector<double> y;
  LineKind kind = LineKind::Solid;
  int color = 0;  ///< Place in the palette: the same for all that belongs to one state.
};

/// A coordinate system with its curves.
struct Panel {
  std::string title;
  std::string x_label;
  std::string y_label;
  bool log_x = false;
  bool log_y = false;
  bool fill_x = true;  ///< Curves go from edge to edge, as along a variable.
  std::vector<Curve> curves;
};

/// Limits of an axis, a little wider than the values, and where its numbers stand.
struct Axis {
  double low = 0.0;
  double high = 1.0;
  bool is_log = false;
  std::vector<double> ticks;

  /// 0 at low, 1 at high.
  double place(double value) const;
};

/// An axis for these values; on a logarithmic one those that are not positive do not count.
///
/// At most `most` ticks: multiples of 1, 2 or 5 times a power of ten, or powers of ten.
Axis make_axis(const std::vector<const std::vector<double>*>& values, bool is_log, int most);

/// The axes of a panel.
Axis x_axis_of(const Panel& panel, int most);
Axis y_axis_of(const Panel& panel, int most);

/// "0.001", "1e-6": a number beside an axis.
std::string tick_text(double value);

}  // namespace pinn
