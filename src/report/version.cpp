// SPDX-License-Identifier: MIT
// What this build calls itself; the build passes both texts in.
#include <string>

#include "pinn/report/run_record.hpp"

namespace pinn {

std::string program_version() { return PINN_VERSION; }

std::string program_commit() { return PINN_COMMIT; }

}  // namespace pinn
