// SPDX-License-Identifier: MIT
// The loss of a plain network and its gradient in one pass over the points, without a graph.
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

/// What the loss comes to.
struct FusedValues {
  double total = 0.0;
  std::vector<double> residuals;  ///< Mean square, one per equation.
  double conditions = 0.0;        ///< Sum of squares.
  torch::Tensor gradient;         ///< Of `total` (n_weights); undefined without gradients.
};

/// Loss without data and moving factors, of one network for all states: residuals and their exact
/// derivatives by the program of the equations, in doubles and in blocks of points, in the place of
/// a graph of some forty tensors.
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

  /// The gradient comes with it if LibTorch records gradients.
  ///
  /// Shapes:  x (n_points + fixed rows, 1), weights (n_weights)
  FusedValues evaluate(NetworkJets& jets,
                       const torch::Tensor& x,
                       const torch::Tensor& weights,
                       std::int64_t n_points);

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

  /// What one block of points works with, and what it adds to the loss.
  struct Block {
    std::vector<double> squares;  ///< Sum over the points, one per equation.
    double conditions = 0.0;
    std::vector<double> slots;
    std::vector<double> rows;
    std::vector<double> adjoint;  ///< Of one slot.
    std::vector<double> argument;
    /// Per derivative (n_states, n_points) of the form.
    std::vector<std::vector<double>> offset;
    std::vector<std::vector<double>> factor;
    Program::Workspace workspace;
  };

  Term term_of(int state, int derivative) const;
  void fill_form(const BlockValues& values, Block& block) const;
  void from_network(const Term& term,
                    const BlockValues& values,
                    const Block& block,
                    double* to) const;
  void to_network(const Term& term, const BlockValues& values, const Block& block) const;
  void add_equations(const BlockValues& values, std::int64_t n_points, Block& block) const;
  void add_conditions(const BlockValues& values, std::int64_t n_points, Block& block) const;
  FusedValues sum(std::int64_t n_points) const;

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
  std::vector<Block> blocks_;
};

}  // namespace pinn
