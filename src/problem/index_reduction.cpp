// SPDX-License-Identifier: MIT
// Differential-algebraic equations to differential ones.
#include <algorithm>
#include <cmath>

#include "analysis.hpp"
#include "draft.hpp"
#include "highest_system.hpp"
#include "pinn/expression/algebra.hpp"
#include "pinn/expression/print.hpp"

namespace pinn::detail {

namespace {

// Index 3 takes three rounds of derivatives, each after one of putting in or of combining.
constexpr int kMostRounds = 12;

constexpr double kSameMatrix = 1e-12;
constexpr double kNoEntry = 1e-10;

class IndexReduction {
 public:
  explicit IndexReduction(Draft& draft)
      : draft_(draft), problem_(draft.problem), highest_(highest_slots(problem_)) {
    for (std::size_t e = 0; e < problem_.equations.size(); ++e) {
      numbers_.push_back(static_cast<int>(e) + 1);
      primes_.push_back(0);
    }
  }

  /// True if the highest derivatives are determined at the end.
  bool run() {
    for (int round = 0; round < kMostRounds; ++round) {
      if (differentiate_constraints()) {
        if (has_errors(draft_.diagnostics)) return false;
        continue;
      }
      if (is_determined()) return true;
      if (!put_in_solved() && !combine()) return false;
    }
    return false;
  }

 private:
  bool has_highest(const Expression& expression) const {
    return !states_at_highest(problem_, expression).empty();
  }

  bool is_determined() const {
    for (const Equation& equation : problem_.equations) {
      // Nonlinear in the highest derivatives: it may be solved for them where values are known.
      if (degree_in(equation.residual, highest_) == Degree::Nonlinear) return true;
    }
    return determines_highest(problem_);
  }

  Equation make_equation(const Expression& left, const Expression& right) const {
    Equation equation;
    equation.left = left;
    equation.right = right;
    equation.residual = residual_of(left, right);
    equation.derived = true;
    equation.text = print_expression(left) + " = " + print_expression(right);
    return equation;
  }

  /// Equations without highest derivatives become constraints; their derivatives take their places.
  bool differentiate_constraints() {
    bool found = false;
    for (std::size_t e = 0; e < problem_.equations.size(); ++e) {
      const Equation equation = problem_.equations[e];
      if (has_highest(equation.residual)) continue;
      found = true;
      if (uses_input(equation.residual)) {
        draft_.error({"problem.equations", 0, 0, false},
                     "equation " + std::to_string(numbers_[e]) +
                         " must be differentiated, but it has a measured input or a delay; write "
                         "the derivative of the equation in its place");
        return true;
      }
      Equation constraint = equation;
      constraint.label = "equation" + std::to_string(numbers_[e]) +
                         std::string(static_cast<std::size_t>(primes_[e]), '\'');
      problem_.constraints.push_back(std::move(constraint));
      problem_.equations[e] =
          make_equation(by_variable(equation.left), by_variable(equation.right));
      problem_.equations[e].constraint = static_cast<int>(problem_.constraints.size()) - 1;
      ++primes_[e];
    }
    return found;
  }

  bool uses_input(const Expression& expression) const {
    const auto uses = [&](const auto& given) { return expression.uses_slot(given.slot); };
    return std::any_of(problem_.inputs.begin(), problem_.inputs.end(), uses) ||
           std::any_of(problem_.lags.begin(), problem_.lags.end(), uses);
  }

  /// The derivative along a solution.
  Expression by_variable(const Expression& expression) const {
    Algebra algebra;
    const Algebra::Term term = algebra.read(expression);
    return algebra.write(algebra.derivative(term, [&](const Node& leaf, const Symbol& symbol) {
      if (leaf.slot == 0) return algebra.number(1.0);
      return algebra.slot(leaf.slot + 1, {symbol.name, symbol.primes + 1});
    }));
  }

  /// Puts x'' = f into the equations that are not solved for a highest derivative themselves.
  bool put_in_solved() {
    std::vector<std::pair<int, std::size_t>> solved;  // slot, equation
    std::vector<bool> is_solved(problem_.equations.size(), false);
    for (std::size_t e = 0; e < problem_.equations.size(); ++e) {
      const Equation& equation = problem_.equations[e];
      const Node& left = equation.left.root();
      if (left.op != Op::Slot || !highest_[static_cast<std::size_t>(left.slot)]) continue;
      if (has_highest(equation.right)) continue;
      const auto same = [&](const auto& other) { return other.first == left.slot; };
      if (std::any_of(solved.begin(), solved.end(), same)) continue;
      solved.emplace_back(left.slot, e);
      is_solved[e] = true;
    }
    bool changed = false;
    for (std::size_t e = 0; e < problem_.equations.size(); ++e) {
      if (is_solved[e]) continue;
      const Equation equation = problem_.equations[e];
      const bool uses = std::any_of(solved.begin(), solved.end(), [&](const auto& entry) {
        return equation.residual.uses_slot(entry.first);
      });
      if (!uses) continue;
      problem_.equations[e] =
          make_equation(with_solved(equation.left, solved), with_solved(equation.right, solved));
      problem_.equations[e].constraint = equation.constraint;
      changed = true;
    }
    return changed;
  }

