// SPDX-License-Identifier: MIT
// Panels as a picture.
#pragma once

#include <string>
#include <vector>

#include "pinn/plot/figure.hpp"

namespace pinn {

/// Colours of an SVG.
enum class Ground {
  Auto,  ///< Those of the reader: light, or dark where the page is.
  Light,
  Dark
};

struct SvgStyle {
  int panel_width = 420;  ///< Pixels.
  int panel_height = 280;
  int panels_per_row = 2;  ///< One panel alone is as wide as it is told.
  Ground ground = Ground::Auto;
  std::string title;  ///< For readers that do not see it, too.
};

/// Where the coordinate system lies in a panel, in pixels.
struct PlotBox {
  double left;
  double top;
  double width;
  double height;
};
PlotBox plot_box(const SvgStyle& style);

/// A whole SVG document: one coordinate system a panel, with axes, grid and legend.
std::string draw_svg(const std::vector<Panel>& panels, const SvgStyle& style);

/// What XML needs: & < > " as entities.
std::string xml_text(const std::string& text);

}  // namespace pinn
