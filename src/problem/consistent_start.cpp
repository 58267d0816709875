// SPDX-License-Identifier: MIT
// Values at the start that meet conditions and constraints together, by Gauss-Newton steps.
#include <Eigen/Dense>
#include <algorithm>
#include <array>
#include <cmath>

#include "draft.hpp"
#include "pinn/expression/dual.hpp"
#include "pinn/expression/evaluate.hpp"
#include "pinn/util/number_text.hpp"

namespace pinn::detail {

namespace {

constexpr int kMostSteps = 100;
constexpr double kConverged = 1e-15;    // of the size of a value
constexpr double kIndependent = 1e-10;  // of the largest pivot: what counts for the rank

// Of the largest term of an equation: given values have been rounded somewhere.
constexpr double kConsistent = 1e-9;

constexpr std::array<double, 4> kOtherStarts{1.0, -1.0, 10.0, -10.0};

/// A derivative below the order, at the start.
struct Component {
  int state = 0;
  int derivative = 0;
  int slot = 0;
};

class ConsistentStart {
 public:
  explicit ConsistentStart(Draft& draft) : draft_(draft), problem_(draft.problem) {
    at_ = problem_.conditions.empty() ? problem_.start
                                      : problem_.conditions.front().values.front().at;
    for (int s = 0; s < problem_.n_states(); ++s) {
      for (int k = 0; k < problem_.states[static_cast<std::size_t>(s)].order; ++k) {
        components_.push_back({s, k, problem_.slot_of(s, k)});
      }
    }
    n_ = static_cast<Eigen::Index>(components_.size());
  }

  void run() {
    guess();
    const Eigen::VectorXd first = u_;
    if (!(solve() && fits()) && !try_other_starts(first)) return;
    if (check_rank()) add_conditions();
  }

 private:
  std::size_t n_rows() const { return problem_.conditions.size() + problem_.constraints.size(); }

  Place place() const { return {"problem.conditions", 0, 0, false}; }

  std::size_t place_of_value(const PointValue& value) const {
    const int slot = problem_.slot_of(value.state, value.derivative);
    const auto found = std::find_if(
        components_.begin(), components_.end(), [&](const Component& c) { return c.slot == slot; });
    return static_cast<std::size_t>(found - components_.begin());
  }

  /// Given values as they stand, else problem.guess, else 0.
  void guess() {
    u_ = Eigen::VectorXd::Zero(n_);
    std::vector<double> slots(static_cast<std::size_t>(problem_.n_slots), 0.0);
    slots[0] = at_;
    for (Eigen::Index i = 0; i < n_; ++i) {
      const Component& component = components_[static_cast<std::size_t>(i)];
      const auto& by_state = problem_.guess;
      const auto state = static_cast<std::size_t>(component.state);
      if (component.derivative > 0 || state >= by_state.size() || !by_state[state]) continue;
      u_(i) = evaluate<double>(*by_state[state], slots);
    }
    for (const Condition& condition : problem_.conditions) {
      if (!condition.linear || condition.values.size() != 1) continue;
      u_(static_cast<Eigen::Index>(place_of_value(condition.values.front()))) =
          condition.target / condition.coefficients.front();
    }
  }

  /// Violation and derivatives of one row.
  Dual row(std::size_t index) const {
    const auto n = static_cast<std::size_t>(n_);
    const std::size_t n_conditions = problem_.conditions.size();
    std::vector<Dual> slots;
    if (index < n_conditions) {
      const Condition& condition = problem_.conditions[index];
      for (const PointValue& value : condition.values) {
        const std::size_t place = place_of_value(value);
        slots.push_back(Dual::independent(u_(static_cast<Eigen::Index>(place)), n, place));
      }
      return evaluate(condition.residual, slots);
    }
    std::vector<double> plain(static_cast<std::size_t>(problem_.n_slots), 0.0);
    plain[0] = at_;
    slots = std::vector<Dual>(plain.begin(), plain.end());
    for (std::size_t i = 0; i < n; ++i) {
      slots[static_cast<std::size_t>(components_[i].slot)] =
          Dual::independent(u_(static_cast<Eigen::Index>(i)), n, i);
    }
    return evaluate(problem_.constraints[index - n_conditions].residual, slots);
  }

