// SPDX-License-Identifier: MIT
// The SHA-256 fingerprint of a config or data file.
#pragma once

#include <string>
#include <string_view>

namespace pinn {

/// The digest as 64 lower-case hexadecimal digits.
///
/// Source:  NIST FIPS 180-4, Secure Hash Standard, 2015, section 6.2.
std::string sha256(std::string_view bytes);

}  // namespace pinn
