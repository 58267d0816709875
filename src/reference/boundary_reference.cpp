// SPDX-License-Identifier: MIT
// Refinement of the mesh, and the error from one twice as fine.
#include "pinn/reference/boundary_reference.hpp"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <limits>

#include "collocation.hpp"

namespace pinn {

namespace {

using Clock = std::chrono::steady_clock;

constexpr int kFirstIntervals = 10;
constexpr int kMostRounds = 30;
constexpr std::size_t kMostIntervals = 8000;
constexpr double kLeastGain = 2.0;  ///< Of a half beside its whole; less: rounding decides.
constexpr double kRounding = 8 * std::numeric_limits<double>::epsilon();
constexpr double kNearby = 0.01;  // of the domain

class BoundaryReference {
 public:
  BoundaryReference(const Problem& problem, const ReferenceOptions& options, const Model& model)
      : problem_(problem), options_(options), model_(model), collocation_(problem, [this] {
          const std::chrono::duration<double> spent = Clock::now() - begin_;
          return spent.count() > options_.max_seconds ||
                 (options_.stop_requested && options_.stop_requested());
        }) {}

  void run(std::vector<double> points, ReferenceSolution& result) {
    Eigen::VectorXd atol = Eigen::VectorXd::Zero(collocation_.size());
    for (int s = 0; s < problem_.n_states(); ++s) {
      atol(collocation_.form().index_of(s, 0)) = options_.atol[static_cast<std::size_t>(s)];
    }
    Spline spline = collocation_.from_model(model_, first_edges());
    result.message = collocation_.solve(spline);
    if (result.message.empty()) result.message = refine(spline, atol);
    if (!result.message.empty()) return;
    Spline finer = collocation_.refined(spline, halved(spline.edges));
    result.message = collocation_.solve(finer);
    if (!result.message.empty()) return;
    store(spline, finer, std::move(points), result);
  }

 private:
  std::vector<double> first_edges() const {
    std::vector<double> edges = collocation_.places();
    for (int k = 0; k <= kFirstIntervals; ++k) {
      const double way = static_cast<double>(k) / kFirstIntervals;
      edges.push_back(k == kFirstIntervals
                          ? problem_.end
                          : problem_.start + way * (problem_.end - problem_.start));
    }
    std::sort(edges.begin(), edges.end());
    edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
    return edges;
  }

  static std::vector<double> halved(const std::vector<double>& edges) {
    std::vector<double> finer{edges.front()};
    for (std::size_t k = 1; k < edges.size(); ++k) {
      finer.push_back(0.5 * (edges[k - 1] + edges[k]));
      finer.push_back(edges[k]);
    }
    return finer;
  }

  std::string refine(Spline& spline, const Eigen::VectorXd& atol) {
    std::vector<double> parents(spline.n_intervals(), std::numeric_limits<double>::infinity());
    for (int round = 0; round < kMostRounds; ++round) {
      const Eigen::VectorXd ratios = collocation_.residuals(spline, options_.rtol, atol);
      std::vector<double> edges{spline.edges.front()};
      std::vector<double> next;
      for (std::size_t k = 0; k < spline.n_intervals(); ++k) {
        const double ratio = ratios(static_cast<Eigen::Index>(k));
        if (ratio > 1.0 && ratio * kLeastGain < parents[k]) {
          edges.push_back(0.5 * (spline.edges[k] + spline.edges[k + 1]));
          next.insert(next.end(), 2, ratio);
        } else {
          next.push_back(parents[k]);
        }
        edges.push_back(spline.edges[k + 1]);
      }
      if (edges.size() == spline.edges.size()) return "";
      if (edges.size() > kMostIntervals) return "it needs too many intervals";
      spline = collocation_.refined(spline, edges);
      parents = std::move(next);
      const std::string failure = collocation_.solve(spline);
      if (!failure.empty()) return failure;
    }
    return "its mesh is refined without end";
  }

  void store(const Spline& coarse,
             const Spline& fine,
             std::vector<double> points,
             ReferenceSolution& result) {
    std::sort(points.begin(), points.end());
    points.erase(std::unique(points.begin(), points.end()), points.end());
    const auto n_points = static_cast<Eigen::Index>(points.size());
    const int n_states = problem_.n_states();
    result.values.assign(
        static_cast<std::size_t>(problem_.highest_order()),
        Eigen::MatrixXd::Constant(n_points, n_states, std::numeric_limits<double>::quiet_NaN()));
    Eigen::MatrixXd difference(n_points, n_states);
    for (Eigen::Index i = 0; i < n_points; ++i) {
      const double at = points[static_cast<std::size_t>(i)];
      const Eigen::VectorXd u = collocation_.value(fine, at);
      const Eigen::VectorXd other = collocation_.value(coarse, at);
      for (int s = 0; s < n_states; ++s) {
        for (int k = 0; k < problem_.states[static_cast<std::size_t>(s)].order; ++k) {
          result.values[static_cast<std::size_t>(k)](i, s) = u(collocation_.form().index_of(s, k));
        }
        const int c = collocation_.form().index_of(s, 0);
        difference(i, s) = std::abs(u(c) - other(c)) + kRounding * std::abs(u(c));
      }
    }
    spread(points, difference);
    result.own_error = std::move(difference);
    result.max_own_error = result.own_error.maxCoeff();
    result.own_step.assign(points.size(), false);
    result.points = std::move(points);
    result.steps = static_cast<long>(fine.n_intervals());
    result.rhs_evaluations = collocation_.evaluations();
    result.reached = problem_.end;
    result.solved = true;
  }

  /// A difference passes through zero where the error does not: each point takes the largest
  /// nearby.
  void spread(const std::vector<double>& points, Eigen::MatrixXd& difference) const {
    const Eigen::MatrixXd plain = difference;
    const double reach = kNearby * (problem_.end - problem_.start);
    for (std::size_t i = 0; i < points.size(); ++i) {
      const auto first = std::lower_bound(points.begin(), points.end(), points[i] - reach);
      const auto last = std::upper_bound(points.begin(), points.end(), points[i] + reach);
      difference.row(static_cast<Eigen::Index>(i)) =
          plain.middleRows(first - points.begin(), last - first).colwise().maxCoeff();
    }
  }

  const Problem& problem_;
  const ReferenceOptions& options_;
  const Model& model_;
  Clock::time_point begin_ = Clock::now();
  Collocation collocation_;
};

}  // namespace

ReferenceSolution solve_boundary_reference(const Problem& problem,
                                           const ReferenceOptions& options,
                                           const Model& model,
                                           std::vector<double> points) {
  const auto begin = Clock::now();
  ReferenceSolution result;
  result.method = "collocation";
  result.key = "collocation";
  result.rtol = options.rtol;
  result.atol =
      options.atol.empty() ? 0.0 : *std::min_element(options.atol.begin(), options.atol.end());
  if (problem.implicit) {
    result.message = "the highest derivatives cannot be solved for";
    return result;
  }
  BoundaryReference(problem, options, model).run(std::move(points), result);
  result.seconds = std::chrono::duration<double>(Clock::now() - begin).count();
  return result;
}

}  // namespace pinn
