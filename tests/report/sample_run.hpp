// SPDX-License-Identifier: MIT
// A small problem, model and run made by hand.
#pragma once

#include "pinn/expression/expression.hpp"
#include "pinn/model/model.hpp"
#include "pinn/problem/problem.hpp"
#include "pinn/report/run_record.hpp"

namespace pinn::test {

/// The expression that is one slot.
inline Expression slot(int index, const std::string& name, int primes) {
  Node node;
  node.op = Op::Slot;
  node.slot = index;
  node.symbol = 0;
  return Expression({node}, {{name, primes}}, name);
}

/// x'' = ... on [0, 6] in t with the observable `energy`, which is just x here. The residual is
/// x''.
inline Problem oscillator() {
  Problem problem;
  problem.start = 0.0;
  problem.end = 6.0;
  problem.states = {{"x", 2}};
  problem.state_slot_begin = {1};
  problem.n_slots = 4;
  Equation equation;
  equation.text = "x'' = 0";
  equation.label = "x";
  equation.left = equation.residual = slot(3, "x", 2);
  equation.right = Expression::constant(0.0);
  problem.equations = {equation};
  problem.observables = {{"energy", slot(1, "x", 0)}};
  problem.exact = {std::nullopt};
  return problem;
}

/// x = 1 + 2 t + 3 t^2: a network that gives 0, and the polynomial as its offset.
inline Model parabola() {
  Window window;
  window.end = 6.0;
  Mlp zero;
  zero.layers = {{Eigen::MatrixXd::Zero(1, 1), Eigen::VectorXd::Zero(1)}};
  window.networks = {zero};
  window.scale = Eigen::VectorXd::Ones(1);
  window.offset = (Eigen::MatrixXd(1, 3) << 1.0, 2.0, 3.0).finished();
  window.factor = Eigen::MatrixXd::Ones(1, 1);
  Model model;
  model.states = {"x"};
  model.windows = {window};
  return model;
}

/// A run that ended well: 100 sgd iterations, largest error 0.008 at t = 1.5 of tolerance 0.02.
inline RunRecord finished_run() {
  RunRecord record;
  record.config.name = "decay";
  record.config.training.method = Method::Gradient;
  record.config.training.stages = {StageConfig{}};
  record.problem = oscillator();
  record.status = RunStatus::Finished;
  record.exit_code = 0;
  record.accepted = true;
  record.started = "2024-05-01T12:00:00Z";
  record.total_iterations = 100;

  TrainingResult training;
  training.reason = StopReason::IterationLimit;
  training.model = parabola();
  training.iterations = 100;
  training.seconds = 19.2;
  training.stages.resize(1);
  training.stages[0].optimizer = "sgd";
  training.stages[0].iterations = 100;
  record.training = training;

  Verdict verdict;
  verdict.accepted = true;
  verdict.basis = Basis::Exact;
  verdict.n_points = 2;
  verdict.checks = {{0.0, "x", 1.0, 1.0, 0.0, 0.02, 0.0}, {1.5, "x", 1.008, 1.0, 0.008, 0.02, 0.4}};
  verdict.conditions = {{"x(0) = 1", false, 1.004, 1.0, 0.004, 0.02}};
  verdict.by_state = {{"x", 0.008, 1.5, 0.008, 0.005, 0.4}};
  verdict.worst = verdict.by_state[0];
  verdict.residual = {0.024, 0.1, 3.0, 0};
  verdict.max_violation = 0.004;
  record.verdict = verdict;
  record.files = {"solution.csv", "run.json"};
  return record;
}

/// What one network of a run may be like: the model itself, as its verdict has it, but refused.
inline SingleNetwork single_network_of(const RunRecord& record) {
  SingleNetwork single;
  single.model = record.training->model;
  single.verdict = *record.verdict;
  single.verdict.accepted = false;
  single.is_judged = true;
  single.seconds = 0.25;
  return single;
}

}  // namespace pinn::test
