// SPDX-License-Identifier: MIT
// One or two Newton corrections of the model on a finer mesh: their sum is the error, to second
// order.
#include "boundary_error.hpp"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>
#include <vector>

#include "readout/boundary_mesh.hpp"
#include "readout/boundary_solver.hpp"

namespace pinn {

namespace {

using readout::BoundarySolver;
using readout::Components;
using readout::MeshState;
using readout::Tableau;
using readout::Tolerance;

constexpr double kEps = std::numeric_limits<double>::epsilon();
constexpr double kRoundings = 4.0;

constexpr int kPieces = 2;       ///< Of a window with one hidden layer.
constexpr int kDeepPieces = 24;  ///< Of all windows of deeper networks, of which nothing is known.
constexpr int kMostDoublings = 4;
constexpr std::size_t kMostWindows = 20000;

// Between two grids, of the estimate; and of a second correction beside the first: a larger one
// means that the error equation is not linear there, or that another solution is meant.
constexpr double kAgreement = 0.1;
constexpr double kLeastLinear = 0.3;

int pieces_of(const Model& model) {
  bool is_deep = false;
  for (const Window& window : model.windows) {
    for (const Mlp& network : window.networks) is_deep = is_deep || network.layers.size() > 2;
  }
  const auto n = static_cast<int>(model.windows.size());
  return is_deep ? std::max(kPieces, (kDeepPieces + n - 1) / n) : kPieces;
}

std::vector<double> finer_edges(const Model& model, int pieces, const std::vector<double>& places) {
  std::vector<double> edges;
  for (const Window& window : model.windows) {
    const std::vector<double> inside = readout::first_edges(window.start, window.end, pieces, {});
    edges.insert(edges.end(), inside.begin(), inside.end() - 1);
  }
  edges.push_back(model.end());
  edges.insert(edges.end(), places.begin(), places.end());
  std::sort(edges.begin(), edges.end());
  edges.erase(std::unique(edges.begin(), edges.end()), edges.end());
  return edges;
}

/// Sums of the output weights of every state: what roundings of its value come from.
///
/// Shapes:  -> (n_states)
Eigen::VectorXd weight_sums(const Window& window, Eigen::Index n_states) {
  Eigen::VectorXd sums(n_states);
  for (Eigen::Index s = 0; s < n_states; ++s) {
    const bool is_one = window.networks.size() == 1;
    const Linear& output = window.networks[is_one ? 0 : static_cast<std::size_t>(s)].layers.back();
    sums(s) =
        output.weight.row(is_one ? s : 0).cwiseAbs().sum() + std::abs(output.bias(is_one ? s : 0));
    if (window.scale.size() == n_states) sums(s) *= std::abs(window.scale(s));
  }
  return sums;
}

class BoundaryError {
 public:
  BoundaryError(const Model& model, const Problem& problem)
      : model_(model),
        problem_(problem),
        components_(problem),
        tableau_(NodeKind::Gauss, components_, 0) {
    tolerance_.rtol = kEps;
    tolerance_.atol = Eigen::VectorXd::Zero(problem.n_states());
  }

  bool run(int pieces, ErrorEstimate& estimate) {
    BoundarySolver solver(problem_, components_, tableau_, tolerance_, never_);
    const std::vector<double> edges = finer_edges(model_, pieces, solver.conditions().places());
    if (edges.size() > kMostWindows) {
      estimate.message = "the model has too many windows";
      return false;
    }
    MeshState state = readout::transferred(problem_, components_, tableau_, model_.windows, edges);
    const MeshState before = state;
    if (!solver.correct(state)) {
      estimate.message = "the linearised equations and conditions determine no error";
      return false;
    }
    const MeshState once = state;
    if (!solver.correct(state) || !is_linear(before, once, state)) {
      estimate.message = "the error is too large for a linear estimate";
      return false;
    }
    fill(solver.windows(state), estimate);
    return true;
  }

 private:
  /// The second correction is small beside the first, or both are rounding.
  bool is_linear(const MeshState& before, const MeshState& once, const MeshState& twice) const {
    for (int c = 0; c < components_.count; ++c) {
      const double size = before.u.row(c).cwiseAbs().maxCoeff();
      const double first = (once.u.row(c) - before.u.row(c)).cwiseAbs().maxCoeff();
      const double second = (twice.u.row(c) - once.u.row(c)).cwiseAbs().maxCoeff();
      const double rounding = 1e-9 * size;
      if (!(second <= kLeastLinear * first + rounding)) return false;
    }
    return true;
  }

  void fill(std::vector<Window> windows, ErrorEstimate& estimate) const {
    Model corrected = model_;
    corrected.windows = std::move(windows);
    const Eigen::MatrixXd right = corrected.evaluate_many(estimate.points, 0).front();
    const Eigen::Index n_states = problem_.n_states();
    estimate.error = estimate.values - right;
    estimate.floor.resize(estimate.error.rows(), n_states);
    for (std::size_t i = 0; i < estimate.points.size(); ++i) {
      const auto row = static_cast<Eigen::Index>(i);
      const double v = estimate.points[i];
      if (v < model_.start() || v > model_.end()) {
        estimate.error.row(row).setConstant(std::numeric_limits<double>::quiet_NaN());
      }
      const Eigen::VectorXd sums = weight_sums(model_.windows[model_.window_of(v)], n_states) +
                                   weight_sums(corrected.windows[corrected.window_of(v)], n_states);
      estimate.floor.row(row) =
          kRoundings * kEps * estimate.values.row(row).cwiseAbs() + kEps * sums.transpose();
    }
  }

  const Model& model_;
  const Problem& problem_;
  Components components_;
  Tableau tableau_;
  Tolerance tolerance_;
  std::function<bool()> never_;
};

bool agree(const ErrorEstimate& coarse, const ErrorEstimate& fine) {
  for (Eigen::Index s = 0; s < fine.error.cols(); ++s) {
    double largest = 0.0;
    double apart = 0.0;
    for (Eigen::Index i = 0; i < fine.error.rows(); ++i) {
      if (std::isnan(fine.error(i, s))) continue;
      largest = std::max({largest, std::abs(fine.error(i, s)), fine.floor(i, s)});
      const double difference = std::abs(fine.error(i, s) - coarse.error(i, s));
      apart = std::max(apart, difference - fine.floor(i, s));
    }
    if (!(apart <= kAgreement * largest)) return false;
  }
  return true;
}

}  // namespace

bool estimate_boundary_error(const Model& model, const Problem& problem, ErrorEstimate& estimate) {
  BoundaryError error(model, problem);
  int pieces = pieces_of(model);
  if (!error.run(pieces, estimate)) return false;
  for (int doubling = 0; doubling < kMostDoublings; ++doubling) {
    pieces *= 2;
    ErrorEstimate finer = estimate;
    if (!error.run(pieces, finer)) {
      estimate.message = finer.message;
      return false;
    }
    const bool is_good = agree(estimate, finer);
    estimate = std::move(finer);
    if (is_good) return true;
  }
  estimate.message = "the error depends on the grid of its estimate";
  return false;
}

}  // namespace pinn
