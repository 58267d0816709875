// SPDX-License-Identifier: MIT
// Exact derivatives of the values of a graph, as further values of the same graph.
#pragma once

#include <cstdint>
#include <vector>

#include "program_graph.hpp"

namespace pinn {

/// The derivative of a value by one slot.
struct Tangent {
  std::int32_t slot = -1;
  std::int32_t node = -1;
};

/// The derivatives of every root by the slots in `by` that are not zero everywhere, by slot.
std::vector<std::vector<Tangent>> differentiate(Graph& graph,
                                                const std::vector<int>& roots,
                                                const std::vector<int>& by,
                                                int n_slots);

}  // namespace pinn
