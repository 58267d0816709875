// SPDX-License-Identifier: MIT
// Residuals forward, their squares backward, point by point.
#include "fused_loss.hpp"

#include <algorithm>
#include <cmath>

namespace pinn {

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
void FusedLoss::fill_form(const BlockValues& values, Block& block) const {
  const std::size_t n = values.n_points;
  block.argument.resize(n);
  for (std::size_t p = 0; p < n; ++p) {
    block.argument[p] = std::exp(values.x[p] * form_->slope + form_->shift);
  }
  const auto fill = [&](const std::vector<Eigen::MatrixXd>& by_derivative,
                        std::vector<std::vector<double>>& rows) {
    rows.resize(static_cast<std::size_t>(order_) + 1);
    for (std::size_t d = 0; d < rows.size(); ++d) {
      rows[d].assign(static_cast<std::size_t>(n_states_) * n, 0.0);
      const Eigen::MatrixXd& matrix = by_derivative[d];
      for (Eigen::Index j = matrix.rows(); j-- > 0;) {  // Horner, in powers of the exponential
        for (Eigen::Index s = 0; s < matrix.cols(); ++s) {
          double* to = rows[d].data() + static_cast<std::size_t>(s) * n;
          for (std::size_t p = 0; p < n; ++p) to[p] = to[p] * block.argument[p] + matrix(j, s);
        }
      }
    }
  };
  fill(form_->offset, block.offset);
  fill(form_->factor, block.factor);
}

/// The derivative of a state from those of the network.
///
/// Equation:  y^(d) = offset^(d) + sum_j binomial(d, j) factor^(j) N^(d - j)
void FusedLoss::from_network(const Term& term,
                             const BlockValues& values,
                             const Block& block,
                             double* to) const {
  const std::size_t n = values.n_points;
  const std::size_t first = static_cast<std::size_t>(term.state) * n;
  const std::size_t step = static_cast<std::size_t>(n_states_) * n;
  if (form_ == nullptr) {
    const double* from =
        values.derivatives + static_cast<std::size_t>(term.derivative) * step + first;
    for (std::size_t p = 0; p < n; ++p) to[p] = term.scale * from[p];
    return;
  }
  std::copy_n(block.offset[static_cast<std::size_t>(term.derivative)].data() + first, n, to);
  double binomial = 1.0;
  for (int j = 0; j <= term.derivative; ++j) {
    const int k = term.derivative - j;
    const double weight = binomial * term_of(term.state, k).scale;
    const double* from = values.derivatives + static_cast<std::size_t>(k) * step + first;
    const double* factor = block.factor[static_cast<std::size_t>(j)].data() + first;
    for (std::size_t p = 0; p < n; ++p) to[p] += weight * factor[p] * from[p];
    binomial *= static_cast<double>(term.derivative - j) / (j + 1);
  }
}

/// The adjoint of a derivative of a state, in block.adjoint, to those of the network.
void FusedLoss::to_network(const Term& term, const BlockValues& values, const Block& block) const {
  const std::size_t n = values.n_points;
  const std::size_t first = static_cast<std::size_t>(term.state) * n;
  const std::size_t step = static_cast<std::size_t>(n_states_) * n;
  const double* from = block.adjoint.data();
  if (form_ == nullptr) {
    double* to = values.adjoints + static_cast<std::size_t>(term.derivative) * step + first;
    for (std::size_t p = 0; p < n; ++p) to[p] += term.scale * from[p];
    return;
  }
  double binomial = 1.0;
  for (int j = 0; j <= term.derivative; ++j) {
    const int k = term.derivative - j;
    const double weight = binomial * term_of(term.state, k).scale;
    double* to = values.adjoints + static_cast<std::size_t>(k) * step + first;
    const double* factor = block.factor[static_cast<std::size_t>(j)].data() + first;
    for (std::size_t p = 0; p < n; ++p) to[p] += weight * factor[p] * from[p];
    binomial *= static_cast<double>(term.derivative - j) / (j + 1);
  }
}

/// The equations at those points of a block that are among the first n_points.
void FusedLoss::add_equations(const BlockValues& values,
                              std::int64_t n_points,
                              Block& block) const {
  const std::size_t n = values.n_points;
  const auto n_used = std::min(n, static_cast<std::size_t>(n_points - values.first));
  block.slots.resize(static_cast<std::size_t>(problem_.n_slots) * n);
  block.rows.resize(static_cast<std::size_t>(equations_.n_rows()) * n);
  for (std::size_t p = 0; p < n; ++p) {
    block.slots[p] = values.x[p] / scaling_.input.rate + scaling_.input.shift;
  }
  if (form_ != nullptr) fill_form(values, block);
  for (std::size_t i = 0; i < terms_.size(); ++i) {
    double* to = block.slots.data() + static_cast<std::size_t>(used_slots_[i]) * n;
    from_network(terms_[i], values, block, to);
  }
  const auto stride = static_cast<std::ptrdiff_t>(n);
  equations_.evaluate(static_cast<int>(n_used),
                      block.slots.data(),
                      stride,
                      block.rows.data(),
                      stride,
                      block.workspace);
  for (int e = 0; e < equations_.n_outputs(); ++e) {
    const double* r = block.rows.data() + static_cast<std::size_t>(e) * n;
    double sum = 0.0;
    for (std::size_t p = 0; p < n_used; ++p) sum += r[p] * r[p];
    block.squares[static_cast<std::size_t>(e)] = sum;
  }
  block.adjoint.assign(n, 0.0);
  for (const Program::Partial& partial : equations_.partials()) {
    const auto found = std::lower_bound(used_slots_.begin(), used_slots_.end(), partial.slot);
    const Term& term = terms_[static_cast<std::size_t>(found - used_slots_.begin())];
    const double factor = scaling_.residual(partial.output);
    const double weight =
        2.0 * weights_.equations * factor * factor / static_cast<double>(n_points);
    const double* r = block.rows.data() + static_cast<std::size_t>(partial.output) * n;
    const double* slope = block.rows.data() + static_cast<std::size_t>(partial.row) * n;
    for (std::size_t p = 0; p < n_used; ++p) block.adjoint[p] = weight * r[p] * slope[p];
    to_network(term, values, block);
  }
}

/// The conditions, whose rows are in the last block.
void FusedLoss::add_conditions(const BlockValues& values,
                               std::int64_t n_points,
                               Block& block) const {
  const std::size_t n = values.n_points;
  const auto first = static_cast<std::size_t>(n_points - values.first);
  for (const ConditionProgram& condition : conditions_) {
    const auto place_of = [&](std::size_t i) {
      const Term& term = condition.terms[i];
      return static_cast<std::size_t>(term.derivative * n_states_ + term.state) * n + first +
             static_cast<std::size_t>(condition.rows[i]);
    };
    std::vector<double> slots;
    for (std::size_t i = 0; i < condition.terms.size(); ++i) {
      slots.push_back(condition.terms[i].scale * values.derivatives[place_of(i)]);
    }
    std::vector<double> rows(static_cast<std::size_t>(condition.program.n_rows()));
    condition.program.evaluate(1, slots.data(), 1, rows.data(), 1, block.workspace);
    const double factor = condition.factor * condition.factor;
    block.conditions += factor * rows[0] * rows[0];
    for (const Program::Partial& partial : condition.program.partials()) {
      const auto i = static_cast<std::size_t>(partial.slot);
      const double slope = rows[static_cast<std::size_t>(partial.row)];
      values.adjoints[place_of(i)] +=
          2.0 * weights_.conditions * factor * rows[0] * slope * condition.terms[i].scale;
    }
  }
}

/// The parts of all blocks, in their order.
FusedValues FusedLoss::sum(std::int64_t n_points) const {
  FusedValues values;
  if (n_points > 0) values.residuals.assign(static_cast<std::size_t>(equations_.n_outputs()), 0.0);
  for (const Block& block : blocks_) {
    for (std::size_t e = 0; e < values.residuals.size(); ++e) {
      const double factor = scaling_.residual(static_cast<int>(e));
      values.residuals[e] += factor * factor * block.squares[e] / static_cast<double>(n_points);
    }
    values.conditions += block.conditions;
  }
  values.total = weights_.conditions * values.conditions;
  for (const double part : values.residuals) values.total += weights_.equations * part;
  return values;
}

FusedValues FusedLoss::evaluate(NetworkJets& jets,
                                const torch::Tensor& x,
                                const torch::Tensor& weights,
                                std::int64_t n_points) {
  const torch::Tensor places = x.detach();
  const bool with_gradient = weights.requires_grad() && torch::GradMode::is_enabled();
  const std::int64_t n_fixed = conditions_.empty() ? 0 : x.size(0) - n_points;
  blocks_.resize(jets.prepare_pass(x.size(0), n_fixed, order_));
  const std::int64_t n_residuals = equations_.n_outputs() == 0 ? 0 : n_points;
  const auto visit = [&](const BlockValues& at) {
    Block& block = blocks_[at.number];
    block.squares.assign(static_cast<std::size_t>(equations_.n_outputs()), 0.0);
    block.conditions = 0.0;
    if (at.first < n_residuals) add_equations(at, n_residuals, block);
    if (at.number + 1 == blocks_.size()) add_conditions(at, n_points, block);
  };
  const torch::Tensor gradient = jets.pass(places, weights.detach(), visit, with_gradient);
  FusedValues values = sum(n_residuals);
  values.gradient = gradient;
  return values;
}

}  // namespace pinn
