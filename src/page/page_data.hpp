// SPDX-License-Identifier: MIT
// What the script of a page works on.
#pragma once

#include <string>
#include <vector>

#include "pinn/page/page.hpp"
#include "pinn/plot/svg.hpp"

namespace pinn {

/// JSON with the networks and the curves of every panel; safe inside a <script> element.
std::string page_data(const PageInput& input,
                      const std::vector<Panel>& panels,
                      const SvgStyle& style);

}  // namespace pinn
