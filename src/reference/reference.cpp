// SPDX-License-Identifier: MIT
// Starts the integration from the conditions, chooses the method, and measures its own error.
#include "pinn/reference/reference.hpp"

#include <algorithm>
#include <cmath>
#include <limits>

#include "integrate.hpp"

namespace pinn {

namespace {

using Clock = std::chrono::steady_clock;

constexpr double kCoarser = 10.0;    // tolerances of the second solve
constexpr double kStiffRatio = 3.0;  // Adams needs more steps than this times those of BDF
constexpr long kMaxSteps = 2'000'000;
constexpr long kStepsForFree = 100;  // too few to call anything stiff
constexpr double kNearby = 0.01;     // of the domain
constexpr double kRounding = 8 * std::numeric_limits<double>::epsilon();

/// Values at the point of the conditions; a message if they do not determine them.
struct Start {
  std::string failure;
  double at = 0.0;
  Eigen::VectorXd u;
};

Start start_of(const Problem& problem, const ExplicitForm& form) {
  Start start;
  const auto n_conditions = static_cast<Eigen::Index>(problem.conditions.size());
  Eigen::MatrixXd matrix = Eigen::MatrixXd::Zero(n_conditions, form.size());
  Eigen::VectorXd target(n_conditions);
  for (Eigen::Index row = 0; row < n_conditions; ++row) {
    const Condition& condition = problem.conditions[static_cast<std::size_t>(row)];
    if (!condition.linear) {
      start.failure = "the condition \"" + condition.text + "\" is not linear in the states";
      return start;
    }
    target[row] = condition.target;
    for (std::size_t k = 0; k < condition.values.size(); ++k) {
      const PointValue& value = condition.values[k];
      start.at = value.at;
      matrix(row, form.index_of(value.state, value.derivative)) += condition.coefficients[k];
    }
  }
  const Eigen::FullPivLU<Eigen::MatrixXd> lu(matrix);
  if (n_conditions != form.size() || !lu.isInvertible()) {
    start.failure = "the conditions do not determine every value at their point";
    return start;
  }
  start.u = lu.solve(target);
  return start;
}

/// Both legs of one solve.
struct Solve {
  std::string failure;
  double reached = 0.0;
  long steps = 0;
  long rhs_evaluations = 0;
  std::vector<Sample> samples;  ///< Increasing; own steps among them.
};

/// Repeats one solve with different methods and tolerances.
class Solver {
 public:
  Solver(const Problem& problem, const ReferenceOptions& options)
      : problem_(problem), options_(options), system_(problem) {
    budget_.max_seconds = options.max_seconds;
    budget_.stop_requested = options.stop_requested;
    budget_.deadline = Clock::now() + std::chrono::duration_cast<Clock::duration>(
                                          std::chrono::duration<double>(options.max_seconds));
    start_ = start_of(problem, system_.original());
  }

  const Start& start() const { return start_; }

  Solve solve(Multistep method,
              double factor,
              const std::vector<double>& points,
              std::size_t max_own_steps,
              long max_steps) {
    const VectorTolerance tolerance = tolerance_times(factor);
    budget_.max_steps = max_steps;
    Solve result;
    result.reached = start_.at;
    const double length = problem_.end - problem_.start;
    std::vector<double> ends{problem_.end};
    if (start_.at > problem_.start) ends.push_back(problem_.start);
    for (const double end : ends) {
      Leg leg{start_.at, start_.u, end, points_towards(points, end), 0};
      const double share = std::abs(end - start_.at) / length;
      leg.max_own_steps =
          static_cast<std::size_t>(std::floor(share * static_cast<double>(max_own_steps)));
      LegResult part = integrate(system_, method, tolerance, leg, budget_);
      result.steps += part.steps;
      result.rhs_evaluations += part.rhs_evaluations;
      result.reached = part.reached;
      append(result.samples, part);
      if (!part.failure.empty()) {
        result.failure = part.failure;
        return result;
      }
    }
    order(result.samples);
    return result;
  }

