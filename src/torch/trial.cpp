// SPDX-License-Identifier: MIT
// The three forms of a trial solution on tensors.
#include "trial.hpp"

#include <algorithm>
#include <cmath>
#include <map>

#include "initial_values.hpp"
#include "pinn/util/error.hpp"

namespace pinn {

namespace {

/// Highest order of an equation, so also of any derivative that is asked for.
int highest_order(const Problem& problem) {
  int order = 0;
  for (const State& state : problem.states) order = std::max(order, state.order);
  return order;
}

double binomial(int n, int k) {
  double value = 1.0;
  for (int i = 1; i <= k; ++i) value = value * (n - k + i) / i;
  return value;
}

/// Coefficients in powers of p = 1 - q from those in powers of q; row = power.
Eigen::MatrixXd in_powers_of_complement(const Eigen::MatrixXd& in_q) {
  Eigen::MatrixXd in_p = Eigen::MatrixXd::Zero(in_q.cols(), in_q.rows());
  for (int k = 0; k < in_q.cols(); ++k) {
    for (int j = 0; j <= k; ++j) {
      const double sign = j % 2 == 0 ? 1.0 : -1.0;
      in_p.row(j) += sign * binomial(k, j) * in_q.col(k).transpose();
    }
  }
  return in_p;
}

}  // namespace

Trial::Trial(const Problem& problem,
             const HardConditions& hard,
             const Scaling& scaling,
             const torch::TensorOptions& options)
    : problem_(&problem), hard_(hard), options_(options) {
  frame_.start = problem.start;
  frame_.end = problem.end;
  frame_.input = scaling.input;
  frame_.scale = scaling.state;
  frame_.anchor = problem.start;
  frame_.offset = Eigen::MatrixXd::Zero(problem.n_states(), 1);
  frame_.factor = Eigen::MatrixXd::Ones(problem.n_states(), 1);
  if (!scaling.is_identity()) {
    for (int d = 0; d <= highest_order(problem); ++d) {
      scales_.push_back(to_tensor(scaling.state.transpose() * std::pow(scaling.input.rate, d)));
    }
  }
  if (hard_.hard.empty()) return;
  if (const auto initial = initial_values(problem, hard_)) {
    form_ = Form::Factor;
    set_initial_values(problem, *initial, frame_);
    prepare_factor();
  } else {
    form_ = Form::Connections;
    prepare_connections();
  }
}

torch::Tensor Trial::to_tensor(const Eigen::MatrixXd& matrix) const {
  torch::Tensor tensor = torch::empty({matrix.rows(), matrix.cols()}, torch::kFloat64);
  auto access = tensor.accessor<double, 2>();
  for (Eigen::Index i = 0; i < matrix.rows(); ++i) {
    for (Eigen::Index j = 0; j < matrix.cols(); ++j) access[i][j] = matrix(i, j);
  }
  return tensor.to(options_);
}

void Trial::prepare_factor() {
  // p = exp(-(v - start) rate) = exp(x * slope + shift), and d^k/dv^k p^j = (-rate j)^k p^j
  const double rate = frame_.argument_rate;
  power_slope_ = -rate / frame_.input.rate;
  power_shift_ = -rate * (frame_.input.shift - frame_.anchor);
  const Eigen::MatrixXd offset = in_powers_of_complement(frame_.offset);
  const Eigen::MatrixXd factor = in_powers_of_complement(frame_.factor);
  const auto derivative = [&](const Eigen::MatrixXd& coefficients, int d) -> Eigen::MatrixXd {
    Eigen::MatrixXd result = coefficients;
    for (Eigen::Index j = 0; j < result.rows(); ++j) {
      result.row(j) *= std::pow(-rate * static_cast<double>(j), d);
    }
    return result.isZero(0.0) ? Eigen::MatrixXd() : result;
  };
  const auto tensor = [&](const Eigen::MatrixXd& matrix) {
    return matrix.size() == 0 ? torch::Tensor() : to_tensor(matrix);
  };
  plain_.slope = power_slope_;
  plain_.shift = power_shift_;
  for (int d = 0; d <= highest_order(*problem_); ++d) {
    plain_.offset.push_back(derivative(offset, d));
    plain_.factor.push_back(derivative(factor, d));
    offset_.push_back(tensor(plain_.offset.back()));
    factor_.push_back(tensor(plain_.factor.back()));
  }
}

void Trial::prepare_connections() {
  std::map<double, Eigen::Index> places;
  for (const int k : hard_.hard) {
    for (const PointValue& value : problem_->conditions[static_cast<std::size_t>(k)].values) {
      if (places.emplace(value.at, static_cast<Eigen::Index>(places.size())).second) {
        condition_points_.push_back(value.at);
      }
      condition_order_ = std::max(condition_order_, value.derivative);
    }
  }
  const auto n_hard = static_cast<Eigen::Index>(hard_.hard.size());
  const auto n_points = static_cast<Eigen::Index>(condition_points_.size());
  const Eigen::Index n_states = problem_->n_states();
  Eigen::MatrixXd functionals =
      Eigen::MatrixXd::Zero(n_hard, (condition_order_ + 1) * n_points * n_states);
  Eigen::MatrixXd targets(n_hard, 1);
  for (Eigen::Index k = 0; k < n_hard; ++k) {
    const auto index = static_cast<std::size_t>(hard_.hard[static_cast<std::size_t>(k)]);
    const Condition& condition = problem_->conditions[index];
    targets(k, 0) = condition.target;
    for (std::size_t i = 0; i < condition.values.size(); ++i) {
      const PointValue& value = condition.values[i];
      const Eigen::Index row = value.derivative * n_points + places.at(value.at);
      functionals(k, row * n_states + value.state) += condition.coefficients[i];
    }
  }
  targets_ = to_tensor(targets);
  functionals_ = to_tensor(functionals);

  power_slope_ = hard_.rate / frame_.input.rate;
  power_shift_ = (frame_.input.shift - hard_.anchor) * hard_.rate;
  const Eigen::Index n_powers = hard_.eta.front().cols();
  for (Eigen::Index d = 0; d < n_powers; ++d) {
    // d^d/dv^d q^j = j!/(j-d)! rate^d q^(j-d)
    Eigen::MatrixXd map((n_powers - d) * n_states, n_hard);
    for (Eigen::Index j = 0; j < n_powers - d; ++j) {
      double slope = std::pow(hard_.rate, static_cast<double>(d));
      for (Eigen::Index i = 1; i <= d; ++i) slope *= static_cast<double>(j + i);
      for (Eigen::Index s = 0; s < n_states; ++s) {
        for (Eigen::Index k = 0; k < n_hard; ++k) {
          map(j * n_states + s, k) = slope * hard_.eta[static_cast<std::size_t>(k)](s, j + d);
        }
      }
    }
    eta_.push_back(to_tensor(map));
  }
}

torch::Tensor Trial::powers(const torch::Tensor& x, std::int64_t n_powers) const {
  const torch::NoGradGuard no_grad;  // x moves, but nothing is differentiated through the powers
  torch::Tensor argument = x.detach() * power_slope_;
  if (power_shift_ != 0.0) argument.add_(power_shift_);
  if (form_ == Form::Factor) argument.exp_();
  std::vector<torch::Tensor> columns{torch::ones_like(argument)};
  for (std::int64_t j = 1; j < n_powers; ++j) columns.push_back(columns.back() * argument);
  return torch::cat(columns, 1);
}

void Trial::scale_networks(std::vector<torch::Tensor>& m) const {
  if (scales_.empty()) return;
  for (std::size_t d = 0; d < m.size(); ++d) m[d] = m[d] * scales_[d];
}

void Trial::apply_factor(std::vector<torch::Tensor>& m, const torch::Tensor& x) const {
  std::int64_t n_powers = 1;
  for (const torch::Tensor& matrix : offset_) {
    if (matrix.defined()) n_powers = std::max(n_powers, matrix.size(0));
  }
  n_powers = std::max(n_powers, factor_.front().size(0));
  const torch::Tensor p = powers(x, n_powers);
  const auto times_powers = [&](const torch::Tensor& matrix) {
    if (!matrix.defined()) return torch::Tensor();
    return torch::mm(p.narrow(1, 0, matrix.size(0)), matrix);
  };
  std::vector<torch::Tensor> factor;
  for (std::size_t d = 0; d < m.size(); ++d) factor.push_back(times_powers(factor_[d]));
  std::vector<torch::Tensor> y;
  for (std::size_t d = 0; d < m.size(); ++d) {
    // Leibniz: sum_j binomial(d, j) factor^(j) M^(d - j)
    torch::Tensor sum = times_powers(offset_[d]);
    for (std::size_t j = 0; j <= d; ++j) {
      const double weight = binomial(static_cast<int>(d), static_cast<int>(j));
      sum = sum.defined() ? torch::addcmul(sum, factor[j], m[d - j], weight)
                          : factor[j] * m[d - j] * weight;
    }
    y.push_back(sum);
  }
  m = std::move(y);
}

void Trial::apply_connections(std::vector<torch::Tensor>& m,
                              const torch::Tensor& x,
                              std::int64_t first_condition) const {
  const auto n_places = static_cast<std::int64_t>(condition_points_.size());
  std::vector<torch::Tensor> rows;
  for (int d = 0; d <= condition_order_; ++d) {
    rows.push_back(m[static_cast<std::size_t>(d)].narrow(0, first_condition, n_places));
  }
  const torch::Tensor values = (rows.size() == 1 ? rows[0] : torch::cat(rows)).reshape({-1, 1});
  const torch::Tensor missing = torch::addmm(targets_, functionals_, values, 1, -1);  // c - L[M]
  const auto n_powers = static_cast<std::int64_t>(eta_.size());
  torch::Tensor q;
  if (n_powers > 1) q = powers(x, n_powers);
  const std::int64_t n_states = problem_->n_states();
  for (std::size_t d = 0; d < m.size() && d < eta_.size(); ++d) {
    const std::int64_t n_left = n_powers - static_cast<std::int64_t>(d);
    const torch::Tensor coefficients = torch::mm(eta_[d], missing).view({n_left, n_states});
    m[d] = n_left == 1 ? m[d] + coefficients
                       : torch::addmm(m[d], q.narrow(1, 0, n_left), coefficients);
  }
}

std::vector<torch::Tensor> Trial::states(Network& network,
                                         const torch::Tensor& x,
                                         std::int64_t first_condition,
                                         int order) const {
  std::vector<std::vector<torch::Tensor>> by_network = network.derivatives(x, order);
  std::vector<torch::Tensor> m = std::move(by_network.front());
  for (std::size_t d = 0; by_network.size() > 1 && d < m.size(); ++d) {
    std::vector<torch::Tensor> columns{m[d]};
    for (std::size_t k = 1; k < by_network.size(); ++k) columns.push_back(by_network[k][d]);
    m[d] = torch::cat(columns, 1);
  }
  scale_networks(m);
  if (form_ == Form::Factor) apply_factor(m, x);
  if (form_ == Form::Connections) apply_connections(m, x, first_condition);
  return m;
}

Window Trial::window(const Network& network) const {
  Window window = frame_;
  window.networks = network.to_mlps();
  if (form_ == Form::Connections) apply_hard_conditions(window, *problem_, hard_);
  return window;
}

}  // namespace pinn