  /// Fills violations and slopes_, each row scaled by its largest slope.
  bool evaluate_rows() {
    const auto m = static_cast<Eigen::Index>(n_rows());
    violations_.resize(m);
    slopes_.resize(m, n_);
    sizes_.resize(m);
    for (Eigen::Index r = 0; r < m; ++r) {
      const Dual value = row(static_cast<std::size_t>(r));
      for (Eigen::Index i = 0; i < n_; ++i) {
        slopes_(r, i) = value.slope(static_cast<std::size_t>(i));
      }
      const double largest = slopes_.row(r).cwiseAbs().maxCoeff();
      const double scale = largest > 0.0 ? largest : 1.0;
      sizes_(r) = scale;
      slopes_.row(r) /= scale;
      violations_(r) = value.value / scale;
    }
    return violations_.allFinite() && slopes_.allFinite();
  }

  bool solve() {
    for (int step = 0; step < kMostSteps; ++step) {
      if (!evaluate_rows()) break;
      Eigen::CompleteOrthogonalDecomposition<Eigen::MatrixXd> qr;
      qr.setThreshold(kIndependent);
      qr.compute(slopes_);
      rank_ = qr.rank();
      const Eigen::VectorXd change = qr.solve(violations_);
      u_ -= change;
      if (!u_.allFinite()) break;
      if (change.cwiseAbs().maxCoeff() <= kConverged * std::max(1.0, u_.cwiseAbs().maxCoeff())) {
        return evaluate_rows();
      }
    }
    return evaluate_rows() && violations_.cwiseAbs().maxCoeff() <= kConsistent;
  }

  /// From 0 the slopes may vanish, as those of z^2 do: from other values of what is not given.
  bool try_other_starts(const Eigen::VectorXd& first) {
    std::vector<bool> is_given(static_cast<std::size_t>(n_), false);
    for (const Condition& condition : problem_.conditions) {
      for (const PointValue& value : condition.values) is_given[place_of_value(value)] = true;
    }
    std::vector<Eigen::VectorXd> found;
    for (const double start : kOtherStarts) {
      u_ = first;
      for (Eigen::Index i = 0; i < n_; ++i) {
        if (!is_given[static_cast<std::size_t>(i)] && first(i) == 0.0) u_(i) = start;
      }
      if (!(solve() && fits())) continue;
      const auto same = [&](const Eigen::VectorXd& other) { return other.isApprox(u_, 1e-6); };
      if (std::none_of(found.begin(), found.end(), same)) found.push_back(u_);
    }
    if (found.size() == 1) {
      u_ = found.front();
      return evaluate_rows();
    }
    if (found.empty()) {
      u_ = first;
      tell_misfit(solve());
    } else {
      tell_choice(found);
    }
    return false;
  }

  void tell_choice(const std::vector<Eigen::VectorXd>& found) {
    for (Eigen::Index i = 0; i < n_; ++i) {
      if (std::abs(found[0](i) - found[1](i)) <= 1e-6 * std::abs(found[0](i))) continue;
      const Component& c = components_[static_cast<std::size_t>(i)];
      const std::string name =
          primed(problem_.states[static_cast<std::size_t>(c.state)].name, c.derivative);
      draft_.error(place(),
                   "several values of " + name + " meet the equations at " + problem_.variable +
                       " = " + to_text(at_) + ": " + to_short_text(found[0](i)) + ", " +
                       to_short_text(found[1](i)) + "; choose one by problem.guess");
      return;
    }
  }

  bool fits() const {
    for (Eigen::Index r = 0; r < violations_.size(); ++r) {
      const double size = slopes_.row(r).cwiseAbs() * u_.cwiseAbs();
      if (std::abs(violations_(r)) > kConsistent * std::max(size, 1.0)) return false;
    }
    return true;
  }