  /// Adams, unless BDF does it in under a third of the steps.
  Multistep choose_method() {
    if (options_.method == ReferenceMethod::CvodeBdf) return Multistep::Bdf;
    if (options_.method == ReferenceMethod::CvodeAdams) return Multistep::Adams;
    const Solve bdf = solve(Multistep::Bdf, kCoarser, {}, 0, kMaxSteps);
    const long limit =
        bdf.failure.empty()
            ? std::max(kStepsForFree,
                       static_cast<long>(kStiffRatio * static_cast<double>(bdf.steps)))
            : kMaxSteps;
    const Solve adams = solve(Multistep::Adams, kCoarser, {}, 0, limit);
    return adams.failure.empty() || !bdf.failure.empty() ? Multistep::Adams : Multistep::Bdf;
  }

  const SwitchedSystem& system() const { return system_; }

 private:
  /// A derivative's share of the state's tolerance: a state of size 1 that changes over the whole
  /// domain has derivatives of size length^-k.
  VectorTolerance tolerance_times(double factor) const {
    VectorTolerance tolerance;
    tolerance.rtol = factor * options_.rtol;
    tolerance.atol.resize(system_.original().size());
    const double length = problem_.end - problem_.start;
    for (int s = 0; s < problem_.n_states(); ++s) {
      const auto state = static_cast<std::size_t>(s);
      for (int k = 0; k < problem_.states[state].order; ++k) {
        tolerance.atol[system_.original().index_of(s, k)] =
            factor * options_.atol[state] * std::pow(length, -k);
      }
    }
    return tolerance;
  }

  /// Points of the way to `end`, in its order; the start itself belongs to the way up.
  std::vector<double> points_towards(const std::vector<double>& points, double end) const {
    std::vector<double> way;
    for (const double at : points) {
      if ((at < start_.at) == (end < start_.at)) way.push_back(at);
    }
    if (end < start_.at) std::reverse(way.begin(), way.end());
    return way;
  }

  static void append(std::vector<Sample>& all, LegResult& part) {
    std::move(part.samples.begin(), part.samples.end(), std::back_inserter(all));
    std::move(part.own_steps.begin(), part.own_steps.end(), std::back_inserter(all));
  }

  /// Increasing; an own step at a point asked for is dropped.
  static void order(std::vector<Sample>& samples) {
    std::sort(samples.begin(), samples.end(), [](const Sample& a, const Sample& b) {
      return a.at != b.at ? a.at < b.at : a.own_step < b.own_step;
    });
    const auto end = std::unique(samples.begin(),
                                 samples.end(),
                                 [](const Sample& a, const Sample& b) { return a.at == b.at; });
    samples.erase(end, samples.end());
  }

