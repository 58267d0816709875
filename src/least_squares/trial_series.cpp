// SPDX-License-Identifier: MIT
// Series of networks, factors and conditions multiplied out, and their adjoints.
#include "trial_series.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "model/window_series.hpp"

namespace pinn::least_squares {

Eigen::VectorXd weights_of_all(const std::vector<Mlp>& networks) {
  if (networks.size() == 1) return weights_of(networks.front());
  Eigen::VectorXd all(0);
  for (const Mlp& network : networks) {
    const Eigen::VectorXd one = weights_of(network);
    all.conservativeResize(all.size() + one.size());
    all.tail(one.size()) = one;
  }
  return all;
}

void set_weights_of_all(std::vector<Mlp>& networks, const Eigen::VectorXd& weights) {
  Eigen::Index first = 0;
  for (Mlp& network : networks) {
    const auto n = static_cast<Eigen::Index>(network.n_weights());
    set_weights(network, weights.segment(first, n));
    first += n;
  }
}

NetworkSeries::NetworkSeries(const Window& frame, const std::vector<double>& places, int n)
    : n_(n), n_places_(static_cast<Eigen::Index>(places.size())), jets_(frame.networks.size()) {
  inputs_.resize(frame.input.n_inputs(), n_places_ * n);
  products_.resize(frame.scale.size(), n_places_ * n);
  for (Eigen::Index p = 0; p < n_places_; ++p) {
    const double v = places[static_cast<std::size_t>(p)];
    fill_inputs(frame.input, v, n, inputs_.middleCols(p * n, n));
    const Eigen::RowVectorXd q = argument_series(frame, v, n);
    for (Eigen::Index s = 0; s < products_.rows(); ++s) {
      products_.row(s).segment(p * n, n) =
          frame.scale(s) * polynomial_series(frame.factor.row(s), q);
    }
  }
  for (const Mlp& network : frame.networks) {
    n_weights_.push_back(static_cast<Eigen::Index>(network.n_weights()));
  }
}

void NetworkSeries::multiply(const Eigen::MatrixXd& outputs) {
  states_.setZero(outputs.rows(), outputs.cols());
  for (Eigen::Index first = 0; first < outputs.cols(); first += n_) {
    for (int k = 0; k < n_; ++k) {
      for (int j = 0; j <= k; ++j) {
        states_.col(first + k) += products_.col(first + j).cwiseProduct(outputs.col(first + k - j));
      }
    }
  }
}

const Eigen::MatrixXd& NetworkSeries::evaluate(const std::vector<Mlp>& networks) {
  if (networks.size() == 1) {
    multiply(networks.front().series_many(inputs_, n_));
    return states_;
  }
  outputs_.resize(products_.rows(), products_.cols());
  for (std::size_t s = 0; s < networks.size(); ++s) {
    outputs_.row(static_cast<Eigen::Index>(s)) = networks[s].series_many(inputs_, n_);
  }
  multiply(outputs_);
  return states_;
}

const Eigen::MatrixXd& NetworkSeries::forward(const std::vector<Mlp>& networks) {
  if (networks.size() == 1) {
    multiply(jets_.front().forward(networks.front(), inputs_, n_));
    return states_;
  }
  outputs_.resize(products_.rows(), products_.cols());
  for (std::size_t s = 0; s < networks.size(); ++s) {
    outputs_.row(static_cast<Eigen::Index>(s)) = jets_[s].forward(networks[s], inputs_, n_);
  }
  multiply(outputs_);
  return states_;
}

void NetworkSeries::gradients(const Eigen::MatrixXd& adjoint,
                              Eigen::Ref<Eigen::MatrixXd> by_place) {
  Eigen::MatrixXd of_outputs = Eigen::MatrixXd::Zero(adjoint.rows(), adjoint.cols());
  for (Eigen::Index first = 0; first < adjoint.cols(); first += n_) {
    for (int k = 0; k < n_; ++k) {
      for (int j = k; j < n_; ++j) {
        of_outputs.col(first + k) +=
            adjoint.col(first + j).cwiseProduct(products_.col(first + j - k));
      }
    }
  }
  if (jets_.size() == 1) return jets_.front().gradients(of_outputs, by_place);
  Eigen::Index first = 0;
  for (std::size_t s = 0; s < jets_.size(); ++s) {
    jets_[s].gradients(of_outputs.row(static_cast<Eigen::Index>(s)),
                       by_place.middleRows(first, n_weights_[s]));
    first += n_weights_[s];
  }
}

TrialSeries::TrialSeries(const Problem& problem,
                         const Window& frame,
                         const HardConditions* hard,
                         const std::vector<double>& places,
                         int n)
    : problem_(problem),
      window_(frame),
      hard_(hard),
      n_(n),
      series_(frame, places, n),
      offsets_(problem.n_states(), series_.n_places() * n) {
  Window by_eta = frame;  // whose argument is that of the eta
  if (hard != nullptr) {
    by_eta.argument = Window::Argument::Linear;
    by_eta.anchor = hard->anchor;
    by_eta.argument_rate = hard->rate;
    eta_.assign(hard->eta.size(), Eigen::MatrixXd(offsets_.rows(), offsets_.cols()));
  }
  for (Eigen::Index p = 0; p < series_.n_places(); ++p) {
    const double v = places[static_cast<std::size_t>(p)];
    const Eigen::RowVectorXd q = argument_series(by_eta, v, n);
    for (Eigen::Index s = 0; s < offsets_.rows(); ++s) {
      offsets_.row(s).segment(p * n, n) = polynomial_series(frame.offset.row(s), q);
      for (std::size_t k = 0; k < eta_.size(); ++k) {
        eta_[k].row(s).segment(p * n, n) = polynomial_series(hard->eta[k].row(s), q);
      }
    }
  }
  if (hard == nullptr) return;
  offsets_.setZero();
  prepare_conditions();
}

void TrialSeries::prepare_conditions() {
  std::map<double, Eigen::Index> places;
  std::vector<double> at;
  int order = 0;
  for (const int index : hard_->hard) {
    for (const PointValue& value : problem_.conditions[static_cast<std::size_t>(index)].values) {
      if (places.emplace(value.at, static_cast<Eigen::Index>(at.size())).second) {
        at.push_back(value.at);
      }
      order = std::max(order, value.derivative);
    }
  }
  targets_.resize(static_cast<Eigen::Index>(hard_->hard.size()));
  for (Eigen::Index k = 0; k < targets_.size(); ++k) {
    const auto index = static_cast<std::size_t>(hard_->hard[static_cast<std::size_t>(k)]);
    const Condition& condition = problem_.conditions[index];
    targets_(k) = condition.target;
    for (std::size_t i = 0; i < condition.values.size(); ++i) {
      const PointValue& value = condition.values[i];
      terms_.push_back({k,
                        value.state,
                        places.at(value.at) * (order + 1) + value.derivative,
                        condition.coefficients[i] * std::tgamma(value.derivative + 1.0)});
    }
  }
  at_conditions_.emplace(window_, at, order + 1);
}

void TrialSeries::add(const Eigen::MatrixXd& m, const Eigen::MatrixXd* at_conditions) {
  states_ = m + offsets_;
  if (at_conditions == nullptr) return;
  Eigen::VectorXd missing = targets_;
  for (const Term& term : terms_) {
    missing(term.condition) -= term.factor * (*at_conditions)(term.state, term.column);
  }
  for (std::size_t k = 0; k < eta_.size(); ++k) {
    states_ += missing(static_cast<Eigen::Index>(k)) * eta_[k];
  }
}

const Eigen::MatrixXd& TrialSeries::evaluate(const Eigen::VectorXd& weights) {
  set_weights_of_all(window_.networks, weights);
  add(series_.evaluate(window_.networks),
      at_conditions_ ? &at_conditions_->evaluate(window_.networks) : nullptr);
  return states_;
}

const Eigen::MatrixXd& TrialSeries::forward(const Eigen::VectorXd& weights) {
  set_weights_of_all(window_.networks, weights);
  const Eigen::MatrixXd& m = series_.forward(window_.networks);
  if (!at_conditions_) {
    add(m, nullptr);
    return states_;
  }
  const Eigen::MatrixXd& at_conditions = at_conditions_->forward(window_.networks);
  add(m, &at_conditions);
  differentiate_missing(weights.size(), at_conditions.cols());
  return states_;
}

void TrialSeries::differentiate_missing(Eigen::Index n_weights, Eigen::Index n_columns) {
  Eigen::MatrixXd by_place(n_weights, at_conditions_->n_places());
  missing_by_weight_.resize(n_weights, targets_.size());
  for (Eigen::Index k = 0; k < targets_.size(); ++k) {
    Eigen::MatrixXd adjoint = Eigen::MatrixXd::Zero(states_.rows(), n_columns);
    for (const Term& term : terms_) {
      if (term.condition == k) adjoint(term.state, term.column) -= term.factor;
    }
    at_conditions_->gradients(adjoint, by_place);
    missing_by_weight_.col(k) = by_place.rowwise().sum();
  }
}

void TrialSeries::gradients(const Eigen::MatrixXd& adjoint, Eigen::Ref<Eigen::MatrixXd> by_place) {
  series_.gradients(adjoint, by_place);
  if (!at_conditions_) return;
  Eigen::MatrixXd shares(targets_.size(), series_.n_places());
  for (Eigen::Index k = 0; k < targets_.size(); ++k) {
    const Eigen::MatrixXd& eta = eta_[static_cast<std::size_t>(k)];
    for (Eigen::Index p = 0; p < series_.n_places(); ++p) {
      shares(k, p) = adjoint.middleCols(p * n_, n_).cwiseProduct(eta.middleCols(p * n_, n_)).sum();
    }
  }
  by_place += missing_by_weight_ * shares;
}

Window TrialSeries::window_with(const Eigen::VectorXd& weights) const {
  Window window = window_;
  set_weights_of_all(window.networks, weights);
  if (hard_ != nullptr) apply_hard_conditions(window, problem_, *hard_);
  return window;
}

}  // namespace pinn::least_squares
