// SPDX-License-Identifier: MIT
// Asks the environment.
#include "terminal_style.hpp"

#include <unistd.h>

#include <algorithm>
#include <cctype>
#include <cstdlib>
#include <string>

namespace pinn::cli {

bool speaks_utf8() {
  for (const char* name : {"LC_ALL", "LC_CTYPE", "LANG"}) {
    const char* value = std::getenv(name);
    if (value == nullptr || *value == '\0') continue;
    std::string text = value;
    std::transform(text.begin(), text.end(), text.begin(), [](unsigned char c) {
      return static_cast<char>(std::tolower(c));
    });
    return text.find("utf-8") != std::string::npos || text.find("utf8") != std::string::npos;
  }
  return false;
}

TerminalStyle style_of(int file) {
  const char* term = std::getenv("TERM");
  const bool is_dumb = term == nullptr || std::string(term) == "dumb";
  const bool is_terminal = ::isatty(file) == 1;
  TerminalStyle style;
  style.braille = !(is_terminal && is_dumb) && speaks_utf8();
  style.color = is_terminal && !is_dumb && std::getenv("NO_COLOR") == nullptr;
  return style;
}

}  // namespace pinn::cli
