// SPDX-License-Identifier: MIT
// Panels as a script for gnuplot, which makes a PNG of them.
#pragma once

#include <string>
#include <vector>

#include "pinn/plot/figure.hpp"
#include "pinn/plot/svg.hpp"

namespace pinn {

/// A script with its data in it that writes the picture to `file`: two pixels for each of the SVG.
std::string png_script(const std::vector<Panel>& panels,
                       const SvgStyle& style,
                       const std::string& file);

}  // namespace pinn