  const Problem& problem_;
  const ReferenceOptions& options_;
  SwitchedSystem system_;
  Budget budget_;
  Start start_;
};

void store_values(const Problem& problem,
                  const ExplicitForm& form,
                  const std::vector<Sample>& samples,
                  ReferenceSolution& result) {
  const auto n_points = static_cast<Eigen::Index>(samples.size());
  const double nan = std::numeric_limits<double>::quiet_NaN();
  result.values.assign(static_cast<std::size_t>(problem.highest_order()),
                       Eigen::MatrixXd::Constant(n_points, problem.n_states(), nan));
  for (const Sample& sample : samples) {
    const auto row = static_cast<Eigen::Index>(result.points.size());
    result.points.push_back(sample.at);
    result.own_step.push_back(sample.own_step);
    for (int s = 0; s < problem.n_states(); ++s) {
      for (int k = 0; k < problem.states[static_cast<std::size_t>(s)].order; ++k) {
        result.values[static_cast<std::size_t>(k)](row, s) = sample.u[form.index_of(s, k)];
      }
    }
  }
}

/// The difference of the two solves passes through zero where the error does not, so each point
/// takes the largest difference nearby.
void store_own_error(const Problem& problem,
                     const ExplicitForm& form,
                     const std::vector<Sample>& coarse,
                     ReferenceSolution& result) {
  const auto n_points = static_cast<Eigen::Index>(result.points.size());
  Eigen::MatrixXd difference(n_points, problem.n_states());
  for (Eigen::Index i = 0; i < n_points; ++i) {
    for (int s = 0; s < problem.n_states(); ++s) {
      const double other = coarse[static_cast<std::size_t>(i)].u[form.index_of(s, 0)];
      const double value = result.values[0](i, s);
      difference(i, s) = std::abs(value - other) + kRounding * std::abs(value);
    }
  }
  result.own_error = difference;
  const double reach = kNearby * (problem.end - problem.start);
  Eigen::Index first = 0;
  Eigen::Index last = 0;
  for (Eigen::Index i = 0; i < n_points; ++i) {
    const double at = result.points[static_cast<std::size_t>(i)];
    while (result.points[static_cast<std::size_t>(first)] < at - reach) ++first;
    while (last + 1 < n_points && result.points[static_cast<std::size_t>(last + 1)] <= at + reach) {
      ++last;
    }
    const Eigen::Index low = std::min(first, std::max<Eigen::Index>(i - 1, 0));
    const Eigen::Index high = std::max(last, std::min(i + 1, n_points - 1));
    result.own_error.row(i) = difference.middleRows(low, high - low + 1).colwise().maxCoeff();
  }
  result.max_own_error = n_points > 0 ? result.own_error.maxCoeff() : 0.0;
}

/// Why CVODE is not for this problem; empty if it is.
std::string unsuitable(const Problem& problem, const ReferenceOptions& options) {
  if (options.method == ReferenceMethod::None) return "reference.method is \"none\"";
  if (problem.kind == ProblemKind::Bvp) return "the classical solver takes no boundary problems";
  if (problem.implicit) return "the highest derivatives cannot be solved for";
  return "";
}

void solve_into(ReferenceSolution& result,
                Solver& solver,
                const Problem& problem,
                const std::vector<double>& points,
                std::size_t max_own_steps) {
  result.message = solver.start().failure;
  if (!result.message.empty()) return;
  const Multistep method = solver.choose_method();
  result.method = method == Multistep::Bdf ? "CVODE BDF" : "CVODE Adams";
  result.key = method == Multistep::Bdf ? "cvode_bdf" : "cvode_adams";

  const Solve fine = solver.solve(method, 1.0, points, max_own_steps, kMaxSteps);
  result.steps = fine.steps;
  result.rhs_evaluations = fine.rhs_evaluations;
  result.reached = fine.reached;
  result.message = fine.failure;
  if (!fine.failure.empty()) return;

  const ExplicitForm& form = solver.system().original();
  store_values(problem, form, fine.samples, result);
  const Solve coarse = solver.solve(method, kCoarser, result.points, 0, kMaxSteps);
  if (!coarse.failure.empty()) {
    result.message = "the solve that measures its error failed: " + coarse.failure;
    result.reached = coarse.reached;
    return;
  }
  store_own_error(problem, form, coarse.samples, result);
  result.solved = true;
}

}  // namespace

ReferenceSolution solve_reference(const Problem& problem,
                                  const ReferenceOptions& options,
                                  std::vector<double> points,
                                  std::size_t max_own_steps) {
  const auto begin = Clock::now();
  ReferenceSolution result;
  result.rtol = options.rtol;
  result.atol =
      options.atol.empty() ? 0.0 : *std::min_element(options.atol.begin(), options.atol.end());
  result.message = unsuitable(problem, options);
  if (!result.message.empty()) return result;
  std::sort(points.begin(), points.end());
  points.erase(std::unique(points.begin(), points.end()), points.end());

  Solver solver(problem, options);
  solve_into(result, solver, problem, points, max_own_steps);
  result.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  return result;
}

}  // namespace pinn
