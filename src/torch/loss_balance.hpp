// SPDX-License-Identifier: MIT
// Weights of a loss that a training moves by what it meets.
#pragma once

#include <torch/torch.h>

#include <vector>

#include "loss.hpp"
#include "pinn/config/config.hpp"

namespace pinn {

/// Balances the parts of a loss, and its points.
///
/// Equation:  gradient_norm: every 100 iterations f_k <- 0.9 f_k + 0.1 |grad E| / |grad L_k|, where
///            E is the weighted part of the equations and L_k that of the soft conditions or of a
///            series, so that each pulls as hard as the equations do.
///            self_adaptive: every iteration f <- 0.999 f + 0.01 r / max r with the residual r of a
///            point among all points, and of a part among all parts: what stays behind counts up to
///            ten times.
/// Source:    S. Wang, Y. Teng, P. Perdikaris 2021, Understanding and mitigating gradient flow
///            pathologies in physics-informed neural networks, SIAM J. Sci. Comput. 43, A3055;
///            S. J. Anagnostopoulos and others 2024, Residual-based attention in physics-informed
///            neural networks, Comput. Methods Appl. Mech. Eng. 421, 116805.
class LossBalance {
 public:
  LossBalance(const TrainingConfig& training, const torch::TensorOptions& options);

  /// All factors are 1 again.
  void reset(std::int64_t n_points, std::size_t n_series);

  /// What Loss::evaluate() takes; null if nothing is balanced.
  const LossFactors* factors() const { return is_active_ ? &factors_ : nullptr; }

  /// Factors of the soft conditions and of each series; empty if parts are not balanced.
  std::vector<double> by_part() const;

  /// Needs:   the graph of the parts, which were evaluated with factors().
  void update(const LossParts& parts,
              const std::vector<torch::Tensor>& parameters,
              std::int64_t iteration);

 private:
  void balance_gradients(const LossParts& parts, const std::vector<torch::Tensor>& parameters);
  void attend(const LossParts& parts);

  Balance kind_;
  WeightsConfig weights_;
  torch::TensorOptions options_;
  bool is_active_;
  LossFactors factors_;
};

}  // namespace pinn
