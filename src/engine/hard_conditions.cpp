// SPDX-License-Identifier: MIT
// Sorts the conditions into hard and soft and builds the functions that carry the hard ones.
#include "pinn/engine/hard_conditions.hpp"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <map>
#include <tuple>

namespace pinn {

namespace {

// Extended precision while the small systems are solved, so that the rounded result is as good as
// the problem allows.
using Real = long double;
using Matrix = Eigen::Matrix<Real, Eigen::Dynamic, Eigen::Dynamic>;
using Vector = Eigen::Matrix<Real, Eigen::Dynamic, 1>;

// What is left of a vector after those before it were projected out, relative to its length.
/// A condition below this depends on those before it: its coefficients are known to 1e-16 only.
constexpr Real kDependentCondition = 1e-12L;
/// A polynomial below this is passed over for one of higher degree: the smaller this number, the
/// more digits the solution of the system may lose, of the 19 that Real has.
constexpr Real kDependentCandidate = 1e-6L;

/// q^degree in one state.
struct Candidate {
  int state = 0;
  int degree = 0;
};

/// Orthonormal vectors, one more at a time.
class Span {
 public:
  /// Part of `v` orthogonal to the span; projected twice, which leaves no rounding behind.
  Vector remainder(Vector v) const {
    for (int pass = 0; pass < 2; ++pass) {
      for (const Vector& u : basis_) v -= u.dot(v) * u;
    }
    return v;
  }
  void add(const Vector& remainder) { basis_.push_back(remainder / remainder.norm()); }

