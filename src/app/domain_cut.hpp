// SPDX-License-Identifier: MIT
// Whether it matters where a domain ends that stands for an infinite one.
#pragma once

#include <vector>

#include "pinn/app/prepare.hpp"
#include "pinn/engine/engine.hpp"
#include "pinn/verify/verdict.hpp"

namespace pinn {

/// Solves the problem by method readout, and once more where each end that stands for infinity lies
/// half the domain's length farther out; compares the two at the points. Where there are several
/// solutions, those next to the model are compared; if none is next to it, nothing is known.
///
/// Needs:  problem.start_is_cut or problem.end_is_cut; points inside the domain
DomainCut measure_domain_cut(const Prepared& prepared,
                             const Model& model,
                             const std::vector<double>& points,
                             TrainObserver& observer);

/// What to say of a cut that matters.
Diagnostic domain_cut_warning(const Problem& problem, const DomainCut& cut);

}  // namespace pinn
