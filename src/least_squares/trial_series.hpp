// SPDX-License-Identifier: MIT
// A window's states at fixed places as functions of all weights, and the way back.
#pragma once

#include <Eigen/Dense>
#include <optional>
#include <vector>

#include "pinn/engine/hard_conditions.hpp"
#include "pinn/model/jets.hpp"
#include "pinn/model/model.hpp"
#include "pinn/problem/problem.hpp"

namespace pinn::least_squares {

/// All weights of some networks, one network after the other, each as weights_of().
Eigen::VectorXd weights_of_all(const std::vector<Mlp>& networks);

/// Needs:  as many weights as the networks have.
void set_weights_of_all(std::vector<Mlp>& networks, const Eigen::VectorXd& weights);

/// scale_s factor_s(q) N_s at fixed places as Taylor series.
class NetworkSeries {
 public:
  /// Shapes:  all series have `n` coefficients.
  NetworkSeries(const Window& frame, const std::vector<double>& places, int n);

  /// Shapes:  -> (n_states, n_places * n): column p * n + k is the coefficient of s^k at place p.
  const Eigen::MatrixXd& evaluate(const std::vector<Mlp>& networks);

  /// The same, and keeps what gradients() needs; the networks stay as they are until then.
  const Eigen::MatrixXd& forward(const std::vector<Mlp>& networks);

  /// For every place the gradient of the sum of adjoint times coefficient over the states there.
  ///
  /// Shapes:  adjoint (n_states, n_places * n), by_place (n_weights, n_places)
  void gradients(const Eigen::MatrixXd& adjoint, Eigen::Ref<Eigen::MatrixXd> by_place);

  Eigen::Index n_places() const { return n_places_; }

 private:
  void multiply(const Eigen::MatrixXd& outputs);

  int n_;
  Eigen::Index n_places_;
  Eigen::MatrixXd inputs_;    ///< (n_inputs, n_places * n)
  Eigen::MatrixXd products_;  ///< (n_states, n_places * n) Of scale times factor.
  Eigen::MatrixXd outputs_;   ///< (n_states, n_places * n) Of the networks.
  Eigen::MatrixXd states_;
  std::vector<Jets> jets_;  ///< Of every network.
  std::vector<Eigen::Index> n_weights_;
};

/// The states themselves: with the frame's offset, or with what makes hard conditions hold.
///
/// Equation:  y = offset + M, or y = M + sum_k eta_k (c_k - L_k[M]) with M of NetworkSeries.
class TrialSeries {
 public:
  /// Needs:   the frame's networks have their shapes; with hard conditions its factor is 1; the
  ///          problem and `hard` outlive this. hard: null if the frame meets all conditions.
  TrialSeries(const Problem& problem,
              const Window& frame,
              const HardConditions* hard,
              const std::vector<double>& places,
              int n);

  /// Shapes:  weights (n_weights) -> (n_states, n_places * n)
  const Eigen::MatrixXd& evaluate(const Eigen::VectorXd& weights);

  /// The same, and keeps what gradients() needs.
  const Eigen::MatrixXd& forward(const Eigen::VectorXd& weights);

  /// As NetworkSeries::gradients, of the states.
  void gradients(const Eigen::MatrixXd& adjoint, Eigen::Ref<Eigen::MatrixXd> by_place);

  /// The window with these weights.
  Window window_with(const Eigen::VectorXd& weights) const;

 private:
  /// One term of a condition: coefficient times a Taylor coefficient of M.
  struct Term {
    Eigen::Index condition;
    int state;
    Eigen::Index column;  ///< Of the series at the conditions' places.
    double factor;
  };

  void prepare_conditions();
  void add(const Eigen::MatrixXd& m, const Eigen::MatrixXd* at_conditions);
  void differentiate_missing(Eigen::Index n_weights, Eigen::Index n_columns);

  const Problem& problem_;
  Window window_;
  const HardConditions* hard_;
  int n_;
  NetworkSeries series_;
  Eigen::MatrixXd offsets_;  ///< (n_states, n_places * n)
  std::optional<NetworkSeries> at_conditions_;
  std::vector<Term> terms_;
  Eigen::VectorXd targets_;            ///< (n_hard)
  std::vector<Eigen::MatrixXd> eta_;   ///< Per condition (n_states, n_places * n).
  Eigen::MatrixXd missing_by_weight_;  ///< (n_weights, n_hard) Of c - L[M].
  Eigen::MatrixXd states_;
};

}  // namespace pinn::least_squares
