// SPDX-License-Identifier: MIT
// How often this test program has taken memory.
#pragma once

namespace pinn::test {

long n_allocations();

}  // namespace pinn::test
