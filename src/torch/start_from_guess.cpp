// SPDX-License-Identifier: MIT
// Least squares on the values by L-BFGS.
#include "start_from_guess.hpp"

#include <cmath>

#include "pinn/expression/evaluate.hpp"

namespace pinn {

namespace {

constexpr int kIterations = 300;
/// Of the mean square, beside that of the guess: a start need not be exact.
constexpr double kCloseEnough = 1e-6;

struct GuessedState {
  std::int64_t state;
  torch::Tensor values;  ///< (n_points, 1)
  double weight;         ///< Of the square of a difference.
};

std::vector<GuessedState> guessed_states(const Problem& problem,
                                         const Trial& trial,
                                         const torch::Tensor& x,
                                         std::int64_t n_points) {
  const InputMap& input = trial.frame().input;
  const torch::Tensor places =
      x.detach().narrow(0, 0, n_points).to(torch::kCPU, torch::kFloat64).contiguous();
  std::vector<GuessedState> states;
  for (std::size_t s = 0; s < problem.guess.size(); ++s) {
    if (!problem.guess[s]) continue;
    torch::Tensor values = torch::empty({n_points, 1}, torch::kFloat64);
    for (std::int64_t p = 0; p < n_points; ++p) {
      const double v = input.shift + places.data_ptr<double>()[p] / input.rate;
      values.data_ptr<double>()[p] = evaluate<double>(*problem.guess[s], {v});
    }
    const double size = values.square().mean().item<double>();
    if (!std::isfinite(size)) continue;
    const double weight = size > 0.0 ? 1.0 / size : 1.0;
    states.push_back(
        {static_cast<std::int64_t>(s), values.to(x.device(), x.scalar_type()), weight});
  }
  return states;
}

}  // namespace

void start_from_guess(const Problem& problem,
                      const Trial& trial,
                      Network& network,
                      const torch::Tensor& x,
                      std::int64_t n_points) {
  if (n_points == 0) return;
  const std::vector<GuessedState> guessed = guessed_states(problem, trial, x, n_points);
  if (guessed.empty()) return;
  torch::optim::LBFGS optimizer(
      network.parameters(),
      torch::optim::LBFGSOptions(1.0).max_iter(1).max_eval(25).line_search_fn("strong_wolfe"));
  const auto closure = [&] {
    const std::vector<torch::Tensor> states =
        trial.states(network, x, n_points, trial.condition_order());
    torch::Tensor loss;
    for (const GuessedState& one : guessed) {
      const torch::Tensor y = states[0].narrow(0, 0, n_points).narrow(1, one.state, 1);
      const torch::Tensor part = (y - one.values).square().mean() * one.weight;
      loss = loss.defined() ? loss + part : part;
    }
    optimizer.zero_grad();
    loss.backward();
    return loss;
  };
  for (int i = 0; i < kIterations; ++i) {
    const double loss = optimizer.step(closure).item<double>();
    if (!(loss > kCloseEnough)) return;
  }
}

}  // namespace pinn
