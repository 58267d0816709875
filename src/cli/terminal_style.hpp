// SPDX-License-Identifier: MIT
// What a terminal can show.
#pragma once

#include "pinn/plot/terminal.hpp"

namespace pinn::cli {

/// True if the locale's characters include braille.
bool speaks_utf8();

/// How to draw on a file: braille where the locale has it and the terminal is not a dumb one,
/// colour on terminals unless NO_COLOR is set.
TerminalStyle style_of(int file);

}  // namespace pinn::cli
