// SPDX-License-Identifier: MIT
// The loss of a plain network in one pass over the points, as one node of LibTorch's graph.
#pragma once

#include <torch/torch.h>

#include <vector>

#include "network_jets.hpp"
#include "pinn/config/config.hpp"
#include "pinn/engine/scaling.hpp"
#include "pinn/expression/program.hpp"
#include "pinn/problem/problem.hpp"
#include "trial.hpp"

namespace pinn {

/// A condition in the loss, with the rows of its values, counted from the first fixed row.
struct FusedCondition {
  int number = 0;  ///< Among the conditions of the problem.
  std::vector<std::int64_t> rows;
};

/// What the loss comes to, and the adjoints of the network's derivatives.
struct FusedValues {
  double total = 0.0;
  std::vector<double> residuals;        ///< Mean square, one per equation.
  double conditions = 0.0;              ///< Sum of squares.
  std::vector<torch::Tensor> adjoints;  ///< As what NetworkJets::forward() gives.
};

/// Loss without data and moving factors, of one network for all states: residuals
/// and their exact derivatives by the program of the equations, in doubles, in the place of a graph
/// of some forty tensors.
class FusedLoss {
 public:
  /// True if the loss can be had in this way, whatever the network: without data, and without
  /// hard conditions or with nothing but initial values.
  static bool applies(const Problem& problem,
                      const Trial& trial,
                      std::size_t n_soft_conditions,
                      bool has_data);

  /// Needs:  applies(). Problem and trial must outlive this.
  FusedLoss(const Problem& problem,
            const WeightsConfig& weights,
            const std::vector<FusedCondition>& conditions,
            const Scaling& scaling,
            const Trial& trial,
            int order);

  bool has_conditions() const { return !conditions_.empty(); }

  /// Shapes:  x (n_points + fixed rows, 1), weights (n_weights) -> one element, with a gradient by
  ///          the weights if they ask for one; the parts go to `values`, without the adjoints.
  torch::Tensor evaluate(NetworkJets& jets,
                         const torch::Tensor& x,
                         const torch::Tensor& weights,
                         std::int64_t n_points,
                         FusedValues& values);

 private:
  struct Term {
    int state = 0;
    int derivative = 0;
    double scale = 1.0;  ///< d^k y/dv^k = scale * d^k N/dx^k
  };
  struct ConditionProgram {
    Program program;
    std::vector<Term> terms;         ///< Of every slot.
    std::vector<std::int64_t> rows;  ///< Of every slot.
    double factor = 1.0;
  };

  Term term_of(int state, int derivative) const;
  void fill_form(std::size_t n);
  void from_network(const Term& term, double* values, std::size_t n) const;
  void to_network(const Term& term, const double* adjoint, std::size_t n);
  template <typename T>
  void add_equations(const std::vector<torch::Tensor>& states,
                     const torch::Tensor& x,
                     std::int64_t n_points,
                     FusedValues& values);
  template <typename T>
  void add_conditions(const std::vector<torch::Tensor>& states,
                      std::int64_t n_points,
                      FusedValues& values);

  const Problem& problem_;
  WeightsConfig weights_;
  Scaling scaling_;
  int order_;
  Program equations_;
  std::vector<int> used_slots_;  ///< Of states, in the equations.
  std::vector<Term> terms_;      ///< Of every used slot.
  std::vector<ConditionProgram> conditions_;
  const FactorForm* form_;  ///< Null: the network's output as it is.
  int n_states_;
  std::vector<double> slots_;
  std::vector<double> rows_;
  std::vector<double> x_;
  std::vector<double> adjoint_;  ///< Of one slot.
  /// Per derivative of the network (n_states, n_points): values and adjoints.
  std::vector<std::vector<double>> network_;
  std::vector<std::vector<double>> network_adjoint_;
  /// Per derivative (n_states, n_points) of the form.
  std::vector<std::vector<double>> offset_;
  std::vector<std::vector<double>> factor_;
  Program::Workspace workspace_;
};

}  // namespace pinn