  Expression with_solved(const Expression& expression,
                         const std::vector<std::pair<int, std::size_t>>& solved) const {
    Algebra algebra;
    const Algebra::Term term = algebra.read(expression, [&](const Node& leaf, const Symbol&) {
      std::optional<Algebra::Term> other;
      for (const auto& [slot, e] : solved) {
        if (leaf.slot == slot) other = algebra.read(problem_.equations[e].right);
      }
      return other;
    });
    return algebra.write(term);
  }

  /// Where equations have the same factors of the highest derivatives everywhere, a sum of them in
  /// which these cancel takes the place of one.
  bool combine() {
    const HighestSystem first =
        highest_system(problem_, generic_slots(problem_, problem_.start, 0));
    const HighestSystem other = highest_system(problem_, generic_slots(problem_, problem_.end, 1));
    std::vector<Eigen::Index> same;
    for (Eigen::Index e = 0; e < first.by_highest.rows(); ++e) {
      const auto row = first.by_highest.row(e);
      const auto change = (row - other.by_highest.row(e)).cwiseAbs();
      if (!row.allFinite() || !change.allFinite() || row.isZero(0.0)) continue;
      if (change.maxCoeff() <= kSameMatrix * row.cwiseAbs().maxCoeff()) same.push_back(e);
    }
    const auto n = static_cast<Eigen::Index>(same.size());
    if (n == 0) return false;
    Eigen::MatrixXd A(first.by_highest.cols(), n);
    for (Eigen::Index i = 0; i < n; ++i) {
      const auto row = first.by_highest.row(same[static_cast<std::size_t>(i)]);
      A.col(i) = row.transpose() / row.cwiseAbs().maxCoeff();
    }
    const Eigen::FullPivLU<Eigen::MatrixXd> lu(A);
    if (lu.rank() == n) return false;
    Eigen::VectorXd factors = Eigen::VectorXd::Zero(first.by_highest.rows());
    const Eigen::VectorXd kernel = lu.kernel().col(0);
    for (Eigen::Index i = 0; i < n; ++i) {
      const Eigen::Index e = same[static_cast<std::size_t>(i)];
      factors(e) = kernel(i) / first.by_highest.row(e).cwiseAbs().maxCoeff();
    }
    Eigen::Index largest = 0;
    factors.cwiseAbs().maxCoeff(&largest);
    factors /= factors(largest);
    const Expression left = combination(factors, true);
    const Expression right = combination(factors, false);
    if (left.nodes().size() == 1 && right.nodes().size() == 1) return false;  // 0 = 0
    Equation& replaced = problem_.equations[static_cast<std::size_t>(largest)];
    const int constraint = replaced.constraint;
    replaced = make_equation(left, right);
    replaced.constraint = constraint;
    return true;
  }

  Expression combination(const Eigen::VectorXd& factors, bool left) const {
    Algebra algebra;
    Algebra::Term sum = algebra.number(0.0);
    for (Eigen::Index e = 0; e < factors.size(); ++e) {
      if (std::abs(factors(e)) < kNoEntry) continue;
      const Equation& equation = problem_.equations[static_cast<std::size_t>(e)];
      const Expression& side = left ? equation.left : equation.right;
      const Algebra::Term term = algebra.read(side, [&](const Node& leaf, const Symbol&) {
        std::optional<Algebra::Term> zero;
        if (highest_[static_cast<std::size_t>(leaf.slot)]) zero = algebra.number(0.0);
        return zero;
      });
      sum = algebra.add(sum, algebra.multiply(algebra.number(factors(e)), term));
    }
    return algebra.write(sum);
  }

  Draft& draft_;
  Problem& problem_;
  std::vector<bool> highest_;
  std::vector<int> numbers_;  ///< Of every equation in the config, from 1.
  std::vector<int> primes_;   ///< How often it was differentiated.
};

std::string algebraic_names(const Problem& problem) {
  std::string names;
  for (const State& state : problem.states) {
    if (state.algebraic) names += (names.empty() ? "" : ", ") + state.name;
  }
  return names;
}

}  // namespace

void reduce_index(Draft& draft) {
  Problem& problem = draft.problem;
  const Place place{"problem.equations", 0, 0, false};
  const std::string names = algebraic_names(problem);
  const std::vector<Equation> given = problem.equations;
  bool determined = false;
  try {
    determined = IndexReduction(draft).run();
  } catch (const ExpressionError& error) {
    draft.error(place, error.what());
  }
  if (has_errors(draft.diagnostics)) return;
  if (determined) {
    if (!problem.constraints.empty()) find_consistent_start(draft);
    return;
  }
  problem.equations = given;
  problem.constraints.clear();
  if (names.empty()) return;  // find_structure warns
  draft.error(place,
              "the equations do not determine the states without a prime (" + names +
                  "), even when those without highest derivatives are differentiated; check that "
                  "every one of these states occurs and that no equation repeats another");
}

}  // namespace pinn::detail
