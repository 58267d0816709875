// SPDX-License-Identifier: MIT
// Training that solves for the output layer alone: initial-value problems, window by window.
#pragma once

#include <string>

#include "pinn/engine/engine.hpp"

namespace pinn {

/// Frozen hidden features, output weights by Newton's method, windows as long as the tolerance lets
/// them be. The conditions hold by construction.
///
/// Source:  De Florio, Schiassi, Furfaro 2022, Physics-informed neural networks and functional
///          interpolation for stiff chemical kinetics, Chaos 32, 063107; the windows are those of
///          an implicit Runge-Kutta method: Hairer, Wanner 1996, Solving ODEs II.
class ReadoutEngine : public Engine {
 public:
  TrainingResult train(const Problem& problem,
                       const Config& config,
                       const std::vector<DataSeries>& data,
                       TrainObserver& observer) override;

  std::string version() const override;
};

/// True if the method can do what the config asks for: an initial-value problem, conditions exact,
/// no data, and nothing that only a network trained as a whole has.
bool readout_applies(const Problem& problem, const Config& config);

/// Tighter than that the rounding of double precision decides, and no window would ever pass.
inline constexpr double kSmallestReadoutRtol = 1e-13;

/// Relative tolerance that the windows are solved to: given, or a thirtieth of accept.rtol.
double readout_rtol(const Config& config);

}  // namespace pinn