 private:
  std::vector<Vector> basis_;
};

/// Maps the domain to a range of order 1: 0 at the one point that every condition stands at, or
/// [-1, 1] if there are several.
void place_argument(const Problem& problem, HardConditions& result) {
  bool any = false;
  bool several = false;
  double point = problem.start;
  for (const Condition& condition : problem.conditions) {
    for (const PointValue& value : condition.values) {
      several = several || (any && value.at != point);
      point = value.at;
      any = true;
    }
  }
  const double middle = problem.start + 0.5 * (problem.end - problem.start);
  result.anchor = several ? middle : point;
  result.rate = 1.0 / std::max(problem.end - result.anchor, result.anchor - problem.start);
}

/// The conditions as vectors over the distinct values y_s^(d)(v) that they speak of. Such values
/// are independent of each other, so conditions are dependent exactly if these vectors are.
std::vector<Vector> rows_of(const Problem& problem, double rate) {
  std::map<std::tuple<int, int, double>, Eigen::Index> places;
  for (const Condition& condition : problem.conditions) {
    for (const PointValue& value : condition.values) {
      places.emplace(std::make_tuple(value.state, value.derivative, value.at),
                     static_cast<Eigen::Index>(places.size()));
    }
  }
  std::vector<Vector> rows;
  for (const Condition& condition : problem.conditions) {
    Vector row = Vector::Zero(static_cast<Eigen::Index>(places.size()));
    for (std::size_t i = 0; condition.linear && i < condition.values.size(); ++i) {
      const PointValue& value = condition.values[i];
      const auto place = places.at(std::make_tuple(value.state, value.derivative, value.at));
      row(place) += condition.coefficients[i] * std::pow(static_cast<Real>(rate), value.derivative);
    }
    rows.push_back(row);
  }
  return rows;
}

/// Adds to soft, in order of the conditions, with the reason.
void add_soft(const Problem& problem, int index, const char* why, HardConditions& result) {
  const auto place = std::lower_bound(result.soft.begin(), result.soft.end(), index);
  const auto sentence = result.why_soft.begin() + (place - result.soft.begin());
  const std::string& text = problem.conditions[static_cast<std::size_t>(index)].text;
  result.why_soft.insert(
      sentence, "condition \"" + text + "\" " + why + ", so it is part of the loss, not exact");
  result.soft.insert(place, index);
}

/// Fills hard, soft and why_soft.
void sort_conditions(const Problem& problem, HardConditions& result) {
  const std::vector<Vector> rows = rows_of(problem, result.rate);
  Span span;
  for (std::size_t k = 0; k < problem.conditions.size(); ++k) {
    const Condition& condition = problem.conditions[k];
    if (!condition.linear) {
      add_soft(problem, static_cast<int>(k), "is not linear in the states", result);
      continue;
    }
    const Vector remainder = span.remainder(rows[k]);
    if (!(remainder.norm() > kDependentCondition * rows[k].norm())) {
      add_soft(problem, static_cast<int>(k), "is a combination of those before it", result);
      continue;
    }
    span.add(remainder);
    result.hard.push_back(static_cast<int>(k));
  }
}

/// d-th derivative with respect to v of q^degree.
Real power_derivative(Real q, int degree, int d, Real rate) {
  if (d > degree) return 0.0L;
  Real value = std::pow(rate, static_cast<Real>(d));
  for (int i = 0; i < d; ++i) value *= static_cast<Real>(degree - i);
  return value * std::pow(q, degree - d);
}

Real apply_to_candidate(const Condition& condition,
                        const Candidate& candidate,
                        const HardConditions& result) {
  Real sum = 0.0L;
  const Real rate = result.rate;
  for (std::size_t i = 0; i < condition.values.size(); ++i) {
    const PointValue& value = condition.values[i];
    if (value.state != candidate.state) continue;
    const Real q = (static_cast<Real>(value.at) - result.anchor) * rate;
    sum +=
        condition.coefficients[i] * power_derivative(q, candidate.degree, value.derivative, rate);
  }
  return sum;
}

/// Values of all hard conditions at a candidate, divided by `row_scale`.
Vector column_of(const Problem& problem,
                 const HardConditions& result,
                 const Candidate& candidate,
                 const Vector& row_scale) {
  Vector column(row_scale.size());
  for (Eigen::Index k = 0; k < column.size(); ++k) {
    const int condition = result.hard[static_cast<std::size_t>(k)];
    column(k) = apply_to_candidate(
                    problem.conditions[static_cast<std::size_t>(condition)], candidate, result) /
                row_scale(k);
  }
  return column;
}

/// Size of each hard condition: sum_i |a_i| rate^d_i.
Vector scale_of_rows(const Problem& problem, const HardConditions& result) {
  Vector scale(static_cast<Eigen::Index>(result.hard.size()));
  for (Eigen::Index k = 0; k < scale.size(); ++k) {
    const int index = result.hard[static_cast<std::size_t>(k)];
    const Condition& condition = problem.conditions[static_cast<std::size_t>(index)];
    scale(k) = 0.0L;
    for (std::size_t i = 0; i < condition.values.size(); ++i) {
      scale(k) += std::abs(static_cast<Real>(condition.coefficients[i])) *
                  std::pow(static_cast<Real>(result.rate), condition.values[i].derivative);
    }
  }
  return scale;
}

/// Highest degree that can be needed: Hermite interpolation of every derivative up to the highest
/// at every point is always possible, and every condition is a combination of those values.
int degree_limit(const Problem& problem) {
  std::vector<double> points;
  int highest = 0;
  for (const Condition& condition : problem.conditions) {
    for (const PointValue& value : condition.values) {
      points.push_back(value.at);
      highest = std::max(highest, value.derivative);
    }
  }
  std::sort(points.begin(), points.end());
  points.erase(std::unique(points.begin(), points.end()), points.end());
  return static_cast<int>(points.size()) * (highest + 1) - 1;
}

/// Independent candidates, at most as many as hard conditions.
struct Choice {
  std::vector<Candidate> candidates;
  Matrix values;  ///< (n_hard, n_hard): condition k at candidate j, rows scaled.
};

/// Takes the states at one degree as long as one of them adds to the span, the best first.
void choose_of_degree(const Problem& problem,
                      const HardConditions& result,
                      const Vector& row_scale,
                      int degree,
                      Span& span,
                      Choice& choice) {
  std::vector<Candidate> left;
  left.reserve(problem.states.size());
  for (int s = 0; s < problem.n_states(); ++s) left.push_back({s, degree});
  while (static_cast<Eigen::Index>(choice.candidates.size()) < row_scale.size()) {
    Real best = 0.0L;
    std::size_t winner = left.size();
    Vector winning_column;
    for (std::size_t i = 0; i < left.size(); ++i) {
      const Vector column = column_of(problem, result, left[i], row_scale);
      const Real gain = span.remainder(column).norm();
      if (gain <= kDependentCandidate * column.norm() || gain <= best) continue;
      best = gain;
      winner = i;
      winning_column = column;
    }
    if (winner == left.size()) return;
    span.add(span.remainder(winning_column));
    choice.values.col(static_cast<Eigen::Index>(choice.candidates.size())) = winning_column;
    choice.candidates.push_back(left[winner]);
    left.erase(left.begin() + static_cast<std::ptrdiff_t>(winner));
  }
}

/// Lowest degree first.
Choice choose_candidates(const Problem& problem,
                         const HardConditions& result,
                         const Vector& row_scale) {
  Choice choice;
  choice.values.resize(row_scale.size(), row_scale.size());
  Span span;
  const int limit = degree_limit(problem);
  for (int degree = 0; degree <= limit; ++degree) {
    choose_of_degree(problem, result, row_scale, degree, span, choice);
  }
  return choice;
}

/// eta_k = sum_j C(j, k) candidate_j where values C = 1, rows scaled back.
void fill_eta(const Choice& choice,
              const Vector& row_scale,
              Eigen::Index n_states,
              HardConditions& result) {
  int highest = 0;
  for (const Candidate& candidate : choice.candidates) {
    highest = std::max(highest, candidate.degree);
  }
  const Matrix combination = choice.values.fullPivLu().inverse();
  for (Eigen::Index k = 0; k < row_scale.size(); ++k) {
    Eigen::MatrixXd eta = Eigen::MatrixXd::Zero(n_states, highest + 1);
    for (std::size_t j = 0; j < choice.candidates.size(); ++j) {
      const Candidate& candidate = choice.candidates[j];
      const Real coefficient = combination(static_cast<Eigen::Index>(j), k) / row_scale(k);
      eta(candidate.state, candidate.degree) = static_cast<double>(coefficient);
    }
    result.eta.push_back(eta);
  }
}

void make_all_soft(const Problem& problem, HardConditions& result) {
  for (std::size_t k = 0; k < problem.conditions.size(); ++k) {
    result.soft.push_back(static_cast<int>(k));
  }
}

}  // namespace

HardConditions make_hard_conditions(const Problem& problem, Imposed imposed) {
  HardConditions result;
  place_argument(problem, result);
  if (imposed == Imposed::Soft) {
    make_all_soft(problem, result);
    return result;
  }
  sort_conditions(problem, result);
  while (!result.hard.empty()) {
    const Vector row_scale = scale_of_rows(problem, result);
    const Choice choice = choose_candidates(problem, result, row_scale);
    if (choice.candidates.size() == result.hard.size()) {
      fill_eta(choice, row_scale, problem.n_states(), result);
      break;
    }
    const int last = result.hard.back();
    result.hard.pop_back();
    add_soft(problem, last, "is nearly a combination of those before it", result);
  }
  return result;
}

}  // namespace pinn
