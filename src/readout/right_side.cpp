// SPDX-License-Identifier: MIT
// Solved, affine and implicit equations, all turned into h = g(t, u).
#include "right_side.hpp"

#include <cmath>
#include <limits>

#include "pinn/problem/explicit_form.hpp"

namespace pinn::readout {

namespace {

// Newton's method for the highest derivatives: from a neighbouring point it needs 3 or 4.
constexpr int kMostIterations = 30;
constexpr double kRounding = 8.0 * std::numeric_limits<double>::epsilon();

// Below it the matrix of the highest derivatives determines no digit of them.
constexpr double kSmallestReciprocalCondition = 1e-15;

std::vector<Expression> residuals_of(const Problem& problem) {
  std::vector<Expression> residuals;
  for (const Equation& equation : problem.equations) residuals.push_back(equation.residual);
  return residuals;
}

}  // namespace

Components::Components(const Problem& problem) {
  for (int s = 0; s < problem.n_states(); ++s) {
    const int m = problem.states[static_cast<std::size_t>(s)].order;
    begin.push_back(count);
    order.push_back(m);
    highest.push_back(problem.slot_of(s, m));
    for (int k = 0; k < m; ++k) slot.push_back(problem.slot_of(s, k));
    count += m;
  }
}

RightSide::RightSide(const Problem& problem, const Components& components, RightSideCounts& counts)
    : components_(components), counts_(counts) {
  const auto n_slots = static_cast<std::size_t>(problem.n_slots);
  state_of_slot_.assign(n_slots, -1);
  component_of_slot_.assign(n_slots, -1);
  for (int c = 0; c < components.count; ++c) {
    component_of_slot_[static_cast<std::size_t>(components.slot[static_cast<std::size_t>(c)])] = c;
  }
  for (int s = 0; s < components.n_states(); ++s) {
    state_of_slot_[static_cast<std::size_t>(components.highest[static_cast<std::size_t>(s)])] = s;
  }
  const std::vector<std::size_t> solved = solved_equations(problem);
  if (!solved.empty()) {
    std::vector<Expression> sides;
    for (const std::size_t e : solved) sides.push_back(problem.equations[e].right);
    values_ = Program(sides, problem.n_slots);
    derivatives_ = Program(sides, problem.n_slots, components.slot);
    for (const Program::Partial& partial : derivatives_.partials()) {
      const int c = component_of_slot_[static_cast<std::size_t>(partial.slot)];
      pattern_.emplace_back(partial.output, c);
    }
    return;
  }
  kind_ = problem.implicit ? Kind::Implicit : Kind::Affine;
  const std::vector<Expression> residuals = residuals_of(problem);
  values_ = Program(residuals, problem.n_slots, components.highest);
  std::vector<int> by = components.slot;
  by.insert(by.end(), components.highest.begin(), components.highest.end());
  derivatives_ = Program(residuals, problem.n_slots, by);
  equation_of_.assign(components.order.size(), -1);
  separate_ = values_.partials().size() == residuals.size();
  for (const Program::Partial& partial : values_.partials()) {
    int& equation = equation_of_[static_cast<std::size_t>(
        state_of_slot_[static_cast<std::size_t>(partial.slot)])];
    separate_ = separate_ && equation < 0;
    equation = partial.output;
  }
  for (int s = 0; s < components.n_states(); ++s) {
    for (int c = 0; c < components.count; ++c) pattern_.emplace_back(s, c);
  }
}

bool RightSide::evaluate(Eigen::MatrixXd& slots, Precision precision) {
  precision_ = precision;
  counts_.evaluations += slots.rows();
  if (kind_ == Kind::Solved) return evaluate_solved(slots, nullptr);
  if (kind_ == Kind::Affine) return evaluate_affine(slots, nullptr);
  return evaluate_implicit(slots, nullptr);
}

bool RightSide::evaluate(Eigen::MatrixXd& slots, Eigen::MatrixXd& jacobian) {
  precision_ = Precision::Double;
  counts_.evaluations += slots.rows();
  counts_.jacobians += slots.rows();
  jacobian.setZero(slots.rows(),
                   static_cast<Eigen::Index>(components_.n_states()) * components_.count);
  if (kind_ == Kind::Solved) return evaluate_solved(slots, &jacobian);
  if (kind_ == Kind::Affine) return evaluate_affine(slots, &jacobian);
  return evaluate_implicit(slots, &jacobian);
}

void RightSide::run(const Program& program, const Eigen::MatrixXd& slots) {
  const Eigen::Index n_points = slots.rows();
  if (rows_.rows() != n_points || rows_.cols() < program.n_rows()) {
    rows_.resize(n_points, derivatives_.n_rows());
  }
  const auto n = static_cast<int>(n_points);
  if (precision_ == Precision::Extended) {
    program.evaluate_extended(n, slots.data(), n_points, rows_.data(), n_points, workspace_);
  } else {
    program.evaluate(n, slots.data(), n_points, rows_.data(), n_points, workspace_);
  }
  last_ = &program;
}

bool RightSide::evaluate_solved(Eigen::MatrixXd& slots, Eigen::MatrixXd* jacobian) {
  const Program& program = jacobian != nullptr ? derivatives_ : values_;
  run(program, slots);
  bool finite = true;
  for (int s = 0; s < components_.n_states(); ++s) {
    slots.col(components_.highest[static_cast<std::size_t>(s)]) = rows_.col(s);
    finite = finite && rows_.col(s).allFinite();
  }
  if (jacobian == nullptr) return finite;
  for (const Program::Partial& partial : program.partials()) {
    const int c = component_of_slot_[static_cast<std::size_t>(partial.slot)];
    jacobian->col(partial.output * components_.count + c) = rows_.col(partial.row);
    finite = finite && rows_.col(partial.row).allFinite();
  }
  return finite;
}

bool RightSide::evaluate_affine(Eigen::MatrixXd& slots, Eigen::MatrixXd* jacobian) {
  // Affine: with h = 0 the residual is the constant part, and the derivatives by h are the matrix.
  for (const int slot : components_.highest) slots.col(slot).setZero();
  const Eigen::Index n_points = slots.rows();
  if (separate_) {
    run(values_, slots);
    for (const Program::Partial& partial : values_.partials()) {
      slots.col(partial.slot) = -rows_.col(partial.output).cwiseQuotient(rows_.col(partial.row));
    }
    for (const int slot : components_.highest) {
      if (!slots.col(slot).allFinite()) return false;
    }
    return jacobian == nullptr || solve_single(n_points, slots, jacobian);
  }
  run(values_, slots);
  Eigen::RowVectorXd h(components_.n_states());
  for (Eigen::Index i = 0; i < n_points; ++i) {
    if (!solve_point(i, nullptr, h)) return false;
    for (int s = 0; s < components_.n_states(); ++s) {
      slots(i, components_.highest[static_cast<std::size_t>(s)]) = h(s);
    }
  }
  if (jacobian == nullptr) return true;
  run(derivatives_, slots);
  for (Eigen::Index i = 0; i < n_points; ++i) {
    if (!solve_point(i, jacobian, h)) return false;
  }
  return true;
}

bool RightSide::solve_single(Eigen::Index n_points,
                             Eigen::MatrixXd& slots,
                             Eigen::MatrixXd* jacobian) {
  run(derivatives_, slots);
  Eigen::MatrixXd slope(n_points, components_.n_states());  // by the own highest derivative
  for (const Program::Partial& partial : derivatives_.partials()) {
    if (state_of_slot_[static_cast<std::size_t>(partial.slot)] >= 0) {
      slope.col(partial.output) = rows_.col(partial.row);
    }
  }
  for (const Program::Partial& partial : derivatives_.partials()) {
    const int c = component_of_slot_[static_cast<std::size_t>(partial.slot)];
    if (c < 0) continue;
    for (int s = 0; s < components_.n_states(); ++s) {
      if (equation_of_[static_cast<std::size_t>(s)] != partial.output) continue;
      jacobian->col(s * components_.count + c) =
          -rows_.col(partial.row).cwiseQuotient(slope.col(partial.output));
    }
  }
  return jacobian->allFinite();
}

/// With the rows of the last run: A h = -residual, or A dh/du = -dR/du if a jacobian is given.
bool RightSide::solve_point(Eigen::Index point,
                            Eigen::MatrixXd* jacobian,
                            Eigen::Ref<Eigen::RowVectorXd> h) {
  const int d = components_.n_states();
  const int n = components_.count;
  Eigen::MatrixXd A = Eigen::MatrixXd::Zero(d, d);
  Eigen::MatrixXd b = Eigen::MatrixXd::Zero(d, jacobian != nullptr ? n : 1);
  for (const Program::Partial& partial : last_->partials()) {
    const int s = state_of_slot_[static_cast<std::size_t>(partial.slot)];
    const double value = rows_(point, partial.row);
    if (s >= 0) {
      A(partial.output, s) = value;
    } else if (jacobian != nullptr) {
      b(partial.output, component_of_slot_[static_cast<std::size_t>(partial.slot)]) = -value;
    }
  }
  if (jacobian == nullptr) {
    for (int e = 0; e < d; ++e) b(e, 0) = -rows_(point, e);
  }
  for (int e = 0; e < d; ++e) {
    const double size = A.row(e).cwiseAbs().maxCoeff();
    if (!(size > 0.0)) return false;
    A.row(e) /= size;
    b.row(e) /= size;
  }
  const Eigen::PartialPivLU<Eigen::MatrixXd> lu(A);
  if (!(lu.rcond() > kSmallestReciprocalCondition)) return false;
  const Eigen::MatrixXd x = lu.solve(b);
  if (!x.allFinite()) return false;
  if (jacobian == nullptr) {
    h = x.col(0).transpose();
    return true;
  }
  for (int s = 0; s < d; ++s)
    jacobian->row(point).segment(static_cast<Eigen::Index>(s) * n, n) = x.row(s);
  return true;
}

bool RightSide::evaluate_implicit(Eigen::MatrixXd& slots, Eigen::MatrixXd* jacobian) {
  bool done = false;
  for (int iteration = 0; !done; ++iteration) {
    if (iteration == kMostIterations || !newton_step(slots, done)) return false;
  }
  if (jacobian == nullptr) return true;
  run(derivatives_, slots);
  Eigen::RowVectorXd h(components_.n_states());
  for (Eigen::Index i = 0; i < slots.rows(); ++i) {
    if (!solve_point(i, jacobian, h)) return false;
  }
  return true;
}

bool RightSide::newton_step(Eigen::MatrixXd& slots, bool& done) {
  run(values_, slots);
  Eigen::RowVectorXd change(components_.n_states());
  done = true;
  for (Eigen::Index i = 0; i < slots.rows(); ++i) {
    if (!solve_point(i, nullptr, change)) return false;
    for (int s = 0; s < components_.n_states(); ++s) {
      double& h = slots(i, components_.highest[static_cast<std::size_t>(s)]);
      h += change(s);
      done = done && std::abs(change(s)) <= kRounding * std::max(1.0, std::abs(h)) * 1e3;
    }
  }
  return true;
}

}  // namespace pinn::readout
