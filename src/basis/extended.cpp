// SPDX-License-Identifier: MIT
#include "extended.hpp"

namespace pinn {

namespace {

constexpr int kTerms = 18;           // 32^-18 / 18! is far below the last bit
constexpr double kSaturated = 40.0;  // exp(-80) is below the last bit

/// e^x - 1 for x >= 0.
Extended exp_minus_one(const Extended& x) {
  int n_doublings = 0;
  double scale = 1.0;
  while (x.high() * scale > 1.0 / 32.0) {
    scale *= 0.5;
    ++n_doublings;
  }
  const Extended small = x * scale;
  Extended value = 0.0;  // Horner: small (1 + small/2 (1 + small/3 (...)))
  for (int k = kTerms; k >= 1; --k) value = small / Extended(k) * (Extended(1) + value);
  for (int i = 0; i < n_doublings; ++i) value *= value + Extended(2);
  return value;
}

}  // namespace

Extended tanh(const Extended& x) {
  if (std::abs(x.high()) > kSaturated) return x.high() > 0.0 ? 1.0 : -1.0;
  const Extended growth = exp_minus_one(Extended(2) * abs(x));
  const Extended magnitude = growth / (growth + Extended(2));
  return x.high() < 0.0 ? -magnitude : magnitude;
}

}  // namespace pinn