  void tell_misfit(bool is_solved) {
    if (!is_solved) {
      draft_.error(place(),
                   "no values at " + problem_.variable + " = " + to_text(at_) +
                       " were found that meet the conditions and the equations without "
                       "derivatives; give one near them by problem.guess");
      return;
    }
    for (Eigen::Index r = 0; r < violations_.size(); ++r) {
      const double size = slopes_.row(r).cwiseAbs() * u_.cwiseAbs();
      if (std::abs(violations_(r)) <= kConsistent * std::max(size, 1.0)) continue;
      const std::size_t n_conditions = problem_.conditions.size();
      const auto index = static_cast<std::size_t>(r);
      const std::string what =
          index < n_conditions
              ? "condition " + in_quotes(problem_.conditions[index].text)
              : "equation " + in_quotes(problem_.constraints[index - n_conditions].text);
      draft_.error(place(),
                   "the conditions do not fit the equations: at " + problem_.variable + " = " +
                       to_text(at_) + " they leave " + to_short_text(violations_(r) * sizes_(r)) +
                       " between the sides of " + what +
                       "; leave out conditions that follow from the equations");
      return;
    }
  }

  bool check_rank() {
    if (rank_ == n_) return true;
    std::string names;
    const Eigen::FullPivLU<Eigen::MatrixXd> lu = with_threshold(slopes_);
    const Eigen::VectorXd free = lu.kernel().rowwise().norm();
    for (Eigen::Index i = 0; i < n_; ++i) {
      if (free(i) < 1e-6 * free.maxCoeff()) continue;
      const Component& c = components_[static_cast<std::size_t>(i)];
      names += (names.empty() ? "" : ", ") +
               primed(problem_.states[static_cast<std::size_t>(c.state)].name, c.derivative);
    }
    draft_.error(place(),
                 counted(static_cast<std::size_t>(n_ - rank_), "condition") + " missing at " +
                     problem_.variable + " = " + to_text(at_) + ": the equations leave open " +
                     names);
    return false;
  }

  static Eigen::FullPivLU<Eigen::MatrixXd> with_threshold(const Eigen::MatrixXd& matrix) {
    Eigen::FullPivLU<Eigen::MatrixXd> lu;
    lu.setThreshold(kIndependent);
    lu.compute(matrix);
    return lu;
  }

  /// Values of states without a prime first: nobody gives those.
  void add_conditions() {
    std::vector<Eigen::Index> order;
    for (const bool algebraic : {true, false}) {
      for (Eigen::Index i = 0; i < n_; ++i) {
        const auto state = static_cast<std::size_t>(components_[static_cast<std::size_t>(i)].state);
        if (problem_.states[state].algebraic == algebraic) order.push_back(i);
      }
    }
    Eigen::MatrixXd rows = slopes_.topRows(static_cast<Eigen::Index>(problem_.conditions.size()));
    for (const Eigen::Index i : order) {
      if (rows.rows() == n_) return;
      Eigen::MatrixXd more(rows.rows() + 1, n_);
      more << rows, Eigen::RowVectorXd::Unit(n_, i);
      if (with_threshold(more).rank() < more.rows()) continue;
      rows = more;
      const Component& component = components_[static_cast<std::size_t>(i)];
      problem_.conditions.push_back(
          derived_condition(problem_, {component.state, component.derivative, at_}, u_(i)));
    }
  }

  Draft& draft_;
  Problem& problem_;
  double at_ = 0.0;
  std::vector<Component> components_;
  Eigen::Index n_ = 0;
  Eigen::VectorXd u_;
  Eigen::VectorXd violations_;  ///< Divided by sizes_.
  Eigen::MatrixXd slopes_;
  Eigen::VectorXd sizes_;
  Eigen::Index rank_ = 0;
};

}  // namespace

void find_consistent_start(Draft& draft) {
  if (draft.problem.kind == ProblemKind::Bvp) {
    draft.error({"problem.conditions", 0, 0, false},
                "equations without derivatives need all conditions at one point");
    return;
  }
  ConsistentStart(draft).run();
}

}  // namespace pinn::detail
