// SPDX-License-Identifier: MIT
// The loss of a training on a batch, part by part.
#pragma once

#include <torch/torch.h>

#include <memory>
#include <vector>

#include "expression_value.hpp"
#include "fused_loss.hpp"
#include "network.hpp"
#include "pinn/config/config.hpp"
#include "pinn/engine/engine.hpp"
#include "pinn/engine/scaling.hpp"
#include "pinn/problem/problem.hpp"
#include "trial.hpp"

namespace pinn {

/// Parts before weighting, each a tensor with one element; undefined if the part has no weight or
/// nothing belongs to it.
struct LossParts {
  torch::Tensor total;
  torch::Tensor gradient;  ///< Of the total by all weights, if it is known; else the graph has it.
  std::vector<torch::Tensor> residuals;  ///< Mean square, one per equation.
  torch::Tensor conditions;              ///< Sum of squares.
  std::vector<torch::Tensor> data;       ///< Mean square, one per series.
  torch::Tensor
      squares;  ///< Sum over the equations (n_points, 1), without a gradient; with factors.
};

/// Gradients of the total; none if it does not depend on weights, an undefined one where it does
/// not depend on that parameter.
///
/// Shapes:  as the parameters of the network
std::vector<torch::Tensor> gradients_of(const LossParts& parts,
                                        const std::vector<torch::Tensor>& parameters);

/// Factors beside the weights of the config. They move, and have no gradient.
struct LossFactors {
  double conditions = 1.0;
  std::vector<double> data;  ///< One per series.
  torch::Tensor points;      ///< Of the squared residuals (n_points, 1); undefined: all 1.
  /// Equation:  residuals at v count exp(-causal sum r^2 / n_points), over all points before v
  /// Source:    S. Wang, S. Sankaran, P. Perdikaris 2024, Respecting causality for training
  ///            physics-informed neural networks, Comput. Methods Appl. Mech. Eng. 421, 116813.
  double causal = 0.0;
};

/// Equation:  w_e sum_equations mean(residual^2) + w_c sum_soft violation^2 + w_d sum_series
///            mean(((predicted - observed)/sigma)^2); residuals and violations in the units of
///            Scaling.
class Loss {
 public:
  /// All arguments but `options` must outlive the loss.
  Loss(const Problem& problem,
       const WeightsConfig& weights,
       const std::vector<DataSeries>& data,
       const HardConditions& hard,
       const Scaling& scaling,
       const Trial& trial,
       const torch::TensorOptions& options);

  /// Values of the variable whose rows must follow the points in every batch.
  const std::vector<double>& fixed_points() const { return fixed_points_; }

  /// False if the equations have no weight: there are no points then.
  bool has_equations() const { return weights_.equations > 0.0; }

  /// Highest derivative that any part asks for.
  int order() const { return order_; }

  const std::vector<DataSeries>& data() const { return *data_; }

  /// Shapes:  x (n_points + fixed_points().size(), 1), requires its gradient.
  /// Without factors all are 1.
  LossParts evaluate(Network& network,
                     const torch::Tensor& x,
                     const LossFactors* factors = nullptr) const;

  /// Residuals of one equation at the points: for messages.
  ///
  /// Shapes:  -> (n_points, 1) or (1, 1) if it is constant.
  torch::Tensor residual(Network& network, const torch::Tensor& x, std::size_t equation) const;

 private:
  struct SoftCondition {
    TensorExpression residual;
    std::vector<PointValue> values;
    std::vector<std::int64_t> rows;  ///< Of each value, counted from the first fixed row.
    double factor = 1.0;
  };
  struct Series {
    int state = -1;
    int observable = -1;  ///< Place in observables_.
    std::int64_t first_row = 0;
    torch::Tensor observed;  ///< (n, 1)
    torch::Tensor weight;    ///< 1/sigma (n, 1)
  };
  using States = std::vector<torch::Tensor>;

  void add_conditions(const HardConditions& hard, const Scaling& scaling);
  LossParts evaluate_fused(Network& network, const torch::Tensor& x, std::int64_t n_points) const;
  void add_data(const std::vector<DataSeries>& data);
  void need(const Expression& expression);
  torch::Tensor to_column(const std::vector<double>& values) const;
  std::vector<TensorValue> slots(const States& states,
                                 const torch::Tensor& x,
                                 std::int64_t first_row,
                                 std::int64_t n_rows,
                                 const std::vector<bool>& used) const;
  void add_equations(const States& states,
                     const torch::Tensor& x,
                     std::int64_t n_points,
                     const LossFactors* factors,
                     LossParts& parts) const;
  void add_factored(const std::vector<TensorValue>& values,
                    const torch::Tensor& x,
                    const LossFactors& factors,
                    LossParts& parts) const;
  void add_conditions(const States& states,
                      std::int64_t n_points,
                      double factor,
                      LossParts& parts) const;
  void add_data(const States& states,
                const torch::Tensor& x,
                std::int64_t n_points,
                const LossFactors* factors,
                LossParts& parts) const;

  const Problem* problem_;
  WeightsConfig weights_;
  const std::vector<DataSeries>* data_;
  const Trial* trial_;
  InputMap input_;
  torch::TensorOptions options_;
  std::vector<double> fixed_points_;
  int order_ = 0;
  std::vector<TensorExpression> equations_;
  std::vector<double> equation_factors_;
  std::vector<bool> equation_slots_;  ///< Slots that some equation uses.
  std::vector<SoftCondition> conditions_;
  std::vector<TensorExpression> observables_;
  std::vector<std::vector<bool>> observable_slots_;
  std::vector<Series> series_;
  std::unique_ptr<FusedLoss> fused_;  ///< Null where the loss is not of that kind.
};

}  // namespace pinn
