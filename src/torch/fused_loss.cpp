// SPDX-License-Identifier: MIT
// Residuals forward, their squares backward, point by point.
#include "fused_loss.hpp"

#include <algorithm>
#include <cmath>

namespace pinn {

namespace {

/// The node: one input with a gradient, the weights.
class FusedFunction : public torch::autograd::Function<FusedFunction> {
 public:
  using Context = torch::autograd::AutogradContext;

  static torch::Tensor forward(Context* context,
                               const torch::Tensor& weights,
                               const torch::Tensor& x,
                               const torch::Tensor& total,
                               NetworkJets* jets,
                               const std::vector<torch::Tensor>& adjoints) {
    context->save_for_backward({x, weights});
    context->saved_data["jets"] = static_cast<std::int64_t>(reinterpret_cast<std::intptr_t>(jets));
    context->saved_data["call"] = jets->last_call();
    context->saved_data["adjoints"] = adjoints;
    return total.clone();
  }

  static torch::autograd::variable_list backward(Context* context,
                                                 torch::autograd::variable_list gradients) {
    const auto saved = context->get_saved_variables();
    auto* jets = reinterpret_cast<NetworkJets*>(
        static_cast<std::intptr_t>(context->saved_data["jets"].toInt()));
    const std::int64_t call = context->saved_data["call"].toInt();
    std::vector<torch::Tensor> adjoints = context->saved_data["adjoints"].toTensorVector();
    const double factor = gradients[0].item<double>();
    if (factor != 1.0) {
      for (torch::Tensor& adjoint : adjoints) adjoint = adjoint * factor;
    }
    return {jets->backward(saved[0], saved[1], adjoints, call), {}, {}, {}, {}};
  }
};

}  // namespace

bool FusedLoss::applies(const Problem& problem,
                        const Trial& trial,
                        std::size_t n_soft_conditions,
                        bool has_data) {
  if (problem.n_given() > 0 || has_data) return false;
  if (trial.hard_conditions().hard.empty()) return true;
  return trial.factor_form() != nullptr && n_soft_conditions == 0;
}

FusedLoss::Term FusedLoss::term_of(int state, int derivative) const {
  const double scale = scaling_.state(state) * std::pow(scaling_.input.rate, derivative);
  return {state, derivative, scale};
}

FusedLoss::FusedLoss(const Problem& problem,
                     const WeightsConfig& weights,
                     const std::vector<FusedCondition>& conditions,
                     const Scaling& scaling,
                     const Trial& trial,
                     int order)
    : problem_(problem),
      weights_(weights),
      scaling_(scaling),
      order_(order),
      form_(trial.factor_form()),
      n_states_(problem.n_states()) {
  std::vector<Expression> residuals;
  if (weights.equations > 0.0) {
    for (const Equation& equation : problem.equations) residuals.push_back(equation.residual);
  }
  for (int s = 0; s < problem.n_states(); ++s) {
    for (int d = 0; d <= problem.states[static_cast<std::size_t>(s)].order; ++d) {
      const int slot = problem.slot_of(s, d);
      const auto uses = [&](const Expression& residual) { return residual.uses_slot(slot); };
      if (std::none_of(residuals.begin(), residuals.end(), uses)) continue;
      used_slots_.push_back(slot);
      terms_.push_back(term_of(s, d));
    }
  }
  equations_ = Program(residuals, problem.n_slots, used_slots_);
  for (const FusedCondition& fused : conditions) {
    const Condition& condition = problem.conditions[static_cast<std::size_t>(fused.number)];
    ConditionProgram program;
    std::vector<int> slots;
    for (const PointValue& value : condition.values) {
      slots.push_back(static_cast<int>(slots.size()));
      program.terms.push_back(term_of(value.state, value.derivative));
    }
    program.program = Program({condition.residual}, static_cast<int>(slots.size()), slots);
    program.rows = fused.rows;
    program.factor = scaling.condition(fused.number);
    conditions_.push_back(std::move(program));
  }
}

/// Offset and factor with their derivatives at the points.
void FusedLoss::fill_form(std::size_t n) {
  const auto fill = [&](const std::vector<Eigen::MatrixXd>& by_derivative,
                        std::vector<std::vector<double>>& values) {
    values.resize(static_cast<std::size_t>(order_) + 1);
    for (std::size_t d = 0; d < values.size(); ++d) {
      values[d].assign(static_cast<std::size_t>(n_states_) * n, 0.0);
      const Eigen::MatrixXd& matrix = by_derivative[d];
      for (Eigen::Index j = matrix.rows(); j-- > 0;) {  // Horner, in powers of the exponential
        for (Eigen::Index s = 0; s < matrix.cols(); ++s) {
          double* to = values[d].data() + static_cast<std::size_t>(s) * n;
          for (std::size_t p = 0; p < n; ++p) to[p] = to[p] * x_[p] + matrix(j, s);
        }
      }
    }
  };
  for (double& x : x_) x = std::exp(x * form_->slope + form_->shift);
  fill(form_->offset, offset_);
  fill(form_->factor, factor_);
}

/// The derivative of a state from those of the network.
///
/// Equation:  y^(d) = offset^(d) + sum_j binomial(d, j) factor^(j) N^(d - j)
void FusedLoss::from_network(const Term& term, double* values, std::size_t n) const {
  const std::size_t first = static_cast<std::size_t>(term.state) * n;
  if (form_ == nullptr) {
    const double* from = network_[static_cast<std::size_t>(term.derivative)].data() + first;
    for (std::size_t p = 0; p < n; ++p) values[p] = term.scale * from[p];
    return;
  }
  const double* offset = offset_[static_cast<std::size_t>(term.derivative)].data() + first;
  std::copy_n(offset, n, values);
  double binomial = 1.0;
  for (int j = 0; j <= term.derivative; ++j) {
    const int k = term.derivative - j;
    const double weight = binomial * term_of(term.state, k).scale;
    const double* from = network_[static_cast<std::size_t>(k)].data() + first;
    const double* factor = factor_[static_cast<std::size_t>(j)].data() + first;
    for (std::size_t p = 0; p < n; ++p) values[p] += weight * factor[p] * from[p];
    binomial *= static_cast<double>(term.derivative - j) / (j + 1);
  }
}

/// The adjoint of a derivative of a state to those of the network.
void FusedLoss::to_network(const Term& term, const double* adjoint, std::size_t n) {
  const std::size_t first = static_cast<std::size_t>(term.state) * n;
  if (form_ == nullptr) {
    double* to = network_adjoint_[static_cast<std::size_t>(term.derivative)].data() + first;
    for (std::size_t p = 0; p < n; ++p) to[p] += term.scale * adjoint[p];
    return;
  }
  double binomial = 1.0;
  for (int j = 0; j <= term.derivative; ++j) {
    const int k = term.derivative - j;
    const double weight = binomial * term_of(term.state, k).scale;
    double* to = network_adjoint_[static_cast<std::size_t>(k)].data() + first;
    const double* factor = factor_[static_cast<std::size_t>(j)].data() + first;
    for (std::size_t p = 0; p < n; ++p) to[p] += weight * factor[p] * adjoint[p];
    binomial *= static_cast<double>(term.derivative - j) / (j + 1);
  }
}

template <typename T>
void FusedLoss::add_equations(const std::vector<torch::Tensor>& states,
                              const torch::Tensor& x,
                              std::int64_t n_points,
                              FusedValues& values) {
  const auto n = static_cast<std::size_t>(n_points);
  const auto n_states = static_cast<std::size_t>(n_states_);
  slots_.resize(static_cast<std::size_t>(problem_.n_slots) * n);
  rows_.resize(static_cast<std::size_t>(equations_.n_rows()) * n);
  const T* places = x.data_ptr<T>();
  x_.assign(places, places + n);
  for (std::size_t p = 0; p < n; ++p)
    slots_[p] = x_[p] / scaling_.input.rate + scaling_.input.shift;
  network_.resize(states.size());
  network_adjoint_.resize(states.size());
  for (std::size_t d = 0; d < states.size(); ++d) {
    network_[d].resize(n_states * n);
    network_adjoint_[d].assign(n_states * n, 0.0);
    const T* from = states[d].data_ptr<T>();
    for (std::size_t s = 0; s < n_states; ++s) {
      double* to = network_[d].data() + s * n;
      for (std::size_t p = 0; p < n; ++p) to[p] = static_cast<double>(from[p * n_states + s]);
    }
  }
  if (form_ != nullptr) fill_form(n);
  for (std::size_t i = 0; i < terms_.size(); ++i) {
    from_network(terms_[i], slots_.data() + static_cast<std::size_t>(used_slots_[i]) * n, n);
  }
  const auto stride = static_cast<std::ptrdiff_t>(n);
  equations_.evaluate(
      static_cast<int>(n_points), slots_.data(), stride, rows_.data(), stride, workspace_);
  for (int e = 0; e < equations_.n_outputs(); ++e) {
    const double* r = rows_.data() + static_cast<std::size_t>(e) * n;
    double sum = 0.0;
    for (std::size_t p = 0; p < n; ++p) sum += r[p] * r[p];
    const double factor = scaling_.residual(e);
    values.residuals.push_back(factor * factor * sum / static_cast<double>(n_points));
    values.total += weights_.equations * values.residuals.back();
  }
  adjoint_.resize(n);
  for (const Program::Partial& partial : equations_.partials()) {
    const auto found = std::lower_bound(used_slots_.begin(), used_slots_.end(), partial.slot);
    const Term& term = terms_[static_cast<std::size_t>(found - used_slots_.begin())];
    const double factor = scaling_.residual(partial.output);
    const double weight =
        2.0 * weights_.equations * factor * factor / static_cast<double>(n_points);
    const double* r = rows_.data() + static_cast<std::size_t>(partial.output) * n;
    const double* slope = rows_.data() + static_cast<std::size_t>(partial.row) * n;
    for (std::size_t p = 0; p < n; ++p) adjoint_[p] = weight * r[p] * slope[p];
    to_network(term, adjoint_.data(), n);
  }
  for (std::size_t d = 0; d < states.size(); ++d) {
    T* to = values.adjoints[d].data_ptr<T>();
    for (std::size_t s = 0; s < n_states; ++s) {
      const double* from = network_adjoint_[d].data() + s * n;
      for (std::size_t p = 0; p < n; ++p) to[p * n_states + s] = static_cast<T>(from[p]);
    }
  }
}

template <typename T>
void FusedLoss::add_conditions(const std::vector<torch::Tensor>& states,
                               std::int64_t n_points,
                               FusedValues& values) {
  for (const ConditionProgram& condition : conditions_) {
    const auto place_of = [&](std::size_t i) {
      return (n_points + condition.rows[i]) * n_states_ + condition.terms[i].state;
    };
    std::vector<double> slots;
    for (std::size_t i = 0; i < condition.terms.size(); ++i) {
      const Term& term = condition.terms[i];
      const T* from = states[static_cast<std::size_t>(term.derivative)].data_ptr<T>();
      slots.push_back(term.scale * static_cast<double>(from[place_of(i)]));
    }
    std::vector<double> rows(static_cast<std::size_t>(condition.program.n_rows()));
    condition.program.evaluate(1, slots.data(), 1, rows.data(), 1, workspace_);
    const double factor = condition.factor * condition.factor;
    values.conditions += factor * rows[0] * rows[0];
    for (const Program::Partial& partial : condition.program.partials()) {
      const auto i = static_cast<std::size_t>(partial.slot);
      const Term& term = condition.terms[i];
      T* to = values.adjoints[static_cast<std::size_t>(term.derivative)].data_ptr<T>();
      const double slope = rows[static_cast<std::size_t>(partial.row)];
      to[place_of(i)] +=
          static_cast<T>(2.0 * weights_.conditions * factor * rows[0] * slope * term.scale);
    }
  }
  values.total += weights_.conditions * values.conditions;
}

torch::Tensor FusedLoss::evaluate(NetworkJets& jets,
                                  const torch::Tensor& x,
                                  const torch::Tensor& weights,
                                  std::int64_t n_points,
                                  FusedValues& values) {
  const torch::Tensor places = x.detach();
  const std::vector<torch::Tensor> states = jets.forward(places, weights.detach(), order_);
  values = FusedValues();
  for (const torch::Tensor& state : states) values.adjoints.push_back(torch::zeros_like(state));
  if (places.scalar_type() == torch::kFloat32) {
    if (n_points > 0) add_equations<float>(states, places, n_points, values);
    add_conditions<float>(states, n_points, values);
  } else {
    if (n_points > 0) add_equations<double>(states, places, n_points, values);
    add_conditions<double>(states, n_points, values);
  }
  const torch::Tensor total = torch::full({}, values.total, places.options());
  if (!weights.requires_grad() || !torch::GradMode::is_enabled()) return total;
  return FusedFunction::apply(weights, places, total, &jets, values.adjoints);
}

}  // namespace pinn
