// SPDX-License-Identifier: MIT
// The files of this folder that are a part of every page.
#pragma once

namespace pinn {

extern const char* const kPageCss;
extern const char* const kPageJs;

}  // namespace pinn
