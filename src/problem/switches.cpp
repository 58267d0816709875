// SPDX-License-Identifier: MIT
// Finds switching functions, fixes branches, and chooses the branch that the solution takes.
#include "pinn/problem/switches.hpp"

#include <algorithm>
#include <cmath>

#include "pinn/expression/evaluate.hpp"
#include "pinn/expression/print.hpp"
#include "pinn/expression/subtree.hpp"
#include "pinn/problem/delays.hpp"

namespace pinn {

namespace {

// A switch on the variable that changes twice between two of these points is not seen.
constexpr std::size_t kBreakScanPoints = 20001;

// How far the solution is followed to see which side of a switch it goes to, of the stretch: long
// enough for a parabola to stand clear of rounding (1e-12 against 1e-16), short beside a step.
constexpr double kProbe = 1e-6;

// Of the last step: far inside the region where the solver found the solution smooth.
constexpr double kProbeOfStep = 1e-3;

// A switch that is crossed in this part of the probe counts as crossed already.
constexpr double kCrossing = 1e-3;

constexpr std::size_t kMaxFrozenForms = 256;  // rebuilt beyond that

std::size_t child_of(const Node& node, std::size_t k) {
  return static_cast<std::size_t>(node.child[k]);
}

bool is_order_comparison(Op op) {
  return op == Op::Less || op == Op::LessEqual || op == Op::Greater || op == Op::GreaterEqual;
}

bool uses_slots(const Expression& expression) {
  return std::any_of(expression.nodes().begin(), expression.nodes().end(), [](const Node& node) {
    return node.op == Op::Slot;
  });
}

/// States, now or before.
bool uses_states(const Problem& problem, const Expression& expression) {
  const auto& nodes = expression.nodes();
  const auto is_lag = [&](int slot) {
    return std::any_of(
        problem.lags.begin(), problem.lags.end(), [&](const Lag& lag) { return lag.slot == slot; });
  };
  return std::any_of(nodes.begin(), nodes.end(), [&](const Node& node) {
    return node.op == Op::Slot && (problem.is_state_slot(node.slot) || is_lag(node.slot));
  });
}

/// The node with its switching function known to be positive (mode 1) or negative (-1).
Replacement with_mode(const Node& node, int mode) {
  using Kind = Replacement::Kind;
  if (mode == 0) return {};
  const bool above = mode > 0;
  switch (node.op) {
    case Op::Less:
    case Op::LessEqual:
      return {Kind::Number, above ? 0.0 : 1.0, 0};
    case Op::Greater:
    case Op::GreaterEqual:
      return {Kind::Number, above ? 1.0 : 0.0, 0};
    default:
      break;
  }
  switch (node.function) {
    case Function::Abs:
      return {above ? Kind::Child : Kind::NegatedChild, 0.0, 0};
    case Function::Sign:
      return {Kind::Number, above ? 1.0 : -1.0, 0};
    case Function::Step:
      return {Kind::Number, above ? 1.0 : 0.0, 0};
    case Function::Min:
      return {Kind::Child, 0.0, above ? 1U : 0U};
    default:  // Max
      return {Kind::Child, 0.0, above ? 0U : 1U};
  }
}

signed char sign_of(double value) {
  return static_cast<signed char>((value > 0.0 ? 1 : 0) - (value < 0.0 ? 1 : 0));
}

}  // namespace

std::optional<Expression> switching_function(const Expression& expression, std::size_t index) {
  const Node& node = expression.nodes()[index];
  const bool one =
      node.op == Op::Call && (node.function == Function::Abs || node.function == Function::Sign ||
                              node.function == Function::Step);
  const bool two =
      is_order_comparison(node.op) ||
      (node.op == Op::Call && (node.function == Function::Min || node.function == Function::Max));
  if (!one && !two) return std::nullopt;
  Expression function = copy_tree(expression, child_of(node, 0));
  if (two) function = make_difference(function, copy_tree(expression, child_of(node, 1)));
  if (!uses_slots(function)) return std::nullopt;
  return function;
}

SwitchedSystem::SwitchedSystem(const Problem& problem) : problem_(&problem), original_(problem) {
  for (const Equation& equation : problem.equations) collect(equation.residual);
  find_breaks();
}

void SwitchedSystem::collect(const Expression& expression) {
  for (std::size_t i = 0; i < expression.nodes().size(); ++i) {
    if (const auto function = switching_function(expression, i)) add_switch(*function);
  }
}

void SwitchedSystem::add_switch(const Expression& function) {
  const auto [place, is_new] = known_.emplace(print_expression(function), switches_.size());
  if (!is_new) return;
  const bool of_state = uses_states(*problem_, function);
  if (of_state) state_switches_.push_back(switches_.size());
  switches_.push_back({function, of_state});
}

double SwitchedSystem::value_at(std::size_t index, double t) const {
  std::vector<double> slots(static_cast<std::size_t>(problem_->n_slots), 0.0);
  slots[0] = t;
  problem_->fill_inputs(t, slots);
  return evaluate<double>(switches_[index].function, slots);
}

/// Equally spaced over the domain, and wherever an input has a row.
std::vector<double> SwitchedSystem::scan_points() const {
  std::vector<double> scan(kBreakScanPoints);
  const double length = problem_->end - problem_->start;
  for (std::size_t i = 0; i < scan.size(); ++i) {
    scan[i] = problem_->start + length * (static_cast<double>(i) / (kBreakScanPoints - 1));
  }
  const std::size_t n_equal = scan.size();
  for (const Input& input : problem_->inputs) {
    if (input.signal) scan.insert(scan.end(), input.signal->at().begin(), input.signal->at().end());
  }
  if (scan.size() == n_equal) return scan;
  std::sort(scan.begin(), scan.end());
  const auto is_outside = [&](double at) { return at < problem_->start || at > problem_->end; };
  scan.erase(std::remove_if(scan.begin(), scan.end(), is_outside), scan.end());
  scan.erase(std::unique(scan.begin(), scan.end()), scan.end());
  return scan;
}

void SwitchedSystem::find_breaks() {
  for (const Input& input : problem_->inputs) {
    if (!input.signal) continue;
    const std::vector<double> kinks = input.signal->kinks();
    breaks_.insert(breaks_.end(), kinks.begin(), kinks.end());
  }
  const std::vector<double> stops = delay_stops(*problem_);
  breaks_.insert(breaks_.end(), stops.begin(), stops.end());
  if (switches_.size() > state_switches_.size()) find_switches_of_variable();
  std::sort(breaks_.begin(), breaks_.end());
  breaks_.erase(std::unique(breaks_.begin(), breaks_.end()), breaks_.end());
  breaks_.erase(
      std::remove_if(breaks_.begin(),
                     breaks_.end(),
                     [&](double at) { return !(at > problem_->start && at < problem_->end); }),
      breaks_.end());
}

void SwitchedSystem::find_switches_of_variable() {
  const std::vector<double> scan = scan_points();
  for (std::size_t s = 0; s < switches_.size(); ++s) {
    if (switches_[s].of_state) continue;
    double left = value_at(s, scan[0]);
    for (std::size_t i = 1; i < scan.size(); ++i) {
      const double right = value_at(s, scan[i]);
      // A run of zeros matters at its two ends only.
      if ((left == 0.0) != (right == 0.0)) {
        breaks_.push_back(left == 0.0 ? scan[i - 1] : scan[i]);
      } else if (left * right < 0.0) {
        double low = scan[i - 1];
        double high = scan[i];
        for (double middle = low + (high - low) / 2; middle > low && middle < high;
             middle = low + (high - low) / 2) {
          const double value = value_at(s, middle);
          (value * left > 0.0 ? low : high) = middle;
        }
        breaks_.push_back(high);
      }
      left = right;
    }
  }
}

Expression SwitchedSystem::freeze(const Expression& expression, const Modes& modes) const {
  const std::size_t count = expression.nodes().size();
  std::vector<Replacement> replacements(count);
  for (std::size_t i = 0; i < count; ++i) {
    const auto function = switching_function(expression, i);
    if (!function) continue;
    const auto known = known_.find(print_expression(*function));
    if (known == known_.end()) continue;
    replacements[i] = with_mode(expression.nodes()[i], modes[known->second]);
  }
  return copy_tree(expression, count - 1, replacements);
}

const ExplicitForm& SwitchedSystem::form(const Modes& modes) {
  return switches_.empty() ? original_ : *frozen_with(modes).form;
}

const Problem& SwitchedSystem::frozen(const Modes& modes) {
  return switches_.empty() ? *problem_ : frozen_with(modes).problem;
}

SwitchedSystem::Frozen& SwitchedSystem::frozen_with(const Modes& modes) {
  const auto known = frozen_.find(modes);
  if (known != frozen_.end()) return known->second;
  Frozen& frozen = frozen_[modes];
  frozen.problem = *problem_;
  for (Equation& equation : frozen.problem.equations) {
    equation.left = freeze(equation.left, modes);
    equation.right = freeze(equation.right, modes);
    equation.residual = freeze(equation.residual, modes);
  }
  frozen.form = std::make_unique<ExplicitForm>(frozen.problem);
  return frozen;
}

bool SwitchedSystem::state_values(const Modes& modes,
                                  double t,
                                  const Eigen::VectorXd& u,
                                  Eigen::VectorXd& values) {
  std::vector<double> slots(static_cast<std::size_t>(problem_->n_slots));
  if (!form(modes).fill_slots(t, u.data(), slots) && !original_.fill_slots(t, u.data(), slots)) {
    return false;
  }
  values.resize(static_cast<Eigen::Index>(state_switches_.size()));
  for (std::size_t i = 0; i < state_switches_.size(); ++i) {
    values[static_cast<Eigen::Index>(i)] =
        evaluate<double>(switches_[state_switches_[i]].function, slots);
  }
  return true;
}

bool SwitchedSystem::has_switched(const Branches& branches, double t, const Eigen::VectorXd& u) {
  Eigen::VectorXd values;
  if (!state_values(branches.modes, t, u, values)) return false;
  for (std::size_t i = 0; i < state_switches_.size(); ++i) {
    const double value = values[static_cast<Eigen::Index>(i)];
    const int mode = branches.modes[state_switches_[i]];
    if (branches.armed[i] && (mode == 0 ? value != 0.0 : value * mode < 0.0)) return true;
  }
  return false;
}

void SwitchedSystem::arm(Branches& branches, double t, const Eigen::VectorXd& u) {
  Eigen::VectorXd values;
  if (!state_values(branches.modes, t, u, values)) return;
  for (std::size_t i = 0; i < state_switches_.size(); ++i) {
    const int sign = sign_of(values[static_cast<Eigen::Index>(i)]);
    if (sign == branches.modes[state_switches_[i]]) branches.armed[i] = true;
  }
}

/// One classical Runge-Kutta step: it must see a parabola, which a straight line would not.
bool SwitchedSystem::probe(const Modes& modes, double t, Eigen::VectorXd& u, double step) {
  const ExplicitForm& f = form(modes);
  Eigen::VectorXd k1(u.size()), k2(u.size()), k3(u.size()), k4(u.size());
  const auto slope = [&](double at, const Eigen::VectorXd& v, Eigen::VectorXd& k) {
    return f.right_side(at, v.data(), k.data()) || original_.right_side(at, v.data(), k.data());
  };
  if (!slope(t, u, k1)) return false;
  if (!slope(t + step / 2, u + step / 2 * k1, k2)) return false;
  if (!slope(t + step / 2, u + step / 2 * k2, k3)) return false;
  if (!slope(t + step, u + step * k3, k4)) return false;
  u += step / 6 * (k1 + 2 * k2 + 2 * k3 + k4);
  return u.allFinite();
}

std::optional<Branches> SwitchedSystem::branches_after(double t,
                                                       const Eigen::VectorXd& u,
                                                       double stop,
                                                       double step) {
  Branches branches{Modes(switches_.size(), 0), std::vector<bool>(state_switches_.size(), true)};
  const double middle = t + (stop - t) / 2;
  for (std::size_t s = 0; s < switches_.size(); ++s) {
    if (!switches_[s].of_state) branches.modes[s] = sign_of(value_at(s, middle));
  }
  if (state_switches_.empty()) return branches;
  if (frozen_.size() > kMaxFrozenForms) frozen_.clear();

  Eigen::VectorXd here;
  if (!state_values(branches.modes, t, u, here)) return branches;
  for (std::size_t i = 0; i < state_switches_.size(); ++i) {
    branches.modes[state_switches_[i]] = sign_of(here[static_cast<Eigen::Index>(i)]);
  }
  double length = kProbe * std::abs(stop - t);
  if (step != 0.0) length = std::min(length, kProbeOfStep * std::abs(step));
  const bool settled = settle(branches, t, u, here, std::copysign(length, stop - t));
  return settled ? std::optional<Branches>(branches) : std::nullopt;
}

/// A switch that the solution is on, or has only just crossed, goes by where the solution is after
/// the probe; every choice may change where that is.
bool SwitchedSystem::settle(Branches& branches,
                            double t,
                            const Eigen::VectorXd& u,
                            const Eigen::VectorXd& here,
                            double step) {
  const std::size_t attempts = 2 * state_switches_.size() + 2;
  for (std::size_t attempt = 0; attempt < attempts; ++attempt) {
    Eigen::VectorXd ahead = u;
    Eigen::VectorXd there;
    if (!probe(branches.modes, t, ahead, step)) return true;
    if (!state_values(branches.modes, t + step, ahead, there)) return true;
    bool same = true;
    for (std::size_t i = 0; i < state_switches_.size(); ++i) {
      const double now = here[static_cast<Eigen::Index>(i)];
      const double then = there[static_cast<Eigen::Index>(i)];
      signed char& mode = branches.modes[state_switches_[i]];
      if (!(std::abs(now) <= kCrossing * std::abs(then - now))) continue;
      same = same && mode == sign_of(then);
      mode = sign_of(then);
      branches.armed[i] = sign_of(now) == mode || now == 0.0;
    }
    if (same) return true;
  }
  return false;
}

}  // namespace pinn
