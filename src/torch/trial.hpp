// SPDX-License-Identifier: MIT
// Turns networks into states that meet their hard conditions, with derivatives.
#pragma once

#include <torch/torch.h>

#include <vector>

#include "network.hpp"
#include "pinn/engine/hard_conditions.hpp"
#include "pinn/engine/scaling.hpp"
#include "pinn/problem/problem.hpp"

namespace pinn {

/// The second form in plain numbers: derivative d of the offset and of the factor is the sum over j
/// of entry d (j, state) times exp(j (x slope + shift)); an empty matrix where it is zero.
struct FactorForm {
  double slope = 0.0;
  double shift = 0.0;
  std::vector<Eigen::MatrixXd> offset;
  std::vector<Eigen::MatrixXd> factor;
};

/// The trial solution. M_s = scale_s N_s below is the scaled network.
///
/// Equation:  no hard conditions: y = M.
///            Initial values at the start, all hard: y = offset(q) + q^order M with q = 1 -
///            exp(-(v - start) rate), whose offset has the given initial values.
///            Otherwise: y = M + sum_k eta_k (c_k - L_k[M]), see HardConditions.
/// Source:    Mattheakis, Sondak, Dogra, Protopapas 2022, Hamiltonian neural networks for solving
///            equations of motion, Phys. Rev. E 105, 065305 (the second form).
class Trial {
 public:
  Trial(const Problem& problem,
        const HardConditions& hard,
        const Scaling& scaling,
        const torch::TensorOptions& options);

  /// Places whose rows must follow the points in every batch, in this order.
  const std::vector<double>& condition_points() const { return condition_points_; }

  /// The derivative that the conditions themselves need at condition_points().
  int condition_order() const { return condition_order_; }

  /// Shapes:  x (n_rows, 1) in network units, rows from `first_condition` on at
  ///          condition_points() -> order + 1 tensors (n_rows, n_states): derivatives with respect
  ///          to the variable.
  /// Needs:   order >= condition_order().
  std::vector<torch::Tensor> states(Network& network,
                                    const torch::Tensor& x,
                                    std::int64_t first_condition,
                                    int order) const;

  /// The window of the network as it is now; the hard conditions hold to rounding in double.
  Window window(const Network& network) const;

  /// The window without networks and conditions: its edges and input map.
  const Window& frame() const { return frame_; }

  const HardConditions& hard_conditions() const { return hard_; }

  /// Null unless the form is the second one.
  const FactorForm* factor_form() const { return form_ == Form::Factor ? &plain_ : nullptr; }

  /// The conditions that connections meet; null where the frame does that or none is hard.
  const HardConditions* connections() const {
    return form_ == Form::Connections ? &hard_ : nullptr;
  }

 private:
  enum class Form { Plain, Factor, Connections };

  void prepare_factor();
  void prepare_connections();
  void scale_networks(std::vector<torch::Tensor>& m) const;
  torch::Tensor powers(const torch::Tensor& x, std::int64_t n_powers) const;
  void apply_factor(std::vector<torch::Tensor>& m, const torch::Tensor& x) const;
  void apply_connections(std::vector<torch::Tensor>& m,
                         const torch::Tensor& x,
                         std::int64_t first_condition) const;
  torch::Tensor to_tensor(const Eigen::MatrixXd& matrix) const;

  const Problem* problem_;
  HardConditions hard_;
  torch::TensorOptions options_;
  Form form_ = Form::Plain;
  Window frame_;
  std::vector<torch::Tensor> scales_;  ///< Factors of derivative k (1, n_states); empty: all 1.
  std::vector<double> condition_points_;
  int condition_order_ = 0;

  // Factor: entry d is the matrix (n_powers, n_states) whose product with the powers of
  // exp(-(v - start) rate) is the d-th derivative; undefined where that is zero.
  std::vector<torch::Tensor> offset_;
  std::vector<torch::Tensor> factor_;
  FactorForm plain_;

  // Connections.
  torch::Tensor targets_;           ///< (n_hard, 1)
  torch::Tensor functionals_;       ///< (n_hard, (condition_order + 1) n_points n_states)
  std::vector<torch::Tensor> eta_;  ///< Derivative d in q as a map (n_powers n_states, n_hard).
  double power_slope_ = 1.0;        ///< Argument of the powers = x * slope + shift.
  double power_shift_ = 0.0;
};

}  // namespace pinn
