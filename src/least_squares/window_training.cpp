// SPDX-License-Identifier: MIT
// Frames by the size of what the start says, random networks, and the end of a training.
#include "window_training.hpp"

#include <algorithm>
#include <cmath>
#include <limits>
#include <random>
#include <utility>

#include "pinn/expression/program.hpp"

namespace pinn::least_squares {

namespace {

constexpr double kOutputSpread = 0.3;  ///< Of the network at first, beside what it is to become.

/// Points where the residuals are looked at after training, beside those of the training.
constexpr int kCheckedPerPoint = 2;

constexpr double kFirstTarget = 1e-2;
constexpr double kNextTarget = 0.1;

constexpr int kReadoutSteps = 3;
constexpr double kReadoutCut = 1e-13;  ///< Singular values below it, of the largest, are left out.

double size_of(const Start& start, std::size_t state, double length) {
  const Eigen::VectorXd& derivatives = start.states[state];
  double size = 0.0;
  double power = 1.0;
  for (Eigen::Index k = 0; k < derivatives.size(); ++k) {
    const double term = std::abs(derivatives(k)) * power;
    if (std::isfinite(term)) size = std::max(size, term);
    power *= std::abs(length) / static_cast<double>(k + 1);
  }
  return size > 0.0 ? size : 1.0;
}

/// Per equation: what the residual is if every highest derivative is as large as its state.
Eigen::VectorXd residual_sizes(const Problem& problem, const Start& start, const Window& window) {
  std::vector<Expression> residuals;
  std::vector<int> by;
  for (const Equation& equation : problem.equations) residuals.push_back(equation.residual);
  for (int s = 0; s < problem.n_states(); ++s) {
    by.push_back(problem.slot_of(s, problem.states[static_cast<std::size_t>(s)].order));
  }
  const Program program(residuals, problem.n_slots, by);
  std::vector<double> slots(static_cast<std::size_t>(problem.n_slots), 0.0);
  slots[0] = start.at;
  problem.fill_inputs(start.at, slots);
  for (int s = 0; s < problem.n_states(); ++s) {
    const Eigen::VectorXd& derivatives = start.states[static_cast<std::size_t>(s)];
    for (Eigen::Index k = 0; k < derivatives.size(); ++k) {
      slots[static_cast<std::size_t>(problem.slot_of(s, static_cast<int>(k)))] = derivatives(k);
    }
  }
  std::vector<double> rows(static_cast<std::size_t>(program.n_rows()));
  Program::Workspace workspace;
  program.evaluate(1, slots.data(), 1, rows.data(), 1, workspace);
  Eigen::VectorXd sizes = Eigen::VectorXd::Zero(static_cast<Eigen::Index>(residuals.size()));
  for (const Program::Partial& partial : program.partials()) {
    for (int s = 0; s < problem.n_states(); ++s) {
      const int order = problem.states[static_cast<std::size_t>(s)].order;
      if (problem.slot_of(s, order) != partial.slot) continue;
      sizes(partial.output) += std::abs(rows[static_cast<std::size_t>(partial.row)]) *
                               window.scale(s) * std::pow(std::abs(window.argument_rate), order);
    }
  }
  return sizes;
}

double rms(const Eigen::VectorXd& values) {
  return std::sqrt(values.squaredNorm() /
                   static_cast<double>(std::max<Eigen::Index>(values.size(), 1)));
}

/// Weights with the residuals between the points.
struct Candidate {
  Eigen::VectorXd weights;
  double off_points = std::numeric_limits<double>::infinity();
};

/// Newton's method on the output layer alone: linear least squares, without damping.
Candidate polished(Residuals& residuals,
                   Residuals& checked,
                   Eigen::Index n_readout,
                   Eigen::VectorXd weights) {
  Candidate best;
  Eigen::VectorXd R;
  Eigen::MatrixXd transposed;
  for (int turn = 0; turn <= kReadoutSteps; ++turn) {
    if (turn > 0) {
      residuals.jacobian(weights, transposed);
      Eigen::CompleteOrthogonalDecomposition<Eigen::MatrixXd> decomposition;
      decomposition.setThreshold(kReadoutCut);
      decomposition.compute(transposed.bottomRows(n_readout).transpose());
      weights.tail(n_readout) -= decomposition.solve(R);
    }
    Eigen::VectorXd between;
    if (!weights.allFinite() || !checked.evaluate(weights, between)) return best;
    const double off_points = rms(between);
    if (!(off_points < best.off_points)) return best;
    best = {weights, off_points};
    if (!residuals.evaluate(weights, R)) return best;
  }
  return best;
}

}  // namespace

Frame make_frame(const Problem& problem, const Start& start, double length) {
  Frame frame;
  Window& window = frame.window;
  const Eigen::Index d = problem.n_states();
  const Eigen::Index n = problem.highest_order() + 1;
  window.start = std::min(start.at, start.at + length);
  window.end = std::max(start.at, start.at + length);
  window.input.shift = start.at + 0.5 * length;
  window.input.rate = 2.0 / std::abs(length);
  window.anchor = start.at;
  window.argument_rate = 1.0 / length;
  window.scale.resize(d);
  window.offset.setZero(d, n);
  window.factor.setZero(d, n);
  for (Eigen::Index s = 0; s < d; ++s) {
    const auto state = static_cast<std::size_t>(s);
    const int order = problem.states[state].order;
    double power = 1.0;
    for (int k = 0; k < order; ++k) {
      window.offset(s, k) = start.states[state](k) * power;
      power *= length / (k + 1);
    }
    window.factor(s, order) = 1.0;
    window.scale(s) = size_of(start, state, length);
  }
  frame.factors = residual_sizes(problem, start, window);
  for (double& factor : frame.factors) factor = factor > 0.0 ? 1.0 / factor : 1.0;
  return frame;
}

Mlp random_network(const NetworkShape& shape,
                   int n_outputs,
                   std::uint32_t seed,
                   std::uint32_t number) {
  std::seed_seq sequence{seed, number};
  std::mt19937_64 generator(sequence);
  std::uniform_real_distribution<double> uniform(-1.0, 1.0);
  Mlp network;
  network.activation = shape.activation;
  int n_in = 1;
  for (std::size_t l = 0; l <= shape.hidden.size(); ++l) {
    const bool is_last = l == shape.hidden.size();
    const int n_out = is_last ? n_outputs : shape.hidden[l];
    Linear layer{Eigen::MatrixXd(n_out, n_in), Eigen::VectorXd(n_out)};
    const double spread = is_last ? kOutputSpread * std::sqrt(3.0 / n_in)
                                  : (l == 0 ? 2.0 : std::sqrt(6.0 / (n_in + n_out)));
    for (double& weight : layer.weight.reshaped()) weight = spread * uniform(generator);
    for (Eigen::Index i = 0; i < layer.bias.size(); ++i) {
      // In the first layer a unit is steepest somewhere in the window.
      const double place = uniform(generator);
      layer.bias(i) = is_last ? 0.0 : (l == 0 ? -layer.weight(i, 0) * place : 0.1 * place);
    }
    network.layers.push_back(std::move(layer));
    n_in = n_out;
  }
  return network;
}

Trained train_window(const Problem& problem,
                     const Frame& frame,
                     const Mlp& network,
                     const TrainingOptions& options) {
  Window window = frame.window;
  window.networks = {network};
  const auto at = [&](int count) { return chebyshev_points(window.start, window.end, count); };
  WindowResiduals residuals(problem, window, at(options.n_points), frame.factors);
  WindowResiduals checked(
      problem, window, at(kCheckedPerPoint * options.n_points + 1), frame.factors);
  const Linear& output = network.layers.back();
  const Eigen::Index n_readout = output.weight.size() + output.bias.size();
  Trained trained;
  Candidate best;
  trained.minimum.weights = weights_of(network);
  LmOptions minimisation = options.minimisation;
  // The output layer on its own brings orders of magnitude: it is tried early. The next round goes
  // on from where the last one ended without it, as its large weights would freeze all others.
  for (double target = kFirstTarget;; target *= kNextTarget) {
    minimisation.target = std::max(target, options.minimisation.target);
    minimisation.max_iterations = options.minimisation.max_iterations - trained.minimum.iterations;
    LmResult round = minimise(residuals, trained.minimum.weights, minimisation);
    round.iterations += trained.minimum.iterations;
    round.evaluations += trained.minimum.evaluations;
    trained.minimum = std::move(round);
    Candidate candidate = polished(residuals, checked, n_readout, trained.minimum.weights);
    if (candidate.off_points < best.off_points) best = std::move(candidate);
    const bool is_done = best.off_points <= options.tolerance;
    if (is_done || trained.minimum.end != LmEnd::Target) break;
    if (target <= options.minimisation.target) break;
  }
  trained.off_points = best.off_points;
  trained.trained_network = residuals.window_with(trained.minimum.weights).networks.front();
  trained.window =
      residuals.window_with(best.weights.size() > 0 ? best.weights : trained.minimum.weights);
  return trained;
}

}  // namespace pinn::least_squares
