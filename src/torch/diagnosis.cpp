// SPDX-License-Identifier: MIT
// Finds the part of the loss that is not finite and says so.
#include "diagnosis.hpp"

#include <cmath>
#include <vector>

#include "pinn/util/number_text.hpp"

namespace pinn {

namespace {

bool is_finite(const torch::Tensor& value) { return std::isfinite(value.item<double>()); }

std::vector<std::size_t> broken_equations(const LossParts& parts) {
  std::vector<std::size_t> broken;
  for (std::size_t e = 0; e < parts.residuals.size(); ++e) {
    if (!is_finite(parts.residuals[e])) broken.push_back(e);
  }
  return broken;
}

}  // namespace

std::string place_of_divergence(const LossParts& parts, const Problem& problem) {
  const std::vector<std::size_t> broken = broken_equations(parts);
  if (!broken.empty()) {
    std::string text =
        broken.size() == 1 ? " in the residual of equation" : " in the residuals of equations";
    for (std::size_t i = 0; i < broken.size(); ++i) {
      text += (i == 0 ? " \"" : ", \"") + problem.equations[broken[i]].label + "\"";
    }
    return text;
  }
  if (parts.conditions.defined() && !is_finite(parts.conditions)) return " in the conditions";
  for (const torch::Tensor& part : parts.data) {
    if (!is_finite(part)) return " in the data";
  }
  return "";
}

std::string point_of_divergence(const Loss& loss,
                                Network& network,
                                const torch::Tensor& x,
                                const LossParts& parts,
                                const Problem& problem,
                                const InputMap& input) {
  const std::vector<std::size_t> broken = broken_equations(parts);
  if (broken.empty()) return "";
  const torch::Tensor residual = loss.residual(network, x, broken.front());
  const torch::Tensor rows = torch::isfinite(residual).logical_not().reshape({-1}).nonzero();
  if (rows.size(0) == 0) return "";
  const double place = x.detach()[rows[0].item<std::int64_t>()][0].item<double>();
  const double v = input.shift + place / input.rate;
  return ", which is not finite at " + problem.variable + " = " + to_short_text(v, 3);
}

std::string divergence_message(const Divergence& divergence) {
  const std::string number = to_text(divergence.loss);
  std::string text = "training diverged at iteration " + std::to_string(divergence.iteration) +
                     ": " + divergence.what + " is " + number;
  const bool never = std::isnan(divergence.last_finite);
  if (!never) text += " (last finite " + to_short_text(divergence.last_finite) + ")";
  text += divergence.place;
  if (never) {
    return text +
           "; try points that avoid the place (training.points.kind \"chebyshev\") or rewrite the "
           "equation";
  }
  return text + "; try a smaller training.stages." + std::to_string(divergence.stage) +
         ".learning_rate (now " + to_text(divergence.learning_rate) + ")";
}

}  // namespace pinn
