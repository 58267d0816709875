// SPDX-License-Identifier: MIT
// Prepares and evaluates the parts of the loss.
#include "loss.hpp"

#include <algorithm>
#include <cmath>

namespace pinn {

namespace {

std::vector<bool> used_slots(const Problem& problem, const Expression& expression) {
  std::vector<bool> used(static_cast<std::size_t>(problem.n_slots), false);
  for (const Node& node : expression.nodes()) {
    if (node.op == Op::Slot) used[static_cast<std::size_t>(node.slot)] = true;
  }
  return used;
}

/// factor^2 sum of squares of a residual, one element.
torch::Tensor sum_of_squares(const TensorValue& residual,
                             double factor,
                             std::int64_t n_rows,
                             const torch::TensorOptions& options) {
  if (residual.is_number()) {
    const double value = factor * residual.number();
    return torch::full({}, value * value * static_cast<double>(n_rows), options);
  }
  const bool plain = residual.shift() == 0.0;
  const torch::Tensor r = (plain ? residual.bare() : residual.tensor()).reshape({-1});
  const double scale = plain ? factor * residual.scale() : factor;
  const torch::Tensor sum = torch::dot(r, r);
  const double repeats = static_cast<double>(n_rows) / static_cast<double>(r.size(0));
  const double weight = scale * scale * repeats;
  return weight == 1.0 ? sum : sum * weight;
}

/// A function at the rows of `v`, values of the variable. It has no gradient: it does not depend on
/// the weights.
///
/// Shapes:  v (n, 1) -> (n, 1)
template <typename Function>
torch::Tensor given_at(const Function& function,
                       const torch::Tensor& v,
                       const torch::TensorOptions& options) {
  torch::Tensor values = v.to(torch::kCPU, torch::kFloat64).contiguous().clone();
  double* data = values.data_ptr<double>();
  for (std::int64_t i = 0; i < values.numel(); ++i) data[i] = function(data[i]);
  return values.to(options);
}

/// Factors of the squared residuals at the points.
///
/// Shapes:  x, squares (n_points, 1) -> (n_points, 1)
torch::Tensor point_factors(const LossFactors& factors,
                            const torch::Tensor& x,
                            const torch::Tensor& squares) {
  torch::Tensor f = factors.points.defined() ? factors.points : torch::ones_like(squares);
  if (factors.causal == 0.0) return f;
  const torch::Tensor order = x.squeeze(1).argsort();
  const torch::Tensor sorted = squares.squeeze(1).index_select(0, order);
  const torch::Tensor before = torch::cumsum(sorted, 0) - sorted;
  const double rate = factors.causal / static_cast<double>(squares.size(0));
  const torch::Tensor causal = torch::empty_like(sorted);
  causal.index_copy_(0, order, torch::exp(before * -rate));
  return f * causal.unsqueeze(1);
}

void add_weighted(torch::Tensor& total, const torch::Tensor& part, double weight) {
  if (total.defined()) {
    total = torch::add(total, part, weight);
  } else {
    total = weight == 1.0 ? part : part * weight;
  }
}

}  // namespace

Loss::Loss(const Problem& problem,
           const WeightsConfig& weights,
           const std::vector<DataSeries>& data,
           const HardConditions& hard,
           const Scaling& scaling,
           const Trial& trial,
           const torch::TensorOptions& options)
    : problem_(&problem),
      weights_(weights),
      data_(&data),
      trial_(&trial),
      input_(scaling.input),
      options_(options),
      fixed_points_(trial.condition_points()),
      order_(trial.condition_order()) {
  equation_slots_.assign(static_cast<std::size_t>(problem.n_slots), false);
  for (std::size_t e = 0; has_equations() && e < problem.equations.size(); ++e) {
    equations_.emplace_back(problem.equations[e].residual);
    equation_factors_.push_back(scaling.residual(static_cast<Eigen::Index>(e)));
    need(problem.equations[e].residual);
    const std::vector<bool> used = used_slots(problem, problem.equations[e].residual);
    for (std::size_t i = 0; i < used.size(); ++i) {
      equation_slots_[i] = equation_slots_[i] || used[i];
    }
  }
  if (weights_.conditions > 0.0) add_conditions(hard, scaling);
  if (weights_.data > 0.0) add_data(data);
  if (!FusedLoss::applies(problem, trial, conditions_.size(), !series_.empty())) return;
  std::vector<FusedCondition> fused;
  for (std::size_t i = 0; i < conditions_.size(); ++i) {
    fused.push_back({hard.soft[i], conditions_[i].rows});
  }
  fused_ = std::make_unique<FusedLoss>(problem, weights_, fused, scaling, trial, order_);
}

void Loss::need(const Expression& expression) {
  for (int s = 0; s < problem_->n_states(); ++s) {
    const int highest = problem_->states[static_cast<std::size_t>(s)].order;
    for (int d = order_ + 1; d <= highest; ++d) {
      if (expression.uses_slot(problem_->slot_of(s, d))) order_ = d;
    }
  }
}

void Loss::add_conditions(const HardConditions& hard, const Scaling& scaling) {
  for (const int k : hard.soft) {
    const Condition& condition = problem_->conditions[static_cast<std::size_t>(k)];
    SoftCondition soft{
        TensorExpression(condition.residual), condition.values, {}, scaling.condition(k)};
    for (const PointValue& value : condition.values) {
      order_ = std::max(order_, value.derivative);
      const auto found = std::find(fixed_points_.begin(), fixed_points_.end(), value.at);
      soft.rows.push_back(found - fixed_points_.begin());
      if (found == fixed_points_.end()) fixed_points_.push_back(value.at);
    }
    conditions_.push_back(std::move(soft));
  }
}

torch::Tensor Loss::to_column(const std::vector<double>& values) const {
  return torch::tensor(values, torch::kFloat64).to(options_).unsqueeze(1);
}

void Loss::add_data(const std::vector<DataSeries>& data) {
  for (std::size_t i = 0; i < data.size(); ++i) {
    Series series;
    series.state = data[i].state;
    series.observed = to_column(data[i].observed);
    std::vector<double> weight;
    for (const double sigma : data[i].sigma) weight.push_back(1.0 / sigma);
    series.weight = to_column(weight);
    if (series.state < 0) {
      const auto index = static_cast<std::size_t>(data[i].observable);
      const Expression& expression = problem_->observables[index].expression;
      need(expression);
      series.observable = static_cast<int>(observables_.size());
      observables_.emplace_back(expression);
      observable_slots_.push_back(used_slots(*problem_, expression));
    }
    // columns of one file stand at the same places and share their rows
    const bool shares = i > 0 && data[i].at == data[i - 1].at;
    series.first_row =
        shares ? series_.back().first_row : static_cast<std::int64_t>(fixed_points_.size());
    if (!shares) fixed_points_.insert(fixed_points_.end(), data[i].at.begin(), data[i].at.end());
    series_.push_back(std::move(series));
  }
}

std::vector<TensorValue> Loss::slots(const States& states,
                                     const torch::Tensor& x,
                                     std::int64_t first_row,
                                     std::int64_t n_rows,
                                     const std::vector<bool>& used) const {
  std::vector<TensorValue> values(used.size());
  const auto rows_of = [&](const torch::Tensor& tensor) {
    return tensor.size(0) == n_rows ? tensor : tensor.narrow(0, first_row, n_rows);
  };
  if (used[0]) {
    values[0] = TensorValue(rows_of(x.detach()), 1.0 / input_.rate, input_.shift);
  }
  const auto put_given = [&](int given_slot, const auto& function) {
    const auto slot = static_cast<std::size_t>(given_slot);
    if (!used[slot]) return;
    const torch::Tensor v = rows_of(x.detach()) / input_.rate + input_.shift;
    values[slot] = TensorValue(given_at(function, v, options_));
  };
  for (const Input& input : problem_->inputs) {
    put_given(input.slot, [&](double v) { return input.signal->value(v); });
  }
  for (const Lag& lag : problem_->lags) {
    put_given(lag.slot, [&](double v) { return problem_->lagged_value(lag, v); });
  }
  for (int s = 0; s < problem_->n_states(); ++s) {
    const int highest = problem_->states[static_cast<std::size_t>(s)].order;
    for (int d = 0; d <= highest; ++d) {
      const auto slot = static_cast<std::size_t>(problem_->slot_of(s, d));
      if (!used[slot]) continue;
      const torch::Tensor rows = rows_of(states[static_cast<std::size_t>(d)]);
      values[slot] = TensorValue(rows.size(1) == 1 ? rows : rows.narrow(1, s, 1));
    }
  }
  return values;
}

void Loss::add_equations(const States& states,
                         const torch::Tensor& x,
                         std::int64_t n_points,
                         const LossFactors* factors,
                         LossParts& parts) const {
  const std::vector<TensorValue> values = slots(states, x, 0, n_points, equation_slots_);
  if (factors != nullptr) {
    add_factored(values, x.detach().narrow(0, 0, n_points), *factors, parts);
    return;
  }
  for (std::size_t e = 0; e < equations_.size(); ++e) {
    const TensorValue residual = equations_[e].evaluate(values);
    const double factor = equation_factors_[e] / std::sqrt(static_cast<double>(n_points));
    parts.residuals.push_back(sum_of_squares(residual, factor, n_points, options_));
    add_weighted(parts.total, parts.residuals.back(), weights_.equations);
  }
}

/// The equations with a factor for each point.
///
/// Shapes:  x (n_points, 1)
void Loss::add_factored(const std::vector<TensorValue>& values,
                        const torch::Tensor& x,
                        const LossFactors& factors,
                        LossParts& parts) const {
  std::vector<torch::Tensor> squares;
  for (std::size_t e = 0; e < equations_.size(); ++e) {
    const TensorValue residual = equations_[e].evaluate(values);
    const torch::Tensor r =
        residual.is_number() ? torch::full({1, 1}, residual.number(), options_) : residual.tensor();
    squares.push_back((r * equation_factors_[e]).square().expand_as(x));
    const torch::Tensor known = squares.back().detach();
    parts.squares = parts.squares.defined() ? parts.squares + known : known;
  }
  const torch::Tensor f = point_factors(factors, x, parts.squares);
  for (const torch::Tensor& square : squares) {
    parts.residuals.push_back(square.mean());
    add_weighted(parts.total, (square * f).mean(), weights_.equations);
  }
}

void Loss::add_conditions(const States& states,
                          std::int64_t n_points,
                          double factor,
                          LossParts& parts) const {
  for (const SoftCondition& condition : conditions_) {
    std::vector<TensorValue> values;
    for (std::size_t i = 0; i < condition.values.size(); ++i) {
      const auto d = static_cast<std::size_t>(condition.values[i].derivative);
      values.emplace_back(states[d]
                              .narrow(0, n_points + condition.rows[i], 1)
                              .narrow(1, condition.values[i].state, 1));
    }
    const TensorValue violation = condition.residual.evaluate(values);
    const torch::Tensor square = sum_of_squares(violation, condition.factor, 1, options_);
    parts.conditions = parts.conditions.defined() ? parts.conditions + square : square;
  }
  if (!parts.conditions.defined()) return;
  add_weighted(parts.total, parts.conditions, weights_.conditions * factor);
}

void Loss::add_data(const States& states,
                    const torch::Tensor& x,
                    std::int64_t n_points,
                    const LossFactors* factors,
                    LossParts& parts) const {
  for (const Series& series : series_) {
    const std::int64_t n_rows = series.observed.size(0);
    const std::int64_t first = n_points + series.first_row;
    torch::Tensor predicted;
    if (series.state >= 0) {
      predicted = states[0].narrow(0, first, n_rows).narrow(1, series.state, 1);
    } else {
      const auto index = static_cast<std::size_t>(series.observable);
      const TensorValue value =
          observables_[index].evaluate(slots(states, x, first, n_rows, observable_slots_[index]));
      predicted =
          value.is_number() ? torch::full({1, 1}, value.number(), options_) : value.tensor();
    }
    const TensorValue misfit((predicted - series.observed) * series.weight);
    const double factor = 1.0 / std::sqrt(static_cast<double>(n_rows));
    const double moving = factors != nullptr ? factors->data[parts.data.size()] : 1.0;
    parts.data.push_back(sum_of_squares(misfit, factor, n_rows, options_));
    add_weighted(parts.total, parts.data.back(), weights_.data * moving);
  }
}

std::vector<torch::Tensor> gradients_of(const LossParts& parts,
                                        const std::vector<torch::Tensor>& parameters) {
  if (parts.gradient.defined()) return {parts.gradient};
  if (!parts.total.requires_grad()) return {};
  return torch::autograd::grad({parts.total},
                               parameters,
                               {},
                               /*retain_graph=*/false,
                               /*create_graph=*/false,
                               /*allow_unused=*/true);
}

LossParts Loss::evaluate(Network& network,
                         const torch::Tensor& x,
                         const LossFactors* factors) const {
  const std::int64_t n_points = x.size(0) - static_cast<std::int64_t>(fixed_points_.size());
  if (fused_ && factors == nullptr && network.only_jets() != nullptr) {
    return evaluate_fused(network, x, n_points);
  }
  const States states = trial_->states(network, x, n_points, order_);
  LossParts parts;
  if (has_equations()) add_equations(states, x, n_points, factors, parts);
  add_conditions(states, n_points, factors != nullptr ? factors->conditions : 1.0, parts);
  add_data(states, x, n_points, factors, parts);
  if (!parts.total.defined()) parts.total = torch::zeros({}, options_);
  return parts;
}

LossParts Loss::evaluate_fused(Network& network,
                               const torch::Tensor& x,
                               std::int64_t n_points) const {
  const FusedValues values =
      fused_->evaluate(*network.only_jets(), x, network.parameters().front(), n_points);
  const auto options = options_.requires_grad(false);
  LossParts parts;
  parts.total = torch::full({}, values.total, options);
  parts.gradient = values.gradient;
  for (const double part : values.residuals)
    parts.residuals.push_back(torch::full({}, part, options));
  if (fused_->has_conditions()) parts.conditions = torch::full({}, values.conditions, options);
  return parts;
}

torch::Tensor Loss::residual(Network& network, const torch::Tensor& x, std::size_t equation) const {
  const std::int64_t n_points = x.size(0) - static_cast<std::int64_t>(fixed_points_.size());
  const States states = trial_->states(network, x, n_points, order_);
  const TensorValue value =
      equations_[equation].evaluate(slots(states, x, 0, n_points, equation_slots_));
  if (value.is_number()) return torch::full({1, 1}, value.number(), options_);
  return value.tensor().detach();
}

}  // namespace pinn
