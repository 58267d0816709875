// SPDX-License-Identifier: MIT
// Panels as text.
#pragma once

#include <string>

#include "pinn/plot/figure.hpp"

namespace pinn {

struct TerminalStyle {
  int columns = 80;
  int rows = 16;        ///< Of one panel, all its lines together.
  bool braille = true;  ///< Else plain ASCII.
  bool color = false;   ///< Escape sequences of ANSI terminals.
};

/// A panel of style.rows lines, each ended by a line feed: title with legend, curves, axis.
std::string draw_in_terminal(const Panel& panel, const TerminalStyle& style);

}  // namespace pinn
